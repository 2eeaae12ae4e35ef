"""Reads what a list shows, behind the interface: the newest query wins, and keys wait for the rows they mean."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Protocol, TypeVar

from resellertui.tui.widgets.key_queue import KeyQueue, Kind, Step
from resellertui.tui.widgets.marks import Marks
from resellertui.tui.widgets.record_source import ListQuery, Row, Source
from resellertui.tui.widgets.record_window import PAGE_ROWS, Window

Answer = TypeVar("Answer")


class Viewer(Protocol):
    """What shows the rows: it lends its workers, and is told what became different."""

    marks: Marks

    def behind(self, work: Callable[[], Coroutine[None, None, None]], group: str, *, alone: bool = True) -> None:
        """Run the work behind the interface; `alone` cancels what its group still does."""

    def abandon(self, group: str) -> None:
        """Cancel what the group still does."""

    def viewport(self) -> tuple[int, int]:
        """Return the first and the last index in view, whether or not there are rows at them."""

    def replaced(self) -> None:
        """Show another query from its top."""

    def renewed(self, before: Window, above: int) -> None:
        """Show the same query as it is now, with the cursor so many lines below the top."""

    def arrived(self, first: int, last: int) -> None:
        """Show rows that are here now."""

    def moved(self, before: int) -> None:
        """Show the cursor at its new place."""

    def failed(self, error: Exception) -> None:
        """Say that something could not be read."""


class RecordReader:
    """The state of a list between a key and the database: its window, its cursor, and the keys that wait."""

    def __init__(self, viewer: Viewer, source: Source, query: ListQuery) -> None:
        self.source = source
        self.window = Window(query)
        self.cursor = 0
        self.keys = KeyQueue()
        self._viewer = viewer
        self._coming: Window | None = self.window
        self._fetching: tuple[Window, int] | None = None
        self._renewing = False
        self._renew_again = False

    @property
    def query(self) -> ListQuery:
        """The newest query asked, whether or not its rows are here."""
        return (self._coming or self.window).query

    @property
    def is_settled(self) -> bool:
        """Whether the rows shown are those of the newest query."""
        return self._coming is None and self.window.total is not None

    @property
    def total(self) -> int:
        """How many rows the shown query has, as far as known."""
        return self.window.total or 0

    @property
    def row(self) -> Row | None:
        """The row under the cursor, when it is here."""
        return self.window.row(self.cursor)

    @property
    def has_given_up(self) -> bool:
        """Whether the query failed before it showed anything."""
        return self._coming is None and self.window.total is None and self.window.has_failed(0)

    def ask(self, query: ListQuery) -> None:
        """Read another query; what is shown stays until its first rows are here."""
        self._viewer.abandon("renew")
        self._renewing = False
        self._coming = Window(query)
        self.want()

    def move(self, where: Callable[[int], int], *, to_end: bool = False) -> None:
        """Move the cursor to the index computed from the one it is at; `to_end` needs the exact number of rows."""

        def step() -> bool:
            if self.has_given_up:
                return True
            if not self.is_settled or (to_end and not self.window.exact):
                return False
            self.place(where(self.cursor))
            return True

        self.keys.do(Step(Kind.MOVE, step))

    def act(self, what: Callable[[Row], None]) -> None:
        """Act on the row under the cursor, as soon as it is here."""

        def step() -> bool:
            if self.has_given_up:
                return True
            if not self.is_settled:
                return False
            row = self.row
            if row is None:
                return self.total == 0 or self.window.has_read(self.cursor)
            what(row)
            return True

        self.keys.do(Step(Kind.ACT, step))

    def then(self, what: Callable[[], None]) -> None:
        """Do what needs no row, but not before the keys that were pressed earlier."""

        def step() -> bool:
            what()
            return True

        self.keys.do(Step(Kind.ACT, step))

    def errand(
        self,
        kind: Kind,
        question: Callable[[Source, ListQuery], Awaitable[Answer]],
        apply: Callable[[Answer], None],
        latest: str = "",
    ) -> None:
        """Ask the source something about the settled query and apply the answer before any later key."""
        answers: list[Answer] = []
        asked = False

        async def run(query: ListQuery) -> None:
            try:
                answers.append(await question(self.source, query))
            except Exception as error:  # whatever a source raises is shown, not fatal
                self.fail(error)
            self.keys.advance()

        def step() -> bool:
            nonlocal asked
            if answers:
                apply(answers[0])
                return True
            if self.has_given_up:
                return True
            if self.is_settled and not self._renewing and not asked:
                asked = True
                self._viewer.behind(partial(run, self.query), "errand", alone=False)
            return False

        self.keys.do(Step(kind, step, latest))

    def place(self, index: int) -> None:
        """Put the cursor at an index, or as near as there are rows."""
        before = self.cursor
        self.cursor = max(0, min(index, self.total - 1))
        if self.cursor != before:
            self._viewer.moved(before)
        self.want()

    def want(self) -> None:
        """See to it that the rows in view are read, and after them the pages beside them."""
        wanted = self._urgent()
        if wanted:
            if self._fetching not in wanted:
                self._fetch(wanted[0])
        elif self._fetching is None and (ahead := self._ahead()) is not None:
            self._fetch(ahead)

    def retry(self) -> None:
        """Read again what could not be read, and what could."""
        self.window.failed.clear()
        self.renew()

    def renew(self) -> None:
        """Read the same query again, because rows may have changed; the cursor stays on its record."""
        if not self.is_settled:
            self.ask(self.query)
        elif self._renewing:
            self._renew_again = True
        else:
            self._renewing = True
            self._viewer.behind(self._renew, "renew")

    def fail(self, error: Exception) -> None:
        """Say that something could not be read; keys that waited for it are dropped."""
        self._viewer.failed(error)
        self.keys.give_up()

    def _urgent(self) -> list[tuple[Window, int]]:
        window = self._coming or self.window
        first, last = self._viewer.viewport()
        if window.total is None:
            return [(window, number) for number in window.missing(0, 0)]
        numbers = window.missing(self.cursor, self.cursor) + window.missing(first, last)
        return [(window, number) for number in dict.fromkeys(numbers)]

    def _ahead(self) -> tuple[Window, int] | None:
        if not self.is_settled:
            return None
        first, last = self._viewer.viewport()
        after = self.window.missing(last + PAGE_ROWS, last + PAGE_ROWS)
        before = self.window.missing(first - PAGE_ROWS, first - PAGE_ROWS) if first >= PAGE_ROWS else []
        return next(((self.window, number) for number in after + before), None)

    def _fetch(self, wanted: tuple[Window, int]) -> None:
        self._fetching = wanted
        self._viewer.behind(self._load, "rows")

    async def _load(self) -> None:
        while self._fetching is not None:
            window, number = self._fetching
            try:
                await self._read(window, number)
            except Exception as error:  # whatever a source raises is shown, not fatal
                self._fetching = None
                window.failed.add(number)
                if window is self._coming:
                    self._show(window)
                self.fail(error)
                return
            self._fetching = None
            self._take(window, number)
            if self._fetching is not None:  # a key that could go on has asked for other rows, in a worker of its own
                return
            self._fetching = next(iter(self._urgent()), None) or self._ahead()

    async def _read(self, window: Window, number: int) -> None:
        page = await self.source.page(window.query, number * PAGE_ROWS, PAGE_ROWS)
        every = self._viewer.marks.every
        keys = [row.key for row in page.rows]
        elsewhere = every is not None and not every.matches_same_as(window.query)
        inside = await self.source.among(every, keys) if every is not None and elsewhere and keys else ()
        window.add(number, page, inside)

    def _take(self, window: Window, number: int) -> None:
        if window is self._coming:
            self._show(window)
        elif window is self.window:
            self.cursor = max(0, min(self.cursor, self.total - 1))
            self._viewer.arrived(number * PAGE_ROWS, (number + 1) * PAGE_ROWS - 1)
        self.keys.advance()

    def _show(self, window: Window) -> None:
        self.window, self._coming, self.cursor = window, None, 0
        self._viewer.replaced()
        self._refine()

    def _refine(self) -> None:
        if not self.window.exact:
            self._viewer.behind(partial(self._count, self.window), "count")

    async def _count(self, window: Window) -> None:
        try:
            window.refine(await self.source.count(window.query))
        except Exception as error:  # whatever a source raises is shown, not fatal
            window.refine(window.total or 0)
            self.fail(error)
        if window is self.window:
            self._viewer.arrived(*self._viewer.viewport())
            self.keys.advance()

    async def _renew(self) -> None:
        try:
            while True:
                self._renew_again = False
                row, index = self.row, self.cursor
                first, last = self._viewer.viewport()
                fresh = Window(self.query)
                place = await self._read_around(fresh, row, (index, index - first, last - index))
                now = self.row
                if not self._renew_again and (now and now.key) == (row and row.key):
                    break
        except Exception as error:  # whatever a source raises is shown, not fatal
            self._renewing = False
            self.fail(error)
            return
        self._renewing = False
        before, self.window, self.cursor = self.window, fresh, place
        self._viewer.renewed(before, index - first)
        self._refine()
        self.want()
        self.keys.advance()

    async def _read_around(self, fresh: Window, row: Row | None, lines: tuple[int, int, int]) -> int:
        """Read the lines above and below where the row is now; return that index, or the nearest to the old one."""
        index, above, below = lines
        found = await self.source.position(fresh.query, row.key) if row is not None else None
        place = index if found is None else found
        while True:
            if fresh.total is not None:
                place = max(0, min(place, fresh.total - 1))
            missing = fresh.missing(place - above, place + below)
            if not missing:
                return place
            await self._read(fresh, missing[0])
