"""Products of other providers that a client has: noted by its people, its partner's or staff, listed newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.services.leads.contract_views import OutsideView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.quotes.outside_dialog import OutsideDialog
from resellertui.tui.quotes.outside_form import NoteForm
from resellertui.tui.screens.page import Page
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Source, Tone
from resellertui.tui.widgets.record_source import Page as Rows

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

NOTE = Command(
    "outside.note",
    "n",
    "Note one",
    "Note a product that the client has with another provider.",
    permission=Action.OUTSIDE_NOTE,
    footer=10,
)
ELSEWHERE = Command(
    "outside.list",
    "f",
    "Elsewhere",
    "See and note products that are with other providers.",
    permission=Action.OUTSIDE_NOTE,
    footer=72,
)
"""The key of the pages of clients and products that leads here."""
FARTHEST = 1000
"""How many of them are looked through for one by its id."""


class OutsideSource(Source):
    """Windows on what is noted on a client."""

    def __init__(self, app: ConsoleApp, client: str) -> None:
        self._app, self._client = app, client
        self.seen: dict[str, OutsideView] = {}
        """What was read so far, by its ids."""

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # there is one order
        """Return that the order stays as it is."""
        return False

    async def page(self, query: ListQuery, offset: int, limit: int) -> Rows:  # noqa: ARG002  # there is one query
        """Return the rows at an offset."""
        page = await self._app.ask(self._app.services.outside_products.page, self._client, offset, limit)
        self.seen |= {one.id: one for one in page.rows}
        return Rows(page.total, page.offset, [_row(one) for one in page.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where one is."""
        rows = (await self.page(query, 0, FARTHEST)).rows
        return next((index for index, row in enumerate(rows) if row.key == key), None)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the one of this id is."""
        return await self.position(query, typed.strip().upper())


class OtherProvidersPage(Page[None]):
    """Lists what is noted on a client, or on the organisation for which one acts."""

    GUIDE = "offers"
    HELP_TITLE = "Products of other providers"
    VERBS: ClassVar[tuple[Command, ...]] = (NOTE,)
    DEFAULT_CSS = "OtherProvidersPage RecordList { height: 1fr; }"

    def __init__(self, name: str, client: str = "") -> None:
        """Show them.

        Args:
            name: what the client is called.
            client: its organisation's id; empty for the organisation for which one acts.
        """
        super().__init__()
        self._name_shown, self._client = name, client

    def title_text(self) -> str:
        """Return whose they are."""
        return _("Products of other providers: {client}").format(client=self._name_shown)

    def compose_body(self) -> ComposeResult:
        """Lay out the list."""
        self._source = OutsideSource(self.app, self._client)
        self.records = RecordList(self._source, _columns(), empty=_nothing)
        yield self.records

    def on_mount(self) -> None:
        """Start in the list."""
        self.set_focus(self.records)

    def reload(self) -> object:
        """Read the rows again."""
        self.records.refresh_rows()
        return None

    @on(RecordList.Opened)
    def open_one(self, message: RecordList.Opened) -> None:
        """Show it whole."""
        if message.key in self._source.seen:
            self.app.push_screen(OutsideDialog(self._source.seen[message.key]))

    @work(group="dialog", exclusive=True)
    async def action_note(self) -> None:
        """Note one."""
        await self.app.push_screen_wait(NoteForm(self._name_shown, self._client))


def _columns() -> tuple[Column, ...]:
    return (
        Column("product", _("Product"), 14, weight=2, limit=50),
        Column("provider", _("Provider"), 14, weight=2, limit=40),
        Column("noted", _("Noted"), 11),
        Column("by", _("By"), 12, weight=1, limit=30, priority=3),
        Column("contract", _("Breaks"), 8, priority=1),
        Column("state", _("State"), 14, weight=1, limit=50, priority=2),
        Column("id", _("Id"), 7, priority=4),
    )


def _row(one: OutsideView) -> Row:
    state = _("to settle") if one.is_open else " ".join(one.outcome.split())
    cells = {
        "product": one.product,
        "provider": one.provider,
        "noted": formats.day(formats.local(one.noted_at)),
        "by": one.noted_by,
        "contract": one.contract,
        "state": state or _("noted"),
        "id": one.id,
    }
    return Row(one.id, cells, Tone.WARNING if one.is_open else None)


def _nothing(_query: ListQuery) -> Content:
    return plain(_("Nothing is noted. Press n to note a product that is with another provider."))
