"""Partnerships that need a person: requests, proposals, ends and pauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.attention import NAMED_REQUESTS, Fact, Need, Place
from resellertui.domain.partnership import Side, State
from resellertui.domain.roles import reaches_every_client
from resellertui.services.attention.onlooker import MOST_READ, Matter, Onlooker
from resellertui.store.queries import first

_RELATIONS = {Side.CLIENT: Relation.CLIENT_SIDE, Side.PARTNER: Relation.PARTNER_SIDE}


def partnership_facts(who: Onlooker) -> Iterator[Fact]:
    """Yield what legal representatives answer and decide; ends, to whoever looks after all clients too."""
    for side, matters in ((Side.CLIENT, who.as_client), (Side.PARTNER, who.as_partner)):
        mine = [one for one in matters if one.side is side]
        yield from _requests(who, side, mine)
        yield from _stopping(who, side, [one for one in mine if one.state is State.ACTIVE])
    yield from _proposals(who, [one for one in who.as_client if one.side is Side.CLIENT])


def _requests(who: Onlooker, side: Side, matters: Sequence[Matter]) -> Iterator[Fact]:
    asked = sorted((one for one in matters if one.mine_to_answer), key=lambda one: _by(one.expires_on, one))
    if not asked or not _may(who, Action.PARTNERSHIP_ANSWER, side):
        return
    count = len(asked) if side is Side.CLIENT else who.asked_by_clients
    tab = "requests" if side is Side.CLIENT else "pending"
    for one in asked[:NAMED_REQUESTS]:
        yield _fact(Need.REQUEST, [one], 1, one.expires_on, tab=tab)
    if rest := asked[NAMED_REQUESTS:]:
        yield _fact(Need.REQUEST, rest, count - NAMED_REQUESTS, rest[0].expires_on, tab=tab)


def _stopping(who: Onlooker, side: Side, matters: Sequence[Matter]) -> Iterator[Fact]:
    ending = [
        one for one in matters if one.end_on is not None and (one.end_on <= who.soon or one.paused_until is not None)
    ]
    paused = [one for one in matters if one.paused_until is not None]
    prepares = side is Side.PARTNER and reaches_every_client(who.role)
    if ending and (prepares or _may(who, Action.PARTNERSHIP_SET_END_DATE, side)):
        ending.sort(key=lambda one: _by(one.end_on, one))
        yield _fact(Need.ENDING, ending, len(ending), ending[0].end_on)
    if paused and _may(who, Action.PARTNERSHIP_RESUME, side):
        paused.sort(key=lambda one: _by(one.paused_until, one))
        yield _fact(Need.PAUSED, paused, len(paused), paused[0].paused_until)


def _proposals(who: Onlooker, mine: Sequence[Matter]) -> Iterator[Fact]:
    proposed = [one for one in mine if one.has_payment_proposed]
    if proposed and _may(who, Action.PARTNERSHIP_CHANGE_PAYMENT, Side.CLIENT):
        yield _fact(Need.PROPOSAL, proposed, len(proposed), None)
    if not mine or not _may(who, Action.PROPOSAL_ADOPT, Side.CLIENT):
        return
    products = first.proposals_to(who.reader, who.org_id)
    naming = sorted((one for one in mine if products.get(one.number)), key=lambda one: one.number)
    if naming:
        tab = "active" if naming[0].state is State.ACTIVE else "requests"
        yield _fact(Need.PRODUCT_PROPOSAL, naming, sum(products[one.number] for one in naming), None, tab=tab)


def _fact(need: Need, matters: Sequence[Matter], count: int, due_on: date | None, tab: str = "active") -> Fact:
    nearest = matters[0]
    section = "partner" if nearest.side is Side.CLIENT else "clients"
    is_more = need is not Need.REQUEST and nearest.side is Side.PARTNER and count >= MOST_READ
    return Fact(need, count, Place(section, tab, record=nearest.id), due_on, name=nearest.other, is_more=is_more)


def _may(who: Onlooker, action: Action, side: Side) -> bool:
    return bool(who.may(action, Stance(relation=_RELATIONS[side])))


def _by(day: date | None, one: Matter) -> tuple[date, int]:
    return day or date.max, one.number
