"""Reads what a list shows, behind the interface: the newest query wins, and keys wait for the rows they mean."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Protocol, TypeVar

from resellertui.tui.widgets.key_queue import KeyQueue, Kind, Step
from resellertui.tui.widgets.marks import Marks
from resellertui.tui.widgets.record_fetches import Fetches, Stretch
from resellertui.tui.widgets.record_source import Aim, Landing, ListQuery, Page, Row, Source
from resellertui.tui.widgets.record_window import PAGE_ROWS, Window

Answer = TypeVar("Answer")


class Viewer(Protocol):
    """What shows the rows: it lends its workers, and is told what became different."""

    marks: Marks

    def behind(self, work: Callable[[], Coroutine[None, None, None]], group: str, *, alone: bool = True) -> None:
        """Run the work behind the interface; `alone` cancels what its group still does."""

    def soon(self, work: Callable[[], None]) -> None:
        """Do it once what is here now has been painted."""

    def abandon(self, group: str) -> None:
        """Cancel what the group still does."""

    def viewport(self) -> tuple[int, int]:
        """Return the first and the last index that is to be in view, whether or not there are rows at them."""

    def replaced(self) -> None:
        """Show another query from its top."""

    def renewed(self, above: int) -> None:
        """Show the same query as it is now, with the cursor so many lines below the top."""

    def arrived(self) -> None:
        """Show rows that are here now, or a number of them that is known better."""

    def moved(self, *, far: bool = False) -> None:
        """Show the cursor at its new place; `far` with rows above and below it, where it was out of view."""

    def failed(self, error: Exception) -> None:
        """Say that something could not be read."""


class RecordReader:
    """The state of a list between a key and the database: its window, its cursor, and the keys that wait."""

    def __init__(self, viewer: Viewer, source: Source, query: ListQuery) -> None:
        self.source = source
        self.window = Window(query)
        self.cursor = 0
        self.keys = KeyQueue()
        self.is_uncounted = False
        """Whether the exact number of rows was asked for in vain."""
        self._viewer = viewer
        self._coming: Window | None = self.window
        self._fetches = Fetches()
        self._counting: Window | None = None
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
        """Read another query; what is shown stays until its first rows are here, and older answers are not awaited."""
        self._viewer.abandon("renew")
        self._viewer.abandon("rows")
        self._fetches.clear()
        self._renewing = False
        self._coming = Window(query)
        self.want()

    def move(self, where: Callable[[int], int], *, to_end: bool = False) -> None:
        """Move the cursor to the index computed from the one it is at; `to_end` needs the exact number of rows."""

        def step() -> bool:
            if self.has_given_up:
                return True
            if not self.is_settled:
                return False
            if to_end and not self.window.exact:
                self._count_behind()
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

    @property
    def knows_row(self) -> bool:
        """Whether it is known on which row the cursor is, or that it is on none, as things are now."""
        if not self.is_settled or self._renewing:
            return self.has_given_up
        return self.row is not None or not self.total or self.window.has_read(self.cursor)

    def once_known(self, what: Callable[[], None]) -> None:
        """Do what is about the row under the cursor, or about its absence, as soon as that is known."""

        def step() -> bool:
            if not self.knows_row:
                return False
            what()
            return True

        self.keys.do(Step(Kind.ACT, step))

    def then(self, what: Callable[[], None]) -> None:
        """Do what needs no row, but not before the keys that were pressed earlier."""

        def step() -> bool:
            what()
            return True

        self.keys.do(Step(Kind.ACT, step))

    def land(self, aim: Aim, latest: str = "") -> None:
        """Put the cursor where the aim is, if it is anywhere."""

        async def look(source: Source, window: Window) -> tuple[int | None, list[tuple[Page, frozenset[str]]]]:
            first, last = self._viewer.viewport()
            landing: Landing = await source.land(window.query, aim, PAGE_ROWS, last - first)
            return landing.index, [(page, await self._inside(window, page)) for page in landing.pages]

        def arrive(answer: tuple[int | None, list[tuple[Page, frozenset[str]]]]) -> None:
            index, pages = answer
            for page, inside in pages:
                self.window.add(page.offset // PAGE_ROWS, page, inside)
            if index is not None:
                self.place(index, far=True)

        self._on_window(Kind.MOVE, look, arrive, latest)

    def errand(
        self,
        kind: Kind,
        question: Callable[[Source, ListQuery], Awaitable[Answer]],
        apply: Callable[[Answer], None],
    ) -> None:
        """Ask the source something about the settled query and apply the answer before any later key."""
        self._on_window(kind, lambda source, window: question(source, window.query), apply)

    def place(self, index: int, *, far: bool = False) -> None:
        """Put the cursor at an index, or as near as there are rows."""
        before = self.cursor
        self.cursor = max(0, min(index, self.total - 1))
        if self.cursor != before or far:
            self._viewer.moved(far=far)
        self.want()

    def want(self) -> None:
        """See to it that the rows in view are read, and, once they are painted, the pages beside them."""
        stretch = self._fetches.first_of(self._urgent())
        if stretch is not None:
            self._begin(stretch)
        elif not self._fetches and self._ahead() is not None:
            self._viewer.soon(self._want_ahead)

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

    def _on_window(
        self,
        kind: Kind,
        question: Callable[[Source, Window], Awaitable[Answer]],
        apply: Callable[[Answer], None],
        latest: str = "",
    ) -> None:
        answers: list[Answer] = []
        asked: Window | None = None

        async def run(window: Window) -> None:
            try:
                answer = await question(self.source, window)
            except Exception as error:  # whatever a source raises is shown, not fatal
                if window is asked:
                    self.fail(error)
            else:
                if window is asked:
                    answers.append(answer)
            self.keys.advance()

        def step() -> bool:
            nonlocal asked
            if self.has_given_up:
                return True
            if not self.is_settled or self._renewing:
                return False
            if asked is not self.window:  # also when rows were read anew meanwhile: the answer was about the old ones
                asked = self.window
                answers.clear()
                self._viewer.behind(partial(run, asked), "errand", alone=False)
            if answers:
                apply(answers[0])
                return True
            return False

        self.keys.do(Step(kind, step, latest))

    def _want_ahead(self) -> None:
        stretch = self._ahead() if not self._fetches and not self._urgent() else None
        if stretch is not None:
            self._begin(stretch)

    def _begin(self, stretch: Stretch) -> None:
        self._fetches.begin(stretch)
        self._viewer.behind(partial(self._load, stretch), "rows", alone=False)

    def _urgent(self) -> list[Stretch]:
        window = self._coming or self.window
        if window.total is None:
            return [Stretch(window, number) for number in window.missing(0, 0)]
        first, last = self._viewer.viewport()
        return Stretch.over(window, [*window.missing(self.cursor, self.cursor), *window.missing(first, last)])

    def _ahead(self) -> Stretch | None:
        if not self.is_settled:
            return None
        first, last = self._viewer.viewport()
        after = self.window.missing(last + PAGE_ROWS, last + PAGE_ROWS)
        before = self.window.missing(first - PAGE_ROWS, first - PAGE_ROWS) if first >= PAGE_ROWS else []
        return next((Stretch(self.window, number) for number in after + before), None)

    async def _load(self, stretch: Stretch) -> None:
        failure: Exception | None = None
        try:
            await self._read(stretch)
        except Exception as error:  # whatever a source raises is shown, not fatal
            failure = error
        finally:
            self._fetches.end(stretch)
        if failure is None:
            self._take(stretch)
        else:
            self._miss(stretch, failure)
        self.want()

    def _miss(self, stretch: Stretch, error: Exception) -> None:
        window = stretch.window
        window.failed.update(stretch.numbers)
        if window is self._coming:
            self._show(window)
        if window is self.window:
            self.fail(error)

    async def _read(self, stretch: Stretch) -> None:
        window, limit = stretch.window, stretch.count * PAGE_ROWS
        page = await self.source.page(window.query, stretch.first * PAGE_ROWS, limit)
        inside = await self._inside(window, page)
        for place, number in enumerate(stretch.numbers):
            rows = page.rows[place * PAGE_ROWS : (place + 1) * PAGE_ROWS]
            window.add(number, Page(page.total, number * PAGE_ROWS, rows, exact=page.exact), inside)

    async def _inside(self, window: Window, page: Page) -> frozenset[str]:
        """Return which rows of a page of one query are in the other one whose records are all marked."""
        every = self._viewer.marks.every
        keys = [row.key for row in page.rows]
        if every is None or every.matches_same_as(window.query) or not keys:
            return frozenset()
        return frozenset(await self.source.among(every, keys))

    def _take(self, stretch: Stretch) -> None:
        if stretch.window is self._coming:
            self._show(stretch.window)
        elif stretch.window is self.window:
            self.cursor = max(0, min(self.cursor, self.total - 1))
            self._viewer.arrived()
        self.keys.advance()

    def _show(self, window: Window) -> None:
        self.window, self._coming, self.cursor = window, None, 0
        self.is_uncounted = False
        self._viewer.replaced()
        self._viewer.soon(self._count_behind)

    def _count_behind(self) -> None:
        if not self.window.exact and self._counting is not self.window:
            self._counting, self.is_uncounted = self.window, False
            self._viewer.behind(partial(self._count, self.window), "count")

    async def _count(self, window: Window) -> None:
        try:
            total = await self.source.count(window.query)
        except Exception as error:  # whatever a source raises is shown, not fatal
            if window is self.window:
                self._counting, self.is_uncounted = None, True
                self.fail(error)
            return
        window.refine(total)
        if window is self.window:
            self._counting = None
            self.cursor = max(0, min(self.cursor, self.total - 1))
            self._viewer.arrived()
            self.keys.advance()
            self.want()

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
        self.window, self.cursor = fresh, place
        self.is_uncounted = False
        self._viewer.renewed(index - first)
        self._count_behind()
        self.want()
        self.keys.advance()

    async def _read_around(self, fresh: Window, row: Row | None, lines: tuple[int, int, int]) -> int:
        """Read the lines above and below where the row is now; return that index, or the nearest to the old one."""
        index, above, below = lines
        place = index
        if row is not None:
            landing = await self.source.land(fresh.query, Aim(key=row.key), PAGE_ROWS, max(above, below))
            await self._keep(fresh, landing.pages)
            place = index if landing.index is None else landing.index
        while True:
            if fresh.total is not None:
                place = max(0, min(place, fresh.total - 1))
            missing = Stretch.over(fresh, fresh.missing(place - above, place + below))
            if not missing:
                return place
            await self._read(missing[0])

    async def _keep(self, window: Window, pages: Sequence[Page]) -> None:
        for page in pages:
            window.add(page.offset // PAGE_ROWS, page, await self._inside(window, page))
