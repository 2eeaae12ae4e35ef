"""A client's page: what it granted, its products as far as they are reached, who reaches it, its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.errors import ResellerError
from resellertui.domain.partnership import State
from resellertui.domain.roles import role_label
from resellertui.domain.wording import _
from resellertui.services.leads.contract_views import ContractRow
from resellertui.services.reach_views import ClientReachPerson
from resellertui.services.reinvoicing.line_views import ChargedTotal
from resellertui.services.views import ClientView, EventView
from resellertui.tui import client_acts, formats
from resellertui.tui import partnership_verbs as verbs
from resellertui.tui.client_facts import client_facts
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.end_partnership import EndDialog
from resellertui.tui.dialogs.partnership_acts import (
    AcceptDialog,
    PartnershipAct,
    PauseDialog,
    ProposeDialog,
    RefuseDialog,
    ResendDialog,
    ResumeDialog,
    WithdrawDialog,
)
from resellertui.tui.dialogs.product import ProductDialog
from resellertui.tui.explaining import EXPLAIN, explain
from resellertui.tui.exporting import export_client_billing, no_files_here
from resellertui.tui.facts import fact_lines
from resellertui.tui.limiting import set_limit
from resellertui.tui.product_words import product_row
from resellertui.tui.quotes.contract_part import bound_facts, read_bound
from resellertui.tui.reach_words import reasons
from resellertui.tui.reaching import Subject
from resellertui.tui.reinvoicing.client_part import TO_BILL, read_to_bill, to_bill_facts, why_not_billed
from resellertui.tui.screens.other_providers import ELSEWHERE, OtherProvidersPage
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Tone
from resellertui.tui.widgets.tab_line import TabLine

TABS = (("overview", "Overview"), ("products", "Products"), ("people", "Who reaches it"), ("history", "History"))


BILLING = Command(
    "client.billing",
    "x",
    "Billing",
    "Write the documents that you pay for this client to a file, as CSV or JSON.",
    permission=Action.ACCOUNTING_VIEW,
    footer=70,
)


class Overview(VerticalScroll, can_focus=True):
    """The facts, to be scrolled."""


class ClientPage(Page[None]):
    """Shows a client by its partnership's id."""

    GUIDE = "clients"
    HELP_TITLE = "A client"
    CSS_PATH = "client.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        client_acts.ENTER,
        client_acts.GRANT,
        verbs.ACCEPT,
        verbs.REFUSE,
        verbs.RESEND,
        verbs.WITHDRAW,
        verbs.PROPOSE,
        verbs.LIMIT,
        verbs.PAUSE,
        verbs.RESUME,
        verbs.END,
        BILLING,
        TO_BILL,
        EXPLAIN,
        ELSEWHERE,
        Command("client.history", "v", "History", "Show everything that happened.", footer=60, palette=False),
        Command("client.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False),
        Command("client.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=15, palette=False),
    )

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self.view: ClientView | None = None
        self._to_bill: Sequence[ChargedTotal] = ()
        self._bound: Sequence[ContractRow] = ()
        self._people: Sequence[ClientReachPerson] = ()
        self._events: Sequence[EventView] = ()
        self.tab_line = TabLine([(key, _(label)) for key, label in TABS])

    def title_text(self) -> str:
        """Return the client's name as the partner may know it."""
        if self.view is None:
            return self._reference
        return f"{self.view.partnership.client} · {self.view.partnership.id}"

    def compose_body(self) -> ComposeResult:
        """Lay out the tabs; one is in view."""
        yield self.tab_line
        with Overview(id="overview"):
            yield Static(id="facts")
        yield self._list("products", self._product_items, _product_columns(), self._no_products)
        people = (
            Column("name", _("Person"), 22, weight=1),
            Column("role", _("Role"), 20, priority=1),
            Column("why", _("Because"), 24, weight=1),
        )
        yield self._list("people", self._people_items, people, self._no_people)
        events = (
            Column("at", _("When"), 18),
            Column("who", _("Who"), 16, limit=30, priority=1),
            Column("text", _("What"), 30, weight=1),
        )
        yield self._list("history", self._event_items, events, lambda _query: plain(_("Nothing has happened yet.")))

    def on_mount(self) -> None:
        """Start with the overview, and read."""
        self.show_tab("overview")
        self.reload()

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read the client again; leave when it is not, or no longer, the reader's to see."""
        services = self.app.services
        with self.app.reporting():
            try:
                self.view = await self.app.ask(services.clients.show, self._reference)
                self._events = (await self.app.ask(services.partnerships.history, self._reference)).events
                is_active = self.view.partnership.state is State.ACTIVE
                reached = await self.app.ask(services.reach.by_client, self._reference) if is_active else None
                self._people = () if reached is None else reached.people
                self._to_bill = await read_to_bill(self.app, self.view.partnership)
                self._bound = await read_bound(self.app, self.view.partnership)
            except ResellerError:
                self.leave()
                raise
            if self.is_open:
                self._show_view(self.view)

    def why_not(self, command: Command) -> str | None:
        """Say what of the client's state stands in the way."""
        if self.view is None:
            return None
        if command in {client_acts.ENTER, client_acts.GRANT}:
            one = self.view.partnership
            at_hand = client_acts.AtHand(one.id, one.client, one.state, one.paused, one.mine_to_answer)
            return client_acts.reason_against(command, at_hand)
        if command in verbs.PARTNERSHIP_VERBS:
            return verbs.reason_against(command, self.view.partnership)
        if command is ELSEWHERE and self.view.organisation is None:
            return _("They can be noted once the partnership is active.")
        if command is TO_BILL:
            return why_not_billed(self.view.partnership, self._to_bill)
        if command is BILLING and self.app.is_locked:
            return no_files_here()
        return super().why_not(command)

    def reach_subject(self) -> Subject:
        """Return the client, if it is one that people reach."""
        is_active = self.view is not None and self.view.partnership.state is State.ACTIVE
        return Subject(client=self._reference if is_active else None)

    def show_tab(self, key: str) -> None:
        """Show a tab and give it the focus."""
        self.tab_line.active = key
        shown: Widget | None = None
        for one, _label in TABS:
            pane = self.query_one(f"#{one}")
            pane.display = one == key
            shown = pane if one == key else shown
        self.set_focus(shown)

    def step_back(self) -> bool:
        """Go back to the overview."""
        if self.tab_line.active == "overview":
            return False
        self.show_tab("overview")
        return True

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.show_tab(message.key)

    @on(RecordList.Opened, "#products")
    def open_product(self, message: RecordList.Opened) -> None:
        """Show everything about a product."""
        self.app.push_screen(ProductDialog(message.key))

    @work(group="dialog", exclusive=True)
    async def action_limit(self) -> None:
        """Set what the client's own orders may take from the partner's money."""
        await set_limit(self.app, self._reference)

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self.show_tab(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self.show_tab(self.tab_line.neighbour(1))

    def action_history(self) -> None:
        """Show the history."""
        self.show_tab("history")

    def action_explain(self) -> None:
        """Derive the price of the product under the cursor; elsewhere the client's part in the managed value."""

        def show(row: Row) -> None:
            self._explain(row.key)

        products = self.query_one("#products", RecordList)
        if self.tab_line.active == "products" and products.total:
            products.on_row(show)
        else:
            self._explain(self.view.partnership.id if self.view is not None else self._reference)

    @work(group="dialog", exclusive=True)
    async def _explain(self, reference: str) -> None:
        await explain(self.app, reference)

    def action_enter(self) -> None:
        """Act inside the client's organisation."""
        self.app.enter_client(self._reference)

    @work(group="dialog", exclusive=True)
    async def action_grant(self) -> None:
        """Let a collaborator reach the client."""
        with self.app.reporting():
            await client_acts.grant_clients(self.app, (self._reference,))

    @work(group="dialog", exclusive=True)
    async def action_billing(self) -> None:
        """Write the documents about the client, and say how many and where."""
        with self.app.reporting():
            await export_client_billing(self.app, self._reference)

    def action_to_bill(self) -> None:
        """Show what is to bill of this client."""
        if self.view is not None and self.view.partnership.client_id is not None:
            self.app.go("reinvoicing", self.view.partnership.client_id)

    def action_list(self) -> None:
        """Show what the client has with other providers."""
        one = self.view.partnership if self.view is not None else None
        if one is not None and one.client_id is not None:
            self.app.push_screen(OtherProvidersPage(one.client, one.client_id))

    def action_accept(self) -> None:
        """Accept the client's request."""
        self._act(AcceptDialog)

    def action_refuse(self) -> None:
        """Refuse the client's request."""
        self._act(RefuseDialog)

    def action_resend(self) -> None:
        """Send one's own request again."""
        self._act(ResendDialog)

    def action_withdraw(self) -> None:
        """Withdraw one's own request."""
        self._act(WithdrawDialog)

    def action_propose(self) -> None:
        """Propose the other payment method."""
        self._act(ProposeDialog)

    def action_pause(self) -> None:
        """Pause the partnership."""
        self._act(PauseDialog)

    def action_resume(self) -> None:
        """End a pause."""
        self._act(ResumeDialog)

    def action_end(self) -> None:
        """End the partnership."""
        self._act(EndDialog)

    def _act(self, dialog: type[PartnershipAct]) -> None:
        if self.view is not None:
            self.app.push_screen(dialog(self.view.partnership))

    def _list(
        self,
        name: str,
        items: Callable[[], Sequence[Item]],
        columns: Sequence[Column],
        empty: Callable[[ListQuery], Content],
    ) -> RecordList:
        async def load() -> Sequence[Item]:
            return items()

        return RecordList(WholeSource(load), columns, empty=empty, id=name)

    def _show_view(self, view: ClientView) -> None:
        self.retitle()
        facts = client_facts(view, formats.today(self.app.services), bound_facts(self._bound))
        facts += to_bill_facts(view.partnership, self._to_bill)
        self.query_one("#facts", Static).update(fact_lines(facts))
        for records in self.query(RecordList):
            records.refresh_rows()
        self.refresh_bindings()

    def _product_items(self) -> Sequence[Item]:
        if self.view is None:
            return ()
        today = formats.today(self.app.services)
        soon = self.app.services.office.terms.days.expiring_soon
        return [
            Item(
                product_row(one, today, soon),
                order=(("expiry", one.expires_on.isoformat() if one.expires_on else None),),
            )
            for one in self.view.products
        ]

    def _people_items(self) -> Sequence[Item]:
        return [
            Item(
                Row(
                    one.person.id,
                    {
                        "name": f"{one.person.name} <{one.person.email}>",
                        "role": role_label(one.person.role),
                        "why": reasons(one.sources),
                    },
                    None if one.access else Tone.MUTED,
                )
            )
            for one in self._people
        ]

    def _event_items(self) -> Sequence[Item]:
        return [
            Item(Row(str(number), {"at": formats.moment(one.at), "who": one.who or one.side, "text": one.text}))
            for number, one in enumerate(self._events)
        ]

    def _no_people(self, _query: ListQuery) -> Content:
        if self.view is not None and self.view.partnership.state is not State.ACTIVE:
            return plain(_("People reach it once the partnership is active."))
        return plain(_("Nobody reaches it."))

    def _no_products(self, _query: ListQuery) -> Content:
        if self.view is not None and self.view.partnership.paused:
            return plain(_("The partnership is paused: nothing of this client is visible meanwhile."))
        if self.view is not None and self.view.organisation is None:
            return plain(_("Its products show once the partnership is active."))
        return plain(_("It has no product that you reach."))


def _product_columns() -> tuple[Column, ...]:
    return (
        Column("name", _("Name"), 20, limit=44, weight=2, sortable=True),
        Column("family", _("Family"), 12, limit=20, priority=4, sortable=True),
        Column("label", _("Product"), 16, limit=32, weight=1, priority=3, sortable=True),
        Column("expiry", _("Expiry"), 26, limit=36, weight=6, priority=1, sortable=True),
        Column("renewal", _("Renewal"), 9, priority=2, sortable=True),
    )
