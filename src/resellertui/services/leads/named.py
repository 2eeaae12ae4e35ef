"""Finding a request for quotes by its own id, by that of an offer on it, or of the contract that came of it."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Forbidden, NotFound
from resellertui.domain.identifiers import Kind, is_whole_id, parse_id, show_id
from resellertui.domain.leads.contact import extract_of
from resellertui.domain.search import Closeness
from resellertui.services.leads.contract_reading import readable_contract
from resellertui.services.leads.offer_reading import readable_offer
from resellertui.services.leads.own_side import own_stance
from resellertui.services.leads.reading import Texts, organisation_of, partner_texts, plain_texts, state_of
from resellertui.services.unit import Unit
from resellertui.services.views import Found
from resellertui.store.models import QuoteRequest
from resellertui.store.queries import quotes


def request_named(unit: Unit, text: str) -> list[Found]:
    """Return the request that is named by such an id, written whole, as its reader may read it; else nothing."""
    try:
        number = _number(unit, text)
    except (Forbidden, NotFound):
        return []
    row = None if number is None else quotes.request(unit.session, number)
    texts = None if row is None else _texts(unit, row)
    if row is None or texts is None:
        return []
    return [
        Found(
            kind="quote",
            id=show_id(Kind.QUOTE, row.id),
            name=extract_of(texts.need),
            detail=state_of(row, unit.today).value,
            closeness=Closeness.SAME,
        )
    ]


def _number(unit: Unit, text: str) -> int | None:
    if is_whole_id(Kind.OFFER, text):
        return readable_offer(unit, text)[2].id
    if is_whole_id(Kind.CONTRACT, text):
        return readable_contract(unit, text).request_id
    return parse_id(Kind.QUOTE, text) if is_whole_id(Kind.QUOTE, text) else None


def _texts(unit: Unit, row: QuoteRequest) -> Texts | None:
    """Return what the actor reads of a request; None where it is none of its business."""
    org_id, stance = unit.actor.org_id or 0, own_stance(unit)
    is_own = row.org_id == org_id and unit.may(Action.QUOTE_FOLLOW, stance)
    if is_own or unit.may(Action.QUOTE_ROUTE):
        return plain_texts(row)
    sent = quotes.sent(unit.session, row.id, org_id) if unit.may(Action.QUOTE_VIEW, stance) else None
    return None if sent is None else partner_texts(unit, *sent, organisation_of(unit, row))
