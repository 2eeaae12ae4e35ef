"""What becomes of requests when an organisation is deleted, or a person erased.

Decided here, since the rules only say that both happen:

- A deleted organisation's open requests are withdrawn, and the contact of all its requests goes; what it needed stays,
  with the offers that were made on it. What it was sent as a partner is declined, an offer of its own with it.
- Before a contact goes, what the request repeats of it is masked for good: once it is gone, nothing could tell it from
  other words, and partners that had not answered would read it.
- An erased person goes as the contact of every request, by an address that was shown to be theirs, or by name where
  they filed it. A visitor's request of theirs is withdrawn, and its whole text goes: it was nobody else's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from resellertui.domain.leads.states import RequestState, RouteState
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.leads import notices
from resellertui.services.leads.filing import SUBJECT, close_request
from resellertui.services.leads.reading import masked_texts, organisation_of, state_of
from resellertui.services.tokens import new_token
from resellertui.services.unit import Unit
from resellertui.store.models import QuoteRequest, User
from resellertui.store.queries import quote_offers, quotes


def close_for_deletion(unit: Unit, org_id: int) -> int:
    """End what an organisation that is deleted asked for and was sent; return how many requests were withdrawn."""
    requests = quotes.of_organisation(unit.session, org_id)
    withdrawn = _withdraw_open(unit, requests)
    for row in requests:
        _forget_contact(unit, row)
        row.contact_organisation = ""
    for route, row in quotes.undecided_of_partner(unit.session, org_id):
        route.state = RouteState.DECLINED.value
        quote_offers.replace(unit.session, route.id)  # by none
        route.answered_at = route.answered_at or unit.now
        route.decline_reason = _("The organisation does not take requests any more.")
        route.version += 1
        unit.session.flush()  # whoever is left is read anew
        tell_if_nobody_is_left(unit, row)
    unit.session.flush()  # what follows reads it back
    return withdrawn


def count_open(unit: Unit, org_id: int) -> int:
    """Return how many requests of an organisation are open."""
    rows = quotes.of_organisation(unit.session, org_id)
    return sum(state_of(one, unit.today) is RequestState.OPEN for one in rows)


def erase_contact(unit: Unit, user: User, addresses: Collection[str]) -> None:
    """Erase a person as the contact of requests, by addresses that are theirs, and by name where they filed them."""
    theirs = quotes.of_contact(unit.session, sorted(addresses)) if addresses else []
    _withdraw_open(unit, [one for one in theirs if one.org_id is None])
    for row in theirs:
        _forget_contact(unit, row)
        if row.org_id is None:
            row.contact_organisation = row.need = row.region = row.close_reason = ""
            _nobodys, row.token_hash = new_token()
    for row in quotes.filed_by(unit.session, user.id):
        if fold(row.contact_name) == fold(user.name):
            _mask_for_good(unit, row)
            row.contact_name = ""


def tell_if_nobody_is_left(unit: Unit, row: QuoteRequest) -> None:
    """Tell the requester and staff once every partner that was sent an open request has declined it."""
    routes = quotes.routes_of(unit.session, row.id)
    is_open = state_of(row, unit.today) is RequestState.OPEN
    if is_open and all(one.state == RouteState.DECLINED.value for one in routes):
        notices.tell_of_declines(unit, row)
        notices.tell_staff_of_nobody(unit, row, declined=True)


def _withdraw_open(unit: Unit, rows: Iterable[QuoteRequest]) -> int:
    withdrawn = 0
    for row in rows:
        if state_of(row, unit.today) is RequestState.OPEN:
            lost = close_request(unit, row, RequestState.WITHDRAWN)
            unit.record("quote.withdrawn", SUBJECT, row.id, {}, for_org_id=row.org_id)
            notices.tell_of_withdrawal(unit, row, lost)
            withdrawn += 1
    return withdrawn


def _forget_contact(unit: Unit, row: QuoteRequest) -> None:
    _mask_for_good(unit, row)
    row.contact_name = row.contact_email = row.contact_email_key = row.contact_phone = ""


def _mask_for_good(unit: Unit, row: QuoteRequest) -> None:
    texts = masked_texts(row, organisation_of(unit, row))
    row.need, row.region = texts.need, texts.region
