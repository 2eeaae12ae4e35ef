"""What a list shows and where it comes from: a query, its rows by index, and the places of keys in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Tone(StrEnum):
    """What the colour of a row adds to the words in it; never the only sign of its meaning."""

    MUTED = "muted"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which records a list shows and in which order."""

    filter: str = ""
    sort: str = ""
    """The key of the column that orders the rows; empty for the source's own order."""
    descending: bool = False
    tab: str = ""

    def matches_same_as(self, other: ListQuery | None) -> bool:
        """Tell whether both queries hold the same records, in whatever order."""
        return other is not None and (self.filter, self.tab) == (other.filter, other.tab)


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list shows it: its stable key and a text for each column key."""

    key: str
    cells: Mapping[str, str]
    tone: Tone | None = None
    swatch: tuple[str, str] | None = None
    """The key of a column whose first cell shows a colour, and the colour, by the terminal's name for it."""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows at an offset of a query, and how many rows the whole query has."""

    total: int
    offset: int
    rows: Sequence[Row]
    exact: bool = True
    """False when `total` is only a lower bound; the list then asks `count` behind the first paint."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What to look for in a query: the record of a key, or without one the first row at or after what was typed."""

    key: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where something is in a query, with the pages around it."""

    index: int | None
    """None when it is nowhere."""
    pages: Sequence[Page] = ()


class Source(Protocol):
    """Answers a list's questions, off the interface's loop. Inherit from it to get the defaults of the rarer ones."""

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return up to `limit` rows from `offset` on; an offset past the end gives no rows and the true total."""
        ...

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return the index of the record in the query, or None when it is not in it."""
        ...

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return the index of the first row at or after what was typed, in the column that sorts, or None."""
        ...

    async def land(self, query: ListQuery, aim: Aim, limit: int, lines: int) -> Landing:
        """Return where the aim is, with what is shown there: the pages that hold `lines` rows above and below it.

        Each page starts at a multiple of `limit`. A source that can answer all of it at once saves the list a wait.
        """
        index = await (self.position(query, aim.key) if aim.key else self.find(query, aim.typed))
        pages: list[Page] = []
        for number in () if index is None else page_numbers(index - lines, index + lines, limit):
            if not pages or number * limit < pages[-1].total or not pages[-1].exact:
                pages.append(await self.page(query, number * limit, limit))
        return Landing(index, pages)

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # for those that differ by tab
        """Return whether the query's order can be turned round; the key is not offered where it can't."""
        return True

    async def count(self, query: ListQuery) -> int:
        """Return the exact number of rows; asked only after a page whose total was a lower bound."""
        return (await self.page(query, 0, 1)).total

    async def among(self, query: ListQuery, keys: Sequence[str]) -> Collection[str]:
        """Return those of the keys that are in the query; asked only while all that match is marked."""
        return [key for key in keys if await self.position(query, key) is not None]


def page_numbers(first: int, last: int, size: int) -> range:
    """Return the numbers of the pages of so many rows that hold the rows from first to last."""
    return range(max(first, 0) // size, max(last, -1) // size + 1)
