"""Invoices: what was issued to clients, newest first, with what is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.reinvoicing.status import Status
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.billing.exporting import TableFormat
from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
from resellertui.services.reinvoicing.document_views import BilledRow, ReinvoicePage, ReinvoiceRow
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice
from resellertui.tui.exported_file import write_exported
from resellertui.tui.reinvoicing.bill_acts import BILL_ACTS, BillActs, export_bill, remind_all, say_written
from resellertui.tui.reinvoicing.bill_folder import export_folder
from resellertui.tui.reinvoicing.bill_words import bill_columns, bill_row
from resellertui.tui.reinvoicing.pane import BillingPane
from resellertui.tui.served_source import ServedSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_source import ListQuery, Row, Source

REMIND_ALL = Command(
    "bill.remind_all",
    "R",
    "Remind all",
    "Send every reminder that is due today.",
    permission=Action.REINVOICE_BILL,
    footer=36,
)
FOLDER = "folder"
VIEW = Command("bill.view", "v", "Others", "Show open, overdue, paid or all documents.", footer=50)


class BillSource(ServedSource[ReinvoiceQuery, ReinvoiceRow]):
    """Windows on the documents."""

    _seen: dict[str, ReinvoiceRow]

    def seen(self, key: str | None) -> ReinvoiceRow | None:
        """Return a document as it was read last, where it still is at hand."""
        return getattr(self, "_seen", {}).get(key or "")

    def asked(self, query: ListQuery) -> ReinvoiceQuery:
        """Return what the view and the filter ask for."""
        return bills_asked(query)

    def served(self, actor: Actor, asked: ReinvoiceQuery, offset: int, limit: int) -> ReinvoicePage:
        """Return a part of the documents."""
        return self.app.services.reinvoice_documents.documents(actor, asked, offset, limit, hurried=True)

    def counted(self, actor: Actor, asked: ReinvoiceQuery, is_wanted: Callable[[], bool]) -> int:
        """Return how many documents there are."""
        return self.app.services.reinvoice_documents.count(actor, asked, is_wanted)

    def placed(self, actor: Actor, asked: ReinvoiceQuery, reference: str) -> int | None:
        """Return where the document of this number or id is."""
        return self.app.services.reinvoice_documents.position(actor, asked, reference)

    def row(self, one: ReinvoiceRow) -> Row:
        """Return a document as the list shows it, and keep it for the keys."""
        seen = self.__dict__.setdefault("_seen", {})
        seen[one.id] = one
        for old in list(seen)[:-2000]:
            del seen[old]
        return bill_row(one)


def bills_asked(query: ListQuery) -> ReinvoiceQuery:
    """Return a list's query as the service takes it."""
    status = None if query.tab in {"all", ""} else Status(query.tab)
    asked: ReinvoiceQuery = ReinvoiceQuery.of(status=status, text=query.filter)
    return asked


class BillsPane(BillActs, BillingPane, can_focus=False):  # type: ignore[misc]  # `app` is narrowed, by a property
    """The documents, and what is open of them."""

    HELP_TITLE = "Re-invoicing: invoices"
    VERBS: ClassVar[tuple[Command, ...]] = (*BILL_ACTS, REMIND_ALL, VIEW)
    VIEWS = (
        ("all", "all documents"),
        (Status.OVERDUE.value, "overdue invoices"),
        (Status.OPEN.value, "open invoices"),
        (Status.PART_PAID.value, "invoices paid in part"),
        (Status.PAID.value, "paid invoices"),
        (Status.TO_GIVE_BACK.value, "invoices with something to give back"),
        (Status.CREDIT_NOTE.value, "credit notes"),
    )

    def compose_body(self) -> ComposeResult:
        """Put what is open above the list."""
        self._totals = Line(classes="pane-note")
        yield self._totals
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Let `r` remind, and say what is open."""
        self.records.gives_up_retry = True
        self._say_totals()

    def source(self) -> Source:
        """Return the documents."""
        self._bills = BillSource(self.app)
        return self._bills

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return bill_columns()

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == "all":
            return plain(_("No invoice yet. Under To bill ([) the key I issues the invoices of a month."))
        return plain(_("There is none of these: v shows others."))

    def reload(self) -> object:
        """Read the totals and the rows again."""
        self._say_totals()
        return super().reload()

    def open_record(self, key: str) -> None:
        """Show a document whole."""
        from resellertui.tui.reinvoicing.bill_page import BillPage

        self.app.push_screen(BillPage(key))

    def at_hand(self) -> BilledRow | None:
        """Return the document under the cursor."""
        return self._bills.seen(self.records.cursor_key)

    def why_not(self, command: Command) -> str | None:
        """Say what of its state stands in the way."""
        return self.reason_against(command) or super().why_not(command)

    def action_view(self) -> None:
        """Show other documents."""
        self.show_next()

    @work(group="dialog", exclusive=True)
    async def action_remind_all(self) -> None:
        """Send every reminder that is due."""
        with self.app.reporting():
            await remind_all(self.app)

    @work(group="dialog", exclusive=True)
    async def action_files(self) -> None:
        """Write the document under the cursor, or what is marked, or all that is listed."""
        marked = len(self.records.marks)
        words = ngettext("the marked one, into a folder", "the {count} marked ones, into a folder", marked)
        detail = words.format(count=marked) if marked else _("all that is listed, into a folder")
        more = [
            Choice(FOLDER, _("PDFs"), detail, letter="f"),
            Choice(TableFormat.CSV.value, _("List, CSV"), _("all that is listed, line by line"), letter="c"),
            Choice(TableFormat.JSON.value, _("List, JSON"), _("all that is listed, with the lines"), letter="j"),
        ]
        with self.app.reporting():
            one = self.at_hand()
            chosen = None if one is None else await export_bill(self.app, one, more)
            if chosen == FOLDER:
                await self._export_files()
            elif chosen is not None:
                await self._export_list(TableFormat(chosen))

    async def _export_files(self) -> None:
        if len(self.records.marks):
            await export_folder(self.app, ReinvoiceQuery(), await self.records.marked_keys())
        else:
            await export_folder(self.app, bills_asked(self.records.asked))

    async def _export_list(self, kind: TableFormat) -> None:
        exports = self.app.services.reinvoice_exports
        found = await self.app.ask(exports.documents, bills_asked(self.records.asked))
        content = found.text(kind).encode("utf-8", "backslashreplace")
        name = f"invoices-{formats.today(self.app.services).isoformat()}.{kind.value}"
        path = await self.app.behind(write_exported, content, self.app.settings.export_dir, name)
        count = len(found.documents)
        title = ngettext("{count} document is written.", "{count} documents are written.", count)
        say_written(self.app, title.format(count=count), str(path))

    @work(group="totals", exclusive=True)
    async def _say_totals(self) -> None:
        with self.app.reporting():
            totals = await self.app.ask(self.app.services.reinvoice_documents.totals, ReinvoiceQuery())
            words = [
                _("{currency}: {open} open, {overdue} overdue, {back} to give back.").format(
                    currency=one.currency, open=one.open, overdue=one.overdue, back=one.to_give_back
                )
                for one in totals
            ]
            self._totals.say(plain("  ".join(words) or _("Nothing is open.")))
