"""The lines of a list as text of exact width: its heading, its rows, and its status in words."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.wording import _, current_language, ngettext
from resellertui.tui.text import fitted
from resellertui.tui.widgets.columns import GAP, Placed
from resellertui.tui.widgets.record_source import ListQuery, Row

GUTTER = 3
"""Cells before the first column: the cursor's sign, the mark's sign, a blank."""
CURSOR = "▸"
MARK = "●"
ASCENDING = "▲"
DESCENDING = "▼"
PLACEHOLDER = "·"
_BETWEEN = " " * GAP


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


def placeholder_text(width: int, *, cursor: bool, trouble: str = "") -> str:
    """Return the line of a row that is not here yet, or that could not be read."""
    return fitted(f"{CURSOR if cursor else ' '}  {trouble or PLACEHOLDER}", width)


def status_text(first: int, last: int, total: int, marked: int, *, exact: bool = True) -> str:
    """Say which rows of how many are in view, and how many are marked."""
    amount = number(total) if exact else f"{number(total)}+"
    if not marked:
        return _("{first}–{last} of {total}").format(first=number(first), last=number(last), total=amount)
    return ngettext(
        "{first}–{last} of {total} · {marked} marked", "{first}–{last} of {total} · {marked} marked", marked
    ).format(first=number(first), last=number(last), total=amount, marked=number(marked))


def number(value: int) -> str:
    """Return a count as the reader's language groups its digits."""
    if value < 1000:
        return str(value)
    # Imported late: babel costs more than a first paint that shows small numbers should pay.
    from babel.numbers import format_decimal

    return format_decimal(value, locale=current_language())
