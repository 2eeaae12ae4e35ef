"""Where the grid of who reaches what comes from: windows on the clients, or on the organisation's own products."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from resellertui.services.reach_views import MatrixView, ProductMatrixRow, ProductMatrixView, ReachRow
from resellertui.tui.client_source import KEPT, asked
from resellertui.tui.reach_heads import Head, heads_of
from resellertui.tui.reach_words import PAUSED, PRODUCTS, client_marks, product_marks
from resellertui.tui.widgets.reach_grid import GridRow
from resellertui.tui.widgets.record_source import ListQuery, Page, Source, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

Line = ReachRow | ProductMatrixRow
"""What is known of a row."""


class ReachSource(Source):
    """Asks in the name of whoever acts; the tab of the query says about what."""

    def __init__(self, app: ConsoleApp, tell: Callable[[Sequence[Head]], None]) -> None:
        """Serve a grid; `tell` is told of its columns before its rows."""
        self._app = app
        self._tell = tell
        self._seen: dict[str, Line] = {}
        self.products: ProductMatrixView | None = None
        """The newest answer about products, for its sums."""
        self.clients: int | None = None
        """How many clients there were, as far as they were asked for without a filter."""

    def seen(self, key: str | None) -> Line | None:
        """Return a row as it was read last; None when it was not, or long ago."""
        return self._seen.get(key or "")

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        reach = self._app.services.reach
        if query.tab == PRODUCTS:
            answer = self.products = await self._app.ask(reach.products, query.filter, offset, limit)
            self._note(answer, [(one.id, one) for one in answer.rows])
            rows = [_product_row(one) for one in answer.rows]
            return Page(answer.total, offset, rows)
        matrix = await self._app.ask(reach.matrix, query.filter, offset, limit)
        if not query.filter:
            self.clients = matrix.total
        self._note(matrix, [(one.partnership_id, one) for one in matrix.rows])
        return Page(matrix.total, offset, [_client_row(one) for one in matrix.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the client or product is."""
        if query.tab == PRODUCTS:
            rows = (await self._app.ask(self._app.services.reach.products, query.filter, 0, KEPT)).rows
            return next((index for index, one in enumerate(rows) if one.id == key), None)
        return await self._app.ask(self._app.services.clients.position, asked(replace(query, tab="")), key)

    async def find(self, query: ListQuery, typed: str) -> int | None:  # noqa: ARG002  # as the protocol has it
        """Return nothing: in this list a jump goes to a column."""
        return None

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # as above
        """Return that the order is always by name."""
        return False

    def _note(self, answer: MatrixView | ProductMatrixView, rows: Sequence[tuple[str, Line]]) -> None:
        self._tell(heads_of(answer.people, answer.teams))
        for key, row in rows:
            self._seen.pop(key, None)
            self._seen[key] = row
        for old in list(self._seen)[:-KEPT]:
            del self._seen[old]


def _client_row(one: ReachRow) -> GridRow:
    name = f"{PAUSED} {one.client}" if one.paused else one.client
    return GridRow(one.partnership_id, {"name": name}, Tone.MUTED if one.paused else None, marks=client_marks(one))


def _product_row(one: ProductMatrixRow) -> GridRow:
    return GridRow(one.id, {"name": one.name}, marks=product_marks(one))
