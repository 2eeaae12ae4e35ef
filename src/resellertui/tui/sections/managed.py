"""Managed value: what the products in one's care cost in a year, by currency, and each client's part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.wording import _
from resellertui.services.managed import ManagedRow, ManagedTotal
from resellertui.tui.client_source import asked
from resellertui.tui.client_words import access_word
from resellertui.tui.commands import Command
from resellertui.tui.explaining import EXPLAIN, ExplainsRows
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


class ManagedSource(Source):
    """Windows on the active clients with their parts, in the order of the list of clients."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        answer = await self._app.ask(self._app.services.managed.page, asked(query), offset, limit)
        return Page(answer.total, answer.offset, [_row(one) for one in answer.rows], exact=answer.exact)

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where the client is."""
        return await self._app.ask(self._app.services.clients.position, asked(query), key)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return the first client whose name begins with, or follows, what was typed."""
        return await self._app.ask(self._app.services.clients.find, asked(query), typed)

    async def count(self, query: ListQuery) -> int:
        """Return how many clients match, however many."""
        return await self._app.ask(self._app.services.clients.count, asked(query))

    async def among(self, query: ListQuery, keys: Sequence[str]) -> Collection[str]:
        """Return those of the clients that are in the query."""
        return await self._app.ask(self._app.services.clients.among, asked(query), keys)


class ManagedSection(ExplainsRows, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The sums, and below them the clients that make them up."""

    TITLE = "Managed value"
    GUIDE = "managed-value"
    HELP_TITLE = "Managed value"
    VERBS: ClassVar[tuple[Command, ...]] = (EXPLAIN,)

    def compose_body(self) -> ComposeResult:
        """Lay out the sums above the list."""
        self._sums = Line(classes="managed-sums")
        yield self._sums
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Read the sums."""
        self._say_sums()

    def source(self) -> Source:
        """Return the clients."""
        return ManagedSource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("name", _("Client"), 18, limit=44, weight=3, sortable=True),
            Column("access", _("Access"), 8, priority=2, sortable=True),
            Column("products", _("Products"), 8, right=True, priority=1),
            Column("value", _("A year"), 12, right=True),
            Column("currency", _("Currency"), 8),
        )

    def empty(self, _query: ListQuery) -> Content:
        """Say what would fill the list."""
        return plain(_("No client is in your care yet. Press g c to add one."))

    def reload(self) -> object:
        """Read the sums and the rows again."""
        self._say_sums()
        return super().reload()

    def open_record(self, key: str) -> None:
        """Open the client's page."""
        from resellertui.tui.screens.client import ClientPage

        self.app.push_screen(ClientPage(key))

    @work(group="sums", exclusive=True)
    async def _say_sums(self) -> None:
        with self.app.reporting():
            value = await self.app.ask(self.app.services.managed.value)
            self._sums.say(Content("\n").join(plain(_sum_words(one, is_whole=value.whole)) for one in value.totals))


def _sum_words(one: ManagedTotal, *, is_whole: bool) -> str:
    if not is_whole:
        return _("{value} {currency} a year, of the clients granted to you.").format(
            value=one.value, currency=one.currency
        )
    if not one.threshold:
        return _("{value} {currency} a year.").format(value=one.value, currency=one.currency)
    mark = f"✓ {_('reached')}" if one.reached else f"– {_('not reached')}"
    return _("{value} {currency} a year; {threshold} needed: {mark}.").format(
        value=one.value, currency=one.currency, threshold=one.threshold, mark=mark
    )


def _row(one: ManagedRow) -> Row:
    return Row(
        one.partnership_id,
        {
            "name": one.name,
            "access": access_word(one.access),
            "products": str(one.products),
            "value": one.value or (_("paused") if one.paused else "–"),
            "currency": one.currency,
        },
        Tone.MUTED if not one.value else None,
    )
