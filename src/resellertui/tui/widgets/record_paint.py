"""The lines of a list as text of exact width: its heading, its rows, and its status in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resellertui.domain.wording import _, current_language, ngettext
from resellertui.tui.text import fitted
from resellertui.tui.widgets.columns import GAP, Column, Placed
from resellertui.tui.widgets.record_source import ListQuery, Row

GUTTER = 3
"""Cells before the first column: the cursor's sign, the mark's sign, a blank."""
CURSOR = "▸"
MARK = "●"
ASCENDING = "▲"
DESCENDING = "▼"
PLACEHOLDER = "·"
_BETWEEN = " " * GAP


class Extent(NamedTuple):
    """The rows in view, counted from 1, and how many there are."""

    first: int
    last: int
    total: int
    exact: bool = True


def heading_text(layout: Sequence[Placed], query: ListQuery, width: int) -> str:
    """Return the heading line, with the sign of the order beside the column that sorts."""
    parts = []
    for placed in layout:
        column, cells = placed.column, placed.cells
        if column.key == query.sort and cells > 2:
            sign = DESCENDING if query.descending else ASCENDING
            words = fitted(column.heading, cells - 2)
            text = fitted(f"{words.rstrip()} {sign}", cells, right=column.right)
        else:
            text = fitted(column.heading, cells, right=column.right)
        parts.append(text)
    return fitted(" " * GUTTER + _BETWEEN.join(parts), width)


def row_text(layout: Sequence[Placed], row: Row, width: int, *, cursor: bool, marked: bool) -> str:
    """Return a row's line; cursor and mark are signs in it, so that they show without colour too."""
    gutter = f"{CURSOR if cursor else ' '}{MARK if marked else ' '} "
    cells = (fitted(row.cells.get(placed.column.key, ""), placed.cells, right=placed.column.right) for placed in layout)
    text = gutter + _BETWEEN.join(cells)
    taken = GUTTER + sum(placed.cells for placed in layout) + GAP * (len(layout) - 1)
    return text + " " * (width - taken) if taken <= width else fitted(text, width)


def cell_at(layout: Sequence[Placed], key: str) -> int | None:
    """Return where in a row's line a column begins; None while it is hidden."""
    at = GUTTER
    for placed in layout:
        if placed.column.key == key:
            return at
        at += placed.cells + GAP
    return None


def placeholder_text(width: int, *, cursor: bool, trouble: str = "") -> str:
    """Return the line of a row that is not here yet, or that could not be read."""
    return fitted(f"{CURSOR if cursor else ' '}  {trouble or PLACEHOLDER}", width)


def status_text(
    extent: Extent, *, marked: int = 0, is_uncounted: bool = False, order: Column | None = None, is_descending: bool
) -> str:
    """Say which rows of how many are in view, and whatever else the lines themselves don't show.

    Args:
        extent: The rows in view.
        marked: How many records are marked.
        is_uncounted: The exact number was asked for in vain.
        order: The column that sorts, where it is hidden for want of room.
        is_descending: The direction of that order.
    """
    total = number(extent.total) if extent.exact else f"{number(extent.total)}+"
    parts = [
        _("{first}–{last} of {total}").format(first=number(extent.first), last=number(extent.last), total=total),
    ]
    if is_uncounted:
        parts.append(_("could not be counted: press r"))
    if order is not None:
        parts.append(f"{order.heading} {DESCENDING if is_descending else ASCENDING}")
    if marked:
        parts.append(ngettext("{marked} marked", "{marked} marked", marked).format(marked=number(marked)))
    return " · ".join(parts)


def number(value: int) -> str:
    """Return a count as the reader's language groups its digits."""
    language = current_language()
    if language == "en" or value < 1000:
        return f"{value:,}"
    # Imported late, as for dates: babel costs memory and time that English does not need.
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language)
