"""Requests for quotes, offers and contracts that need a person: a partner, a requester, the provider's staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.attention import NEAR, Fact, Need, Place
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Access
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.domain.roles import reaches_every_client
from resellertui.services.attention.onlooker import Onlooker
from resellertui.store.queries import attention_quotes as queries
from resellertui.store.queries.attention import LOOKED_AT
from resellertui.store.queries.attention_quotes import Closing


def lead_facts(who: Onlooker) -> Iterator[Fact]:
    """Yield what the policy lets the onlooker answer, order, decide, or send on."""
    if who.may(Action.QUOTE_ROUTE, Stance()):
        yield from _of_staff(who)
    if who.member is not None:
        yield from _to_answer(who)
        yield from _to_order(who)
    if who.may_in_own(Action.QUOTE_ACCEPT):
        found = queries.offers_to_decide(who.reader, who.org_id, who.today)
        yield _fact(Need.OFFERS_TO_DECIDE, found, "quotes", "own", is_more=len(found) == LOOKED_AT)


def _to_answer(who: Onlooker) -> Iterator[Fact]:
    """Yield what waits for the partner's offer, what lapses soon apart; who is suspended can answer nothing."""
    member = who.member
    if member is None or is_suspended(member.state, member.suspend_on, who.today):
        return
    if not who.may_in_own(Action.QUOTE_ANSWER):
        return
    found = queries.leads_to_answer(who.reader, who.org_id, who.today)
    more = len(found) >= LOOKED_AT
    soon = [one for one in found if one.on <= who.today + NEAR]
    yield _fact(Need.LEADS_EXPIRING, soon, "quotes", "to_answer", is_more=more)
    yield _fact(Need.LEADS_TO_ANSWER, found[len(soon) :], "quotes", "to_answer", is_more=more)


def _to_order(who: Onlooker) -> Iterator[Fact]:
    """Yield the won baskets that the onlooker can order, which takes the accounting and the client's grant."""
    stance = Stance(relation=Relation.PARTNER_SIDE, access=Access.FULL, client_granted=True, accounting=who.accounting)
    if not who.may_in_own(Action.QUOTE_VIEW) or not who.may(Action.ORDER_PLACE, stance):
        return
    membership_id = None if reaches_every_client(who.role) else who.membership_id
    found = queries.contracts_to_order(who.reader, who.org_id, who.today, membership_id)
    if found:
        first = found[0]
        place = Place("quotes", "won", record=show_id(Kind.QUOTE, first.request_id))
        since, more = local_date(first.accepted_at), len(found) == LOOKED_AT
        yield Fact(Need.CONTRACT_TO_ORDER, len(found), place, since=since, name=first.client, is_more=more)


def _of_staff(who: Onlooker) -> Iterator[Fact]:
    found, more = queries.left_alone(who.reader, who.today)
    yield _fact(Need.LEADS_ALONE, found, "quote_routing", "nobody", is_more=more)
    waiting = queries.open_breaches(who.reader)
    place = Place("quote_routing", "breaches", record=show_id(Kind.OUTSIDE_PRODUCT, waiting.first_id))
    since = None if waiting.since is None else local_date(waiting.since)
    yield Fact(Need.BREACHES, waiting.number, place, since=since)


def _fact(need: Need, found: Sequence[Closing], section: str, tab: str, *, is_more: bool) -> Fact:
    record = show_id(Kind.QUOTE, found[0].request_id) if found else ""
    due_on: date | None = found[0].on if found else None
    return Fact(need, len(found), Place(section, tab, record=record), due_on, is_more=is_more)
