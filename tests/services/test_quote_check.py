"""Proving requests for quotes: a sound history is sound, and each planted defect is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool
from tests.builders import Builder, Org
from tests.services.billed import ADDRESS, bills, describe, issue
from tests.services.offering import DOMAIN, HOSTING, Market

from resellertui.services.actor import Actor
from resellertui.services.billing.views import PrepaidInput
from resellertui.services.console import Services
from resellertui.services.inputs import Answer
from resellertui.services.leads.contract_views import OutsideInput
from resellertui.services.proofs import quotes
from resellertui.services.unit import Office

GUARDED = (
    "tbl_name LIKE 'quote%' OR tbl_name IN ('orders', 'document_lines', 'reinvoice_rules', 'reinvoice_document_lines')"
)


@pytest.fixture
def market(services: Services, make: Builder, client: Org, agency: Org, studio: Org, plain_papers: None) -> Market:
    """Give a history: an offer that was replaced, one that won, one that lost, an order, a breach; and an open request.

    What was ordered is billed to the client.

    The open request has an offer too.
    """
    del plain_papers
    bills(services, agency)
    describe(services, client, **ADDRESS)
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="900.00", currency="CHF"))
    market = Market(services, make, client, (agency, studio))
    market.offer(agency, HOSTING)
    market.offer(studio)
    market.accept(market.offer(agency, HOSTING | {"price": "7.90"}, DOMAIN))
    services.requests.accept(agency.owner, "PTN-1", Answer())
    services.quote_contracts.order(agency.owner, "CTR-1", {2: "brot.ch"}, pay=True)
    assert issue(services, agency) == ["2026-0001"]
    services.outside_products.note(client.owner, OutsideInput.of(provider="Other", product="Mailbox"))
    Market(services, make, client, (agency, studio)).offer(studio)
    return market


def found(engine: Engine) -> list[str]:
    """Return what this area's proofs alone find."""
    with Session(engine) as session:
        return [one.text for one in quotes.findings(session)]


PLANTED = [
    ("UPDATE quote_routes SET state = 'lost' WHERE state = 'won'", "RFQ-1 has 0 winners"),
    ("UPDATE quote_routes SET state = 'won' WHERE request_id = 1", "RFQ-1 has 2 winners"),
    ("UPDATE quote_routes SET state = 'viewed' WHERE id = 2", "RFQ-1 is awarded, and viewed with ORG-4"),
    ("UPDATE quote_routes SET state = 'lost', decided_at = received_at WHERE id = 4", "RFQ-2 is open, and lost with"),
    ("UPDATE quote_requests SET closed_at = NULL", "RFQ-1 is awarded, and its closing date"),
    ("UPDATE quote_routes SET decided_at = NULL WHERE id = 2", "RFQ-1 is lost with ORG-4, and lacks"),
    ("UPDATE quote_routes SET decline_reason = 'x' WHERE id = 1", "RFQ-1 is won with ORG-3, and lacks"),
    ("UPDATE quote_routes SET partner_id = 2 WHERE id = 3", "RFQ-2 was sent to ORG-2, which asks itself"),
    ("UPDATE quote_requests SET org_id = NULL WHERE id = 2", "RFQ-2 is a visitor's, and nobody can reach it"),
    ("UPDATE quote_routes SET state = 'maybe' WHERE id = 3", "RFQ-2 is in a state that no rule knows"),
    ("UPDATE quote_offers SET is_current = 1 WHERE id = 1", "ORG-3 has 2 current offers on RFQ-1"),
    ("UPDATE quote_offers SET is_current = 0 WHERE id = 4", "ORG-4 has 0 current offers on RFQ-2"),
    ("UPDATE quote_offers SET total = total + 1 WHERE id = 2", "The lines of OFF-2 do not add up"),
    ("UPDATE quote_offer_lines SET amount = amount + 1 WHERE offer_id = 2", "Line 1 of OFF-2 does not come to"),
    ("UPDATE quote_offer_lines SET unit_price = 'free' WHERE offer_id = 2", "Line 1 of OFF-2 does not come to"),
    ("UPDATE quote_offer_lines SET sku = 'web-hosting' WHERE offer_id = 3", "OFF-3 has two prices for web-hosting"),
    ("UPDATE quote_offers SET valid_until = '2020-01-01' WHERE id = 4", "OFF-4 was over before it was made"),
    (
        "UPDATE quote_offer_lines SET margin_id = 1 WHERE offer_id = 2",
        "OFF-2 prices web-hosting by a margin of another",
    ),
    ("UPDATE quote_requests SET state = 'expired' WHERE id = 1", "RFQ-1 is awarded without a contract, or has one"),
    ("UPDATE quote_contracts SET offer_id = 2", "CTR-1 does not go with its offer OFF-2"),
    ("UPDATE quote_contracts SET client_id = 4", "CTR-1 is of another client or partner"),
    ("UPDATE quote_contracts SET accepted_at = '2028-01-01T00:00:00.000000Z'", "CTR-1 was made after its offer"),
    ("UPDATE quote_contracts SET ordered_at = NULL", "CTR-1 has an order and a date of it"),
    ("UPDATE orders SET state = 'declined'", "CTR-1 counts as ordered by ORD-1, which has come to nothing"),
    ("UPDATE orders SET holder_id = 4", "CTR-1 was not ordered by ORD-1"),
    ("UPDATE document_lines SET quantity = 34 WHERE position = 1", "ORD-1 does not order what CTR-1 lists"),
    ("UPDATE reinvoice_rules SET value = '9' WHERE target = 'domain-ch'", "The price of domain-ch in CTR-1"),
    ("UPDATE reinvoice_document_lines SET amount = amount + 1", "RIN-1 bills LIN-1, which CTR-1 ordered, at another"),
    ("UPDATE reinvoice_rules SET note = 'OFF-1'", "RIN-1 bills LIN-1 by an offer by which it was not ordered"),
    ("UPDATE quote_contracts SET order_id = NULL", "RIN-1 bills LIN-1 by an offer by which it was not ordered"),
    ("UPDATE outside_products SET client_id = 4", "OUT-1 breaks a contract of others"),
    ("UPDATE outside_products SET outcome = 'x'", "OUT-1 breaks a contract of others, or is settled"),
]


def test_each_planted_defect_is_found(market: Market, services: Services, office: Office) -> None:
    assert market.request == "RFQ-1"
    assert services.maintenance.check(Actor.operator()).findings == ()
    assert office.database.path is not None
    missed = []
    with closing(sqlite3.connect(office.database.path, isolation_level=None, check_same_thread=False)) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        assert found(engine) == []
        raw.execute("PRAGMA ignore_check_constraints = ON")
        guards = raw.execute(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND ({GUARDED})").fetchall()
        for plant, said in PLANTED:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("DROP INDEX uq_quote_offers_current")
            for (name,) in guards:
                raw.execute(f"DROP TRIGGER {name}")
            raw.execute(plant)
            texts = found(engine)
            if not any(said in one for one in texts):
                missed.append((plant, texts))
            if raw.in_transaction:
                raw.execute("ROLLBACK")
    assert missed == []
    assert found(office.database.reader) == []
