"""Leakage: what was charged and is neither billed nor given up, by client and by month."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.reinvoicing.charged import LATE_AFTER
from resellertui.domain.wording import _, ngettext
from resellertui.services.reinvoicing.line_views import LeakageBy, LeakageRow, LeakageTotal
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.reinvoicing.pane import BillingPane
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp
    from resellertui.tui.sections.reinvoicing import ReinvoicingSection

VIEW = Command("leakage.view", "v", "Others", "Add up by month, or by client.", footer=20)


class LeakageSource(Source):
    """Windows on the sums of what is flagged."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # of none of them
        """Return that the order stays."""
        return False

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        is_over = Event()
        try:
            answer = await self._app.ask(
                self._app.services.leakage.sums, LeakageBy(query.tab), offset, limit, lambda: not is_over.is_set()
            )
        finally:
            is_over.set()
        return Page(answer.total, answer.offset, [_row(one) for one in answer.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where a sum is."""
        offset, total = 0, 1
        while offset < total:
            page = await self.page(query, offset, 500)
            found = next((place for place, row in enumerate(page.rows) if row.key == key), None)
            if found is not None:
                return offset + found
            offset, total = offset + 500, page.total
        return None

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return the first sum whose name begins so."""
        page = await self.page(query, 0, 500)
        wanted = typed.casefold()
        return next(
            (place for place, row in enumerate(page.rows) if row.cells["label"].casefold().startswith(wanted)), None
        )


class LeakagePane(BillingPane, can_focus=False):
    """The sums of what is flagged, and what of it is late."""

    HELP_TITLE = "Re-invoicing: leakage"
    VERBS: ClassVar[tuple[Command, ...]] = (VIEW,)
    VIEWS = ((LeakageBy.CLIENT.value, "by client"), (LeakageBy.MONTH.value, "by month"))

    def __init__(self, section: ReinvoicingSection) -> None:
        super().__init__()
        self._section = section

    def compose_body(self) -> ComposeResult:
        """Put what is at stake above the list."""
        self._stake = Line(classes="cashback-totals")
        yield self._stake
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Say what is at stake."""
        self._say_stake()

    def source(self) -> Source:
        """Return the sums."""
        return LeakageSource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("label", _("Client or month"), 16, weight=2, limit=44),
            Column("lines", _("Lines"), 6, right=True, priority=2),
            Column("cost", _("Cost"), 10, limit=14, right=True),
            Column("resale", _("At stake"), 10, limit=14, right=True),
            Column("currency", _("Currency"), 8, priority=1),
            Column("oldest", _("Oldest"), 11, priority=3),
        )

    def empty(self, _query: ListQuery) -> Content:
        """Say that nothing leaks."""
        return plain(_("Nothing leaks: all that was charged for clients is billed or waived."))

    def reload(self) -> object:
        """Read what is at stake and the rows again."""
        self._say_stake()
        return super().reload()

    def open_record(self, key: str) -> None:
        """Show the lines of a client or a month under To bill."""
        self._section.show_lines(key.split()[0])

    def action_view(self) -> None:
        """Add up the other way."""
        self.show_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no filter: there is none of sums."""
        return False if parameters == ("listing.filter",) else super().check_action(action, parameters)

    @work(group="totals", exclusive=True)
    async def _say_stake(self) -> None:
        with self.app.reporting():
            view = await self.app.ask(self.app.services.leakage.show)
            self._stake.say(Content("\n").join(plain(_stake(one)) for one in view.totals))


def _stake(one: LeakageTotal) -> str:
    if not one.flagged_lines:
        return _("{currency}: nothing at stake.").format(currency=one.currency)
    words = ngettext(
        "{currency}: {resale} at stake; {count} line ({percent} %) {days} days old or older; oldest {oldest}.",
        "{currency}: {resale} at stake; {count} lines ({percent} %) {days} days old or older; oldest {oldest}.",
        one.late_lines,
    )
    return words.format(
        currency=one.currency,
        resale=one.resale,
        count=one.late_lines,
        percent=one.late_percent,
        days=LATE_AFTER,
        oldest=formats.day(one.oldest_open) if one.oldest_open else _("held"),
    )


def _row(one: LeakageRow) -> Row:
    return Row(
        f"{one.id} {one.currency}",
        {
            "label": one.label,
            "lines": str(one.lines),
            "cost": one.cost,
            "resale": one.resale,
            "currency": one.currency,
            "oldest": formats.day(one.oldest),
        },
    )
