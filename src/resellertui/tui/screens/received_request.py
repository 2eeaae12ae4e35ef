"""A request that a partner was sent: all of it that the partner may read, its clock, its offer, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.leads.states import TO_ANSWER, RequestState, RouteState
from resellertui.domain.partnership import State
from resellertui.domain.wording import _
from resellertui.services.leads.contract_views import ContractView
from resellertui.services.leads.lead_views import LeadView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.explaining import EXPLAIN, explain
from resellertui.tui.quotes.contract_part import PARTNERSHIP, contract_facts, read_contract
from resellertui.tui.quotes.declining import DeclineForm
from resellertui.tui.quotes.read_page import ReadPage
from resellertui.tui.quotes.request_text import RequestText
from resellertui.tui.quotes.words import lead_content, request_state_words

OFFER = Command(
    "lead.offer",
    "n",
    "Offer",
    "Make an offer, or one in the place of the offer that stands.",
    permission=Action.QUOTE_ANSWER,
    footer=10,
)
DECLINE = Command(
    "lead.decline",
    "d",
    "Decline",
    "Decline the request, and say why.",
    permission=Action.QUOTE_ANSWER,
    danger=True,
    footer=20,
)
BASKET = Command(
    "lead.basket",
    "o",
    "Order",
    "Open the basket that the accepted offer has prepared, and order it for the client.",
    permission=Action.ORDER_PLACE,
    footer=30,
)


class ReceivedRequestPage(ReadPage):
    """Shows a request by its id; reading it counts as having viewed it."""

    HELP_TITLE = "A request that you were sent"
    VERBS: ClassVar[tuple[Command, ...]] = (OFFER, DECLINE, BASKET, PARTNERSHIP, EXPLAIN)

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self.view: LeadView | None = None
        self.contract: ContractView | None = None

    def title_text(self) -> str:
        """Return the request's id and how its need begins."""
        return self._reference if self.view is None else f"{self.view.id} · {self.view.extract}"

    def compose_body(self) -> ComposeResult:
        """Lay out the text."""
        with RequestText():
            yield Static(id="lead-text")

    def on_mount(self) -> None:
        """Start in the text."""
        self.set_focus(self.query_one(RequestText))

    async def read(self) -> None:
        """Read the request, and the contract that came of it."""
        self.view = await self.app.ask(self.app.services.leads.show, self._reference)
        self.contract = await read_contract(self.app, self.view.contract)

    def why_not(self, command: Command) -> str | None:
        """Say what of the request's state stands in the way."""
        view = self.view
        if view is None:
            return super().why_not(command)
        if command is OFFER and not view.may_answer:
            return _no_more(view) or _("You are not sent requests at present: g m says why.")
        if command is DECLINE and view.route_state not in TO_ANSWER:
            return _no_more(view) or _("You have answered already: another offer takes the place of the first.")
        if command is EXPLAIN and view.offer is None:
            return _("You have made no offer whose amounts could be derived.")
        if command in {BASKET, PARTNERSHIP} and self.contract is None:
            return _("There is none: no offer of yours was accepted.")
        if command is BASKET and self.contract is not None and not self.contract.may_order:
            if self.contract.partnership_state == State.PENDING:
                return _("{reason} p opens it: accept it there.").format(reason=self.contract.why_not)
            return self.contract.why_not
        return super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def action_offer(self) -> None:
        """Put an offer together."""
        from resellertui.tui.screens.offer_builder import OfferBuilderPage

        if self.view is not None:
            await self.app.push_screen_wait(OfferBuilderPage(self.view))

    @work(group="dialog", exclusive=True)
    async def action_decline(self) -> None:
        """Decline it."""
        if self.view is not None:
            await self.app.push_screen_wait(DeclineForm(self.view))

    @work(group="dialog", exclusive=True)
    async def action_basket(self) -> None:
        """Order what the accepted offer has in it."""
        from resellertui.tui.quotes.contract_basket import order_basket

        if self.contract is not None:
            await order_basket(self.app, self.contract)

    def action_partnership(self) -> None:
        """Open the client with which it was won."""
        if self.contract is not None:
            self.app.open_partnership(self.contract.partnership)

    @work(group="dialog", exclusive=True)
    async def action_explain(self) -> None:
        """Derive the offer's prices."""
        if self.view is not None and self.view.offer is not None:
            await explain(self.app, self.view.offer.id)

    def show_read(self) -> None:
        """Show all of it."""
        if self.view is None:
            return
        self.retitle()
        text = lead_content(self.view, formats.today(self.app.services), contract_facts(self.contract))
        self.query_one("#lead-text", Static).update(text)


def _no_more(view: LeadView) -> str:
    """Return why nothing can be answered to a request any more; empty where it still can."""
    if view.state is not RequestState.OPEN:
        return _("{request} takes no answers any more: {state}.").format(
            request=view.id, state=request_state_words(view.state)
        )
    if view.route_state is RouteState.DECLINED:
        return _("You have declined {request}.").format(request=view.id)
    return ""
