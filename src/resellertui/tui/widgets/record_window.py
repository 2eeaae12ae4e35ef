"""The part of a query that is held in memory: a few pages of rows and what is known of the rest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

from resellertui.tui.widgets.record_source import ListQuery, Page, Row, page_numbers

PAGE_ROWS = 100
_KEPT_PAGES = 12


class Window:
    """The pages of one query that were read last; it never holds more, however long the list is."""

    def __init__(self, query: ListQuery) -> None:
        self.query = query
        self.total: int | None = None
        """How many rows the query has; None until the first page is here."""
        self.exact = True
        self.failed: set[int] = set()
        """Pages that could not be read; they are not asked for again until the user does."""
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._inside: dict[int, frozenset[str]] = {}

    def add(self, number: int, page: Page, inside: Collection[str] = ()) -> None:
        """Keep a page, and which of its keys are `inside` the query whose records are all marked."""
        if page.exact or self.total is None or (not self.exact and page.total > self.total):
            self.total, self.exact = page.total, page.exact
        self._pages[number] = tuple(page.rows)
        self._pages.move_to_end(number)
        self._inside[number] = frozenset(inside)
        self.failed.discard(number)
        while len(self._pages) > _KEPT_PAGES:
            dropped, _rows = self._pages.popitem(last=False)
            del self._inside[dropped]

    def refine(self, total: int) -> None:
        """Take the exact number of rows, which came after the first page."""
        self.total, self.exact = total, True

    def row(self, index: int) -> Row | None:
        """Return the row at an index, or None when its page is not here (or ended early)."""
        rows = self._pages.get(index // PAGE_ROWS, ())
        place = index % PAGE_ROWS
        return rows[place] if index >= 0 and place < len(rows) else None

    def is_inside(self, index: int) -> bool:
        """Tell whether the row at the index is in the query whose records are all marked."""
        row = self.row(index)
        return row is not None and row.key in self._inside.get(index // PAGE_ROWS, ())

    def has_failed(self, index: int) -> bool:
        """Tell whether the row's page could not be read."""
        return index // PAGE_ROWS in self.failed

    def has_read(self, index: int) -> bool:
        """Tell whether the row's page is here, or will not come before the user asks again."""
        return index // PAGE_ROWS in self._pages or self.has_failed(index)

    def has_read_all(self, first: int, last: int) -> bool:
        """Tell whether every row from first to last is here, or will not come before the user asks again."""
        return all(number in self._pages or number in self.failed for number in self._numbers(first, last))

    def missing(self, first: int, last: int) -> list[int]:
        """Return the numbers of the pages to read so that the rows from first to last are here; marks these as used."""
        numbers = self._numbers(first, last)
        for number in numbers:
            if number in self._pages:
                self._pages.move_to_end(number)
        return [number for number in numbers if number not in self._pages and number not in self.failed]

    def _numbers(self, first: int, last: int) -> range:
        end = last if self.total is None else min(last, self.total - 1)
        return page_numbers(first, end, PAGE_ROWS)
