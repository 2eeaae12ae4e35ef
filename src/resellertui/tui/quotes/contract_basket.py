"""The basket that an accepted offer has prepared: its lines as offered, named at this moment, ordered in one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from resellertui.domain.wording import _
from resellertui.services.billing.views import OrderOutcome
from resellertui.services.leads.contract_views import ContractView
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.basket import Basket
from resellertui.tui.dialogs.choose import ChoiceList
from resellertui.tui.dialogs.form_dialog import TextDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.quotes.words import line_words
from resellertui.tui.text import plain

if TYPE_CHECKING:
    from resellertui.services.actor import Actor
    from resellertui.services.console import Services
    from resellertui.tui.app import ConsoleApp


class ContractBasket(Basket):
    """Orders the lines of a contract; none can be left out, each can be named."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("contract.name", "e", "Name", "Name what the line is for: a domain, say.", footer=25, palette=False),
    )
    GUIDE = "offers"
    HELP_TITLE = "The basket of an accepted offer"

    def __init__(self, view: ContractView) -> None:
        super().__init__()
        self._view = view
        self._names = {place: one.name for place, one in enumerate(view.lines, 1)}

    def title_text(self) -> str:
        """Return whose contract it is."""
        return _("Basket of {contract} for {client}").format(contract=self._view.id, client=self._view.client)

    def said(self) -> Sequence[str]:
        """Return the lines with their names and the prices that the client agreed to."""
        return [
            line_words(one.model_copy(update={"name": self._names[place]}), self._view.currency)
            for place, one in enumerate(self._view.lines, 1)
        ]

    def compose_body(self) -> ComposeResult:
        """Say whose prices the lines show."""
        yield Static(
            plain(_("At these prices your client is billed; enter names a line. What it costs you is said below.")),
            classes="choose-line",
        )
        yield from super().compose_body()

    def placing(self, services: Services, *, pay: bool = False) -> Callable[[Actor], OrderOutcome]:
        """Return what orders the contract's basket."""
        names, address = dict(self._names), self._address
        return lambda actor: services.quote_contracts.order(
            actor, self._view.id, names, pay=pay, billing_address=address
        )

    @on(OptionList.OptionSelected)
    def name_line(self) -> None:
        """Name the line that was chosen."""
        self.action_name()

    @work(group="dialog", exclusive=True)
    async def action_name(self) -> None:
        """Name the line under the cursor."""
        choices = self.query_one(ChoiceList)
        index = choices.highlighted
        if index is None:
            return
        line = self._view.lines[index]
        title = _("What is {product} for?").format(product=line.label)
        answer = await self.app.push_screen_wait(
            TextDialog(title, _("Domain or name"), self._names[index + 1], yes=_("Set"))
        )
        if answer is not None:
            self._names[index + 1] = answer["text"].strip()
            choices.replace_option_prompt_at_index(index, plain(self.said()[index]))
            self.say_consequence()


async def order_basket(app: ConsoleApp, contract: ContractView) -> None:
    """Open the basket of a contract, and say what ordering it did."""
    outcome = await app.push_screen_wait(ContractBasket(contract))
    if outcome is not None:
        app.push_screen(ReadingDialog(_("Ordered"), [outcome.consequence]))
