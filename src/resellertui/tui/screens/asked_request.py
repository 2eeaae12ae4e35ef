"""A request of one's own: what was asked, who answered, and the offers, of which one can be accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.leads.states import RequestState, RouteState
from resellertui.domain.wording import _
from resellertui.services.leads.contract_views import ContractView
from resellertui.services.leads.views import OfferView, OwnRequestView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.quotes.accepting import ACCEPT, accept_offer, reason_against
from resellertui.tui.quotes.asking import WithdrawForm
from resellertui.tui.quotes.contract_part import PARTNERSHIP, contract_facts, read_contract
from resellertui.tui.quotes.offer_dialog import OfferDialog
from resellertui.tui.quotes.read_page import ReadPage
from resellertui.tui.quotes.request_text import RequestText
from resellertui.tui.quotes.words import money, own_content, request_state_words, route_state_words, valid_words
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Tone
from resellertui.tui.widgets.tab_line import TabLine

COMPARE = Command(
    "asked.compare", "v", "Side by side", "See the offers beside each other, line by line.", footer=15, palette=True
)
WITHDRAW = Command(
    "asked.withdraw",
    "w",
    "Withdraw",
    "Withdraw the request: it is solved, or not wanted any more.",
    permission=Action.QUOTE_FOLLOW,
    danger=True,
    footer=40,
)
OFFERS, REQUEST = "offers", "request"


class AskedRequestPage(ReadPage):
    """Shows a request of one's own organisation by its id."""

    HELP_TITLE = "A request of your own"
    CSS_PATH = "asked_request.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        ACCEPT,
        COMPARE,
        WITHDRAW,
        PARTNERSHIP,
        Command("asked.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False),
        Command("asked.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=45, palette=False),
    )
    TABS: ClassVar[tuple[tuple[str, str], ...]] = ((OFFERS, "Offers"), (REQUEST, "Request"))

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self.view: OwnRequestView | None = None
        self.contract: ContractView | None = None
        self.tab_line = TabLine([(key, _(label)) for key, label in self.TABS])

    def title_text(self) -> str:
        """Return the request's id, where it stands, and how its need begins."""
        if self.view is None:
            return self._reference
        return f"{self.view.id} · {request_state_words(self.view.state)} · {self.view.extract}"

    def compose_body(self) -> ComposeResult:
        """Lay out the tabs, the offers and the request; one is in view."""
        self.records = RecordList(WholeSource(self._items, sort="partner"), _columns(), empty=self._no_offers)
        yield self.tab_line
        yield self.records
        with RequestText():
            yield Static(id="asked-text")

    def on_mount(self) -> None:
        """Start with the offers."""
        self.show_tab(OFFERS)

    async def read(self) -> None:
        """Read the request with its offers, and the contract that came of it; without offers the request is shown."""
        is_first = self.view is None
        self.view = await self.app.ask(self.app.services.quote_requests.show, self._reference)
        self.contract = await read_contract(self.app, self.view.contract)
        if is_first and not self.view.offers and self.is_open:
            self.show_tab(REQUEST)

    def offer(self) -> OfferView | None:
        """Return the offer under the cursor; of a single one, that."""
        offers = () if self.view is None else self.view.offers
        if len(offers) == 1:
            return offers[0]
        return next((one for one in offers if one.id == self.records.cursor_key), None)

    def rows_for(self, command: Command) -> RecordList | None:
        """Return the offers, for what is about the one under the cursor."""
        return self.records if command is ACCEPT else super().rows_for(command)

    def why_not(self, command: Command) -> str | None:
        """Say what of the request's state stands in the way."""
        if command is ACCEPT:
            return reason_against(self.view, self.offer())
        if command is COMPARE and self.view is not None and not self.view.offers:
            return _("There is no offer yet.")
        if command is WITHDRAW and self.view is not None and self.view.state is not RequestState.OPEN:
            return _("{request} is not open any more.").format(request=self.view.id)
        if command is PARTNERSHIP and self.contract is None:
            return _("No offer was accepted, so no partnership came of it.")
        return super().why_not(command)

    def step_back(self) -> bool:
        """Go back to the offers, where there are any."""
        if self.tab_line.active == OFFERS or self.view is None or not self.view.offers:
            return False
        self.show_tab(OFFERS)
        return True

    def show_tab(self, key: str) -> None:
        """Show a tab and give it the focus."""
        self.tab_line.active = key
        text = self.query_one(RequestText)
        self.records.display, text.display = key == OFFERS, key == REQUEST
        self.set_focus(self.records if key == OFFERS else text)

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.show_tab(message.key)

    @on(RecordList.Opened)
    def open_offer(self) -> None:
        """Show the offer that was chosen."""
        offer = self.offer()
        if offer is not None:
            self.app.push_screen(OfferDialog(offer))

    @on(RecordList.Highlighted)
    def renew_keys(self) -> None:
        """Let the footer follow what the cursor is on."""
        self.refresh_bindings()

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self.show_tab(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self.show_tab(self.tab_line.neighbour(1))

    @work(group="dialog", exclusive=True)
    async def action_accept(self) -> None:
        """Accept the offer under the cursor."""
        offer = self.offer()
        if offer is not None:
            await accept_offer(self.app, offer)
            self.reload()

    def action_compare(self) -> None:
        """Show the offers beside each other."""
        from resellertui.tui.screens.comparison import ComparisonPage

        if self.view is not None:
            self.app.push_screen(ComparisonPage(self.view))

    @work(group="dialog", exclusive=True)
    async def action_withdraw(self) -> None:
        """Withdraw the request."""
        if self.view is not None:
            await self.app.push_screen_wait(WithdrawForm(self.view))
            self.reload()

    def action_partnership(self) -> None:
        """Open the partnership with the partner whose offer was accepted."""
        if self.contract is not None:
            self.app.open_partnership(self.contract.partnership)

    def show_read(self) -> None:
        """Show the request and the offers."""
        if self.view is None:
            return
        self.retitle()
        text = own_content(self.view, formats.today(self.app.services), contract_facts(self.contract))
        self.query_one("#asked-text", Static).update(text)
        self.records.refresh_rows()

    async def _items(self) -> Sequence[Item]:
        return [] if self.view is None else [_item(one) for one in self.view.offers]

    def _no_offers(self, _query: ListQuery) -> Content:
        if self.view is None or self.view.state is RequestState.OPEN:
            return plain(_("No offer yet. Each one is mailed to you as it comes; ] shows the request."))
        return plain(_("No offer came before it was closed."))


def _columns() -> tuple[Column, ...]:
    return (
        Column("partner", _("Partner"), 16, weight=3, limit=40, sortable=True),
        Column("total", _("Total"), 13, right=True),
        Column("yearly", _("In a year"), 13, right=True),
        Column("valid", _("Valid until"), 11, weight=1, limit=30, priority=1),
        Column("place", _("Place"), 12, weight=1, limit=24, priority=2),
        Column("languages", _("Languages"), 12, weight=1, limit=24, priority=3),
        Column("state", _("State"), 10, priority=1),
        Column("id", _("Offer"), 7, priority=4),
    )


def _item(one: OfferView) -> Item:
    cells = {
        "partner": one.partner,
        "total": money(one.total, one.currency),
        "yearly": money(one.yearly, one.currency),
        "valid": valid_words(one),
        "place": one.partner_place,
        "languages": ", ".join(one.partner_languages),
        "state": route_state_words(one.state),
        "id": one.id,
    }
    tone = Tone.GOOD if one.state is RouteState.WON else None if one.is_valid else Tone.MUTED
    return Item(Row(one.id, cells, tone))
