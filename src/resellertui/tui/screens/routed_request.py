"""A request as staff see it: who asks for what, the partners it went to, and those it can still be sent to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.leads.states import RequestState
from resellertui.domain.wording import _
from resellertui.services.leads.routing_views import CandidateView, RoutedView, RouteView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.quotes.read_page import ReadPage
from resellertui.tui.quotes.request_text import RequestText
from resellertui.tui.quotes.routing_forms import CloseForm
from resellertui.tui.quotes.words import (
    asked_facts,
    contact_facts,
    money,
    need_content,
    request_state_words,
    route_state_words,
    route_tone,
    source_words,
    standing_words,
)
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row
from resellertui.tui.widgets.tab_line import TabLine

SEND = Command(
    "routing.send",
    "n",
    "Send on",
    "Send the request to one more partner that wants requests.",
    permission=Action.QUOTE_ROUTE,
    footer=10,
)
CLOSE = Command(
    "routing.close",
    "d",
    "Take away",
    "Take the request away as abuse, with a reason.",
    permission=Action.QUOTE_ROUTE,
    danger=True,
    footer=20,
)
PARTNERS, REQUEST = "partners", "request"


class RoutedRequestPage(ReadPage):
    """Shows any request by its id."""

    HELP_TITLE = "A request, for staff"
    CSS_PATH = "routed_request.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        SEND,
        CLOSE,
        Command("routing.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False),
        Command(
            "routing.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=45, palette=False
        ),
    )
    TABS: ClassVar[tuple[tuple[str, str], ...]] = ((REQUEST, "Request"), (PARTNERS, "Partners"))

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self.view: RoutedView | None = None
        self.tab_line = TabLine([(key, _(label)) for key, label in self.TABS])

    def title_text(self) -> str:
        """Return the request's id and how its need begins."""
        return self._reference if self.view is None else f"{self.view.id} · {self.view.extract}"

    def compose_body(self) -> ComposeResult:
        """Lay out the tabs, the request and the partners; one is in view."""
        self.records = RecordList(WholeSource(self._items, sort="partner"), _columns(), empty=_no_partner)
        yield self.tab_line
        with RequestText():
            yield Static(id="routed-text")
        yield self.records

    def on_mount(self) -> None:
        """Start with the request."""
        self.show_tab(REQUEST)

    async def read(self) -> None:
        """Read the request with where it went."""
        self.view = await self.app.ask(self.app.services.quote_routing.show, self._reference)

    def show_read(self) -> None:
        """Show the request and the partners."""
        if self.view is not None:
            self.retitle()
            self.query_one("#routed-text", Static).update(self._text(self.view))
            self.records.refresh_rows()

    def why_not(self, command: Command) -> str | None:
        """Say what of the request's state stands in the way."""
        view = self.view
        if view is not None and command in {SEND, CLOSE} and view.state is not RequestState.OPEN:
            return _("{request} takes no answers any more: {state}.").format(
                request=view.id, state=request_state_words(view.state)
            )
        if view is not None and command is SEND and not view.candidates:
            return _("Every partner that wants requests was sent it.")
        return super().why_not(command)

    def step_back(self) -> bool:
        """Go back to the request."""
        if self.tab_line.active == REQUEST:
            return False
        self.show_tab(REQUEST)
        return True

    def show_tab(self, key: str) -> None:
        """Show a tab and give it the focus."""
        self.tab_line.active = key
        text = self.query_one(RequestText)
        self.records.display, text.display = key == PARTNERS, key == REQUEST
        self.set_focus(self.records if key == PARTNERS else text)

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.show_tab(message.key)

    @on(RecordList.Opened)
    def open_route(self, message: RecordList.Opened) -> None:
        """Show how it stands with a partner, whole."""
        routes = () if self.view is None else self.view.routes
        found = next((one for one in routes if one.partner_id == message.key), None)
        if found is not None:
            self.app.push_screen(ReadingDialog(found.partner, route_lines(found)))

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self.show_tab(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self.show_tab(self.tab_line.neighbour(1))

    @work(group="dialog", exclusive=True)
    async def action_send(self) -> None:
        """Choose one more partner, and send it on."""
        view = self.view
        if view is None:
            return
        with self.app.reporting():
            choices = [Choice(one.partner_id, one.partner, candidate_words(one)) for one in view.candidates]
            title = _("Send {request} to which partner?").format(request=view.id)
            chosen = await self.app.push_screen_wait(ChooseDialog(title, choices))
            if chosen is not None:
                await self.app.tell(self.app.services.quote_routing.send, view.id, chosen)
                name = next(one.partner for one in view.candidates if one.partner_id == chosen)
                self.app.say(_("{request} is sent to {partner}.").format(request=view.id, partner=name))
                self.show_tab(PARTNERS)

    @work(group="dialog", exclusive=True)
    async def action_close(self) -> None:
        """Take it away."""
        if self.view is not None:
            await self.app.push_screen_wait(CloseForm(self.view))

    def _text(self, view: RoutedView) -> Content:
        who = view.requester_id or _("a visitor without account")
        facts = [
            (_("State"), standing_words(view, formats.today(self.app.services))),
            (_("Why"), " ".join(view.close_reason.split("\n"))),
            (
                _("Filed"),
                _("{moment}, {how}").format(moment=formats.moment(view.made_at), how=source_words(view.source)),
            ),
            (_("Who asks"), who),
            (_("Sent to"), str(len(view.routes))),
            (_("Contract"), view.contract),
            *asked_facts(view),
        ]
        return Content("\n").join([fact_lines(facts), need_content(view), fact_lines(contact_facts(view.contact))])

    async def _items(self) -> Sequence[Item]:
        return [] if self.view is None else [_item(one) for one in self.view.routes]


def candidate_words(one: CandidateView) -> str:
    """Return where a partner is, what it speaks and offers; what fits the request first."""
    speaks = _("speaks {languages}") if one.speaks else _("speaks none of the languages: {languages}")
    parts = (one.place, speaks.format(languages=", ".join(one.languages) or "–"), ", ".join(one.services))
    return " · ".join(part for part in parts if part)


def route_lines(one: RouteView) -> list[str]:
    """Return how a request stands with a partner, whole."""
    facts = (
        (_("State: {words}"), route_state_words(one.state)),
        (_("Received: {words}"), formats.moment(one.received_at)),
        (_("Viewed: {words}"), formats.moment(one.viewed_at)),
        (_("Answered: {words}"), formats.moment(one.answered_at)),
        (_("Offer: {words}"), money(one.offer_total, one.offer_currency)),
        (_("Declined because: {words}"), one.decline_reason),
    )
    lines = [template.format(words=words) for template, words in facts if words]
    return [*lines, *([_("Sent on by staff.")] if one.by_staff else [])]


def _columns() -> tuple[Column, ...]:
    return (
        Column("partner", _("Partner"), 16, weight=3, limit=40, sortable=True),
        Column("state", _("State"), 11, sortable=True),
        Column("offer", _("Offer"), 13, right=True),
        Column("received", _("Received"), 17, priority=2),
        Column("answered", _("Answered"), 17, priority=1),
        Column("reason", _("Declined because"), 16, weight=2, limit=60, priority=3),
    )


def _item(one: RouteView) -> Item:
    cells = {
        "partner": one.partner,
        "state": route_state_words(one.state),
        "offer": money(one.offer_total, one.offer_currency),
        "received": formats.moment(one.received_at),
        "answered": formats.moment(one.answered_at),
        "reason": " ".join(one.decline_reason.split()),
    }
    return Item(Row(one.partner_id, cells, route_tone(one.state)))


def _no_partner(_query: ListQuery) -> Content:
    return plain(_("It went to nobody. Press n to send it to a partner."))
