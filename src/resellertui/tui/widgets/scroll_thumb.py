"""Moving the thumb of a scroll bar by painting only the cells of the bar in which it is another one."""

from __future__ import annotations

from math import ceil

from textual.geometry import Region
from textual.scrollbar import ScrollBar

PARTS = 8
"""Into how many parts the ends of a thumb divide a cell."""


def slide(bar: ScrollBar, position: float) -> None:
    """Move the thumb of a vertical bar."""
    before = _ends(bar)
    # Through the reactive the whole bar would be painted, though most moves change nothing of it.
    bar.set_reactive(ScrollBar.position, bar.validate_position(position))
    after = _ends(bar)
    if before != after:
        # What the thumb passed over is another part of the bar now, for a click, though it looks the same.
        passed = range(min(before[0], after[0]) // PARTS, max(before[1], after[1]) // PARTS + 1)
        cells = [y for y in passed if not (_covers(before, y) and _covers(after, y)) and y < bar.size.height]
        if cells:
            bar.refresh(*(Region(0, y, bar.size.width, 1) for y in cells))


def _ends(bar: ScrollBar) -> tuple[int, int]:
    """Return where the thumb begins and ends, in parts of a cell, as Textual paints it."""
    size, whole, window = bar.size.height, ceil(bar.window_virtual_size), ceil(bar.window_size)
    if not size or not whole or window >= whole:
        return 0, 0
    # In Textual's order of divisions: another one rounds some ends into the part beside.
    length = max(1.0, window / (whole / size))
    start = int((size - length) * (bar.position / (whole - window)) * PARTS)
    return start, start + ceil(length * PARTS)


def _covers(ends: tuple[int, int], y: int) -> bool:
    start, end = ends
    return start <= y * PARTS and (y + 1) * PARTS <= end
