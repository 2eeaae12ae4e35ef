"""Offers beside each other as lines of text: the heads of the rows stay, as many offers as fit are beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.leads.views import ComparisonRow, ComparisonView
from resellertui.tui.text import fitted

GAP = 2
LEAST, MOST = 16, 40
"""Cells of an offer's column, at least and at most."""
HEAD = 20
"""Cells of the heads of the rows, at most."""
TALLEST = 12
"""Lines that one cell takes at most; the offer's own page shows the rest."""
NAME = 4
"""Lines that a partner's name takes at most: agencies of one town begin alike."""
BEST, CURSOR = "✓", "›"
LEFT, RIGHT = "‹", "›"


@dataclass(frozen=True)
class Layout:
    """How the width is shared."""

    head: int
    cell: int
    left: int
    """The first offer in view."""
    shown: int
    """How many offers are in view."""


def lay_out(view: ComparisonView, width: int, column: int, left: int = 0) -> Layout:
    """Share the width; the offers in view are those of before, moved so far that the one of `column` is among them."""
    labels = max((cell_len(visible(one.label)) for one in view.rows), default=0)
    head = max(min(labels, HEAD, width // 3), 1)
    count = max(len(view.offers), 1)
    room = max(width - head, 1)
    shown = max(min(count, room // (LEAST + GAP)), 1)
    cell = max(min(room // shown - GAP, MOST), 1)
    left = max(min(left, column, count - shown), column - shown + 1, 0)
    return Layout(head, cell, left, shown)


def heading(view: ComparisonView, layout: Layout, column: int) -> Content:
    """Return who makes each offer in view, the one under the cursor marked by more than its colour."""
    names = {place: _broken(view.offers[place].partner, layout.cell - GAP, NAME) for place in _in_view(view, layout)}
    lines = []
    for at in range(max(map(len, names.values()), default=0)):
        parts = [Content(" " * layout.head)]
        for place, name in names.items():
            sign = CURSOR if place == column and at == 0 else " "
            words = f"{sign} {name[at] if at < len(name) else ''}"
            style = "bold reverse" if place == column else "bold"
            parts += [Content(" " * GAP), Content.styled(fitted(words, layout.cell), style)]
        lines.append(Content("").join(parts))
    return Content("\n").join(lines)


def body(view: ComparisonView, layout: Layout, column: int) -> Content:
    """Return every row of the offers in view; what is long is broken over several lines."""
    lines: list[Content] = []
    for row in view.rows:
        lines += _row_lines(row, view, layout, column)
    return Content("\n").join(lines)


def extent(view: ComparisonView, layout: Layout) -> str:
    """Return which offers are in view, of how many; nothing where all are."""
    if layout.shown >= len(view.offers):
        return ""
    return _("{left} offers {first}–{last} of {total} {right}").format(
        left=LEFT if layout.left else " ",
        first=layout.left + 1,
        last=layout.left + layout.shown,
        total=len(view.offers),
        right=RIGHT if layout.left + layout.shown < len(view.offers) else " ",
    )


def _in_view(view: ComparisonView, layout: Layout) -> range:
    return range(layout.left, min(layout.left + layout.shown, len(view.offers)))


def _row_lines(row: ComparisonRow, view: ComparisonView, layout: Layout, column: int) -> Sequence[Content]:
    heads = _broken(row.label, layout.head)
    cells = []
    for place in _in_view(view, layout):
        cell = row.cells[place]
        sign = BEST if cell.is_best else " "
        broken = _broken(cell.text, layout.cell - GAP)
        cells.append((place, [f"{sign if at == 0 else ' '} {line}" for at, line in enumerate(broken)], cell.is_best))
    height = max([len(heads), *(len(lines) for _place, lines, _best in cells)])
    found = []
    for at in range(height):
        head = heads[at] if at < len(heads) else ""
        parts = [Content.styled(fitted(head, layout.head), "$text-muted")]
        for place, lines, is_best in cells:
            text = fitted(lines[at] if at < len(lines) else "", layout.cell)
            style = "bold" if is_best else ""
            parts += [Content(" " * GAP), Content.styled(text, f"{style} on $boost" if place == column else style)]
        found.append(Content("").join(parts))
    return found


def _broken(text: str, cells: int, most: int = TALLEST) -> Sequence[str]:
    """Return a text in lines of at most so many cells, and not too many of them."""
    lines = [
        one.plain.rstrip()
        for part in text.split("\n")
        for one in (Content(visible(part)).wrap(max(cells, 1)) or [Content("")])
    ]
    return lines if len(lines) <= most else [*lines[: most - 1], "…"]
