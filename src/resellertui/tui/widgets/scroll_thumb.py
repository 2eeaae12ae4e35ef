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
    ends = {end // PARTS for pair in zip(before, after, strict=True) if pair[0] != pair[1] for end in pair}
    cells = _cells(before) ^ _cells(after) | ends
    regions = [Region(0, y, bar.size.width, 1) for y in sorted(cells) if 0 <= y < bar.size.height]
    if regions:
        bar.refresh(*regions)


def _ends(bar: ScrollBar) -> tuple[int, int]:
    """Return where the thumb begins and ends, in parts of a cell, as Textual paints it."""
    size, whole, window = bar.size.height, ceil(bar.window_virtual_size), ceil(bar.window_size)
    if not size or not whole or window >= whole:
        return 0, 0
    length = max(1.0, window * size / whole)
    start = int((size - length) * bar.position / (whole - window) * PARTS)
    return start, start + ceil(length * PARTS)


def _cells(ends: tuple[int, int]) -> set[int]:
    start, end = ends
    return set(range(start // PARTS, end // PARTS))
