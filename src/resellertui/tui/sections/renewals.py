"""Renewals across clients: what expires when, who pays it, and what it asks of one's money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.renewals.views import ForecastView, RenewalPage, RenewalQuery, RenewalRow
from resellertui.services.renewals.words import forecast_sentences
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.progress import Watch, with_progress
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.explaining import EXPLAIN, ExplainsRows
from resellertui.tui.renewal_rows import renewal_columns, renewal_row
from resellertui.tui.renewing import RENEW, RENEW_AND_PAY, RenewsRows
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.served_source import ServedSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row, Source

FORECAST = Command(
    "renewals.forecast",
    "f",
    "Forecast",
    "Show the weeks: how many renew, who pays, the cash that is needed, and when your prepaid account runs out.",
    footer=11,
)


class Left(Exception):  # no error
    """Nobody wants to see the forecast any more."""


QUERIES: dict[str, dict[str, Any]] = {
    "coming": {},
    "mine": {"payer": "partner"},
    "clients": {"payer": "client"},
    "late": {"limit": True},
    "all": {"whole": True},
}
"""What each tab asks for."""


class RenewalSource(ServedSource[RenewalQuery, RenewalRow]):
    """Windows on the board, whatever its size."""

    def asked(self, query: ListQuery) -> RenewalQuery:
        """Return what the tab and the filter ask for."""
        asked: RenewalQuery = RenewalQuery.of(text=query.filter, **QUERIES[query.tab])
        return asked

    def served(self, actor: Actor, asked: RenewalQuery, offset: int, limit: int) -> RenewalPage:
        """Return a part of the board."""
        return self.app.services.renewals.board(actor, asked, offset, limit, hurried=True)

    def counted(self, actor: Actor, asked: RenewalQuery, is_wanted: Callable[[], bool]) -> int:
        """Return how many renewals there are."""
        return self.app.services.renewals.count(actor, asked, is_wanted)

    def placed(self, actor: Actor, asked: RenewalQuery, reference: str) -> int | None:
        """Return where the product of this id is."""
        return self.app.services.renewals.position(actor, asked, reference)

    def row(self, one: RenewalRow) -> Row:
        """Return a renewal as the list shows it."""
        return renewal_row(one)


class RenewalsSection(ExplainsRows, RenewsRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The board of renewals."""

    TITLE = "Renewals"
    GUIDE = "renewals"
    HELP_TITLE = "Renewals across clients"
    VERBS: ClassVar[tuple[Command, ...]] = (FORECAST, RENEW, RENEW_AND_PAY, EXPLAIN)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("coming", "60 days"),
        ("mine", "You pay"),
        ("clients", "Clients pay"),
        ("late", "Within 14 days"),
        ("all", "All"),
    )

    def source(self) -> Source:
        """Return the board."""
        return RenewalSource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return renewal_columns()

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == "all":
            return plain(_("None of your clients' subscriptions comes up for renewal."))
        return plain(_("Nothing of this comes up: ] shows the next tab, and the last one has everything."))

    def open_record(self, key: str) -> None:
        """Show everything about a product."""
        from resellertui.tui.dialogs.product import ProductDialog

        self.app.push_screen(ProductDialog(key))

    @work(group="dialog", exclusive=True)
    async def action_forecast(self) -> None:
        """Show the weeks; until they are simulated, show how far it is, and let escape leave it."""

        def simulate(actor: Actor, watch: Watch) -> ForecastView:
            def go_on(done: int, days: int) -> None:
                watch.report(done, days)
                if watch.stopped():
                    raise Left

            return self.app.services.renewals.forecast(actor, go_on)

        with self.app.reporting(), suppress(Left):
            view = await with_progress(self.app, _("Simulating the days to come"), simulate, writes=False)
            await self.app.push_screen_wait(ReadingDialog(_("Renewals of the next 60 days"), forecast_lines(view)))

    async def renewable(self, marked: Sequence[str], *, pay: bool) -> Sequence[str]:
        """Return those of the marked products that can be renewed, or renewed and paid, at once."""
        return await self.app.ask(partial(self.app.services.renewals.renewable, products=marked, pay=pay))


def forecast_lines(view: ForecastView) -> list[str]:
    """Return a forecast, line by line: sentences, then a line for each week, then the days of the attempts."""
    lines = [*forecast_sentences(view), ""]
    for week in view.weeks:
        lines.append(
            _("Week of {day}: you pay {mine}, clients pay {clients}; {cash} {currency} needed.").format(
                day=formats.day(week.week),
                mine=week.partner,
                clients=week.client,
                cash=week.cash,
                currency=view.currency,
            )
        )
    if view.days:
        lines += ["", _("Automatic attempts:")]
    for run in view.days:
        lines.append(
            _("{day}: {asked} asked, {paid} paid, {left} {currency} left.").format(
                day=formats.day(run.day), asked=run.asked, paid=run.paid, left=run.left, currency=view.currency
            )
        )
    return lines
