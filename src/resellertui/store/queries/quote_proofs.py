"""Questions about requests for quotes whose every answer is a broken promise; they rely on no constraint or trigger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from resellertui.store.models import QuoteOfferLine

REQUESTS: Mapping[str, str] = {
    "winners": """
        SELECT request.id AS id, count(route.id) AS count FROM quote_requests AS request
        LEFT JOIN quote_routes AS route ON route.request_id = request.id AND route.state = 'won'
        GROUP BY request.id HAVING count(route.id) <> (max(request.state) = 'awarded')""",
    "undecided": """
        SELECT request.id AS id, request.state AS state, route.partner_id AS partner, route.state AS stands
        FROM quote_requests AS request JOIN quote_routes AS route ON route.request_id = request.id
        WHERE (request.state <> 'open' AND route.state IN ('received', 'viewed', 'answered'))
        OR (request.state = 'open' AND route.state IN ('won', 'lost'))""",
    "closed": "SELECT id, state FROM quote_requests WHERE (state = 'open') <> (closed_at IS NULL)",
    "route_dates": """
        SELECT request_id AS id, partner_id AS partner, state FROM quote_routes
        WHERE (state IN ('won', 'lost')) <> (decided_at IS NOT NULL) OR (state = 'viewed' AND viewed_at IS NULL)
        OR (state IN ('answered', 'won', 'declined') AND answered_at IS NULL)
        OR (state = 'declined') <> (decline_reason <> '')""",
    "own_request": """
        SELECT request.id AS id, route.partner_id AS partner FROM quote_requests AS request
        JOIN quote_routes AS route ON route.request_id = request.id AND route.partner_id = request.org_id""",
    "no_way_in": "SELECT id FROM quote_requests WHERE (org_id IS NULL) AND token_hash IS NULL AND state = 'open'",
    "unknown_words": """
        SELECT id FROM quote_requests WHERE state NOT IN ('open', 'awarded', 'withdrawn', 'expired')
        OR id IN (SELECT request_id FROM quote_routes
                  WHERE state NOT IN ('received', 'viewed', 'answered', 'won', 'lost', 'declined'))""",
}

OFFERS: Mapping[str, str] = {
    "current": """
        SELECT route.request_id AS id, route.partner_id AS partner, count(offer.id) AS count FROM quote_routes AS route
        LEFT JOIN quote_offers AS offer ON offer.route_id = route.id AND offer.is_current
        GROUP BY route.id HAVING count(offer.id) > 1
        OR (max(route.state) IN ('answered', 'won') AND count(offer.id) <> 1)
        OR (max(route.state) IN ('received', 'viewed', 'declined') AND count(offer.id) > 0)""",
    "total": """
        SELECT offer.id AS id FROM quote_offers AS offer
        LEFT JOIN quote_offer_lines AS line ON line.offer_id = offer.id
        GROUP BY offer.id HAVING offer.total IS NOT sum(line.amount)""",
    "two_prices": """
        SELECT offer_id AS id, sku FROM quote_offer_lines
        GROUP BY offer_id, sku HAVING count(DISTINCT unit_price) > 1""",
    "validity": """
        SELECT id FROM quote_offers WHERE valid_until < date(made_at, '-1 day')""",
    "margin": """
        SELECT line.offer_id AS id, line.sku AS sku FROM quote_offer_lines AS line
        JOIN quote_offers AS offer ON offer.id = line.offer_id JOIN quote_routes AS route ON route.id = offer.route_id
        JOIN reinvoice_rules AS rule ON rule.id = line.margin_id WHERE rule.partner_id <> route.partner_id""",
}

CONTRACTS: Mapping[str, str] = {
    "no_contract": """
        SELECT id FROM quote_requests
        WHERE (state = 'awarded') <> (id IN (SELECT request_id FROM quote_contracts))""",
    "other_offer": """
        SELECT contract.id AS id, contract.offer_id AS offer FROM quote_contracts AS contract
        LEFT JOIN quote_offers AS offer ON offer.id = contract.offer_id
        LEFT JOIN quote_routes AS route ON route.id = offer.route_id
        WHERE route.state IS NOT 'won' OR NOT offer.is_current OR route.request_id <> contract.request_id
        OR route.partner_id <> contract.partner_id""",
    "other_client": """
        SELECT contract.id AS id FROM quote_contracts AS contract
        JOIN quote_requests AS request ON request.id = contract.request_id
        LEFT JOIN partnerships AS pair ON pair.id = contract.partnership_id
        WHERE request.org_id IS NOT contract.client_id OR pair.client_id IS NOT contract.client_id
        OR pair.partner_id IS NOT contract.partner_id""",
    "late": """
        SELECT contract.id AS id FROM quote_contracts AS contract
        JOIN quote_offers AS offer ON offer.id = contract.offer_id
        WHERE date(contract.accepted_at, '-1 day') > offer.valid_until""",
    "order_dates": "SELECT id FROM quote_contracts WHERE (order_id IS NULL) <> (ordered_at IS NULL)",
    "other_order": """
        SELECT contract.id AS id, contract.order_id AS "order" FROM quote_contracts AS contract
        LEFT JOIN orders ON orders.id = contract.order_id
        WHERE contract.order_id IS NOT NULL AND (orders.holder_id IS NOT contract.client_id
        OR orders.org_id IS NOT contract.partner_id OR orders.payer_id IS NOT contract.partner_id
        OR orders.placed_at < contract.accepted_at)""",
    "given_up": """
        SELECT contract.id AS id, orders.id AS "order" FROM quote_contracts AS contract
        JOIN orders ON orders.id = contract.order_id WHERE orders.state IN ('declined', 'void')""",
    "other_lines": """
        SELECT contract.id AS id, contract.order_id AS "order" FROM quote_contracts AS contract
        WHERE contract.order_id IS NOT NULL AND EXISTS (
            SELECT sku, quantity, periods, position FROM quote_offer_lines WHERE offer_id = contract.offer_id
            EXCEPT SELECT line.sku, line.quantity, line.periods, line.position FROM document_lines AS line
            JOIN documents AS document ON document.id = line.document_id
            WHERE document.order_id = contract.order_id)""",
    "ordered_twice": """
        SELECT order_id AS "order", group_concat('CTR-' || id, ', ') AS ids FROM quote_contracts
        WHERE order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1""",
    "no_prices": """
        SELECT contract.id AS id, line.sku AS sku FROM quote_contracts AS contract
        JOIN quote_offer_lines AS line ON line.offer_id = contract.offer_id
        JOIN quote_offers AS offer ON offer.id = contract.offer_id
        WHERE NOT EXISTS (
            SELECT 1 FROM reinvoice_rules AS rule WHERE rule.partner_id = contract.partner_id
            AND rule.client_id = contract.client_id AND rule.scope = 'product' AND rule.target = line.sku
            AND rule.method = 'price' AND rule.value = line.unit_price AND rule.currency = offer.currency
            AND rule.origin = 'offer' AND rule.note = 'OFF-' || contract.offer_id)
        GROUP BY contract.id, line.sku""",
    "other_price": """
        SELECT contract.id AS id, contract.offer_id AS offer, billed.line_id AS line, billed.document_id AS bill
        FROM quote_contracts AS contract
        JOIN quote_offers AS offer ON offer.id = contract.offer_id
        JOIN documents AS document ON document.order_id = contract.order_id AND document.currency = offer.currency
        JOIN document_lines AS line ON line.document_id = document.id AND line.corrects_id IS NULL
        JOIN reinvoice_document_lines AS billed ON billed.line_id = line.id AND billed.corrects_id IS NULL
        LEFT JOIN quote_offer_lines AS offered
        ON offered.offer_id = contract.offer_id AND offered.position = line.position
        WHERE billed.priced_by <> 'edited' AND billed.amount IS NOT offered.amount
        AND NOT EXISTS (SELECT 1 FROM reinvoice_document_lines AS back
                        WHERE back.corrects_id = billed.id AND back.reopens)""",
    "other_agreement": """
        SELECT billed.line_id AS line, billed.document_id AS bill FROM reinvoice_document_lines AS billed
        JOIN document_lines AS line ON line.id = billed.line_id
        JOIN documents AS document ON document.id = line.document_id
        LEFT JOIN quote_contracts AS contract ON contract.order_id = document.order_id
        LEFT JOIN reinvoice_rules AS rule ON rule.id = billed.rule_id
        WHERE billed.priced_by = 'offer' AND billed.corrects_id IS NULL
        AND (rule.origin IS NOT 'offer' OR rule.note IS NOT 'OFF-' || contract.offer_id)""",
    "outside": """
        SELECT product.id AS id FROM outside_products AS product
        LEFT JOIN quote_contracts AS contract ON contract.id = product.contract_id
        WHERE (product.contract_id IS NOT NULL AND (contract.client_id IS NOT product.client_id
        OR contract.partner_id IS NOT product.partner_id))
        OR (product.done_at IS NULL) <> (product.outcome = '')
        OR (product.done_at IS NOT NULL AND contract.id IS NULL)""",
}


class OfferLine(NamedTuple):
    """What a line of an offer comes to."""

    offer_id: int
    position: int
    quantity: int
    periods: int
    unit_price: str
    amount: int


def lines(session: Session) -> Iterator[OfferLine]:
    """Yield every line of every offer."""
    statement = select(
        QuoteOfferLine.offer_id,
        QuoteOfferLine.position,
        QuoteOfferLine.quantity,
        QuoteOfferLine.periods,
        QuoteOfferLine.unit_price,
        QuoteOfferLine.amount,
    )
    for row in session.execute(statement.order_by(QuoteOfferLine.id)):
        yield OfferLine(*row)


def counts(session: Session) -> Iterator[tuple[str, str, int]]:
    """Yield how many requests and routes are in each state, and how many contracts are ordered."""
    for table in ("quote_requests", "quote_routes"):
        statement = f"SELECT state, count(*) FROM {table} GROUP BY state ORDER BY state"  # noqa: S608  # our own names
        for state, count in session.execute(text(statement)):
            yield table, state, count
    statement = "SELECT order_id IS NOT NULL, count(*) FROM quote_contracts GROUP BY 1 ORDER BY 1"
    for is_ordered, count in session.execute(text(statement)):
        yield "quote_contracts", "ordered" if is_ordered else "waiting", count
