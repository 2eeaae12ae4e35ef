"""Proving requests for quotes: one winner, offers that add up, and contracts that go with offer and order.

What is found names ids, never an amount: resale prices are a partner's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import islice

from sqlalchemy.orm import Session

from resellertui.domain.leads.offer import line_amount
from resellertui.domain.wording import _
from resellertui.services.proofs.finding import MOST, Finding, prove
from resellertui.store.queries import quote_proofs as queries

AREA = "quotes"


def findings(session: Session) -> Iterator[Finding]:
    """Yield everything about requests, offers and contracts that breaks a rule."""
    yield from prove(session, AREA, queries.REQUESTS, _of_requests())
    yield from prove(session, AREA, queries.OFFERS, _of_offers())
    yield from prove(session, AREA, queries.CONTRACTS, _of_contracts())
    for text in islice(_amounts(session), MOST):
        yield Finding(area=AREA, text=text)


def sums(session: Session) -> dict[str, str]:
    """Return how many requests, routes and contracts are in each state."""
    return {f"{table} {state}": str(count) for table, state, count in queries.counts(session)}


def _amounts(session: Session) -> Iterator[str]:
    for one in queries.lines(session):
        try:
            amount = line_amount(Decimal(one.unit_price), one.quantity, one.periods)
        except (InvalidOperation, ValueError):
            amount = None
        if amount != one.amount:
            yield _("Line {position} of OFF-{id} does not come to what its price says.").format(
                position=one.position, id=one.offer_id
            )


def _of_requests() -> dict[str, str]:
    return {
        "winners": _("RFQ-{id} has {count} winners, which does not go with its state."),
        "undecided": _("RFQ-{id} is {state}, and {stands} with ORG-{partner}."),
        "closed": _("RFQ-{id} is {state}, and its closing date does not go with that."),
        "route_dates": _(
            "RFQ-{id} is {state} with ORG-{partner}, and lacks what goes with that, or has what does not."
        ),
        "own_request": _("RFQ-{id} was sent to ORG-{partner}, which asks itself."),
        "no_way_in": _("RFQ-{id} is a visitor's, and nobody can reach it."),
        "unknown_words": _("RFQ-{id} is in a state that no rule knows, or stands so with a partner."),
    }


def _of_offers() -> dict[str, str]:
    return {
        "current": _("ORG-{partner} has {count} current offers on RFQ-{id}."),
        "total": _("The lines of OFF-{id} do not add up to its total."),
        "two_prices": _("OFF-{id} has two prices for {sku}."),
        "validity": _("OFF-{id} was over before it was made."),
        "margin": _("OFF-{id} prices {sku} by a margin of another partner."),
    }


def _of_contracts() -> dict[str, str]:
    return {
        "no_contract": _("RFQ-{id} is awarded without a contract, or has one without being awarded."),
        "other_offer": _("CTR-{id} does not go with its offer OFF-{offer}."),
        "other_client": _("CTR-{id} is of another client or partner than its request or its partnership."),
        "late": _("CTR-{id} was made after its offer had ended."),
        "order_dates": _("CTR-{id} has an order and a date of it that do not go together."),
        "other_order": _("CTR-{id} was not ordered by ORD-{order}, which is another one's or came before it."),
        "given_up": _("CTR-{id} counts as ordered by ORD-{order}, which has come to nothing: order it again."),
        "other_lines": _("ORD-{order} does not order what CTR-{id} lists."),
        "ordered_twice": _("ORD-{order} stands for several contracts: {ids}."),
        "no_prices": _("The price of {sku} in CTR-{id} did not go to re-invoicing."),
        "other_price": _(
            "RIN-{bill} bills LIN-{line}, which CTR-{id} ordered, at another price than OFF-{offer} agreed."
        ),
        "other_agreement": _("RIN-{bill} bills LIN-{line} by an offer by which it was not ordered."),
        "outside": _("OUT-{id} breaks a contract of others, or is settled without what goes with that."),
    }
