"""What a list is reading now: a few stretches of pages at a time, however fast the keys ask for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resellertui.tui.widgets.record_window import Window

AT_ONCE = 3
"""Stretches on their way. A thread that reads can't be called back, so a key beyond these waits for one of them; what
is read next is then chosen by where the cursor is by that time."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring pages of a query, read together."""

    window: Window
    first: int
    count: int = 1

    @property
    def numbers(self) -> range:
        """The numbers of its pages."""
        return range(self.first, self.first + self.count)

    @classmethod
    def over(cls, window: Window, numbers: Sequence[int]) -> list[Stretch]:
        """Return the stretches that hold these pages, the first of them in the first one."""
        rest = dict.fromkeys(numbers)
        stretches: list[Stretch] = []
        while rest:
            first = last = next(iter(rest))
            while first - 1 in rest:
                first -= 1
            while last + 1 in rest:
                last += 1
            for number in range(first, last + 1):
                del rest[number]
            stretches.append(cls(window, first, last - first + 1))
        return stretches


class Fetches:
    """The stretches that are on their way."""

    def __init__(self) -> None:
        self._now: list[Stretch] = []

    def __len__(self) -> int:
        return len(self._now)

    def begin(self, stretch: Stretch) -> None:
        """Note that it is being read."""
        self._now.append(stretch)

    def end(self, stretch: Stretch) -> None:
        """Note that it was read, could not be, or is not awaited any more."""
        if stretch in self._now:
            self._now.remove(stretch)

    def clear(self) -> None:
        """Note that nothing is awaited any more."""
        self._now.clear()

    def first_of(self, wanted: Sequence[Stretch]) -> Stretch | None:
        """Return the first that is not on its way; None when all are, or when there is no room for more."""
        if len(self._now) >= AT_ONCE:
            return None
        return next((stretch for each in wanted if (stretch := self._rest_of(each)) is not None), None)

    def _rest_of(self, wanted: Stretch) -> Stretch | None:
        coming = {number for one in self._now if one.window is wanted.window for number in one.numbers}
        rest = Stretch.over(wanted.window, [number for number in wanted.numbers if number not in coming])
        return rest[0] if rest else None
