"""The base of pages that are one list: the line below it, the start in the list, and the rungs of escape."""

from __future__ import annotations

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from resellertui.tui.commands import LIST_COMMANDS
from resellertui.tui.screens.page import Page
from resellertui.tui.text import plain
from resellertui.tui.widgets.filter_bar import FilterBar
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_list import RecordList

T = TypeVar("T")


class ListPage(Page[T]):
    """A page whose `compose_body` makes `records` and ends with `compose_foot`."""

    records: RecordList

    def compose_foot(self, filter_bar: FilterBar) -> ComposeResult:
        """Lay out the list, and what is typed and said below it."""
        self.filter_bar = filter_bar
        self.status_line = Line(classes="section-status")
        yield self.records
        with Horizontal(classes="list-foot"):
            yield self.filter_bar
            yield self.status_line

    def on_mount(self) -> None:
        """Start in the list."""
        self.watch(self.records, "status", lambda status: self.status_line.say(plain(status)))
        self.app.report_clashes([*self.commands(), *LIST_COMMANDS])
        self.set_focus(self.records)

    def reload(self) -> object:
        """Read the rows again; the cursor stays on its record."""
        self.records.refresh_rows()
        return None

    def step_back(self) -> bool:
        """Clear what is typed, then the marks."""
        return self.filter_bar.step_back()
