"""A part of the support that is one list."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.support.part import SupportPart
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery


class ListPart(SupportPart):
    """Rows below a line or two that say what they are."""

    def columns(self) -> Sequence[Column]:
        """Return the columns, headings translated."""
        raise NotImplementedError

    async def load(self) -> Sequence[Item]:
        """Return the rows."""
        raise NotImplementedError

    def empty_words(self) -> str:
        """Say why there are none."""
        raise NotImplementedError

    def open_record(self, key: str) -> object:
        """Open a row. What it returns is not used."""

    def compose(self) -> ComposeResult:
        """Lay out what is said, and the list."""
        yield Static(classes="part-about")
        self.records = RecordList(WholeSource(self.load), self.columns(), ListQuery(), empty=self._empty)
        yield self.records

    def first_focus(self) -> Widget:
        """Return the list."""
        return self.records

    def reload(self) -> object:
        """Read the rows again; the cursor stays on its record."""
        self.records.refresh_rows()
        return None

    def reveal(self, record: str) -> object:
        """Put the cursor on a record and open it."""
        self.records.go_to(record)
        return self.open_record(record)

    def say_about(self, words: str) -> None:
        """Say what the rows are."""
        self.query_one(".part-about", Static).update(plain(words))

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Open the row that was chosen."""
        message.stop()
        self.open_record(message.key)

    @on(RecordList.Highlighted)
    def renew_keys(self) -> None:
        """Let the footer follow the cursor."""
        self.refresh_bindings()

    def _empty(self, _query: ListQuery) -> Content:
        return plain(self.empty_words())
