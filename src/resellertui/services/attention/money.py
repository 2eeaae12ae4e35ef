"""What is to pay: renewals that were tried, overdue invoices, the others, and what partners have issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Protocol

from resellertui.domain.access import Action
from resellertui.domain.attention import Fact, Need, Place
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.services.attention.onlooker import Onlooker
from resellertui.store.queries import attention
from resellertui.store.queries.attention import LOOKED_AT, Bill, ProForma


class _Due(Protocol):
    @property
    def currency(self) -> str: ...

    @property
    def due(self) -> int: ...


def money_facts(who: Onlooker) -> Iterator[Fact]:
    """Yield what is to pay, to those with the accounting."""
    if not who.may_in_own(Action.ACCOUNTING_PAY):
        return
    failed = attention.failed_renewals(who.reader, who.org_id)
    failed.sort(key=lambda one: (one.expires_on, one.id))
    yield from _failed(who, failed)
    for need, is_overdue in ((Need.INVOICES_OVERDUE, True), (Need.INVOICES_TO_PAY, False)):
        found = attention.pro_formas(who.reader, who.org_id, who.today, is_overdue=is_overdue)
        yield from _to_pay(who, need, found)
    for need, is_overdue in ((Need.RECEIVED_OVERDUE, True), (Need.RECEIVED_TO_PAY, False)):
        yield from _received(need, attention.received_bills(who.reader, who.org_id, who.today, is_overdue=is_overdue))


def sums_of(found: Iterable[_Due]) -> tuple[Money, ...]:
    """Return what is due together, one sum a currency, by its code."""
    sums: Counter[str] = Counter()
    for one in found:
        sums[one.currency] += one.due
    return tuple(Money(minor, Currency(code)) for code, minor in sorted(sums.items()))


def _failed(who: Onlooker, found: Sequence[ProForma]) -> Iterator[Fact]:
    if not found:
        return
    expires_on = found[0].expires_on or who.today
    is_blocked = expires_on <= who.today
    yield Fact(
        Need.RENEWALS_FAILED,
        len(found),
        Place("to_pay", "due", record=show_id(Kind.INVOICE, found[0].id)),
        expires_on + timedelta(days=who.terms.days.terminated_after) if is_blocked else expires_on,
        since=expires_on if is_blocked else None,
        amounts=sums_of(found),
        is_more=len(found) == LOOKED_AT,
    )


def _to_pay(who: Onlooker, need: Need, found: Sequence[ProForma]) -> Iterator[Fact]:
    if found:
        place = Place("to_pay", "due", record=show_id(Kind.INVOICE, found[0].id))
        first, amounts = found[0].due_on, sums_of(found)
        since = first if first < who.today else None
        yield Fact(need, len(found), place, first, since, amounts=amounts, is_more=len(found) == LOOKED_AT)


def _received(need: Need, found: Sequence[Bill]) -> Iterator[Fact]:
    if found:
        first = found[0]
        place = Place("invoices", "partners", record=show_id(Kind.REINVOICE, first.id))
        is_more = len(found) == LOOKED_AT
        yield Fact(need, len(found), place, first.due_on, amounts=sums_of(found), name=first.partner, is_more=is_more)
