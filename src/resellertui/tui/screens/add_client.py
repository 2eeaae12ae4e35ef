"""The Add client wizard: who, which access, which products or whose payment method, review, sent."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from resellertui.domain.partnership import Access, Payment, access_label, payment_label
from resellertui.domain.wording import _
from resellertui.services.inputs import RequestToClient
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import ChoiceList
from resellertui.tui.facts import POINT, fact_lines
from resellertui.tui.screens.page import Page
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import Form, TextField


class Step(StrEnum):
    """Where the wizard is."""

    WHO = "who"
    ACCESS = "access"
    FAMILIES = "families"
    PAYMENT = "payment"
    REVIEW = "review"


NUMBERS = {Step.WHO: 1, Step.ACCESS: 2, Step.FAMILIES: 3, Step.PAYMENT: 3, Step.REVIEW: 4}


class AddClientWizard(Page[str]):
    """Answers the id of the request that was sent."""

    CSS_PATH = "add_client.tcss"
    GUIDE = "add-client"
    HELP_TITLE = "Add a client"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("add_client.send", "f8", "Send", "Send the request that is shown.", footer=10, palette=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self.step = Step.WHO
        self._access = Access.LIMITED
        self._payment: Payment | None = None
        self.who = Form(
            TextField(
                "client",
                _("E-mail address, or the organisation's exact name or id"),
                hint=_("The answer is the same whether or not it is known here."),
            )
        )
        self.families = Form(
            TextField(
                "families",
                _("Which products, in words? The client chooses among its own."),
                hint=_("Such as: web hosting and domains. It may stay empty."),
            )
        )

    def title_text(self) -> str:
        """Return the wizard's name and the step."""
        words = {
            Step.WHO: _("who"),
            Step.ACCESS: _("access"),
            Step.FAMILIES: _("products"),
            Step.PAYMENT: _("payment method"),
            Step.REVIEW: _("review"),
        }[self.step]
        return _("Add a client · step {number} of 4: {step}").format(number=NUMBERS[self.step], step=words)

    def compose_body(self) -> ComposeResult:
        """Lay out every step; one is in view."""
        with VerticalScroll(id=Step.WHO, can_focus=False):
            yield self.who
        with VerticalScroll(id=Step.ACCESS, can_focus=False):
            yield Static(plain(_("Which access do you ask for? The client may grant something else.")))
            yield ChoiceList(
                _option(_("Limited"), _("the products that the client entrusts to you, one by one")),
                _option(_("Full"), _("every product, present and future; you may order and renew")),
                compact=True,
            )
        with VerticalScroll(id=Step.FAMILIES, can_focus=False):
            yield self.families
        with VerticalScroll(id=Step.PAYMENT, can_focus=False):
            yield Static(plain(_("Whose payment method is charged?")))
            yield ChoiceList(
                _option(_("The client's"), _("it pays at public price; you earn cashback")),
                _option(_("Yours"), _("you pay your orders at your discount")),
                compact=True,
            )
        with VerticalScroll(id=Step.REVIEW, can_focus=False):
            yield Static(id="summary")
            yield Button(plain(_("Send the request")), id="send", variant="primary", compact=True)
        yield Static(plain(_("Enter goes on, escape goes one step back.")), id="ways")

    def on_mount(self) -> None:
        """Start with the first step."""
        self.show(Step.WHO)

    def show(self, step: Step) -> None:
        """Show a step and give it the focus."""
        self.step = step
        for one in Step:
            self.query_one(f"#{one}").display = one is step
        self.retitle()
        self.refresh_bindings()
        self._focus_step()

    def step_back(self) -> bool:
        """Show the step before."""
        before = {
            Step.ACCESS: Step.WHO,
            Step.FAMILIES: Step.ACCESS,
            Step.PAYMENT: Step.ACCESS,
            Step.REVIEW: Step.FAMILIES if self._access is Access.LIMITED else Step.PAYMENT,
        }
        if self.step not in before:
            return False
        self.show(before[self.step])
        return True

    def unfinished(self) -> str | None:
        """Keep a request that is written from being lost."""
        return _("The request has not been sent.") if self.who.is_dirty else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the key that sends until everything is said."""
        if parameters == ("add_client.send",) and self.step is not Step.REVIEW:
            return False
        return super().check_action(action, parameters)

    @on(Form.Submitted)
    def take_text(self) -> None:
        """Go on from a step of text."""
        if self.step is Step.WHO:
            self.check_who()
        else:
            self.review()

    @on(OptionList.OptionSelected)
    def take_choice(self, event: OptionList.OptionSelected) -> None:
        """Go on from a step of choices."""
        if self.step is Step.ACCESS:
            self._access = (Access.LIMITED, Access.FULL)[event.option_index]
            self._payment = None
            self.show(Step.FAMILIES if self._access is Access.LIMITED else Step.PAYMENT)
        elif self.step is Step.PAYMENT:
            self._payment = (Payment.CLIENT, Payment.PARTNER)[event.option_index]
            self.review()

    @work(group="step", exclusive=True)
    async def check_who(self) -> None:
        """Go on when the address can be asked, tried out without sending anything."""
        with self.app.reporting(self.who):
            wish = RequestToClient.of(**self.who.values(), access=Access.LIMITED)
            await self.app.ask(self.app.services.rehearsing().requests.ask_client, wish)
            self.show(Step.ACCESS)

    @work(group="step", exclusive=True)
    async def review(self) -> None:
        """Show what the request will mean, said by what will send it."""
        with self.app.reporting(self.families if self._access is Access.LIMITED else self.who):
            outcome = await self.app.ask(self.app.services.rehearsing().requests.ask_client, self._wish())
            facts = [
                (_("Client"), outcome.partnership.client),
                (_("Access"), access_label(self._access)),
                (_("Products"), outcome.partnership.requested.families),
                (_("Payment"), payment_label(self._payment)),
                ("", _("Once the client accepts this")),
                *((POINT, effect) for effect in outcome.effects),
                ("", _("Now")),
                (POINT, _("The client gets an e-mail, and may grant something else than you ask.")),
                (POINT, _("The answer is the same whether or not this address is known.")),
            ]
            self.query_one("#summary", Static).update(fact_lines(facts))
            self.show(Step.REVIEW)

    @on(Button.Pressed, "#send")
    def press_send(self) -> None:
        """Send."""
        self.action_send()

    @work(group="step", exclusive=True)
    async def action_send(self) -> None:
        """Send the request."""
        with self.app.reporting():
            outcome = await self.app.tell(self.app.services.requests.ask_client, self._wish())
            partnership = outcome.partnership
            self.app.say(_("Request {id} sent to {client}.").format(id=partnership.id, client=partnership.client))
            self.leave(partnership.id)

    def _wish(self) -> RequestToClient:
        families = self.families.values()["families"] if self._access is Access.LIMITED else ""
        wish: RequestToClient = RequestToClient.of(
            **self.who.values(), access=self._access, payment=self._payment, families=families
        )
        return wish

    def _focus_step(self) -> None:
        if self.step is Step.WHO:
            self.who.focus_first()
        elif self.step is Step.FAMILIES:
            self.families.focus_first()
        elif self.step is Step.REVIEW:
            self.set_focus(self.query_one("#send"))
        else:
            choices = self.query_one(f"#{self.step} ChoiceList", ChoiceList)
            if choices.highlighted is None:
                choices.highlighted = 0
            self.set_focus(choices)


def _option(label: str, detail: str) -> Option:
    return Option(plain(f"{label} – {detail}"))
