"""A list's source whose every answer is a plain computation over Python lists, and that can be slow or fail."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source


@dataclass
class ModelSource(Source):
    """Records are (key, name, city); the filter is a part of the name."""

    records: list[tuple[str, str, str]]
    failing: set[str] = field(default_factory=set)
    """Filters whose pages raise."""
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    """Filters whose answers wait for an event."""
    pages_asked: list[tuple[ListQuery, int]] = field(default_factory=list)
    waiting: list[ListQuery] = field(default_factory=list)
    """Queries whose answers are held back now."""
    cap: int | None = None
    """Totals above it are reported as a lower bound."""
    counted: asyncio.Event | None = None
    """Counting waits for it."""
    uncountable: bool = False
    """Counting raises."""

    def matching(self, query: ListQuery) -> list[tuple[str, str, str]]:
        rows = [record for record in self.records if query.filter in record[1]]
        place = {"name": 1, "city": 2}.get(query.sort, 0)
        return sorted(rows, key=lambda record: (record[place], record[0]), reverse=query.descending)

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        self.pages_asked.append((query, offset))
        await self._wait(query)
        if query.filter in self.failing:
            raise OSError("the disk is gone")
        rows = self.matching(query)
        total = len(rows) if self.cap is None else min(len(rows), self.cap)
        return Page(
            total,
            offset,
            [Row(key, {"name": name, "city": city}) for key, name, city in rows[offset : offset + limit]],
            exact=total == len(rows),
        )

    async def position(self, query: ListQuery, key: str) -> int | None:
        await self._wait(query)
        keys = [record[0] for record in self.matching(query)]
        return keys.index(key) if key in keys else None

    async def find(self, query: ListQuery, typed: str) -> int | None:
        await self._wait(query)
        names = [record[1] for record in self.matching(query)]
        return next((index for index, name in enumerate(names) if name >= typed), None)

    async def count(self, query: ListQuery) -> int:
        if self.counted is not None and not self.counted.is_set():
            self.waiting.append(query)
            await self.counted.wait()
            self.waiting.remove(query)
        if self.uncountable:
            raise OSError("the disk is gone")
        return len(self.matching(query))

    async def among(self, query: ListQuery, keys: Sequence[str]) -> Collection[str]:
        return {record[0] for record in self.matching(query)} & set(keys)

    async def _wait(self, query: ListQuery) -> None:
        if (gate := self.gates.get(query.filter)) is not None and not gate.is_set():
            self.waiting.append(query)
            try:
                await gate.wait()
            finally:
                self.waiting.remove(query)


def clients(count: int) -> list[tuple[str, str, str]]:
    """Return numbered records whose keys, names and indexes agree."""
    return [(f"k{index:05}", f"Client {index:05}", ("Genève", "Zürich", "Milano")[index % 3]) for index in range(count)]
