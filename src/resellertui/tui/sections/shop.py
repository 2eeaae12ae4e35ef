"""The shop: the catalogue, a basket, and at any time what ordering it would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.wording import _, ngettext
from resellertui.services.billing.catalogue import CatalogueQuery, CatalogueSort, KindView
from resellertui.services.billing.views import OrderInput, OrderLineInput, OrderOutcome
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.basket import BasketDialog, LineDialog, consequence_words
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.explaining import EXPLAIN, ExplainsRows
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

ADD = Command(
    "shop.add", "n", "Add", "Put what is under the cursor into the basket.", permission=Action.ORDER_PLACE, footer=10
)
BASKET = Command(
    "shop.basket", "b", "Basket", "See the basket, and order it.", permission=Action.ORDER_PLACE, footer=20
)


class KindSource(Source):
    """Windows on the catalogue."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        answer = await self._app.ask(self._app.services.catalogue.page, _asked(query), offset, limit)
        return Page(answer.total, answer.offset, [_row(one) for one in answer.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the kind is."""
        return await self._app.ask(self._app.services.catalogue.position, _asked(query), key)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return the first kind that begins with what was typed, or holds it."""
        return await self._app.ask(self._app.services.catalogue.find, _asked(query), typed)


def _asked(query: ListQuery) -> CatalogueQuery:
    return CatalogueQuery(text=query.filter, sort=CatalogueSort(query.sort), descending=query.descending)


class ShopSection(ExplainsRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The kinds of the catalogue, and the basket below them."""

    TITLE = "Shop"
    GUIDE = "shop"
    HELP_TITLE = "Shop"
    VERBS: ClassVar[tuple[Command, ...]] = (ADD, BASKET, EXPLAIN)

    def title_text(self) -> str:
        """Say for whom one orders while acting inside a client's organisation."""
        entered = self.app.entered
        return _("Shop for {client}").format(client=entered.client) if entered is not None else _("Shop")

    def compose_body(self) -> ComposeResult:
        """Lay out the list, and the basket below it."""
        self._lines: list[OrderLineInput] = []
        self._labels: dict[str, str] = {}
        self._basket_line = Static(classes="shop-basket")
        yield from super().compose_body()
        yield self._basket_line

    def on_mount(self) -> None:
        """Say that the basket is empty."""
        self._say_basket()

    def source(self) -> Source:
        """Return the catalogue."""
        return KindSource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return kind_columns()

    def empty(self, _query: ListQuery) -> Content:
        """Say why there is nothing."""
        return plain(_("The catalogue is empty."))

    def reload(self) -> object:
        """Read the catalogue again, and what the basket would do now."""
        self._say_basket()
        return super().reload()

    def why_not(self, command: Command) -> str | None:
        """Say that there is nothing to order yet."""
        if command is BASKET and not self._lines:
            return _("The basket is empty. Press n to add what is under the cursor.")
        return super().why_not(command)

    def open_record(self, key: str) -> None:
        """Put a kind into the basket."""
        if self.app.offers(ADD):
            self._add(key)

    def action_add(self) -> None:
        """Put the kind under the cursor into the basket."""

        def add(row: Row) -> None:
            self._add(row.key)

        self.records.on_row(add)

    @work(group="dialog", exclusive=True)
    async def action_basket(self) -> None:
        """Open the basket, and say what ordering it did."""
        outcome = await self.app.push_screen_wait(BasketDialog(self._lines, self._words))
        if outcome is not None:
            self._lines.clear()
            self.app.push_screen(ReadingDialog(_("Ordered"), [outcome.consequence]))
        self._say_basket()

    @work(group="dialog", exclusive=True)
    async def _add(self, sku: str) -> None:
        with self.app.reporting():
            kind = await self.app.ask(self.app.services.catalogue.kind, sku)
            carers = await self.app.ask(self.app.services.catalogue.carers)
            answer = await self.app.push_screen_wait(LineDialog(kind, carers))
            if answer is not None:
                self._lines.append(answer["line"])
                self._labels[kind.sku] = kind.label
                self._say_basket()

    @work(group="basket", exclusive=True)
    async def _say_basket(self) -> None:
        if not self._lines:
            self._basket_line.update(plain(_("The basket is empty. Press n to add what is under the cursor.")))
            return
        count = len(self._lines)
        head = ngettext("Basket, {count} line:", "Basket, {count} lines:", count).format(count=count)
        self._basket_line.update(plain(f"{head} {await self._consequence()}"))

    async def _consequence(self) -> str:
        async def place() -> OrderOutcome:
            order = OrderInput(lines=tuple(self._lines))
            return await self.app.ask(self.app.services.rehearsing().orders.place, order)

        return await consequence_words(place)

    def _words(self, line: OrderLineInput) -> str:
        label = self._labels.get(line.sku, line.sku)
        words = _("{quantity} × {label}, periods: {periods}").format(
            quantity=line.quantity, label=label, periods=line.periods
        )
        return f"{words}, “{line.name}”" if line.name else words


def kind_columns() -> Sequence[Column]:
    """Return the columns of the catalogue."""
    return (
        Column("family", _("Family"), 14, limit=24, weight=1, priority=3, sortable=True),
        Column("label", _("Product"), 18, limit=44, weight=2, sortable=True),
        Column("price", _("Price"), 12, right=True),
        Column("period", _("Period"), 9, priority=1),
        Column("mark", _("Mark"), 11, priority=2),
    )


def _row(one: KindView) -> Row:
    months = one.period_months
    return Row(
        one.sku,
        {
            "family": one.family_label,
            "label": one.label,
            "price": f"{one.price} {one.currency}" if one.price else "",
            "period": ngettext("{count} month", "{count} months", months).format(count=months),
            "mark": _("sample data") if one.is_sample else "",
        },
    )
