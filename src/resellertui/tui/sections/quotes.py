"""Quote requests: what a partner was sent, by how it stands, and what one's own organisation asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.services.leads.lead_views import LeadQuery, LeadTab
from resellertui.tui.commands import Command
from resellertui.tui.quotes.asking import ask_for_quotes, claim_request
from resellertui.tui.quotes.sources import OWN, QuoteSource, quote_columns
from resellertui.tui.quotes.words import pipeline_words
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_source import ListQuery, Source

ASK = Command(
    "quotes.ask",
    "n",
    "New request",
    "Describe what your organisation needs, and ask partners for offers.",
    permission=Action.QUOTE_FILE,
    footer=20,
)
CLAIM = Command(
    "quotes.claim",
    "c",
    "I have a token",
    "Take over a request that was filed without an account, by the token that was mailed for it.",
    permission=Action.QUOTE_ACCEPT,
    footer=30,
)
PIPELINE = (
    (LeadTab.TO_ANSWER.value, "To answer"),
    (LeadTab.ANSWERED.value, "Answered"),
    (LeadTab.WON.value, "Won"),
    (LeadTab.LOST.value, "Lost"),
    (LeadTab.DECLINED.value, "Declined"),
    (LeadTab.ALL.value, "All"),
)


class QuotesSection(ListSection, can_focus=False):
    """A partner's pipeline under its tabs, and one's own requests under the last; others have these alone."""

    TITLE = "Quote requests"
    GUIDE = "quotes"
    HELP_TITLE = "Quote requests"
    VERBS: ClassVar[tuple[Command, ...]] = (ASK, CLAIM)
    LANDMARK = ASK
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (*PIPELINE, (OWN, "Own"))

    @property
    def is_partner(self) -> bool:
        """Whether the organisation is sent requests at all."""
        return self.app.choice is not None and self.app.choice.is_partner

    def tabs(self) -> Sequence[tuple[str, str]]:
        """Return the tabs of the reader's role."""
        follows = self.app.offers(ASK)
        return [one for one in self.TABS if (follows if one[0] == OWN else self.is_partner)]

    def compose_body(self) -> ComposeResult:
        """Say above the list how the partner fares."""
        self._head = Line(classes="pane-note")
        self._head.display = self.is_partner
        yield self._head
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Read the line."""
        self._say_head()

    def source(self) -> Source:
        """Return the requests."""
        self.quotes = QuoteSource(self.app)
        return self.quotes

    def columns(self) -> Sequence[Column]:
        """Return the columns of the first tab."""
        return quote_columns(self.first_tab())

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == OWN:
            return plain(_("You have not asked for anything yet. Press n to describe what you need."))
        if query.tab == LeadTab.TO_ANSWER.value:
            return plain(_("No request waits for you. What partners can answer comes here by itself."))
        return plain(_("There is none of these."))

    def reload(self) -> object:
        """Read the line and the rows again."""
        self._say_head()
        return super().reload()

    def show_tab(self, key: str) -> None:
        """Show a tab, with the columns that say something there."""
        super().show_tab(key)
        self.records.set_columns(quote_columns(key))
        self.refresh_bindings()

    def open_record(self, key: str) -> None:
        """Open a request's page."""
        self._open(key, is_own=self.records.asked.tab == OWN)

    @work(group="reveal", exclusive=True)
    async def reveal(self, record: str) -> None:
        """Open a request: as its partner where the organisation was sent it, else as the one that asked."""
        with self.app.reporting():
            tab = await self._tab_of(record)
            self.filter_bar.clear()
            if tab != self.records.asked.tab:
                self.show_tab(tab)
            self.records.go_to(record)
            self._open(record, is_own=tab == OWN)

    @work(group="dialog", exclusive=True)
    async def action_ask(self) -> None:
        """File a request, and open it."""
        filed = await ask_for_quotes(self.app)
        if filed:
            self.reveal(filed)

    @work(group="dialog", exclusive=True)
    async def action_claim(self) -> None:
        """Take over a request by its token, and open it."""
        claimed = await claim_request(self.app)
        if claimed:
            self.reveal(claimed)

    async def _tab_of(self, record: str) -> str:
        if not self.is_partner:
            return OWN
        place = await self.app.ask(self.app.services.leads.position, record, LeadQuery(tab=LeadTab.ALL))
        return OWN if place is None else LeadTab.ALL.value

    def _open(self, key: str, *, is_own: bool) -> None:
        if is_own:
            from resellertui.tui.screens.asked_request import AskedRequestPage

            self.app.push_screen(AskedRequestPage(key))
        else:
            from resellertui.tui.screens.received_request import ReceivedRequestPage

            self.app.push_screen(ReceivedRequestPage(key), self._seen)

    def _seen(self, _nothing: None) -> None:
        """Read again: a request that was looked at stands as viewed."""
        self.reload()

    @work(group="head", exclusive=True)
    async def _say_head(self) -> None:
        if not self.is_partner:
            return
        with self.app.reporting():
            self._head.say(plain(pipeline_words(await self.app.ask(self.app.services.leads.pipeline))))
