"""The surface of a list: its lines, its scroll bar, and repainting no more of them than changed."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual
from textual.worker import WorkType

from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.tui.text import plain
from resellertui.tui.widgets import record_paint as paint
from resellertui.tui.widgets.columns import Column, fit
from resellertui.tui.widgets.marks import Marks
from resellertui.tui.widgets.record_reader import RecordReader
from resellertui.tui.widgets.record_source import ListQuery, Source
from resellertui.tui.widgets.record_window import Window

HEADING = 1
"""Lines above the first row."""
SLOW = 0.3
"""Seconds after which a query that has not answered is mentioned in the status."""


class RecordCanvas(ScrollView, can_focus=True, inherit_bindings=False):
    """Paints the rows that a reader holds; `RecordList` adds the keys and tells the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-list--heading",
        "record-list--row",
        "record-list--cursor",
        "record-list--marked",
        "record-list--placeholder",
        "record-list--notice",
        "record-list--trouble",
        "record-list--muted",
        "record-list--good",
        "record-list--warning",
        "record-list--bad",
    }
    DEFAULT_CSS = """
    RecordCanvas {
        width: 1fr; height: 1fr;
        background: $surface; color: $foreground;
        overflow-x: hidden; overflow-y: auto;
        scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        & > .record-list--heading { background: $panel; color: $foreground; text-style: bold; }
        & > .record-list--cursor {
            background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        & > .record-list--marked { color: $text-accent; text-style: bold; }
        & > .record-list--placeholder, & > .record-list--notice, & > .record-list--muted { color: $text-muted; }
        & > .record-list--good { color: $text-success; }
        & > .record-list--warning { color: $text-warning; }
        & > .record-list--bad, & > .record-list--trouble { color: $text-error; }
        &:focus > .record-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:ansi {
            background: ansi_default; color: ansi_default;
            & > .record-list--heading { background: ansi_default; text-style: bold underline; }
        }
        &:ansi:focus > .record-list--cursor {
            background: ansi_default; color: ansi_default; text-style: reverse;
        }
    }
    """

    status: var[str] = var("")
    """Which rows are in view, of how many, and how many are marked: for the screen's status line."""

    def __init__(
        self,
        source: Source,
        columns: Sequence[Column],
        query: ListQuery | None = None,
        *,
        empty: Content | Callable[[ListQuery], Content],
        id: str | None = None,  # Textual's own name for it
        classes: str | None = None,
    ) -> None:
        """Show the rows of a source.

        Args:
            source: Where the rows come from.
            columns: In the order shown, headings translated.
            query: What to show first; else everything in the source's own order.
            empty: What to say when there is no row: what would fill the list, and which key does it.
        """
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.marks = Marks()
        self._empty = empty
        self._width = 0
        self._layout = fit(self.columns, 0)
        self._trouble = ""
        self._notice: list[Strip] = []
        self._reader = RecordReader(self, source, query or ListQuery())

    @property
    def lines(self) -> int:
        """How many rows are in view at once."""
        return max(self.scrollable_size.height - HEADING, 1)

    def on_mount(self) -> None:
        """Start reading as soon as there is a place to show it."""
        self._reader.want()
        self.set_timer(SLOW, self._restate)

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the columns out anew, and keep the cursor in view."""
        self._fit()
        self._set_height()
        self._reveal()
        self._restate()
        self._reader.want()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read and count the rows that came into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._restate()
            self._reader.want()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region, laid out for the width there is now."""
        if self._width != self.scrollable_size.width:
            self._fit()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return the heading, a row, or a line of what is said when there are none."""
        width = self._width
        if y < HEADING:
            return self._strip(paint.heading_text(self._layout, self._reader.window.query, width), "heading")
        index = self.scroll_offset.y + y - HEADING
        if index < self._reader.total:
            return self._row_strip(index, width)
        line = y - HEADING
        if not self._reader.total and line < len(self._notice):
            return self._notice[line]
        return Strip.blank(width, self.rich_style)

    def behind(self, work: Callable[[], Coroutine[None, None, None]], group: str, *, alone: bool = True) -> None:
        """Run the work behind the interface; `alone` cancels what its group still does."""
        task: WorkType[None] = work
        self.run_worker(task, group=group, exclusive=alone)

    def abandon(self, group: str) -> None:
        """Cancel what the group still does."""
        self.workers.cancel_group(self, group)

    def viewport(self) -> tuple[int, int]:
        """Return the first and the last index in view, whether or not there are rows at them."""
        first = self.scroll_offset.y
        return first, first + self.lines - 1

    def replaced(self) -> None:
        """Show another query from its top."""
        self._trouble = ""
        self._set_height()
        self.scroll_to(y=0, animate=False, immediate=True)
        self._notice = self._notice_strips()
        self.refresh()
        self._restate()
        self._announce()

    def renewed(self, before: Window, above: int) -> None:
        """Show the same query as it is now, with the cursor so many lines below the top."""
        window, cursor = self._reader.window, self._reader.cursor
        first = self.scroll_offset.y
        self._trouble = ""
        self._set_height()
        self._notice = self._notice_strips()
        self.scroll_to(y=cursor - above, animate=False, immediate=True)
        if not window.total or not before.total or self.scroll_offset.y != first:
            self.refresh()
        else:
            for index in range(first, first + self.lines):
                if before.row(index) != window.row(index) or window.row(index) is None:
                    self._refresh_row(index)
        self._restate()
        self._announce()

    def arrived(self, first: int, last: int) -> None:
        """Show rows that are here now."""
        top, bottom = self.viewport()
        self._set_height()
        if first <= bottom and last >= top:
            self.refresh()
        self._restate()
        self._announce()

    def moved(self, before: int) -> None:
        """Show the cursor at its new place."""
        self._reveal()
        self._refresh_row(before)
        self._refresh_row(self._reader.cursor)
        self._announce()

    def failed(self, error: Exception) -> None:
        """Say in the place of the rows what could not be read."""
        words = str(error) if isinstance(error, ResellerError) else _("This could not be read.")
        self._trouble = _("{trouble} Press r to try again.").format(trouble=words)
        self._notice = self._notice_strips()
        self.refresh()
        self._restate()

    def _row_strip(self, index: int, width: int) -> Strip:
        window = self._reader.window
        cursor = index == self._reader.cursor
        row = window.row(index)
        if row is None:
            trouble = self._trouble if window.has_failed(index) else ""
            name = "trouble" if trouble else "cursor" if cursor else "placeholder"
            return self._strip(paint.placeholder_text(width, cursor=cursor, trouble=trouble), name)
        marked = self.marks.has(row.key, in_every=self._is_in_every(index))
        text = paint.row_text(self._layout, row, width, cursor=cursor, marked=marked)
        return self._strip(text, "cursor" if cursor else "marked" if marked else row.tone or "row")

    def _strip(self, text: str, name: str) -> Strip:
        style = self.get_component_rich_style(f"record-list--{name}")
        return Strip([Segment(text, style)], self._width)

    def _notice_strips(self) -> list[Strip]:
        if self._reader.window.total is None:
            words, name = (plain(self._trouble), "trouble") if self._reader.has_given_up else (Content(""), "notice")
        elif callable(self._empty):
            words, name = self._empty(self._reader.window.query), "notice"
        else:
            words, name = self._empty, "notice"
        style = self.get_visual_style(f"record-list--{name}")
        margin = Strip([Segment("  ", self.rich_style)], 2)
        lines = Visual.to_strips(self, words, max(self._width - 4, 1), None, style)
        return [
            Strip.join([margin, line]).adjust_cell_length(self._width, self.rich_style)
            for line in [Strip.blank(0), *lines]
        ]

    def _is_in_every(self, index: int) -> bool:
        window = self._reader.window
        return window.query.matches_same_as(self.marks.every) or window.is_inside(index)

    def _fit(self) -> None:
        self._width = self.scrollable_size.width
        self._layout = fit(self.columns, max(self._width - paint.GUTTER, 1))
        self._notice = self._notice_strips()

    def _set_height(self) -> None:
        size = Size(1, self._reader.total + HEADING)
        if self.virtual_size != size:
            self.virtual_size = size

    def _refresh_row(self, index: int) -> None:
        first, last = self.viewport()
        if first <= index <= last:
            self.refresh(Region(0, index - first + HEADING, self._width, 1))

    def _reveal(self) -> None:
        first, last = self.viewport()
        cursor = self._reader.cursor
        if cursor < first:
            self.scroll_to(y=cursor, animate=False, immediate=True)
        elif cursor > last:
            self.scroll_to(y=cursor - self.lines + 1, animate=False, immediate=True)

    def _restate(self) -> None:
        if not self._reader.is_settled:
            self.status = _("Not read") if self._reader.has_given_up else _("Reading…")
            return
        total = self._reader.total
        first, last = self.viewport()
        self.status = paint.status_text(
            min(first + 1, total), min(last + 1, total), total, len(self.marks), exact=self._reader.window.exact
        )

    def _announce(self) -> None:
        """Tell which record the cursor is on, if that is news."""
