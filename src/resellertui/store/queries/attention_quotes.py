"""What Home counts of requests for quotes, offers and contracts, in plain SQL along indexes; dates decide when read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from resellertui.domain.leads.states import TO_ANSWER
from resellertui.store.plain import Reader
from resellertui.store.queries.attention import LOOKED_AT, Waiting

OPEN_LOOKED_AT = 2_000
"""Of how many open requests it is asked whether anybody is left to answer, the first to close first."""


_GRANTED = "AND partnerships.id IN (SELECT partnership_id FROM effective_clients WHERE membership_id = ?) "


class Closing(NamedTuple):
    """Something that a request for quotes waits for, with its last day."""

    request_id: int
    on: date


class ToOrder(NamedTuple):
    """A contract whose basket can be ordered."""

    request_id: int
    client: str
    accepted_at: datetime


def leads_to_answer(reader: Reader, partner_id: int, today: date) -> list[Closing]:
    """Return the open requests that wait for a partner, those that close first before the others."""
    one_state = (
        "SELECT request_id, closes_on FROM (SELECT quote_routes.request_id, quote_requests.closes_on FROM quote_routes "
        "INDEXED BY ix_quote_routes_partner_id_state_id CROSS JOIN quote_requests "
        "ON quote_requests.id = quote_routes.request_id WHERE quote_routes.partner_id = ? AND quote_routes.state = ? "
        "AND quote_requests.state = 'open' AND quote_requests.closes_on > ? ORDER BY quote_routes.id LIMIT ?)"
    )
    states = [state.value for state in sorted(TO_ANSWER)]
    rows = reader.execute(
        f"{' UNION ALL '.join([one_state] * len(states))} ORDER BY 2, 1",  # our own words
        [value for state in states for value in (partner_id, state, today.isoformat(), LOOKED_AT)],
    )
    return _closing(rows)


def offers_to_decide(reader: Reader, org_id: int, today: date) -> list[Closing]:
    """Return the offers on an organisation's open requests that can be accepted today, the nearest last day first.

    An offer's last day is the one that it names, or the last one of its request where that comes before.
    """
    rows = reader.execute(
        "SELECT quote_requests.id, min(quote_offers.valid_until, date(quote_requests.closes_on, '-1 day')) "
        "FROM quote_requests INDEXED BY ix_quote_requests_org_id_id "
        "CROSS JOIN quote_routes ON quote_routes.request_id = quote_requests.id AND quote_routes.state = 'answered' "
        "CROSS JOIN quote_offers ON quote_offers.route_id = quote_routes.id AND quote_offers.is_current "
        "WHERE quote_requests.org_id = ? AND quote_requests.state = 'open' AND quote_requests.closes_on > ? "
        "AND quote_offers.valid_until >= ? ORDER BY 2, 1 LIMIT ?",
        (org_id, today.isoformat(), today.isoformat(), LOOKED_AT),
    )
    return _closing(rows)


def contracts_to_order(reader: Reader, partner_id: int, today: date, membership_id: int | None = None) -> list[ToOrder]:
    """Return a partner's contracts whose basket can be ordered today, the oldest first.

    That takes full access by the partner's payment method, in force and not paused, as
    `services/leads/contract_reading.readiness` says it of one.

    Args:
        reader: answers statements.
        partner_id: whose contracts.
        today: the day that decides.
        membership_id: only of clients granted to this membership; None for all.
    """
    granted = "" if membership_id is None else _GRANTED
    day = today.isoformat()
    rows = reader.execute(
        "SELECT quote_contracts.request_id, organisations.name, quote_contracts.accepted_at FROM quote_contracts "  # noqa: S608
        "INDEXED BY ix_quote_contracts_to_order CROSS JOIN partnerships "
        "ON partnerships.client_id = quote_contracts.client_id "
        "AND partnerships.partner_id = quote_contracts.partner_id AND partnerships.state = 'active' "
        "CROSS JOIN organisations ON organisations.id = quote_contracts.client_id "
        "WHERE quote_contracts.partner_id = ? AND quote_contracts.order_id IS NULL "
        "AND partnerships.access = 'full' AND partnerships.payment = 'partner' "
        "AND (partnerships.end_on IS NULL OR partnerships.end_on > ?) "
        f"AND (partnerships.paused_until IS NULL OR partnerships.paused_until <= ?) {granted}"
        "ORDER BY quote_contracts.id LIMIT ?",
        (partner_id, day, day, *([] if membership_id is None else [membership_id]), LOOKED_AT),
    )
    return [ToOrder(number, name, datetime.fromisoformat(accepted_at)) for number, name, accepted_at in rows]


def left_alone(reader: Reader, today: date) -> tuple[list[Closing], bool]:
    """Return the open requests that nobody is left to answer, those that close first before the others.

    Only so many open requests are looked at; the second value says whether there may be more.
    """
    rows = list(
        reader.execute(
            "SELECT id, closes_on, NOT EXISTS (SELECT 1 FROM quote_routes WHERE quote_routes.request_id = counted.id "
            "AND quote_routes.state <> 'declined') FROM (SELECT id, closes_on FROM quote_requests "
            "INDEXED BY ix_quote_requests_state_closes_on_id WHERE state = 'open' AND closes_on > ? "
            "ORDER BY closes_on, id LIMIT ?) AS counted ORDER BY closes_on, id",
            (today.isoformat(), OPEN_LOOKED_AT),
        )
    )
    return _closing((number, day) for number, day, is_left in rows if is_left), len(rows) == OPEN_LOOKED_AT


def open_breaches(reader: Reader) -> Waiting:
    """Return how many breaches of contracts wait to be settled, and the oldest of them."""
    ((count, first, since),) = reader.execute(
        "SELECT count(*), min(id), min(noted_at) FROM outside_products INDEXED BY ix_outside_products_tasks "
        "WHERE contract_id IS NOT NULL AND done_at IS NULL",
        (),
    )
    return Waiting(count, first or 0, None if since is None else datetime.fromisoformat(since))


def _closing(rows: Iterable[Sequence[Any]]) -> list[Closing]:
    return [Closing(number, date.fromisoformat(day)) for number, day in rows]
