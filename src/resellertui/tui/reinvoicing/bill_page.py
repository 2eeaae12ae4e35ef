"""A document to a client: its lines with cost and margin, VAT, payments, reminders, credit notes, how it was sent."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.services.reinvoicing.document_views import BilledRow, ReinvoiceView
from resellertui.tui.commands import Command
from resellertui.tui.facts import fact_lines
from resellertui.tui.reinvoicing.bill_acts import BILL_ACTS, BillActs
from resellertui.tui.reinvoicing.bill_words import bill_facts
from resellertui.tui.screens.page import Page


class BillFacts(VerticalScroll, can_focus=True):
    """The document, to be scrolled."""


class BillPage(BillActs, Page[None]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Shows a document that one's own organisation issued, by its id or number."""

    GUIDE = "re-invoicing"
    HELP_TITLE = "A document to a client"
    VERBS: ClassVar[tuple[Command, ...]] = BILL_ACTS

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self.view: ReinvoiceView | None = None

    def title_text(self) -> str:
        """Return the document's number and its client."""
        if self.view is None:
            return self._reference
        return _("{number} · {client}").format(number=self.view.number, client=self.view.client)

    def compose_body(self) -> ComposeResult:
        """Lay out the document."""
        with BillFacts():
            yield Static(id="bill-facts")

    def on_mount(self) -> None:
        """Read it."""
        self.set_focus(self.query_one(BillFacts))
        self.reload()

    def at_hand(self) -> BilledRow | None:
        """Return the document."""
        return self.view

    def why_not(self, command: Command) -> str | None:
        """Say what of its state stands in the way."""
        return self.reason_against(command) or super().why_not(command)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read the document again; leave when it is not, or no longer, the reader's to see."""
        with self.app.reporting():
            try:
                self.view = await self.app.ask(self.app.services.reinvoice_documents.document, self._reference)
            except ResellerError:
                self.leave()
                raise
            if self.is_attached:
                self.retitle()
                self.query_one("#bill-facts", Static).update(fact_lines(bill_facts(self.view)))
                self.refresh_bindings()
