"""A list with a cursor on a cell: the names stay in place, the columns of signs beside them move sideways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from resellertui.domain.text import fold, visible
from resellertui.domain.wording import _
from resellertui.tui.text import fitted
from resellertui.tui.widgets.record_canvas import HEADING
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_paint import CURSOR, number
from resellertui.tui.widgets.record_source import ListQuery, Row, Source

if TYPE_CHECKING:
    from resellertui.tui.reach_heads import Head

GUTTER = 2
"""Cells before the names: the cursor's sign and a blank."""
SIGNS = 3
"""Cells of a column of signs at least; one more is between two columns."""
NAME = 20
"""Cells of the names where there is little room."""
NAME_LIMIT = 44
EDGES = 3
"""Cells for the signs that there is more to the left and right, and the gap before the first column."""
LEFT, RIGHT = "‹", "›"
HIDDEN = frozenset({"mark", "mark_all", "unmark", "sort", "reverse"})
"""What lists do that means nothing here: their keys go on to the page."""
_KEPT = 1000


@dataclass(frozen=True, slots=True)
class GridRow(Row):
    """A row with the sign of each of its cells."""

    marks: tuple[str, ...] = ()


class _Layout(NamedTuple):
    name: int
    """Cells of the names."""
    cells: tuple[int, ...]
    """Cells of each column, without the gap before it."""
    shown: int
    """How many columns are in view."""
    titled: bool
    """Whether the columns are called by names, rather than by short heads."""


class ReachGrid(RecordList):
    """Rows of signs under the heads of people and teams; whose keys move the column is the page's affair."""

    class Spot(Message):
        """The cursor is on another cell, or the cell says something else."""

        def can_replace(self, message: Message) -> bool:
            """Let the newest place stand for all that were passed on the way."""
            return isinstance(message, ReachGrid.Spot)

    def __init__(
        self, source: Source, query: ListQuery, *, corner: Callable[[str], str], empty: Callable[[ListQuery], Content]
    ) -> None:
        """Show the rows of a source; `corner` says what stands above the names of a tab."""
        super().__init__(source, (), query, empty=empty)
        self._corner = corner
        self.heads: tuple[Head, ...] = ()
        self.column = 0
        """Which column the cursor is in."""
        self._left = 0
        self._wanted = ""
        self._grid = _Layout(NAME, (), 0, titled=False)
        self._lines: dict[tuple[str, int], tuple[Row, Strip]] = {}
        self._spot: tuple[Row | None, int] = (None, -1)

    @property
    def head(self) -> Head | None:
        """The column that the cursor is in."""
        return self.heads[self.column] if self.heads else None

    def set_heads(self, heads: Sequence[Head]) -> None:
        """Show the rows under these heads; the cursor stays in its column, or goes to the one that was wanted."""
        heads = tuple(heads)
        if heads == self.heads:
            return
        before, self.heads = self.heads, heads
        wanted = self._wanted or (before[self.column].id if before else "")
        self._wanted = ""
        self.column = next((at for at, one in enumerate(heads) if one.id == wanted), 0)
        self._fit()
        if before:  # the rows that are here have other columns
            self.refresh_rows()
        self._repaint()
        self._tell_spot()

    def want_column(self, reference: str) -> None:
        """Put the cursor on a person or team by its id, as soon as the columns are here."""
        self._wanted = reference

    def move_column(self, by: int, *, pages: bool = False) -> None:
        """Move the cursor sideways, by columns or by as many as are in view."""
        self.afterwards(lambda: self._go_column(self.column + by * (self._grid.shown if pages else 1)))

    def find_column(self, typed: str) -> None:
        """Put the cursor on the first person or team that begins with what was typed, else one that contains it."""
        wanted = fold(typed)
        texts = [[fold(one.code), *fold(one.name).split(), fold(one.name), fold(one.title)] for one in self.heads]
        for matches in (str.startswith, str.__contains__):
            for at, parts in enumerate(texts):
                if wanted and any(matches(part, wanted) for part in parts):
                    self.afterwards(lambda at=at: self._go_column(at))  # type: ignore[misc]  # a default is no argument
                    return

    def extent(self) -> str:
        """Return which columns are in view, of how many; nothing where all are."""
        if self._grid.shown >= len(self.heads):
            return ""
        last = self._left + self._grid.shown
        return _("columns {first}–{last} of {total}").format(
            first=number(self._left + 1), last=number(last), total=number(len(self.heads))
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of marks and of order to the page."""
        return False if action in HIDDEN else super().check_action(action, parameters)

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        super().notify_style_update()
        self._lines.clear()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the click was."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.x >= (first := GUTTER + self._grid.name + 1):
            for column in range(self._left, self._left + self._grid.shown):
                first += self._grid.cells[column] + 1
                if offset.x < first:
                    self._go_column(column)
                    break
        super().on_click(event)

    def _go_column(self, column: int) -> None:
        column = max(0, min(column, len(self.heads) - 1))
        if column == self.column or not self.heads:
            return
        self.column = column
        self._reveal_column()
        self._repaint()
        self._tell_spot()

    def _reveal_column(self) -> None:
        shown = max(self._grid.shown, 1)
        left = min(max(self._left, self.column - shown + 1), self.column)
        left = max(min(left, len(self.heads) - shown), 0)
        if left != self._left:
            self._left = left
            self._lines.clear()
            self._restate()

    def _fit(self) -> None:
        super()._fit()
        self._grid = _lay_out(self.heads, self._width)
        self._lines.clear()
        self._reveal_column()

    def _line_strip(self, y: int) -> Strip:
        if y >= HEADING:
            return super()._line_strip(y)
        words = " " * GUTTER + fitted(self._corner(self._reader.window.query.tab), self._grid.name)
        texts = [one.title if self._grid.titled else one.code for one in self.heads]
        before, here, after = self._parts(texts, cursor=True)
        return self._joined(words, "heading", before, "heading", here, "heading", after)

    def _row_strip(self, index: int) -> Strip:
        row = self._reader.window.row(index)
        if not isinstance(row, GridRow):
            return super()._row_strip(index)
        cursor = index == self._shown_cursor
        key = (row.key, self.column if cursor else -1)
        kept = self._lines.get(key)
        if kept is not None and kept[0] == row:
            return kept[1]
        if len(self._lines) >= _KEPT:
            self._lines.clear()
        name = fitted(row.cells["name"], self._grid.name)
        words = f"{CURSOR if cursor else ' '} {name}"
        plain_style = str(row.tone or "row")
        before, here, after = self._parts(row.marks, cursor=cursor)
        strip = self._joined(words, "cursor" if cursor else plain_style, before, plain_style, here, "cursor", after)
        self._lines[key] = row, strip
        return strip

    def _parts(self, texts: Sequence[str], *, cursor: bool) -> tuple[str, str, str]:
        """Return the columns in view as text: what is before the cursor's cell, the cell in brackets, the rest."""
        if not self._grid.shown:
            return "", "", ""
        parts = ["", "", ""]
        at = 0
        parts[0] = LEFT if self._left else " "
        for place in range(self._left, min(self._left + self._grid.shown, len(self.heads))):
            text = fitted(texts[place] if place < len(texts) else "", self._grid.cells[place])
            if cursor and place == self.column:
                parts[1], at = f"[{text}]", 2
            else:
                parts[at] += text if at == 2 and not parts[2] else f" {text}"
        end = "" if at == 2 and not parts[2] else " "
        parts[2 if at == 2 else 0] += end + (RIGHT if self._left + self._grid.shown < len(self.heads) else " ")
        return parts[0], parts[1], parts[2]

    def _joined(self, words: str, first: str, before: str, style: str, here: str, cell: str, after: str) -> Strip:
        pieces = [(words, first), (before, style), (here, cell), (after, style)]
        width = self._width - sum(cell_len(text) for text, _style in pieces)
        pieces.append((" " * max(width, 0), style))
        strips = [self._strips.line(text, name, cell_len(text)) for text, name in pieces if text]
        return Strip.join(strips).crop(0, self._width)

    def _announce(self) -> None:
        super()._announce()
        self._tell_spot()

    def _tell_spot(self) -> None:
        row = self._reader.row
        if row is not self._spot[0] or self.column != self._spot[1]:
            self._spot = row, self.column
            self.post_message(self.Spot())


def _lay_out(heads: Sequence[Head], width: int) -> _Layout:
    """Share the width: whole names above the columns where all fit, else short heads, and as many as there is room."""
    titles = [visible(one.title) for one in heads]
    widths = tuple(max(cell_len(one), SIGNS) for one in titles)
    name = width - GUTTER - EDGES - sum(widths) - len(widths)
    if name >= NAME and len(set(titles)) == len(titles):
        return _Layout(min(name, NAME_LIMIT), widths, len(heads), titled=True)
    room = width - GUTTER - EDGES - min(NAME, max(width // 3, 1))
    shown = max(min(room // (SIGNS + 1), len(heads)), 0)
    name = max(width - GUTTER - EDGES - shown * (SIGNS + 1), 1)
    return _Layout(min(name, NAME_LIMIT), (SIGNS,) * len(heads), shown, titled=False)
