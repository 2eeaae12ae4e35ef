"""The figures of Home: read when one of them is first shown, as charts and as rows, in one currency at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from resellertui.domain.access import Action
from resellertui.domain.cashback import bar
from resellertui.domain.money import Currency
from resellertui.domain.roles import reaches_every_client
from resellertui.domain.wording import _
from resellertui.formats import MONTHS, amount, day
from resellertui.services.first_views import OrganisationChoice
from resellertui.tui.offers import may_ever
from resellertui.tui.sources import Item
from resellertui.tui.widgets.chart import ChartData
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_paint import number
from resellertui.tui.widgets.record_source import Row, Tone

if TYPE_CHECKING:
    from resellertui.services.home_views import MonthSum, MonthsView, WeekFigure, WeeksView
    from resellertui.services.programme.views import GaugeView
    from resellertui.tui.app import ConsoleApp

NEEDS, REVENUE, CASHBACK, WEEKS, THRESHOLD = "needs", "revenue", "cashback", "weeks", "threshold"
TABS: tuple[tuple[str, str], ...] = (
    (NEEDS, "What needs you"),
    (REVENUE, "Revenue"),
    (CASHBACK, "Cashback"),
    (WEEKS, "Renewals"),
    (THRESHOLD, "Threshold"),
)
"""Key and label (a message id) of every tab that there is for somebody."""
LONGEST_BAR = 24
MOST_SUMMED = 200_000
"""Products of clients up to which the way to the thresholds is summed up without being asked for."""


def figures_for(choice: OrganisationChoice | None) -> tuple[str, ...]:
    """Return the figures that somebody may see, by their tabs."""
    if choice is None or choice.is_provider:
        return ()
    found = []
    if may_ever(Action.ACCOUNTING_VIEW, choice):
        found = [REVENUE, CASHBACK, WEEKS] if choice.is_partner else [WEEKS]
    if choice.is_partner and may_ever(Action.PROGRAMME_VIEW, choice) and reaches_every_client(choice.role):
        found.append(THRESHOLD)
    return tuple(found)


class Figures:
    """What was read of them, until something changes."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self.currency = Currency.CHF
        """In which amounts are shown."""
        self.is_turned = False
        """Whether the reader has chosen it."""
        self._gauges: Sequence[GaugeView] | None = None
        self.forget()

    def forget(self) -> None:
        """Read everything anew when it is next asked for; the thresholds, which are summed up, only under their tab."""
        self._months: MonthsView | None = None
        self._weeks: WeeksView | None = None
        self._are_gauges_old = True

    @property
    def currencies(self) -> list[Currency]:
        """The currencies in which anything is known."""
        codes = {self.currency.value}
        if self._months is not None:
            codes |= {one.currency for one in (*self._months.revenue, *self._months.cashback)}
        if self._weeks is not None:
            codes |= {sum_.currency for one in self._weeks.weeks for sum_ in one.worth}
        return [one for one in Currency if one.value in codes]

    def turn(self) -> bool:
        """Show amounts in the next currency; return whether there is another one."""
        known, self.is_turned = self.currencies, True
        self.currency = known[(known.index(self.currency) + 1) % len(known)]
        return len(known) > 1

    async def read(self, tab: str, *, is_in_front: bool = True) -> None:
        """Read what a tab shows, unless it is at hand."""
        home = self._app.services.home
        if tab in {REVENUE, CASHBACK} and self._months is None:
            self._months = await self._app.ask(home.months)
        elif tab == WEEKS and self._weeks is None:
            self._weeks = await self._app.ask(home.weeks)
        elif tab == THRESHOLD and (self._gauges is None or (is_in_front and self._are_gauges_old)):
            self._gauges = await self._app.ask(home.gauges)
            self._are_gauges_old = False

    def chart(self, tab: str) -> ChartData | None:
        """Return what a tab draws; None where it is not read, or drawn in its rows."""
        if tab in {REVENUE, CASHBACK} and self._months is not None:
            return _month_chart(self._title(tab), self._sums(tab))
        if tab == WEEKS and self._weeks is not None:
            return _week_chart(self._weeks)
        return None

    def items(self, tab: str) -> list[Item]:
        """Return the rows of a tab, of what was read."""
        if tab in {REVENUE, CASHBACK}:
            return _month_items(tab, self._sums(tab)[::-1])
        if tab == WEEKS and self._weeks is not None:
            most = max((_all_of(one) for one in self._weeks.weeks), default=0)
            return [_week_item(one, self.currency, most) for one in self._weeks.weeks]
        return [item for one in self._gauges or () for item in _gauge_items(one)] if tab == THRESHOLD else []

    def gauge_lines(self) -> list[str]:
        """Return the way to the thresholds in a line each."""
        from resellertui.tui.programme_words import gauge_words

        return [gauge_words(one) for one in self._gauges or ()]

    def _sums(self, tab: str) -> list[MonthSum]:
        if self._months is None:
            return []
        sums = self._months.revenue if tab == REVENUE else self._months.cashback
        return [one for one in sums if one.currency == self.currency.value]

    def _title(self, tab: str) -> str:
        if tab == CASHBACK:
            return _("Cashback by month, {currency}").format(currency=self.currency.value)
        if self._months is not None and self._months.revenue_is.value == "charged":
            return _("Charged to you for clients by month, {currency} without VAT").format(currency=self.currency.value)
        return _("Billed to clients by month, {currency} without VAT").format(currency=self.currency.value)


def columns(tab: str, *, is_partner: bool) -> tuple[Column, ...]:
    """Return the columns of a tab with figures."""
    if tab == WEEKS:
        of_clients = (
            Column("partner", _("You pay"), 7, right=True),
            Column("client", _("Clients pay"), 11, right=True, priority=1),
        )
        return (
            Column("week", _("Week from"), 11),
            *(of_clients if is_partner else ()),
            Column("own", _("Your own"), 8, right=True, priority=2 if is_partner else 0),
            Column("worth", _("Public price"), 16, right=True),
            Column("bar", "", 6, weight=1, limit=LONGEST_BAR, priority=3),
        )
    if tab == THRESHOLD:
        return (Column("gauge", _("A year at public price; either threshold is enough"), 40, weight=1),)
    return (
        Column("month", _("Month"), 8),
        Column("amount", _("Amount"), 16, right=True),
        Column("bar", "", 6, weight=1, limit=LONGEST_BAR),
    )


def month_words(month: str) -> str:
    """Return a month such as `Nov 2026`."""
    year, _dash, number_ = month.partition("-")
    return f"{_month_name(int(number_))} {year}"


def _month_name(number_: int) -> str:
    from resellertui.domain.wording import current_language

    language = current_language()
    if language == "en":
        return MONTHS[number_ - 1]
    from babel.dates import format_date

    return str(format_date(date(2000, number_, 1), "LLL", locale=language))


def _month_chart(title: str, sums: Sequence[MonthSum]) -> ChartData:
    values = [int(Decimal(one.amount)) for one in sums]
    labels = [_month_name(int(one.month[5:])) for one in sums]
    if not sums:
        return ChartData(title, says=_("Nothing in twelve months."))
    last, best = sums[-1], max(sums, key=lambda one: Decimal(one.amount))
    says = _("{month} so far {amount}; most in {best}: {most}.").format(
        month=month_words(last.month),
        amount=amount(last.amount),
        best=month_words(best.month),
        most=amount(best.amount),
    )
    return ChartData(title, labels, values, says)


def _week_chart(view: WeeksView) -> ChartData:
    counts = [_all_of(one) for one in view.weeks]
    labels = [f"{one.week.day}.{one.week.month}." for one in view.weeks]
    says = _("{count} in {weeks} weeks, {now} of them this week.").format(
        count=number(sum(counts)), weeks=len(counts), now=number(counts[0] if counts else 0)
    )
    return ChartData(_("Subscriptions to renew by week"), labels, counts, says)


def _month_items(tab: str, sums: Sequence[MonthSum]) -> list[Item]:
    most = max((int(Decimal(one.amount)) for one in sums), default=0)
    return [
        Item(
            Row(
                one.month,
                {
                    "month": month_words(one.month),
                    "amount": f"{amount(one.amount)} {one.currency}",
                    "bar": bar(int(Decimal(one.amount)), most, LONGEST_BAR),
                },
            ),
            tabs=(tab,),
        )
        for one in sums
    ]


def _all_of(one: WeekFigure) -> int:
    return one.own + one.partner + one.client


def _week_item(one: WeekFigure, currency: Currency, most: int) -> Item:
    worth = next((sum_.amount for sum_ in one.worth if sum_.currency == currency.value), None)
    cells = {
        "week": day(one.week),
        "partner": number(one.partner),
        "client": number(one.client),
        "own": number(one.own),
        "worth": "–" if worth is None else f"{amount(worth)} {currency.value}",
        "bar": bar(_all_of(one), most, LONGEST_BAR),
    }
    return Item(Row(one.week.isoformat(), cells), tabs=(WEEKS,))


def _gauge_items(one: GaugeView) -> list[Item]:
    from resellertui.tui.programme_words import forecast_words, gauge_words

    tone = Tone.GOOD if one.reached else None
    lines = [part for part in (gauge_words(one), forecast_words(one)) if part]
    return [
        Item(Row(f"{one.currency} {at}", {"gauge": line}, tone), tabs=(THRESHOLD,)) for at, line in enumerate(lines)
    ]
