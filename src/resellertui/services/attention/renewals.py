"""Renewals that need a person: of one's own products, and for a partner of its clients'."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from resellertui.domain.access import Action
from resellertui.domain.attention import Fact, Need, Place
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.renewal import renewable_between
from resellertui.services.attention.onlooker import Onlooker
from resellertui.store.queries import attention
from resellertui.store.queries.attention import LOOKED_AT, Ending


def renewal_facts(who: Onlooker) -> Iterator[Fact]:
    """Yield what has expired, and what expires so soon that the automatic renewal can't be switched on any more."""
    days = who.terms.days
    first, _last = renewable_between(who.today, days)
    last = who.today + timedelta(days=days.auto_renewal_min - 1)
    if (among := _own(who)) is None or among:
        tomorrow = who.today + timedelta(days=1)
        for need, tab, days_ in (
            (Need.BLOCKED, "expired", (first, who.today)),
            (Need.EXPIRY, "soon", (tomorrow, last)),
        ):
            found = attention.own_endings(who.reader, who.org_id, *days_, among)
            yield _fact(who, need, found, Place("products", tab), is_more=len(found) == LOOKED_AT)
    if who.member is not None and who.may_in_own(Action.ACCOUNTING_VIEW):
        board = (who.reader, who.org_id, who.today)
        blocked, more = attention.endings_of_clients(*board, first, who.today, who.looks_at)
        yield _fact(who, Need.CLIENTS_BLOCKED, blocked, Place("renewals", "late"), is_more=more)
        after = who.today + timedelta(days=1)
        coming, more = attention.endings_of_clients(*board, after, last, who.looks_at)
        yield _fact(who, Need.CLIENTS_EXPIRY, coming, Place("renewals", "late"), is_more=more)


def _own(who: Onlooker) -> Collection[int] | None:
    """Return the products whose renewal the onlooker decides or pays; None for all."""
    if who.products is None:
        return None
    if who.may_in_own(Action.ACCOUNTING_PAY):
        return who.products
    return attention.technical_products(who.reader, who.membership_id, who.org_id)


def _fact(who: Onlooker, need: Need, found: Sequence[Ending], place: Place, *, is_more: bool) -> Fact:
    if not found:
        return Fact(need, 0, place)
    nearest = found[0]
    at = Place(place.section, place.tab, record=show_id(Kind.PRODUCT, nearest.id))
    if nearest.expires_on > who.today:
        return Fact(need, len(found), at, nearest.expires_on, name=nearest.name, is_more=is_more)
    ends_on = nearest.expires_on + timedelta(days=who.terms.days.terminated_after)
    return Fact(need, len(found), at, ends_on, nearest.expires_on, name=nearest.name, is_more=is_more)
