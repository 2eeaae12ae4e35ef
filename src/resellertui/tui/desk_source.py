"""The queue of the desk as a list: windows on the cases of a state, by the service's own order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.services.support.case_views import CaseTab
from resellertui.tui.desk_words import case_row
from resellertui.tui.widgets.record_source import ListQuery, Page, Source

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


class QueueSource(Source):
    """Every organisation's cases: what is due first, or the newest first."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # of no tab
        """Return that the order stays as it is."""
        return False

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        answer = await self._app.ask(
            self._app.services.support_queue.page, CaseTab(query.tab), offset=offset, limit=limit
        )
        return Page(answer.total, answer.offset, [case_row(one) for one in answer.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the case is."""
        return await self._app.ask(self._app.services.support_queue.position, key, CaseTab(query.tab))

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the case of this id is."""
        return await self.position(query, typed)
