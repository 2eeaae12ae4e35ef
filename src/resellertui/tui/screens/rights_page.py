"""The base of the pages of a person and of a team: facts above, a list with tabs below; keys wait until it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.errors import ResellerError
from resellertui.tui.commands import Command
from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery
from resellertui.tui.widgets.tab_line import TabLine

TAB_BEFORE = Command("rights.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False)
TAB_AFTER = Command(
    "rights.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=15, palette=False
)


class RightsPage(HeldKeys, Page[None]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Shows what is read by `read`, and again whenever something changes; leaves when it is no longer there."""

    VERBS: ClassVar[tuple[Command, ...]] = (TAB_BEFORE, TAB_AFTER)
    HELP_TITLE = "A person, a team"
    GUIDE = "people"
    CSS_PATH = "rights_page.tcss"

    @property
    def is_partner(self) -> bool:
        """Whether the organisation has clients to grant."""
        return self.app.choice is not None and self.app.choice.is_partner

    def tabs(self) -> Sequence[tuple[str, str]]:
        """Return key and words of each tab."""
        raise NotImplementedError

    is_ending = False
    """Whether what the page is about is being taken away from here: that it is gone then is no error."""
    _is_over = False

    async def read(self) -> None:
        """Read what the page is about. Raises what the services raise."""
        raise NotImplementedError

    def facts(self) -> Content:
        """Return what stands above the list."""
        raise NotImplementedError

    def items(self) -> Sequence[Item]:
        """Return the rows of all tabs."""
        raise NotImplementedError

    def columns(self, tab: str) -> tuple[Column, ...]:
        """Return the columns of a tab."""
        raise NotImplementedError

    def nothing(self, tab: str) -> str:
        """Return what would fill a tab, and which key does it."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """Lay out the facts, the tabs and the list."""
        tabs = self.tabs()
        first = tabs[0][0]
        self.tab_line = TabLine(tabs)
        self.records = RecordList(
            WholeSource(self._load), self.columns(first), ListQuery(tab=first), empty=self._empty_words
        )
        with VerticalScroll(id="rights-facts", can_focus=False):
            yield Static()
        yield self.tab_line
        yield self.records
        yield Static(classes="section-status")

    def on_mount(self) -> None:
        """Read it."""
        self.set_focus(self.records)
        self.watch(self.records, "status", self._show_status)
        self.hold()
        self.load()

    def reload(self) -> None:
        """Read it again."""
        self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read what the page is about, and show it."""
        with self.app.reporting():
            try:
                await self.read()
            except ResellerError as error:
                self._give_up(error)
                return
            self.retitle()
            self.query_one("#rights-facts > Static", Static).update(self.facts())
            self.records.refresh_rows()
            self.refresh_bindings()
        if self.is_holding:
            self.release()

    def on_screen_resume(self) -> None:
        """Leave too, if what the page is about went away while another page was above it."""
        if self._is_over:
            self.leave()

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self.show_tab(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self.show_tab(self.tab_line.neighbour(1))

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.show_tab(message.key)

    def show_tab(self, tab: str) -> None:
        """Show a tab."""
        self.tab_line.active = tab
        self.records.set_columns(self.columns(tab))
        self.records.set_query(ListQuery(tab=tab))

    def _give_up(self, error: ResellerError) -> None:
        self._is_over = True
        if self.app.screen is not self:
            return
        self.leave()
        if self.is_ending:
            self.release(replay=False)
        else:
            self.forget_on(error)

    async def _load(self) -> Sequence[Item]:
        return self.items()

    def _empty_words(self, query: ListQuery) -> Content:
        return plain(self.nothing(query.tab))

    def _show_status(self, status: str) -> None:
        self.query_one(".section-status", Static).update(plain(status))
