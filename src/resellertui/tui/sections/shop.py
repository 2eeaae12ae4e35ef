"""The shop: the catalogue, a basket, and at any time what ordering it would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.wording import _, ngettext
from resellertui.services.billing.catalogue import KindView
from resellertui.services.billing.views import OrderInput, OrderLineInput, OrderOutcome
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.basket import BasketDialog, LineDialog, consequence_words
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_source import ListQuery, Row, Source

ADD = Command(
    "shop.add", "n", "Add", "Put what is under the cursor into the basket.", permission=Action.ORDER_PLACE, footer=10
)
BASKET = Command(
    "shop.basket", "b", "Basket", "See the basket, and order it.", permission=Action.ORDER_PLACE, footer=20
)


class ShopSection(ListSection, can_focus=False):
    """The kinds of the catalogue, and the basket below them."""

    TITLE = "Shop"
    HELP_TITLE = "Shop"
    VERBS: ClassVar[tuple[Command, ...]] = (ADD, BASKET)

    _kinds: dict[str, KindView]

    def title_text(self) -> str:
        """Say for whom one orders while acting inside a client's organisation."""
        entered = self.app.entered
        return _("Shop for {client}").format(client=entered.client) if entered is not None else _("Shop")

    def compose_body(self) -> ComposeResult:
        """Lay out the list, and the basket below it."""
        self._lines: list[OrderLineInput] = []
        self._basket_line = Line(classes="shop-basket")
        yield from super().compose_body()
        yield self._basket_line

    def on_mount(self) -> None:
        """Say that the basket is empty."""
        self._say_basket()

    def source(self) -> Source:
        """Return the catalogue."""
        self._kinds = {}
        return WholeSource(self._load, sort="label")

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("family", _("Family"), 14, limit=24, weight=1, priority=3, sortable=True),
            Column("label", _("Product"), 20, limit=44, weight=2, sortable=True),
            Column("price", _("Price"), 12, right=True),
            Column("period", _("Period"), 9, priority=2),
            Column("mark", _("Mark"), 11, priority=1),
        )

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
        outcome = await self.app.push_screen_wait(BasketDialog(self._lines, self._words, self._consequence))
        if outcome is not None:
            self._lines.clear()
            self.app.push_screen(ReadingDialog(_("Ordered"), [outcome.consequence]))
        self._say_basket()

    @work(group="dialog", exclusive=True)
    async def _add(self, sku: str) -> None:
        kind = self._kinds.get(sku)
        if kind is None:
            return
        with self.app.reporting():
            carers = await self.app.ask(self.app.services.catalogue.carers)
            answer = await self.app.push_screen_wait(LineDialog(kind, carers))
            if answer is not None:
                self._lines.append(answer["line"])
                self._say_basket()

    @work(group="basket", exclusive=True)
    async def _say_basket(self) -> None:
        if not self._lines:
            self._basket_line.say(plain(_("The basket is empty. Press n to add what is under the cursor.")))
            return
        count = len(self._lines)
        head = ngettext("Basket, {count} line:", "Basket, {count} lines:", count).format(count=count)
        self._basket_line.say(plain(f"{head} {await self._consequence()}"))

    async def _consequence(self) -> str:
        async def place() -> OrderOutcome:
            order = OrderInput(lines=tuple(self._lines))
            return await self.app.ask(self.app.services.rehearsing().orders.place, order)

        return await consequence_words(place)

    def _words(self, line: OrderLineInput) -> str:
        kind = self._kinds.get(line.sku)
        label = line.sku if kind is None else kind.label
        words = _("{quantity} × {label}, periods: {periods}").format(
            quantity=line.quantity, label=label, periods=line.periods
        )
        return f"{words}, “{line.name}”" if line.name else words

    async def _load(self) -> Sequence[Item]:
        kinds = await self.app.ask(self.app.services.catalogue.kinds)
        self._kinds = {one.sku: one for one in kinds}
        return [Item(_row(one)) for one in kinds]


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
