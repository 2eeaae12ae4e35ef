"""Where the lists of cashback come from: windows on the lines, on sums of them, and the chart of a year."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from resellertui.domain.cashback import cashback_state_label
from resellertui.domain.money import Currency
from resellertui.services.billing.cashback_views import (
    CashbackBar,
    CashbackBy,
    CashbackQuery,
    CashbackRow,
    CashbackSum,
)
from resellertui.tui import formats
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

LINES = "lines"
"""The tab that lists lines; those of the chart are named by their currency, those of sums by what is summed up."""


class CashbackSource(Source):
    """Windows on the partner's cashback, as its tabs show it."""

    def __init__(self, app: ConsoleApp, cells: Callable[[], int]) -> None:
        """Read through the app; `cells` says how long the bars of the chart may be."""
        self._app = app
        self._cells = cells

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        cashback = self._app.services.cashback
        if query.tab == LINES:
            lines = await self._app.ask(cashback.page, offset, limit, asked(query))
            return Page(lines.total, lines.offset, [_line(one) for one in lines.rows])
        by = summed_by(query.tab)
        if by is not None:
            sums = await self._app.ask(cashback.sums, by, asked(query), offset, limit)
            return Page(sums.total, sums.offset, [_sum(one) for one in sums.rows])
        chart = await self._chart(query)
        return Page(len(chart), offset, chart[offset : offset + limit])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the row is."""
        cashback, by = self._app.services.cashback, summed_by(query.tab)
        if query.tab == LINES:
            return await self._app.ask(cashback.position, asked(query), key)
        if by is not None:
            return await self._app.ask(cashback.position_of_sum, by, asked(query), key)
        return next((place for place, row in enumerate(await self._chart(query)) if row.key == key), None)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the line of this id is; the first client or product of this name; or the month."""
        by = summed_by(query.tab)
        if query.tab == LINES:
            return await self.position(query, typed)
        if by is not None:
            return await self._app.ask(self._app.services.cashback.find_sum, by, asked(query), typed)
        return next((place for place, row in enumerate(await self._chart(query)) if row.key.startswith(typed)), None)

    async def _chart(self, query: ListQuery) -> list[Row]:
        currency = Currency(query.tab)
        bars = await self._app.ask(self._app.services.cashback.year, currency, self._cells(), asked(query))
        rows = [_bar(one, currency) for one in bars]
        return rows[::-1] if query.descending else rows


def summed_by(tab: str) -> CashbackBy | None:
    """Return what a tab sums up by; None for the lines and the chart."""
    return CashbackBy(tab) if tab in set(CashbackBy) else None


def asked(query: ListQuery) -> CashbackQuery:
    """Return a list's query as the service takes it."""
    found: CashbackQuery = CashbackQuery.of(text=query.filter, backwards=query.descending)
    return found


def _line(one: CashbackRow) -> Row:
    tone = {"pending": Tone.WARNING, "credited": Tone.GOOD, "void": Tone.MUTED}[one.state]
    return Row(
        one.id,
        {
            "made": formats.day(one.made_on),
            "client": one.client,
            "product": one.product,
            "state": cashback_state_label(one.state),
            "amount": one.amount,
            "reversed": _unless_zero(one.reversed),
            "currency": one.currency,
        },
        tone,
    )


def _sum(one: CashbackSum) -> Row:
    return Row(
        f"{one.id} {one.currency}",
        {
            "label": one.label,
            "client": one.client,
            "lines": str(one.lines),
            "credited": one.credited,
            "pending": _unless_zero(one.pending),
            "reversed": _unless_zero(one.reversed),
            "currency": one.currency,
        },
    )


def _bar(one: CashbackBar, currency: Currency) -> Row:
    return Row(
        f"{one.month} {currency.value}",
        {
            "label": one.month,
            "credited": one.credited,
            "pending": _unless_zero(one.pending),
            "reversed": _unless_zero(one.reversed),
            "bar": one.bar,
        },
    )


def _unless_zero(amount: str) -> str:
    return amount if amount.strip("0.") else ""
