"""The list of the program: a window on a query, with one cursor, marks, and an order, however many rows there are.

What it shows is read through a `Source`, off the interface; what a key means is decided by the row it was pressed on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeAlias

from textual import events
from textual.binding import Binding, BindingType

from resellertui.tui.widgets import record_messages
from resellertui.tui.widgets.columns import GAP, Column
from resellertui.tui.widgets.key_queue import Kind, Step
from resellertui.tui.widgets.marks import Marks
from resellertui.tui.widgets.record_canvas import HEADING, SLOW, RecordCanvas
from resellertui.tui.widgets.record_paint import GUTTER
from resellertui.tui.widgets.record_source import Aim, ListQuery, Row, Source
from resellertui.tui.widgets.record_window import PAGE_ROWS


class RecordList(RecordCanvas, inherit_bindings=False):
    """Rows of a query with a cursor; see `Source` for what it asks and the messages for what it tells."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "down", "Down", id="list.down", show=False),
        Binding("up,k", "up", "Up", id="list.up", show=False),
        Binding("pagedown", "page_down", "Page down", id="list.page_down", show=False),
        Binding("pageup", "page_up", "Page up", id="list.page_up", show=False),
        Binding("home", "home", "First", id="list.home", show=False),
        Binding("end", "end", "Last", id="list.end", show=False),
        Binding("enter", "open", "Open", id="list.open"),
        Binding("space", "mark", "Mark", id="list.mark"),
        Binding("asterisk", "mark_all", "Mark all that match", id="list.mark_all", show=False),
        Binding("minus", "unmark", "Unmark all", id="list.unmark", show=False),
        Binding("s", "sort", "Sort by the next column", id="list.sort", show=False),
        Binding("S", "reverse", "Reverse the order", id="list.reverse", show=False),
        Binding("r", "retry", "Read again", id="list.retry", show=False),
    ]
    Opened: TypeAlias = record_messages.Opened
    Highlighted: TypeAlias = record_messages.Highlighted
    Marked: TypeAlias = record_messages.Marked
    Asked: TypeAlias = record_messages.Asked
    Failed: TypeAlias = record_messages.Failed

    gives_up_retry = False
    """Whether the screen has another use for the key that reads again: then it does so only after a failure."""
    _announced: str | None = None

    @property
    def asked(self) -> ListQuery:
        """The newest query the list was asked to show."""
        return self._reader.query

    @property
    def cursor_index(self) -> int:
        """Where the cursor is, counted from 0."""
        return self._reader.cursor

    @property
    def cursor_row(self) -> Row | None:
        """The record under the cursor; None while it is not here, or when there is none."""
        return self._reader.row

    @property
    def cursor_key(self) -> str | None:
        """The key of the record under the cursor; None while it is not here, or when there is none."""
        row = self._reader.row
        return row.key if row else None

    @property
    def total(self) -> int:
        """How many records the query has, as far as known."""
        return self._reader.total

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is the newest query's, with no key waiting."""
        return self._reader.is_settled and not self._reader.keys

    def set_query(self, query: ListQuery) -> None:
        """Show another query, from its top; keys pressed from now on are for its rows."""
        self._ask(lambda: query)

    def change(self, **parts: Any) -> None:
        """Show the query with some of its parts replaced (`filter`, `sort`, `descending`, `tab`)."""
        self._ask(lambda: replace(self.asked, **parts))

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows."""
        self.columns = tuple(columns)
        self._fit()
        self._repaint()
        self._restate()

    def focus_now(self) -> None:
        """Take the focus before the next key is looked at (`focus` takes it a moment later)."""
        self.screen.set_focus(self)

    @property
    def waits_to_act(self) -> bool:
        """Whether a key waits for the row that it acts on; what it opens is to get the keys after it."""
        return self._reader.keys.waits_to_act

    def on_row(self, act: Callable[[Row], None]) -> None:
        """Do something with the record under the cursor, as soon as it is here: for the keys of the screen.

        Keys typed ahead, as after a filter, so act on the row that they were meant for.
        """
        self._reader.act(act)

    @property
    def knows_row(self) -> bool:
        """Whether it is known on which row the cursor is, or that it is on none, with no key waiting."""
        return self._reader.knows_row and not self._reader.keys

    def once_known(self, what: Callable[[], None]) -> None:
        """Do something as soon as it is known on which row the cursor is, or that it is on none."""
        self._reader.once_known(what)

    def refresh_rows(self) -> None:
        """Read the rows again because something changed; the cursor stays on its record while there is one."""
        self._reader.renew()

    def jump_to(self, typed: str) -> None:
        """Put the cursor on the first row at or after what was typed, in the column that sorts."""
        if typed:
            self._reader.land(Aim(typed=typed), "jump")

    def go_to(self, key: str) -> None:
        """Put the cursor on a record, if the query has it."""
        self._reader.land(Aim(key=key))

    def seek(self, query: ListQuery, key: str) -> None:
        """Read a query anew, even one that is shown already, and put the cursor on a record that may be new in it."""
        self.read_anew(query)
        self.go_to(key)

    def read_anew(self, query: ListQuery) -> None:
        """Show a query from its top, even one that is shown already; keys pressed from now on are for its rows."""

        def step() -> bool:
            self._reader.ask(query)
            return True

        self._reader.keys.do(Step(Kind.ASK, step))

    def act_on_row(self, what: Callable[[Row], None]) -> None:
        """Do something with the record under the cursor as soon as it is here; nothing where there is none."""
        self._reader.act(what)

    def afterwards(self, what: Callable[[], None]) -> None:
        """Do something once every key pressed so far has been done."""
        self._reader.then(what)

    def toggle_all(self) -> None:
        """Mark all that match the query, or unmark them when they all are."""

        async def inside(source: Source, query: ListQuery) -> tuple[ListQuery, frozenset[str]]:
            keys = sorted(self.marks.keys)
            return query, frozenset(await source.among(query, keys) if keys else ())

        def mark(answer: tuple[ListQuery, frozenset[str]]) -> None:
            query, singles = answer
            if query.matches_same_as(self.marks.every) and not self.marks.but:
                self._mark(self.marks.without_every())
            elif self.total:
                self._mark(self.marks.with_every(query, self.total, singles))

        self._reader.errand(Kind.ACT, inside, mark)

    def mark_also(self, keys: Sequence[str]) -> None:
        """Mark these records, beside those that are marked; not for a list of which all that match is marked."""
        self._reader.then(lambda: self._mark(self.marks.with_keys(keys)))

    def unmark(self, *keys: str) -> None:
        """Unmark these records, or without any named, all."""
        self._reader.then(lambda: self._mark(self.marks.without(keys) if keys else Marks()))

    async def marked_keys(self) -> tuple[str, ...]:
        """Return the keys of all marked records, reading those that are only marked by their query.

        For a verb that takes no query; it holds every key in memory. Raises what the source raises.
        """
        marks, keys = self.marks, set(self.marks.keys)
        offset, total = 0, marks.total if marks.every else 0
        while marks.every is not None and offset < total:
            page = await self._reader.source.page(marks.every, offset, PAGE_ROWS)
            keys.update(row.key for row in page.rows if row.key not in marks.but)
            offset, total = offset + PAGE_ROWS, page.total
        return tuple(sorted(keys))

    def action_down(self) -> None:
        """Move to the next row."""
        self._reader.move(lambda index: index + 1)

    def action_up(self) -> None:
        """Move to the row before."""
        self._reader.move(lambda index: index - 1)

    def action_page_down(self) -> None:
        """Move down by as many rows as are in view."""
        self._reader.move(lambda index: index + self.lines)

    def action_page_up(self) -> None:
        """Move up by as many rows as are in view."""
        self._reader.move(lambda index: index - self.lines)

    def action_home(self) -> None:
        """Move to the first row."""
        self._reader.move(lambda _index: 0)

    def action_end(self) -> None:
        """Move to the last row."""
        self._reader.move(lambda _index: self.total - 1, to_end=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no key of order where there is none to choose."""
        if action == "retry" and self.gives_up_retry and not self._reader.has_given_up:
            return False
        if action == "sort" and not any(column.sortable for column in self.columns):
            return False
        if action == "reverse" and not self._reader.source.can_reverse(self.asked):
            return False
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Open the record under the cursor."""
        self._reader.act(self._open)

    def action_mark(self) -> None:
        """Mark the record under the cursor, or unmark it."""
        self._reader.act(self._toggle)

    def action_mark_all(self) -> None:
        """Mark all that match, or unmark them when they all are."""
        self.toggle_all()

    def action_unmark(self) -> None:
        """Unmark everything."""
        self.unmark()

    def action_sort(self) -> None:
        """Sort by the next column that can be sorted by."""
        keys = [column.key for column in self.columns if column.sortable]
        if keys:

            def sorted_next() -> ListQuery:
                at = keys.index(self.asked.sort) if self.asked.sort in keys else -1
                return replace(self.asked, sort=keys[(at + 1) % len(keys)], descending=False)

            self._ask(sorted_next)

    def action_reverse(self) -> None:
        """Show the rows in the opposite order."""
        self._ask(lambda: replace(self.asked, descending=not self.asked.descending))

    def action_retry(self) -> None:
        """Read everything in view again."""
        self._reader.retry()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the click was; a second click there opens, one on a heading sorts by it."""
        y = event.get_content_offset(self)
        if y is None:
            return
        if y.y < HEADING:
            self._sort_at(y.x)
            return
        index = self.scroll_offset.y + y.y - HEADING
        if index < self.total:
            self._top = self.scroll_offset.y
            self._reader.move(lambda _index: index)
            if event.chain == 2:
                self.action_open()

    def failed(self, error: Exception) -> None:
        """Say it in place, and tell the screen."""
        super().failed(error)
        self.post_message(self.Failed(self, error))

    def replaced(self) -> None:
        """Show another query from its top, and tell the screen which."""
        super().replaced()
        self.post_message(self.Asked(self, self.asked))

    def _announce(self) -> None:
        row = self._reader.row
        key = row.key if row else None
        if key != self._announced and (row is not None or (self.is_settled and not self.total)):
            self._announced = key
            self.post_message(self.Highlighted(self, key))

    def _ask(self, query: Callable[[], ListQuery]) -> None:
        def step() -> bool:
            asked = query()
            if asked != self.asked or self._reader.has_given_up:
                self._reader.ask(asked)
                self.set_timer(SLOW, self._restate)
            return True

        self._reader.keys.do(Step(Kind.ASK, step))

    def _open(self, row: Row) -> None:
        self.post_message(self.Opened(self, row.key))

    def _toggle(self, row: Row) -> None:
        self._mark(self.marks.toggled(row.key, in_every=self._is_in_every(self.cursor_index)))

    def _mark(self, marks: Marks) -> None:
        if marks == self.marks:
            return
        self.marks = marks
        self._repaint()
        self._restate()
        self.post_message(self.Marked(self, marks))

    def _sort_at(self, x: int) -> None:
        left = GUTTER
        for placed in self._layout:
            if left <= x < left + placed.cells + GAP and placed.column.sortable:
                key = placed.column.key
                query = self.asked
                turned = query.sort == key and not query.descending
                self.change(sort=key, descending=turned)
                return
            left += placed.cells + GAP
