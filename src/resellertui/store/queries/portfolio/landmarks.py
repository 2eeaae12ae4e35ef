"""Places that are known by their marks: from the nearest one, any other is a short walk, at whatever depth.

A B-tree finds a key at once but not the five-hundred-thousandth one: that it counts up to. So every thousandth line of
a long list is remembered, which costs one walk; and where a walk costs more, in a filtered list, the first line of
every part that has been read is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from threading import Lock

from resellertui.store.queries.portfolio.windows import Mark

MOST = 4096
"""Landmarks kept for one list; enough for four million lines at one in a thousand."""


@dataclass
class Landmarks:
    """The marks of some places of one list, as it was at one version."""

    _places: list[tuple[int, Mark]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    is_complete: bool = False
    """Whether every thousandth line is among them."""

    def add(self, place: int, mark: Mark) -> None:
        """Remember what stands at a place."""
        with self._lock:
            at = bisect_left(self._places, place, key=lambda one: one[0])
            known = at < len(self._places) and self._places[at][0] == place
            if not known and len(self._places) < MOST:
                insort(self._places, (place, mark), key=lambda one: one[0])

    def fill(self, places: list[tuple[int, Mark]]) -> None:
        """Take every thousandth place, in order."""
        with self._lock:
            self._places, self.is_complete = places, True

    def before(self, place: int) -> tuple[int, Mark] | None:
        """Return the nearest landmark at or before a place."""
        with self._lock:
            at = bisect_right(self._places, place, key=lambda one: one[0])
            return self._places[at - 1] if at else None

    def after(self, place: int) -> tuple[int, Mark] | None:
        """Return the nearest landmark at or after a place."""
        with self._lock:
            at = bisect_left(self._places, place, key=lambda one: one[0])
            return self._places[at] if at < len(self._places) else None

    def around(self, mark: Mark, *, descending: bool) -> tuple[tuple[int, Mark] | None, tuple[int, Mark] | None]:
        """Return the nearest landmarks at or before, and after, a line of which only the mark is known."""
        with self._lock:
            low, high = 0, len(self._places)
            while low < high:
                middle = (low + high) // 2
                here = self._places[middle][1]
                if (here > mark) if not descending else (here < mark):
                    high = middle
                else:
                    low = middle + 1
            return (
                self._places[low - 1] if low else None,
                self._places[low] if low < len(self._places) else None,
            )
