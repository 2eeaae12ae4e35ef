"""A list's source without any records: every row is computed from its index, so that there can be millions."""

from __future__ import annotations

from dataclasses import dataclass, field

from resellertui.tui.widgets.record_source import Aim, Landing, ListQuery, Page, Row, Source


@dataclass
class ComputedSource(Source):
    """Rows are numbered from 0; a filter is a number, and only its multiples match."""

    total: int
    calls: list[str] = field(default_factory=list)
    """What was asked, in order."""

    def matching(self, query: ListQuery) -> range:
        step = int(query.filter or 1)
        numbers = range(0, self.total, step)
        return numbers[::-1] if query.descending else numbers

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        self.calls.append(f"page {offset}")
        numbers = self.matching(query)
        rows = [Row(str(number), {"name": f"Row {number}"}) for number in numbers[offset : offset + limit]]
        return Page(len(numbers), offset, rows)

    async def position(self, query: ListQuery, key: str) -> int | None:
        self.calls.append(f"position {key}")
        numbers = self.matching(query)
        return numbers.index(int(key)) if int(key) in numbers else None

    async def find(self, query: ListQuery, typed: str) -> int | None:
        self.calls.append(f"find {typed}")
        return int(typed) if int(typed) < self.total else None


@dataclass
class LandingSource(ComputedSource):
    """Answers where something is and what is there at once."""

    async def land(self, query: ListQuery, aim: Aim, limit: int, lines: int) -> Landing:
        landing = await super().land(query, aim, limit, lines)
        self.calls[:] = [f"land {aim.key or aim.typed}"]
        return landing
