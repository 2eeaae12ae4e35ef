"""What partners billed the reader's organisation: a list, and each document to read and to write to a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
from resellertui.services.reinvoicing.document_views import BilledRow, ReceivedDocument, ReceivedPage
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.exported_file import write_exported
from resellertui.tui.exporting import no_files_here
from resellertui.tui.facts import fact_lines
from resellertui.tui.reinvoicing.bill_acts import say_written
from resellertui.tui.reinvoicing.bill_words import received_facts, received_row
from resellertui.tui.served_source import ServedSource
from resellertui.tui.widgets.record_source import ListQuery, Row

FILES = Command("received.files", "x", "Export", "Write the document as PDF or e-invoice.", footer=10, palette=False)


class ReceivedSource(ServedSource[ReinvoiceQuery, BilledRow]):
    """Windows on the documents of partners."""

    def asked(self, query: ListQuery) -> ReinvoiceQuery:
        """Return what the filter asks for."""
        asked: ReinvoiceQuery = ReinvoiceQuery.of(text=query.filter)
        return asked

    def served(self, actor: Actor, asked: ReinvoiceQuery, offset: int, limit: int) -> ReceivedPage:
        """Return a part of the documents."""
        return self.app.services.received_documents.documents(actor, asked, offset, limit, hurried=True)

    def counted(self, actor: Actor, asked: ReinvoiceQuery, is_wanted: Callable[[], bool]) -> int:
        """Return how many documents there are."""
        return self.app.services.received_documents.count(actor, asked, is_wanted)

    def placed(self, actor: Actor, asked: ReinvoiceQuery, reference: str) -> int | None:
        """Return where the document of this number or id is."""
        return self.app.services.received_documents.position(actor, asked, reference)

    def row(self, one: BilledRow) -> Row:
        """Return a document as the list shows it."""
        return received_row(one)


class ReceivedDialog(ReadingDialog):
    """Shows a document of a partner whole."""

    GUIDE = "invoices"
    HELP_TITLE = "A document of a partner"
    VERBS: ClassVar[tuple[Command, ...]] = (FILES,)

    def __init__(self, view: ReceivedDocument) -> None:
        facts = received_facts(view, view.lines)
        title = _("{number}, issued by {partner}").format(number=view.number, partner=view.partner)
        super().__init__(title, [f"{label}: {value}" if label else value for label, value in facts if value])
        self._view = view
        self._facts = facts

    def compose_body(self) -> ComposeResult:
        """Yield the facts."""
        yield Static(fact_lines(self._facts))

    def why_not(self, command: Command) -> str | None:
        """Say why no file can be written here."""
        return no_files_here() if command is FILES and self.app.is_locked else super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def action_files(self) -> None:
        """Ask how, write the document, and say where."""
        choices = [
            Choice("facturx", _("PDF"), _("with the e-invoice in it (Factur-X)"), letter="p"),
            Choice("cii", _("CII"), _("the e-invoice alone, as XML"), letter="i"),
            Choice("ubl", _("UBL"), _("the e-invoice alone, as XML"), letter="u"),
        ]
        with self.app.reporting():
            chosen = await self.app.push_screen_wait(ChooseDialog(_("What shall be written?"), choices))
            if chosen is not None:
                paper = await self.app.ask(self.app.services.received_documents.paper, self._view.id, chosen)
                path = await self.app.behind(write_exported, paper.content, self.app.settings.export_dir, paper.name)
                say_written(self.app, _("{number} is written.").format(number=paper.number), str(path))
