"""Cashback: what each line earned the partner; and summed up by month, as a chart, by client and by product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind
from resellertui.domain.money import Currency
from resellertui.domain.wording import _, ngettext
from resellertui.services.billing.cashback_views import CashbackQuery, CashbackSummary
from resellertui.tui import formats
from resellertui.tui.cashback_source import LINES, CashbackSource, asked, summed_by
from resellertui.tui.commands import Command
from resellertui.tui.explaining import EXPLAIN, ExplainsRows, show_explanation
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column, fit
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_paint import GUTTER
from resellertui.tui.widgets.record_source import ListQuery, Row, Source

EXPORT = Command(
    "cashback.export",
    "x",
    "Export",
    "Write all that is listed, or the sums, to a CSV file.",
    permission=Action.ACCOUNTING_VIEW,
    footer=50,
)


class CashbackSection(ExplainsRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The totals, and below them the list of the tab."""

    TITLE = "Cashback"
    GUIDE = "cashback"
    HELP_TITLE = "Cashback"
    VERBS: ClassVar[tuple[Command, ...]] = (EXPLAIN, EXPORT)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        (LINES, "Lines"),
        ("CHF", "Months CHF"),
        ("EUR", "Months EUR"),
        ("client", "Clients"),
        ("product", "Products"),
    )

    def compose_body(self) -> ComposeResult:
        """Lay out the totals above the list."""
        self._totals = Line(classes="cashback-totals")
        yield self._totals
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Read the totals."""
        self._say_totals()

    def source(self) -> Source:
        """Return the cashback."""
        return CashbackSource(self.app, self._bar_cells)

    def columns(self) -> Sequence[Column]:
        """Return the columns of the first tab."""
        return _columns(LINES)

    def empty(self, _query: ListQuery) -> Content:
        """Say what would fill the list."""
        return plain(_("No cashback yet. What your clients order and pay themselves earns it."))

    def reload(self) -> object:
        """Read the totals and the rows again."""
        self._say_totals()
        return super().reload()

    def show_tab(self, key: str) -> None:
        """Show a tab with its columns."""
        self.records.set_columns(_columns(key))
        super().show_tab(key)

    def open_record(self, key: str) -> None:
        """Explain a line: its rule, order, invoice and entries in the ledger. Of a sum, show the lines."""
        if key.startswith(Kind.CASHBACK.value):
            self.explain_reference(key)
            return
        self.filter_bar.put(key)
        self.show_tab(LINES)

    def reveal(self, record: str) -> object:
        """Put the cursor on a cashback, in the tab that lists them, and open it."""
        self.show_tab(LINES)
        return super().reveal(record)

    def action_explain(self) -> None:
        """Explain the line or the sum under the cursor."""

        def show(row: Row) -> None:
            if row.key.startswith(Kind.CASHBACK.value):
                self.explain_reference(row.key)
            else:
                self._explain_sum(f"{row.key} {self.filter_bar.value}")

        self.records.on_row(show)

    def why_not(self, command: Command) -> str | None:
        """Say why files are out of reach."""
        if self.app.is_locked and command is EXPORT:
            return _("In locked mode no files are written: export on the machine that has the database.")
        return super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def action_export(self) -> None:
        """Write what the tab lists, and say where."""
        query = self.records.asked
        by = summed_by(query.tab)
        with self.app.reporting():
            wish = asked(query)
            if by is None and query.tab != LINES:
                by, wish = summed_by("month"), CashbackQuery.of(text=f"{query.tab} {query.filter}")
            name = f"cashback-{formats.today(self.app.services).isoformat()}"
            folder = self.app.settings.export_dir
            report = await self.app.ask(self.app.services.cashback.to_file, folder, name, wish, by)
            words = ngettext("{count} record written to {path}", "{count} records written to {path}", report.records)
            self.app.say(words.format(count=report.records, path=report.path))

    @on(events.Resize)
    def redraw_chart(self) -> None:
        """Make the bars as long as there is room now."""
        if self.records.asked.tab in set(Currency):
            self.records.refresh_rows()

    @work(group="dialog", exclusive=True)
    async def _explain_sum(self, text: str) -> None:
        with self.app.reporting():
            query = CashbackQuery.of(text=text)
            show_explanation(self.app, await self.app.ask(self.app.services.cashback.explain_sum, query))

    @work(group="totals", exclusive=True)
    async def _say_totals(self) -> None:
        with self.app.reporting():
            summary = await self.app.ask(self.app.services.cashback.summary)
            self._totals.say(Content("\n").join(plain(one) for one in _totals(summary)))

    def _bar_cells(self) -> int:
        layout = fit(self.records.columns, max(self.records.scrollable_size.width - GUTTER, 1))
        return next((one.cells for one in layout if one.column.key == "bar"), 0)


def _totals(summary: CashbackSummary) -> list[str]:
    credited, pending, back = dict(summary.credited), dict(summary.pending), dict(summary.reversed)
    return [
        _("{currency}: {credited} earned, {pending} pending, {reversed} reversed.").format(
            currency=one.value,
            credited=credited.get(one.value, "0.00"),
            pending=pending.get(one.value, "0.00"),
            reversed=back.get(one.value, "0.00"),
        )
        for one in Currency
        if one.value in credited or one.value in pending
    ]


def _columns(tab: str) -> tuple[Column, ...]:
    sums = (
        Column("credited", _("Earned"), 10, right=True),
        Column("pending", _("Pending"), 9, right=True, priority=2),
        Column("reversed", _("Reversed"), 9, right=True, priority=3),
    )
    currency = Column("currency", _("Currency"), 8)
    if tab in set(Currency):
        return (Column("label", _("Month"), 7), Column("bar", _("Chart"), 10, weight=1), *sums)
    if tab == "client":
        lines = Column("lines", _("Lines"), 6, right=True, priority=4)
        return (Column("label", _("Client"), 20, weight=2, limit=40), lines, *sums, currency)
    if tab == "product":
        client = Column("client", _("Client"), 10, weight=2, limit=40, priority=4)
        return (Column("label", _("Product"), 20, weight=2, limit=40), client, *sums, currency)
    return (
        Column("made", _("Ordered"), 12, priority=3),
        Column("client", _("Client"), 12, weight=2, limit=40),
        Column("product", _("Product"), 12, weight=2, limit=40, priority=1),
        Column("state", _("State"), 9),
        Column("amount", _("Amount"), 9, right=True),
        Column("reversed", _("Reversed"), 9, right=True, priority=2),
        currency,
    )
