"""Invoices and credit notes issued to one's organisation, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from resellertui.domain.wording import _
from resellertui.services.billing.views import DocumentQuery
from resellertui.tui.commands import Command
from resellertui.tui.document_words import DocumentRows, document_columns, document_row
from resellertui.tui.explaining import EXPLAIN
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Page, Source

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


class DocumentSource(Source):
    """Windows on the documents, whatever their number."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        answer = await self._app.ask(self._app.services.billing.documents, _asked(query), offset, limit)
        return Page(answer.total, answer.offset, [document_row(one) for one in answer.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the document is."""
        return await self._app.ask(self._app.services.billing.position, _asked(query), key)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the document of this number or id is."""
        return await self._app.ask(self._app.services.billing.position, _asked(query), typed)


def _asked(query: ListQuery) -> DocumentQuery:
    asked: DocumentQuery = DocumentQuery.of(state="" if query.tab == "all" else query.tab, text=query.filter)
    return asked


class InvoicesSection(DocumentRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The list of documents."""

    TITLE = "Invoices"
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
            return plain(_("No invoices yet. An order or a renewal makes one: resellertui order."))
        return plain(_("There is none of these."))
