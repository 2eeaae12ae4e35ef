"""What a partner bills its clients, where it needs a person: what is not billed, not sent, or overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from resellertui.domain.access import Action
from resellertui.domain.attention import Fact, Need, Place
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.charged import LATE_AFTER
from resellertui.domain.reinvoicing.status import Status
from resellertui.services.attention.money import sums_of
from resellertui.services.attention.onlooker import Onlooker
from resellertui.store.queries import attention, first
from resellertui.store.queries.attention import LOOKED_AT


def reinvoicing_facts(who: Onlooker) -> Iterator[Fact]:
    """Yield what is left to do about clients' invoices, to those who bill."""
    if who.member is None or not who.may_in_own(Action.REINVOICE_BILL):
        return
    yield from _unbilled(who)
    overdue = attention.overdue_bills(who.reader, who.org_id, who.today)
    if overdue:
        place = Place("reinvoicing", f"bills:{Status.OVERDUE}", record=show_id(Kind.REINVOICE, overdue[0].id))
        since, sums, more = overdue[0].due_on, sums_of(overdue), len(overdue) == LOOKED_AT
        yield Fact(Need.BILLS_OVERDUE, len(overdue), place, since, since, amounts=sums, is_more=more)
    unsent = attention.unsent_bills(who.reader, who.org_id)
    if unsent:
        place = Place("reinvoicing", "bills:all", record=show_id(Kind.REINVOICE, unsent[0].id))
        due_on, sums, more = unsent[0].due_on, sums_of(unsent), len(unsent) == LOOKED_AT
        yield Fact(Need.BILLS_UNSENT, len(unsent), place, due_on, amounts=sums, is_more=more)


def _unbilled(who: Onlooker) -> Iterator[Fact]:
    last = who.today - timedelta(days=LATE_AFTER)
    found = first.unbilled(who.reader, who.org_id, today=who.today, charged_until=last)
    if found:
        oldest = min(found, key=lambda one: (one.since, one.oldest))
        yield Fact(
            Need.UNBILLED,
            sum(one.lines for one in found),
            Place("reinvoicing", "lines:flagged", record=show_id(Kind.CHARGED_LINE, oldest.oldest)),
            since=oldest.since,
            amounts=tuple(Money(one.cost, Currency(one.currency)) for one in found),
        )
