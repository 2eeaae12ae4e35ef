"""Invoices and credit notes issued to one's organisation, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.identifiers import Kind, is_whole_id
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentPage, DocumentQuery, DocumentRow
from resellertui.tui.commands import Command
from resellertui.tui.document_words import DocumentRows, document_columns, document_row, open_document
from resellertui.tui.explaining import EXPLAIN
from resellertui.tui.reinvoicing.bill_words import received_columns
from resellertui.tui.reinvoicing.received import ReceivedDialog, ReceivedSource
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.served_source import ServedSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Aim, Landing, ListQuery, Page, Row, Source

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

PARTNERS = "partners"
"""The tab with what partners issued."""


class DocumentSource(ServedSource[DocumentQuery, DocumentRow]):
    """Windows on the documents, whatever their number."""

    def asked(self, query: ListQuery) -> DocumentQuery:
        """Return what the tab and the filter ask for."""
        asked: DocumentQuery = DocumentQuery.of(state="" if query.tab == "all" else query.tab, text=query.filter)
        return asked

    def served(self, actor: Actor, asked: DocumentQuery, offset: int, limit: int) -> DocumentPage:
        """Return a part of the documents."""
        return self.app.services.billing.documents(actor, asked, offset, limit, hurried=True)

    def counted(self, actor: Actor, asked: DocumentQuery, is_wanted: Callable[[], bool]) -> int:
        """Return how many documents there are."""
        return self.app.services.billing.count(actor, asked, is_wanted)

    def placed(self, actor: Actor, asked: DocumentQuery, reference: str) -> int | None:
        """Return where the document of this number or id is."""
        return self.app.services.billing.position(actor, asked, reference)

    def row(self, one: DocumentRow) -> Row:
        """Return a document as the list shows it."""
        return document_row(one)


class InvoiceSource(Source):
    """The provider's documents under its tabs, and those of partners under theirs."""

    def __init__(self, app: ConsoleApp) -> None:
        self._provider, self._partners = DocumentSource(app), ReceivedSource(app)

    def can_reverse(self, query: ListQuery) -> bool:
        """Return that the order stays as it is."""
        return self._of(query).can_reverse(query)

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        return await self._of(query).page(query, offset, limit)

    async def count(self, query: ListQuery) -> int:
        """Return how many rows there are, however many."""
        return await self._of(query).count(query)

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the document is."""
        return await self._of(query).position(query, key)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the document of this number or id is."""
        return await self._of(query).find(query, typed)

    async def land(self, query: ListQuery, aim: Aim, limit: int, lines: int) -> Landing:
        """Return where the document is, with the rows there."""
        return await self._of(query).land(query, aim, limit, lines)

    def _of(self, query: ListQuery) -> Source:
        return self._partners if query.tab == PARTNERS else self._provider


class InvoicesSection(DocumentRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The list of documents."""

    TITLE = "Invoices"
    GUIDE = "invoices"
    HELP_TITLE = "Invoices"
    VERBS: ClassVar[tuple[Command, ...]] = (EXPLAIN,)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("all", "All"),
        ("paid", "Paid"),
        ("to_pay", "To pay"),
        ("issued", "Credit notes"),
        (PARTNERS, "From partners"),
    )

    def source(self) -> Source:
        """Return the documents."""
        return InvoiceSource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return document_columns()

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == PARTNERS:
            return plain(_("None. A partner that pays for your products bills you itself: its invoices come here."))
        if query.tab == "all":
            return plain(_("No invoices yet. An order (g b) or a renewal makes one."))
        return plain(_("There is none of these."))

    def show_tab(self, key: str) -> None:
        """Show a tab with its columns."""
        self.records.set_columns(received_columns() if key == PARTNERS else document_columns())
        super().show_tab(key)

    def reveal(self, record: str) -> object:
        """Put the cursor on a document, in the tab that has it, and open it."""
        self.show_tab(PARTNERS if _is_partners(record) else "all")
        return super().reveal(record)

    @work(group="dialog", exclusive=True)
    async def open_record(self, key: str) -> None:
        """Show a whole document."""
        if not _is_partners(key):
            await open_document(self.app, key)
            return
        with self.app.reporting():
            view = await self.app.ask(self.app.services.received_documents.document, key)
            self.app.push_screen(ReceivedDialog(view))


def _is_partners(reference: str) -> bool:
    return any(is_whole_id(kind, reference) for kind in (Kind.REINVOICE, Kind.REINVOICE_CREDIT))
