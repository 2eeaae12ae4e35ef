"""Products: those of one's own organisation, or of the client inside whose organisation one acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.roles import reaches_every_product
from resellertui.domain.wording import _
from resellertui.services.views import ProductView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.product import ProductDialog
from resellertui.tui.explaining import EXPLAIN, ExplainsRows
from resellertui.tui.product_words import CHARGE, RENEWAL, product_row, reason_against, switch_renewal
from resellertui.tui.renewing import RENEW, RENEW_AND_PAY, RenewsRows
from resellertui.tui.screens.other_providers import ELSEWHERE, OtherProvidersPage
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row, Source


class ProductsSection(ExplainsRows, RenewsRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The list of products, by family and name at first."""

    TITLE = "Products"
    GUIDE = "products"
    HELP_TITLE = "Products"
    VERBS: ClassVar[tuple[Command, ...]] = (RENEWAL, RENEW, RENEW_AND_PAY, CHARGE, EXPLAIN, ELSEWHERE)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (("all", "All"), ("soon", "Expiring"), ("expired", "Expired"))

    _products: dict[str, ProductView]

    def title_text(self) -> str:
        """Say whose products they are while acting inside a client's organisation."""
        entered = self.app.entered
        return _("Products of {client}").format(client=entered.client) if entered is not None else _("Products")

    def source(self) -> Source:
        """Return the products that the reader may see."""
        self._products = {}
        return WholeSource(self._load, sort="name")

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("family", _("Family"), 12, limit=20, priority=4, sortable=True),
            # a domain and its hosting are often named alike: the kind gives way last
            Column("name", _("Name"), 16, limit=44, weight=2, sortable=True),
            Column("label", _("Product"), 11, limit=32, weight=2, sortable=True),
            Column("expiry", _("Expiry"), 25, limit=36, weight=6, priority=1, sortable=True),
            Column("renewal", _("Renewal"), 9, priority=3, sortable=True),
            Column("charge", _("In charge"), 16, limit=30, weight=1, priority=6, sortable=True),
            Column("right", _("Right"), 6, priority=7, sortable=True),
        )

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == "soon":
            return plain(_("Nothing expires within {days} days.").format(days=self._soon_days))
        if query.tab == "expired":
            return plain(_("Nothing has expired."))
        if self.app.entered is not None:
            return plain(_("The client has no product that you reach. Press L to leave its organisation."))
        if self.app.choice is not None and not reaches_every_product(self.app.choice.role):
            return plain(_("No product has been granted to you. Your organisation's administrators grant them."))
        return plain(
            _("No products yet. Those that a partner's list says you have can be adopted in your partner's page: g p.")
        )

    def open_record(self, key: str) -> None:
        """Show everything about a product."""
        self.app.push_screen(ProductDialog(key))

    def reveal(self, record: str) -> None:
        """Put the cursor on a product, in the tab that has all, and open it."""
        self.show_tab("all")
        super().reveal(record)

    def why_not(self, command: Command) -> str | None:
        """Say what of the product, or of the right on it, stands in the way."""
        product = self._products.get(self.records.cursor_key or "")
        return reason_against(command, product, self.app.entered) or super().why_not(command)

    def action_renewal(self) -> None:
        """Switch the automatic renewal of the product under the cursor."""

        def switch(row: Row) -> None:
            self._switch(row.key)

        self.records.on_row(switch)

    def action_list(self) -> None:
        """Show what the organisation has with other providers."""
        entered, choice = self.app.entered, self.app.choice
        name = entered.client if entered is not None else choice.name if choice is not None else ""
        self.app.push_screen(OtherProvidersPage(name))

    def action_charge(self) -> None:
        """Open the partnership of the partner in charge."""

        def open_partnership(row: Row) -> None:
            product = self._products.get(row.key)
            if product is not None and product.entrusted_partnership is not None:
                self.app.open_partnership(product.entrusted_partnership)

        self.records.on_row(open_partnership)

    @property
    def _soon_days(self) -> int:
        return self.app.services.office.terms.days.expiring_soon

    @work(group="dialog", exclusive=True)
    async def _switch(self, reference: str) -> None:
        product = self._products.get(reference)
        if product is None:
            return
        reason = reason_against(RENEWAL, product, self.app.entered)
        if reason is not None:
            self.app.warn(reason)
            return
        with self.app.reporting():
            await switch_renewal(self.app, product)

    async def _load(self) -> Sequence[Item]:
        products = await self.app.ask(self.app.services.products.list)
        self._products = {one.id: one for one in products}
        today, soon = formats.today(self.app.services), self._soon_days
        return [
            Item(
                product_row(one, today, soon),
                order=(("expiry", one.expires_on.isoformat() if one.expires_on else None),),
                tabs=_tabs(one, (one.expires_on - today).days if one.expires_on else None, soon),
            )
            for one in products
        ]


def _tabs(product: ProductView, days: int | None, soon: int) -> tuple[str, ...]:
    if product.expired:
        return ("all", "expired")
    return ("all", "soon") if days is not None and days <= soon else ("all",)
