"""What was measured: samples, rows of the table, and what each row is to reach."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Unit(StrEnum):
    """What a row counts; the value is what the table says."""

    MILLISECONDS = "ms"
    MEBIBYTES = "MiB"
    ROWS = "rows/s"


@dataclass
class Samples:
    """One thing measured again and again."""

    values: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    """Bytes written each time, where bytes are counted."""

    @property
    def median(self) -> float:
        """The value in the middle."""
        return statistics.median(self.values)

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return percentile(self.values, 0.95)

    @property
    def size(self) -> float | None:
        """Bytes in the middle."""
        return statistics.median(self.sizes) if self.sizes else None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that so many of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Target:
    """What a row is to reach; nothing is asked where a field is None."""

    times_bare: float | None = None
    """At most so many times what the bare app needs."""
    share_of_bare: float | None = None
    """At least this part of what the bare way does in the same time."""
    at_most: float | None = None
    """At most this, in the row's unit."""
    times_small: float | None = None
    """The large database at most so many times the small one."""
    bytes_at_most: int | None = None

    @property
    def asks_something(self) -> bool:
        """Whether there is anything to reach."""
        return self != Target()


@dataclass
class Row:
    """One row of the table."""

    topic: str
    what: str
    unit: Unit = Unit.MILLISECONDS
    bare_name: str = ""
    """What it is measured against."""
    ours: dict[int, Samples] = field(default_factory=dict)
    """By the number of clients."""
    bare: dict[int, Samples] = field(default_factory=dict)
    """The same for every size, unless the bare way has a database too."""
    target: Target = Target()
    only_large: bool = False
    """Whether the target says nothing of the smaller databases."""
    remark: str = ""

    def times_bare(self, size: int) -> float | None:
        """Return how many times the bare figure ours is."""
        if size not in self.ours or size not in self.bare or not self.bare[size].median:
            return None
        return self.ours[size].median / self.bare[size].median

    def times_small(self) -> float | None:
        """Return how many times the smallest database's figure the largest one's is."""
        if len(self.ours) < 2 or not self.ours[min(self.ours)].median:
            return None
        return self.ours[max(self.ours)].median / self.ours[min(self.ours)].median

    def misses(self) -> list[str]:
        """Return in words where the row misses its target."""
        found = []
        sizes = [size for size in self.ours if not self.only_large or size == max(self.ours)]
        for size in sizes:
            found += [f"{miss} at {size:,} clients".replace(",", " ") for miss in self._misses_at(size)]
        factor, limit = self.times_small(), self.target.times_small
        if factor is not None and limit is not None and factor > limit:
            found.append(f"{factor:.2f} × the small database's instead of {limit:g}")
        return found

    def _misses_at(self, size: int) -> list[str]:
        target, samples, found = self.target, self.ours[size], list[str]()
        factor = self.times_bare(size)
        if target.times_bare is not None and factor is not None and factor > target.times_bare:
            found.append(f"{factor:.2f} × the bare app's instead of {target.times_bare:g}")
        if target.share_of_bare is not None and factor is not None and factor < target.share_of_bare:
            found.append(f"{factor:.2f} of the bare way's instead of {target.share_of_bare:.2f}")
        if target.at_most is not None and samples.median > target.at_most:
            found.append(f"{samples.median:.1f} {self.unit} instead of {target.at_most:g}")
        if target.bytes_at_most is not None and (samples.size or 0) > target.bytes_at_most:
            found.append(f"{samples.size:.0f} bytes instead of {target.bytes_at_most}")
        return found
