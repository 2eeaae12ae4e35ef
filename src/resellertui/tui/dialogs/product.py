"""Everything about one product, and the switch of its automatic renewal."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.services.views import ProductView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.scrolling import ScrollingDialog
from resellertui.tui.explaining import EXPLAIN, explain
from resellertui.tui.facts import fact_lines
from resellertui.tui.product_words import (
    CHARGE,
    RENEWAL,
    expiry_words,
    period_words,
    reason_against,
    renewal_words,
    right_words,
    switch_renewal,
)
from resellertui.tui.support.transfer_line import ENTER, TRANSFER, EnterTransferDialog, TransferLine
from resellertui.tui.text import plain


class ProductDialog(ScrollingDialog):
    """Shows a product by its id; closes when it is not, or no longer, the reader's to see."""

    GUIDE = "products"
    HELP_TITLE = "A product"
    VERBS: ClassVar[tuple[Command, ...]] = (
        RENEWAL,
        CHARGE,
        EXPLAIN,
        TRANSFER,
        ENTER,
        Command("product.close", "q", "Close", "Close the product.", palette=False),
    )

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._product: ProductView | None = None

    def title_text(self) -> str:
        """Return the product's name."""
        return self._product.name if self._product is not None else self._reference

    def compose_body(self) -> ComposeResult:
        """Leave room for the facts: they come without a jump."""
        yield Static("\n" * 11, id="facts")
        line = TransferLine()
        line.display = False
        yield line

    def on_mount(self) -> None:
        """Read it, and again when something changes."""
        self.app.changed.subscribe(self, self._note_change)
        self.load()

    def why_not(self, command: Command) -> str | None:
        """Say what of the product, or of the right on it, stands in the way."""
        if command in {TRANSFER, ENTER} and self._product is not None and not self._product.is_domain:
            return _("{name} is no domain: only those have a transfer code.").format(name=self._product.name)
        return reason_against(command, self._product, self.app.entered) or super().why_not(command)

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the product and show it."""
        with self.app.reporting():
            try:
                self._product = await self.app.ask(self.app.services.products.show, self._reference)
            except Exception:
                self.finish(None)
                raise
            self.query_one(".dialog-title", Static).update(plain(self.title_text()))
            self.query_one("#facts", Static).update(fact_lines(self._facts(self._product)))
            self.query_one(TransferLine).display = self._product.is_domain
            self.refresh_bindings()

    @work(group="dialog", exclusive=True)
    async def action_renewal(self) -> None:
        """Switch the automatic renewal."""
        if self._product is not None:
            with self.app.reporting():
                await switch_renewal(self.app, self._product)

    def action_charge(self) -> None:
        """Open the partnership of the partner in charge."""
        if self._product is not None and self._product.entrusted_partnership is not None:
            reference = self._product.entrusted_partnership
            self.finish(None)
            self.app.open_partnership(reference)

    @work(group="dialog", exclusive=True)
    async def action_explain(self) -> None:
        """Derive its price, and what renewing it costs."""
        if self._product is not None:
            await explain(self.app, self._product.id)

    @work(group="code", exclusive=True)
    async def action_transfer(self) -> None:
        """Show the transfer code, or hide it."""
        if self._product is not None:
            await self.query_one(TransferLine).switch(self._product.id)

    def action_enter_transfer(self) -> None:
        """Enter the transfer code."""
        if self._product is not None:
            self.app.push_screen(EnterTransferDialog(self._product.id, self._product.name))

    def action_close(self) -> None:
        """Close."""
        self.finish(None)

    def _facts(self, product: ProductView) -> list[tuple[str, str]]:
        today = formats.today(self.app.services)
        return [
            (_("Id"), product.id),
            (_("Product"), product.label),
            (_("Catalogue"), product.sku),
            (_("Family"), product.family),
            (_("Organisation"), product.organisation),
            (_("Quantity"), str(product.quantity)),
            (_("Period"), period_words(product.period_months)),
            (_("Expiry"), expiry_words(product, today)),
            (_("Renewal"), renewal_words(product)),
            (_("In charge"), product.entrusted_to or _("no partner")),
            (_("You may"), right_words(product.right)),
        ]

    def _note_change(self, _nothing: None) -> None:
        self.load()
