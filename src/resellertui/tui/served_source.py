"""A list whose rows a service gives window by window, and where keys and typed references are looked up alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from resellertui.services.actor import Actor
from resellertui.tui.widgets.record_source import Aim, Landing, ListQuery, Page, Row, Source, page_numbers

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

Asked = TypeVar("Asked")
One = TypeVar("One")
Given = TypeVar("Given", covariant=True)


class Served(Protocol[Given]):
    """What a service answers with."""

    @property
    def total(self) -> int:
        """How many rows there are."""
        ...

    @property
    def offset(self) -> int:
        """The place of the first row."""
        ...

    @property
    def rows(self) -> Sequence[Given]:
        """The rows."""
        ...

    @property
    def exact(self) -> bool:
        """False where the total is only a lower bound."""
        ...


class ServedSource(Source, Generic[Asked, One]):
    """Asks a service in the name of whoever acts; a subclass says which, and how rows look."""

    def __init__(self, app: ConsoleApp) -> None:
        self.app = app

    def asked(self, query: ListQuery) -> Asked:
        """Return the list's query as the service takes it."""
        raise NotImplementedError

    def served(self, actor: Actor, asked: Asked, offset: int, limit: int) -> Served[One]:
        """Return a part of the rows; of many, the total may be a lower bound."""
        raise NotImplementedError

    def counted(self, actor: Actor, asked: Asked, is_wanted: Callable[[], bool]) -> int:
        """Return the exact number of rows, as long as somebody wants to know."""
        raise NotImplementedError

    def placed(self, actor: Actor, asked: Asked, reference: str) -> int | None:
        """Return the place of a row, or None where it is not in the list."""
        raise NotImplementedError

    def row(self, one: One) -> Row:
        """Return a row as the list shows it."""
        raise NotImplementedError

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # of none of these lists
        """Return that the order stays as it is: the service gives its rows in one."""
        return False

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        return self._page(await self.app.ask(self.served, self.asked(query), offset, limit))

    async def count(self, query: ListQuery) -> int:
        """Return how many rows there are, however many."""
        is_over = Event()
        try:
            return await self.app.ask(self.counted, self.asked(query), lambda: not is_over.is_set())
        finally:
            is_over.set()  # what is typed next has its own count: threads that nobody waits for would hold it up

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the row is."""
        return await self.app.ask(self.placed, self.asked(query), key)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the row of this id is."""
        return await self.app.ask(self.placed, self.asked(query), typed)

    async def land(self, query: ListQuery, aim: Aim, limit: int, lines: int) -> Landing:
        """Return where the row is, with the rows there, by one way to the database and back."""
        index, answers = await self.app.ask(self._land, self.asked(query), aim, limit, lines)
        return Landing(index, [self._page(one) for one in answers])

    def _land(
        self, actor: Actor, asked: Asked, aim: Aim, limit: int, lines: int
    ) -> tuple[int | None, list[Served[One]]]:
        index = self.placed(actor, asked, aim.key or aim.typed)
        numbers = () if index is None else page_numbers(index - lines, index + lines, limit)
        answers: list[Served[One]] = []
        for number in numbers:
            if not answers or not answers[-1].exact or number * limit < answers[-1].total:
                answers.append(self.served(actor, asked, number * limit, limit))
        return index, answers

    def _page(self, answer: Served[One]) -> Page:
        return Page(answer.total, answer.offset, [self.row(one) for one in answer.rows], exact=answer.exact)
