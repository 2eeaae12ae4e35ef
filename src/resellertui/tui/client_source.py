"""Where the list of managed clients comes from: windows on the database, whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, TypeAlias

from resellertui.domain.partnership import State
from resellertui.services.actor import Actor
from resellertui.services.inputs import ClientQuery, ClientSort, ClientTab
from resellertui.services.views import ClientPage, ClientRow
from resellertui.tui.client_words import row_of
from resellertui.tui.widgets.marks import Marks
from resellertui.tui.widgets.record_source import Aim, Landing, ListQuery, Page, Source, page_numbers

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

Answer: TypeAlias = tuple[ClientPage, frozenset[str]]
"""A part of the list, and the ids of those of its clients that a contract binds one's organisation to."""

KEPT = 2000
"""How many of the rows read last are kept, for what the keys need to know of the row that they are pressed on."""


class ClientSource(Source):
    """Asks the clients' service in the name of whoever acts."""

    has_bound = False
    """Whether any client read so far is bound by a contract."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self._seen: dict[str, ClientRow] = {}

    def seen(self, reference: str | None) -> ClientRow | None:
        """Return a client as it was read last, by its partnership's id; None when it was not, or long ago."""
        return self._seen.get(reference or "")

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        return self._noted(*await self._app.ask(self._read, asked(query), offset, limit))

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the client is."""
        return await self._app.ask(self._app.services.clients.position, asked(query), key)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return the first client whose name begins with, or follows, what was typed."""
        return await self._app.ask(self._app.services.clients.find, asked(query), typed)

    async def land(self, query: ListQuery, aim: Aim, limit: int, lines: int) -> Landing:
        """Return where the client is, with the rows there, by one way to the database and back."""
        index, answers = await self._app.ask(self._land, asked(query), aim, limit, lines)
        return Landing(index, [self._noted(*answer) for answer in answers])

    async def among(self, query: ListQuery, keys: Sequence[str]) -> Collection[str]:
        """Return those of the clients that are in the query."""
        return await self._app.ask(self._app.services.clients.among, asked(query), keys)

    async def count(self, query: ListQuery) -> int:
        """Return how many clients match, however many."""
        return await self._app.ask(self._app.services.clients.count, asked(query))

    async def references(self, query: ListQuery) -> tuple[str, ...]:
        """Return the ids of all that match."""
        return await self._app.ask(self._app.services.clients.references, asked(query))

    async def marked(self, marks: Marks) -> tuple[str, ...]:
        """Return the ids of all that are marked: those marked with everything that matches, then the single ones."""
        every = [] if marks.every is None else await self.references(marks.every)
        found = dict.fromkeys(one for one in every if one not in marks.but)
        return tuple(found | dict.fromkeys(sorted(marks.keys)))

    def _read(self, actor: Actor, query: ClientQuery, offset: int, limit: int) -> Answer:
        """Return a part of the clients, and which of them a contract binds one's organisation to."""
        answer = self._app.services.clients.page(actor, query, offset, limit)
        active = [one.id for one in answer.rows if one.id is not None and one.state is State.ACTIVE]
        return answer, self._app.services.quote_contracts.bound(actor, active) if active else frozenset()

    def _land(
        self, actor: Actor, query: ClientQuery, aim: Aim, limit: int, lines: int
    ) -> tuple[int | None, list[Answer]]:
        clients = self._app.services.clients
        index = clients.position(actor, query, aim.key) if aim.key else clients.find(actor, query, aim.typed)
        numbers = () if index is None else page_numbers(index - lines, index + lines, limit)
        answers: list[Answer] = []
        for number in numbers:
            if not answers or not answers[-1][0].exact or number * limit < answers[-1][0].total:
                answers.append(self._read(actor, query, number * limit, limit))
        return index, answers

    def _noted(self, answer: ClientPage, bound: frozenset[str]) -> Page:
        """Return an answer as the list's page, and keep its clients in mind."""
        for client in answer.rows:
            self._seen.pop(client.partnership_id, None)
            self._seen[client.partnership_id] = client
        for old in list(self._seen)[:-KEPT]:
            del self._seen[old]
        self.has_bound = self.has_bound or bool(bound)
        rows = [row_of(one, is_bound=one.id in bound) for one in answer.rows]
        return Page(answer.total, answer.offset, rows, exact=answer.exact)


def asked(query: ListQuery) -> ClientQuery:
    """Return the list's query as the service takes it."""
    return ClientQuery(
        text=query.filter,
        tab=ClientTab(query.tab or ClientTab.ACTIVE),
        sort=ClientSort(query.sort or ClientSort.NAME),
        descending=query.descending,
    )


def tab_of(state: str) -> ClientTab:
    """Return the tab that shows clients in this state."""
    return ClientTab(state) if state in {"active", "pending"} else ClientTab.PAST
