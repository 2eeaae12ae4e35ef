"""The surface of a list: its lines, its scroll bar, and repainting no more of them than changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.visual import Visual
from textual.worker import WorkType

from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.tui.text import plain
from resellertui.tui.widgets import pauses
from resellertui.tui.widgets import record_paint as paint
from resellertui.tui.widgets.columns import Column, fit
from resellertui.tui.widgets.marks import Marks
from resellertui.tui.widgets.record_reader import RecordReader
from resellertui.tui.widgets.record_source import ListQuery, Source
from resellertui.tui.widgets.record_strips import RowStrips
from resellertui.tui.widgets.scroll_thumb import slide

HEADING = 1
"""Lines above the first row."""
PATIENCE = 0.08
"""Seconds for which the old rows stay while those at the cursor's new place are on their way: most come sooner, and
then the list is painted once. After them it shows the place without its rows."""
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
        self._notice: list[Strip] | None = None
        self._strips = RowStrips(lambda name: self.get_component_rich_style(f"record-list--{name}"))
        self._painted: dict[int, Strip] = {}
        self._bar_fits: tuple[Size, Size] | None = None
        self._top = 0
        self._shown_cursor = 0
        self._hold: Timer | None = None
        self._waiting: dict[Callable[[], None], None] = {}
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
        """Lay the columns out anew if the width is another than what was painted, and keep the cursor in view."""
        if self._width != self.scrollable_size.width:
            self._fit()
        self._set_height()
        self._reveal()
        self._show_place()
        self._reader.want()

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._painted.clear()
        self._notice = None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Show the rows that came into view, and read those that are not here."""
        first = round(new_value)
        if self.show_vertical_scrollbar:
            slide(self.vertical_scrollbar, new_value)
        if round(old_value) != first:
            self._top = first
            self._end_hold()
            self._repaint()
            self._restate()
            self._reader.want()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region, laid out for the width there is now."""
        if self._width != self.scrollable_size.width:
            self._fit()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return the heading, a row, or a line of what is said when there are none."""
        strip = self._painted[y] = self._line_strip(y)
        return strip

    def behind(self, work: Callable[[], Coroutine[None, None, None]], group: str, *, alone: bool = True) -> None:
        """Run the work behind the interface; `alone` cancels what its group still does."""
        task: WorkType[None] = work
        self.run_worker(task, group=group, exclusive=alone)

    def soon(self, work: Callable[[], None]) -> None:
        """Do it once what is here now has been painted; what waits already is neither put off nor done twice."""
        self._waiting.setdefault(work)
        if len(self._waiting) == 1:
            self.behind(self._do_waiting, "soon", alone=False)

    async def _do_waiting(self) -> None:
        await asyncio.sleep(pauses.PAINTED)
        waiting = list(self._waiting)
        self._waiting.clear()
        for work in waiting:
            work()

    def abandon(self, group: str) -> None:
        """Cancel what the group still does."""
        self.workers.cancel_group(self, group)

    def viewport(self) -> tuple[int, int]:
        """Return the first and the last index that is to be in view, whether or not there are rows at them."""
        return self._top, self._top + self.lines - 1

    def replaced(self) -> None:
        """Show another query from its top."""
        self._trouble = ""
        self._set_height()
        self._notice = None
        self._top = 0
        self._show_place()
        self._announce()

    def renewed(self, above: int) -> None:
        """Show the same query as it is now, with the cursor so many lines below the top."""
        self._trouble = ""
        self._set_height()
        self._notice = None
        self._top = self._clamped(self._reader.cursor - above)
        self._show_place()
        self._announce()

    def arrived(self) -> None:
        """Show rows that are here now, or a number of them that is known better."""
        self._set_height()
        if self._hold is None:
            self._top = self._clamped(self._top)
        else:
            self._reveal()
        if self._hold is None or self._reader.window.has_read_all(*self.viewport()):
            self._show_place()
        self._announce()

    def moved(self, *, far: bool = False) -> None:
        """Show the cursor at its new place; for a short while the old rows stay if those there are still to come."""
        self._reveal(far=far)
        if self._top == self.scroll_offset.y or self._reader.window.has_read_all(*self.viewport()):
            self._show_place()
        elif self._hold is None:
            self._hold = self.set_timer(PATIENCE, self._show_place)
        self._announce()

    def failed(self, error: Exception) -> None:
        """Say in the place of the rows what could not be read."""
        words = str(error) if isinstance(error, ResellerError) else _("This could not be read.")
        self._trouble = _("{trouble} Press r to try again.").format(trouble=words)
        self._notice = None
        self._show_place()

    def _line_strip(self, y: int) -> Strip:
        if y < HEADING:
            text = paint.heading_text(self._layout, self._reader.window.query, self._width)
            return self._strips.line(text, "heading", self._width)
        index = self.scroll_offset.y + y - HEADING
        if index < self._reader.total:
            return self._row_strip(index)
        line = y - HEADING
        if not self._reader.total:
            if self._notice is None:
                self._notice = self._notice_strips()
            if line < len(self._notice):
                return self._notice[line]
        return self._strips.line(" " * self._width, "row", self._width)

    def _row_strip(self, index: int) -> Strip:
        window = self._reader.window
        cursor = index == self._shown_cursor
        row = window.row(index)
        if row is None:
            trouble = self._trouble if window.has_failed(index) else ""
            name = "trouble" if trouble else "cursor" if cursor else "placeholder"
            return self._strips.line(
                paint.placeholder_text(self._width, cursor=cursor, trouble=trouble), name, self._width
            )
        marked = self.marks.has(row.key, in_every=self._is_in_every(index))
        return self._strips.row(self._layout, row, self._width, cursor=cursor, marked=marked)

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
        self._notice = None
        self._strips.clear()
        self._painted.clear()

    def _set_height(self) -> None:
        size = Size(1, self._reader.total + HEADING)
        if self.virtual_size != size:
            # Through the reactive it would lay the whole screen out: nothing but the scroll bar depends on it.
            self.set_reactive(RecordCanvas.virtual_size, size)
            self._scroll_update(size)

    def _scroll_update(self, virtual_size: Size) -> None:
        """Fit the scroll bar to the list when either is different; Textual asks at each layout, and paints it all."""
        fitted = (virtual_size, self.container_size)
        if fitted != self._bar_fits:
            self._bar_fits = fitted
            super()._scroll_update(virtual_size)

    def _repaint(self) -> None:
        """Paint the lines that are not on the screen as they should be, and no others."""
        regions = [
            Region(0, y, self._width, 1)
            for y in range(self.scrollable_size.height)
            if self._painted.get(y) != self._line_strip(y)
        ]
        if regions:
            self.refresh(*regions)

    def _show_place(self) -> None:
        """Show the rows and the cursor where they are now."""
        self._end_hold()
        before = self.scroll_offset.y
        self.scroll_to(y=self._top, animate=False, immediate=True)
        self._top = self.scroll_offset.y
        if self._top == before:
            self._repaint()
            self._restate()

    def _end_hold(self) -> None:
        if self._hold is not None:
            self._hold.stop()
            self._hold = None
        self._shown_cursor = self._reader.cursor

    def _clamped(self, top: int) -> int:
        return max(0, min(top, self._reader.total - self.lines))

    def _reveal(self, *, far: bool = False) -> None:
        first, last = self.viewport()
        cursor = self._reader.cursor
        if far and not first <= cursor <= last:
            first = cursor - self.lines // 3
        elif cursor < first:
            first = cursor
        elif cursor > last:
            first = cursor - self.lines + 1
        self._top = self._clamped(first)

    def _restate(self) -> None:
        if not self._reader.is_settled:
            self.status = _("Not read") if self._reader.has_given_up else _("Reading…")
            return
        total = self._reader.total
        first = self.scroll_offset.y
        shown = {placed.column.key for placed in self._layout}
        query = self._reader.window.query
        self.status = paint.status_text(
            paint.Extent(min(first + 1, total), min(first + self.lines, total), total, self._reader.window.exact),
            marked=len(self.marks),
            is_uncounted=self._reader.is_uncounted,
            order=next((one for one in self.columns if one.key == query.sort and one.key not in shown), None),
            is_descending=query.descending,
        )

    def _announce(self) -> None:
        """Tell which record the cursor is on, if that is news."""
