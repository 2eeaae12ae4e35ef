"""To bill: what the provider charged for clients, and everything that is decided about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.wording import _, ngettext
from resellertui.services.reinvoicing.line_views import ChargedQuery, ChargedRow, LinesInput
from resellertui.tui.commands import Command
from resellertui.tui.exporting import no_files_here
from resellertui.tui.reinvoicing.issuing import Billed, issue
from resellertui.tui.reinvoicing.line_detail import STEPS, LineDialog, explain_line
from resellertui.tui.reinvoicing.line_export import export_lines
from resellertui.tui.reinvoicing.line_forms import DecidingForm, HoldForm, PriceForm, WaiveForm
from resellertui.tui.reinvoicing.line_source import LineSource, line_columns, lines_asked
from resellertui.tui.reinvoicing.margin_form import MarginForm
from resellertui.tui.reinvoicing.pane import BillingPane
from resellertui.tui.reinvoicing.settings_forms import edit_client
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row, Source

MOST = 500
"""Lines that are decided about at once."""

_BILL, _RULES = Action.REINVOICE_BILL, Action.REINVOICE_RULES
ISSUE = Command(
    "charge.issue",
    "I",
    "Issue",
    "Issue the invoices of a month: of the marked clients, of this one, or of all.",
    permission=_BILL,
    danger=True,
    footer=11,
)
ALL = Command("charge.all", "a", "All of client", "Mark every line of this client that is not billed.", footer=45)
PRICE = Command("charge.price", "e", "Price", "Set the price of lines by hand.", permission=_BILL, footer=20)
WAIVE = Command(
    "charge.waive", "w", "Waive", "Give lines up: nobody is charged.", permission=_BILL, danger=True, footer=22
)
HOLD = Command("charge.hold", "h", "Hold", "Let no invoice take lines along for now.", permission=_BILL, footer=24)
RELEASE = Command(
    "charge.release", "u", "Release", "Open lines again that are held or waived.", permission=_BILL, footer=26
)
BY_RULE = Command(
    "charge.by_rule", "E", "Price by margin", "Drop the price that was set by hand.", permission=_BILL, footer=48
)
MARGIN = Command("charge.margin", "m", "Margin", "Set a margin for what this line is.", permission=_RULES, footer=30)
CLIENT = Command("charge.client", "c", "Client", "Set how this client is billed.", permission=_RULES, footer=52)
VIEW = Command("charge.view", "v", "Others", "Show held, waived, billed or all lines.", footer=50)
EXPORT = Command("charge.export", "x", "Export", "Write what is listed to a CSV file.", footer=46)


class LinesPane(BillingPane, can_focus=False):
    """The charged lines, a client's together."""

    HELP_TITLE = "Re-invoicing: to bill"
    VERBS: ClassVar[tuple[Command, ...]] = (
        *(ISSUE, PRICE, WAIVE, HOLD, RELEASE, MARGIN, STEPS, ALL, EXPORT, BY_RULE, VIEW, CLIENT),
    )
    VIEWS = (
        ("flagged", "open and held lines"),
        ("held", "held lines"),
        ("waived", "waived lines"),
        ("billed", "billed lines"),
        ("all", "all lines"),
    )

    def source(self) -> Source:
        """Return the lines."""
        self._lines = LineSource(self.app)
        return self._lines

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return line_columns()

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == "flagged":
            return plain(_("Nothing is to bill. What you pay for clients comes here by itself."))
        return plain(_("There is none of these: v shows others."))

    def why_not(self, command: Command) -> str | None:
        """Say what of the line's state stands in the way."""
        row = None if len(self.records.marks) else self._lines.seen(self.records.cursor_key)
        needs_row = {PRICE, WAIVE, HOLD, RELEASE, MARGIN, STEPS, ALL, BY_RULE, CLIENT}
        if command in needs_row and not self.records.total and self.records.is_settled:
            return _("No line is under the cursor.")
        if command is EXPORT and self.app.is_locked:
            return no_files_here()
        return super().why_not(command) if row is None else _reason(command, row) or super().why_not(command)

    def bill(self, text: str) -> None:
        """Show what is to bill of one client, by its id, or of a month."""
        self.show_tab("flagged")
        self.filter_bar.put(text)

    def open_record(self, key: str) -> None:
        """Show a line whole."""
        self._with_row(key, lambda row: self.app.push_screen(LineDialog(row)))

    def action_explain(self) -> None:
        """Derive the price of the line under the cursor."""
        self._on_row(lambda row: explain_line(self.app, row))

    def action_view(self) -> None:
        """Show other lines."""
        self.show_next()

    def action_price(self) -> None:
        """Set the price of the marked lines, or of the one under the cursor."""
        self._decide(PriceForm)

    def action_waive(self) -> None:
        """Give up the marked lines, or the one under the cursor."""
        self._decide(WaiveForm)

    def action_hold(self) -> None:
        """Hold back the marked lines, or the one under the cursor."""
        self._decide(HoldForm)

    def action_release(self) -> None:
        """Open the marked lines again, or the one under the cursor."""
        self._plainly(lambda: self.app.services.line_decisions.release)

    def action_by_rule(self) -> None:
        """Let the margins say the price again."""
        self._plainly(lambda: self.app.services.line_decisions.clear_price)

    def action_margin(self) -> None:
        """Set a margin for what the line under the cursor is."""
        self._on_row(lambda row: self.app.push_screen(MarginForm.for_line(row)))

    def action_client(self) -> None:
        """Set how the line's client is billed."""
        self._on_row(lambda row: self._edit_client(row.client_id))

    def action_all(self) -> None:
        """Mark what is to bill of the client under the cursor."""
        self._on_row(lambda row: self._mark_client(row.client_id))

    def action_issue(self) -> None:
        """Issue invoices: of the marked clients, of the one under the cursor, or of all."""
        if self.records.total:
            self._on_row(self._issue)
        else:
            self._issue(None)

    @work(group="dialog", exclusive=True)
    async def action_export(self) -> None:
        """Write what is listed."""
        with self.app.reporting():
            await export_lines(self.app, lines_asked(self.records.asked))

    @work(group="dialog", exclusive=True)
    async def _issue(self, row: ChargedRow | None) -> None:
        with self.app.reporting():
            marked = await self._rows(await self.records.marked_keys()) if len(self.records.marks) else ()
            clients = {one.client_id: one.client for one in marked}
            if not clients and row is not None:
                clients = {row.client_id: row.client}
            month = f"{row.charged_on:%Y-%m}" if row is not None else ""
            if await issue(self.app, [Billed(key, name) for key, name in clients.items()], month):
                self.records.unmark()

    @work(group="dialog", exclusive=True)
    async def _edit_client(self, client: str) -> None:
        with self.app.reporting():
            await edit_client(self.app, client)

    @work(group="dialog", exclusive=True)
    async def _mark_client(self, client: str) -> None:
        with self.app.reporting():
            tab = self.records.asked.tab
            asked: ChargedQuery = ChargedQuery.of(client=client, state="flagged" if tab == "all" else tab)
            page = await self.app.ask(self.app.services.charged_lines.page, asked, 0, MOST)
            self.records.mark_also([one.id for one in page.rows])
            if page.total > len(page.rows):
                self.app.warn(_("The first {count} lines of it are marked.").format(count=len(page.rows)))

    @work(group="dialog", exclusive=True)
    async def _decide(self, form: Callable[[Sequence[ChargedRow]], DecidingForm]) -> None:
        with self.app.reporting():
            rows = await self._meant()
            if rows and await self.app.push_screen_wait(form(rows)) is not None:
                self.records.unmark()

    @work(group="dialog", exclusive=True)
    async def _plainly(self, verb: Callable[[], Callable[..., tuple[ChargedRow, ...]]]) -> None:
        with self.app.reporting():
            rows = await self._meant()
            if rows:
                versions = {one.id: one.version for one in rows}
                wish = LinesInput.of(lines=[one.id for one in rows], versions=versions)
                done = await self.app.tell(verb(), wish)
                words = ngettext("{count} line is open.", "{count} lines are open.", len(done))
                self.app.say(words.format(count=len(done)))
                self.records.unmark()

    async def _meant(self) -> Sequence[ChargedRow]:
        """Return the marked lines, else the one under the cursor, as they were looked at."""
        key = self.records.cursor_key
        keys = await self.records.marked_keys() or ((key,) if key is not None else ())
        if len(keys) > MOST:
            self.app.warn(_("At most {count} lines can be decided about at once.").format(count=MOST))
            return ()
        return await self._rows(keys)

    async def _rows(self, keys: Sequence[str]) -> Sequence[ChargedRow]:
        show = self.app.services.charged_lines.show
        rows = []
        for key in keys:
            seen = self._lines.seen(key)
            rows.append(await self.app.ask(show, key) if seen is None else seen)
        return rows

    def _on_row(self, act: Callable[[ChargedRow], object]) -> None:
        def do(row: Row) -> None:
            self._with_row(row.key, act)

        self.records.on_row(do)

    @work(group="open", exclusive=True)
    async def _with_row(self, key: str, act: Callable[[ChargedRow], object]) -> None:
        with self.app.reporting():
            act((await self._rows([key]))[0])


def _reason(command: Command, row: ChargedRow) -> str | None:
    """Return what of a line's state stands against a command."""
    decides = {PRICE, WAIVE, HOLD, RELEASE, BY_RULE}
    if row.state == "billed" and command in decides:
        return _("Invoice {number} bills it: a credit note can open it again.").format(number=row.invoice or "")
    if row.state == "waived" and command in {PRICE, HOLD, WAIVE}:
        return _("It is waived: u opens it again.")
    if row.state == "open" and command is RELEASE:
        return _("It is open already.")
    if row.priced_by != "edited" and command is BY_RULE:
        return _("Its price was not set by hand.")
    return None
