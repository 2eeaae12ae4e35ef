"""The dialogs of the shop: one more line for the basket, and the basket itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static
from textual.widgets.option_list import Option

from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, ResellerError
from resellertui.domain.wording import _
from resellertui.services.billing.catalogue import KindView
from resellertui.services.billing.views import OrderInput, OrderLineInput, OrderOutcome
from resellertui.tui.addressing import ADDRESS, choose_address
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import ChoiceList
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.explaining import EXPLAIN, show_parts
from resellertui.tui.text import plain
from resellertui.tui.vat_asking import Asked, Place, ask_for_vat, told_only
from resellertui.tui.widgets.form import ChoiceField, Field, TextField

if TYPE_CHECKING:
    from resellertui.services.actor import Actor
    from resellertui.services.console import Services


class LineDialog(FormDialog):
    """Asks how many of a kind; answers a line under `line` that could be ordered as it is."""

    GUIDE = "shop"

    def __init__(self, kind: KindView, carers: Sequence[str], *, effects: Sequence[str] = ()) -> None:
        fields: list[Field] = [TextField("name", _("Domain"))] if kind.names_domain else []
        fields += [TextField("quantity", _("Quantity"), "1")]
        fields += [TextField("periods", _("Periods"), str(kind.least_periods))]
        if not kind.names_domain:
            fields.append(TextField("name", _("Name"), hint=_("“{label}” where left out.").format(label=kind.label)))
        if carers:
            choices = [("", _("nobody")), *((one, one) for one in carers)]
            fields.append(ChoiceField("entrust_to", _("Entrust to"), choices))
        super().__init__(kind.label, *fields, effects=effects, yes=_("Add"))
        self._sku = kind.sku

    def submit(self, values: dict[str, Any]) -> None:
        """Take the line if it can be ordered by itself; otherwise say what is wrong under its field."""
        self._try(values)

    @work(group="submit", exclusive=True)
    async def _try(self, values: dict[str, Any]) -> None:
        with self.app.reporting(self.form):
            line = OrderLineInput.of(sku=self._sku, **values)
            try:
                await self.app.ask(self.app.services.rehearsing().orders.place, OrderInput(lines=(line,)))
            except Invalid as error:
                raise Invalid({one.field.removeprefix("lines.1."): one.reason for one in error.fields}) from error
            self.finish({"line": line})


class Basket(Dialog[OrderOutcome]):
    """Shows lines and what ordering them would do; answers what it did. A subclass says whose lines and how."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            "basket.order",
            "o",
            "Order",
            "Order what is in the basket.",
            permission=Action.ORDER_PLACE,
            danger=True,
            footer=10,
            palette=False,
        ),
        Command(
            "basket.pay",
            "p",
            "Order and pay",
            "Order it, and pay at once from the prepaid account.",
            permission=Action.ORDER_PLACE,
            danger=True,
            footer=20,
            palette=False,
        ),
        ADDRESS,
        EXPLAIN,
    )
    GUIDE = "shop"
    HELP_TITLE = "Basket"

    _address = ""
    """The billing address that the invoice names, as it was chosen."""

    def title_text(self) -> str:
        """Return the title."""
        return _("Basket")

    def said(self) -> Sequence[str]:
        """Return a line for each line of the basket."""
        raise NotImplementedError

    def placing(self, services: Services, *, pay: bool = False) -> Callable[[Actor], OrderOutcome]:
        """Return what orders it: with services that only rehearse, or with the real ones."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """Yield the lines and what ordering them would do."""
        yield ChoiceList(*(Option(plain(one)) for one in self.said()), compact=True)
        yield Static(classes="effect")

    def on_mount(self) -> None:
        """Start on the first line."""
        choices = self.query_one(ChoiceList)
        choices.highlighted = 0
        self.set_focus(choices)
        self.say_consequence()

    async def consequence(self) -> str:
        """Return what ordering it would do, or why it can't be ordered."""

        async def rehearse() -> OrderOutcome:
            return await self.app.ask(self.placing(self.app.services.rehearsing()))

        return await consequence_words(rehearse)

    def action_order(self) -> None:
        """Order."""
        self._place(pay=False)

    def action_pay(self) -> None:
        """Order and pay at once."""
        self._place(pay=True)

    @work(group="dialog", exclusive=True)
    async def action_address(self) -> None:
        """Choose the billing address, and say what ordering does then."""
        with self.app.reporting():
            outcome = await self.app.ask(self.placing(self.app.services.rehearsing()))
            pays = outcome.document_id is not None
            chosen = await choose_address(self.app, pays=pays, current=self._address)
            if chosen is not None:
                self._address = chosen
                self.say_consequence()

    @work(group="dialog", exclusive=True)
    async def action_explain(self) -> None:
        """Derive what ordering the basket would cost."""
        with self.app.reporting():
            outcome = await self.app.ask(self.placing(self.app.services.rehearsing()))
            show_parts(self.app, _("What ordering it costs"), outcome.derivation)

    @work(group="say", exclusive=True)
    async def say_consequence(self) -> None:
        """Say what ordering it would do now."""
        words = await self.consequence()
        if self.is_open:
            self.query_one(".effect", Static).update(plain(words))

    @work(group="dialog", exclusive=True)
    async def _place(self, *, pay: bool) -> None:
        with self.app.reporting():
            rehearsed = self.placing(self.app.services.rehearsing(), pay=pay)
            shown = await self.app.ask(rehearsed)
            asked = await ask_for_vat(self.app, Place.SHOP, shown.vat_hint, without=_("Order without it"))
            if asked is Asked.STOPPED:
                return
            effects = told_only(shown.vat_hint)
            if asked is Asked.ENTERED:
                self.say_consequence()
                shown = await self.app.ask(rehearsed)
            question, yes = (_("Order and pay?"), _("Order and pay")) if pay else (_("Order?"), _("Order"))
            effects.insert(0, shown.consequence)
            if await self.app.push_screen_wait(ConfirmDialog(question, effects, yes=yes, danger=True)):
                self.finish(await self.app.tell(self.placing(self.app.services, pay=pay)))


class BasketDialog(Basket):
    """The basket of the shop."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("basket.remove", "delete,x", "Remove", "Take the line out of the basket.", footer=30, palette=False),
    )

    def __init__(
        self,
        lines: list[OrderLineInput],
        words: Callable[[OrderLineInput], str],
    ) -> None:
        """Show the section's own list of lines, so that what is removed here is gone there."""
        super().__init__()
        self._lines = lines
        self._words = words
        # one key for as long as the basket is open: what is sent twice is ordered once
        self._key = uuid4().hex

    def said(self) -> Sequence[str]:
        """Return the lines in words."""
        return [self._words(one) for one in self._lines]

    def placing(self, services: Services, *, pay: bool = False) -> Callable[[Actor], OrderOutcome]:
        """Return what orders the lines."""
        order = OrderInput(lines=tuple(self._lines), pay=pay, key=self._key, billing_address=self._address)
        return lambda actor: services.orders.place(actor, order)

    def action_remove(self) -> None:
        """Take out the line under the cursor; an empty basket closes."""
        choices = self.query_one(ChoiceList)
        index = choices.highlighted
        if index is None:
            return
        del self._lines[index]
        choices.remove_option_at_index(index)
        if not self._lines:
            self.finish(None)
            return
        choices.highlighted = min(index, len(self._lines) - 1)
        self.say_consequence()


async def consequence_words(place: Callable[[], Awaitable[OrderOutcome]]) -> str:
    """Return what an order would do, or why it can't be placed."""
    try:
        return (await place()).consequence
    except ResellerError as error:
        return str(error)
