"""A section that is one list: filter, jump, tabs, its status line and its escape ladder, the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from resellertui.domain.attention import Place
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.sections.section import Section
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.filter_bar import FilterBar, JumpBar, TypingBar
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Source
from resellertui.tui.widgets.tab_line import TabLine

FILTER = Command("listing.filter", "slash", "Filter", "Show only the rows that match what you type.", footer=80)
JUMP = Command("listing.jump", "apostrophe", "Jump", "Go to the first row at or after what you type.")
TAB_BEFORE = Command("listing.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False)
TAB_AFTER = Command("listing.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", palette=False)


ROWLESS = frozenset(
    {"filter", "jump", "tab_before", "tab_after", "view", "add", "ask", "basket", "claim", "import", "invite", "new"}
)
"""The verbs that have nothing to do with the row under the cursor of a list; one of its own waits for it itself."""


class ListSection(Section, can_focus=False):
    """A section around one `RecordList`."""

    VERBS: ClassVar[tuple[Command, ...]] = (FILTER, JUMP, TAB_BEFORE, TAB_AFTER)
    HELP_TITLE = "Lists"
    TABS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Key and label (a message id) of each tab; the key is `ListQuery.tab`."""

    def source(self) -> Source:
        """Return where the rows come from."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        """Return the columns, headings translated."""
        raise NotImplementedError

    def empty(self, query: ListQuery) -> Content:
        """Return what to say when there are no rows: what would fill the list, and which key does it."""
        raise NotImplementedError

    def open_record(self, key: str) -> object:
        """Open a row. What it returns is not used."""

    def tabs(self) -> Sequence[tuple[str, str]]:
        """Return the tabs that there are for the reader."""
        return self.TABS

    def first_tab(self) -> str:
        """Return the key of the tab that is in front at first; empty where there are none."""
        return next((key for key, _label in self.tabs()), "")

    def compose_body(self) -> ComposeResult:
        """Lay out tabs, bars, list and status."""
        query = ListQuery(tab=self.first_tab())
        self.records = RecordList(self.source(), self.columns(), query, empty=self._empty_words)
        self.filter_bar = FilterBar(self.records)
        self.jump_bar = JumpBar(self.records)
        self.status_line = Line(classes="section-status")
        tabs = self.tabs()
        self.tab_line = TabLine([(key, _(label)) for key, label in tabs])
        self.tab_line.set_reactive(TabLine.active, query.tab)
        if len(tabs) > 1:
            yield self.tab_line
        yield self.records
        with Horizontal(classes="list-foot"):
            yield self.filter_bar
            yield self.jump_bar
            yield self.status_line

    def on_mount(self) -> None:
        """Follow the list's status."""
        self.watch(self.records, "status", self._show_status)

    def first_focus(self) -> Widget:
        """Return the list."""
        return self.records

    def reload(self) -> object:
        """Read the rows again; the cursor stays on its record."""
        self.records.refresh_rows()
        return None

    def once_read(self, do: Callable[[], None]) -> None:
        """Wait for the row under the cursor: keys typed ahead are for the row that they lead to."""
        if self.records.knows_row:
            do()
        else:
            self.records.once_known(do)

    def rows_for(self, command: Command) -> RecordList | None:
        """Return the list, but for what has nothing to do with the row under the cursor."""
        return None if command.verb in ROWLESS else self.records

    def reveal(self, record: str) -> object:
        """Put the cursor on the record and open it."""
        self.filter_bar.clear()
        self.records.go_to(record)
        return self.open_record(record)

    def land(self, place: Place) -> object:
        """Put the cursor on the record, in its tab, under its filter."""
        self.filter_bar.put(place.filter)
        if place.tab:
            self.show_tab(place.tab)
        if place.record:
            self.records.go_to(place.record)
        return None

    def is_at(self, place: Place) -> bool:
        """Return whether tab and filter are those, and nothing is marked."""
        tab = place.tab or self.first_tab()
        return (self.records.asked.tab, self.filter_bar.value, len(self.records.marks)) == (tab, place.filter, 0)

    def step_back(self) -> bool:
        """Clear the filter, then the marks."""
        return self.filter_bar.step_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys of tabs where there are none."""
        if len(self.tabs()) < 2 and parameters in {(TAB_BEFORE.id,), (TAB_AFTER.id,)}:
            return False
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        """Type a filter."""
        self.filter_bar.open()

    def action_jump(self) -> None:
        """Type where to jump."""
        self.jump_bar.open()

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self.show_tab(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self.show_tab(self.tab_line.neighbour(1))

    def show_tab(self, key: str) -> None:
        """Show a tab by its key."""
        self.tab_line.active = key
        self.records.change(tab=key)

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.show_tab(message.key)

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Open the row that was chosen."""
        self.open_record(message.key)

    @on(RecordList.Highlighted)
    @on(RecordList.Marked)
    @on(RecordList.Asked)
    @on(TypingBar.Changed)
    def renew_keys(self) -> None:
        """Let the footer follow what the cursor is on."""
        self.refresh_bindings()

    def _empty_words(self, query: ListQuery) -> Content:
        if query.filter:
            return plain(_("Nothing matches “{filter}”. Press escape to clear it.").format(filter=query.filter))
        return self.empty(query)

    def _show_status(self, status: str) -> None:
        self.status_line.say(plain(status))
