"""Invoices and credit notes issued to one's organisation, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.content import Content

from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.views import DocumentPage, DocumentQuery, DocumentRow
from resellertui.tui.commands import Command
from resellertui.tui.document_words import DocumentRows, document_columns, document_row
from resellertui.tui.explaining import EXPLAIN
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.served_source import ServedSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row, Source


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
    )

    def source(self) -> Source:
        """Return the documents."""
        return DocumentSource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return document_columns()

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == "all":
            return plain(_("No invoices yet. An order (g b) or a renewal makes one."))
        return plain(_("There is none of these."))
