"""A list's rows from an answer that is short enough to hold whole: filtered, sorted and found in memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass

from resellertui.domain.search import matches, searchable, terms_of
from resellertui.domain.text import fold
from resellertui.tui.widgets.record_source import Aim, Landing, ListQuery, Page, Row, Source, page_numbers


@dataclass(frozen=True, slots=True)
class Item:
    """A row with what it is sorted by where its text does not sort (a date, a number), and its tabs."""

    row: Row
    order: tuple[tuple[str, object], ...] = ()
    """Column key and value; all values of one column compare with each other."""
    tabs: tuple[str, ...] = ()


class WholeSource(Source):
    """Reads everything once for each first page, and answers the rest from that."""

    def __init__(self, load: Callable[[], Awaitable[Sequence[Item]]], sort: str = "") -> None:
        """Serve what `load` returns; `sort` is the column in which a jump finds while the list is in its own order."""
        self._load = load
        self._sort = sort
        self._items: Sequence[Item] = ()

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset; the first page reads anew."""
        if offset == 0:
            self._items = await self._load()
        rows = self._rows(query)
        return Page(total=len(rows), offset=offset, rows=rows[offset : offset + limit])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the record is."""
        if not self._items:
            self._items = await self._load()
        return next((index for index, row in enumerate(self._rows(query)) if row.key == key), None)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return the first row that begins with what was typed, else the first that contains it."""
        wanted, column = fold(typed), query.sort or self._sort
        texts = [fold(row.cells.get(column, "")) for row in self._rows(query)]
        for holds in (str.startswith, str.__contains__):
            for index, text in enumerate(texts):
                if holds(text, wanted):
                    return index
        return None

    async def land(self, query: ListQuery, aim: Aim, limit: int, lines: int) -> Landing:
        """Return where the aim is and the rows there, all from one reading: a record that is sought may be new."""
        if aim.key:
            self._items = await self._load()
        index = await (self.position(query, aim.key) if aim.key else self.find(query, aim.typed))
        if index is None:
            return Landing(None)
        rows = self._rows(query)
        numbers = page_numbers(index - lines, min(index + lines, len(rows) - 1), limit)
        offsets = [number * limit for number in numbers]
        return Landing(index, [Page(len(rows), offset, rows[offset : offset + limit]) for offset in offsets])

    async def among(self, query: ListQuery, keys: Sequence[str]) -> Collection[str]:
        """Return those of the keys that are in the query."""
        return {row.key for row in self._rows(query)} & set(keys)

    def _rows(self, query: ListQuery) -> list[Row]:
        terms = terms_of(query.filter)
        items = [
            item for item in self._items if (not query.tab or query.tab in item.tabs) and _matches(item.row, terms)
        ]
        if query.sort:
            items.sort(key=lambda item: _order(item, query.sort), reverse=query.descending)
        elif query.descending:
            items.reverse()
        return [item.row for item in items]


def _matches(row: Row, terms: Sequence[str]) -> bool:
    return not terms or matches(searchable(row.cells.values()), terms)


def _order(item: Item, sort: str) -> tuple[bool, object]:
    """Return the value to sort by; what has none comes last."""
    for key, value in item.order:
        if key == sort:
            return (value is None, value if value is not None else 0)
    return (False, fold(item.row.cells.get(sort, "")))
