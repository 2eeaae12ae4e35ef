"""A partnership's page, from either side: what was asked and granted, how it stands, its products, its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.errors import NotFound
from resellertui.domain.partnership import Access, Side, State
from resellertui.domain.wording import _
from resellertui.services.partnerships.arranging import Outcome
from resellertui.services.views import EventView, HistoryView, PartnershipView, ProposedProductView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.partnership_acts import PartnershipHost
from resellertui.tui.partnership_facts import asked_side, fact_lines, granted_side
from resellertui.tui.partnership_verbs import PARTNERSHIP_VERBS
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row
from resellertui.tui.widgets.tab_line import TabLine

HISTORY, PRODUCTS, PROPOSED = "history", "products", "proposed"
TAB_BEFORE = Command(
    "partnership.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False
)
TAB_AFTER = Command(
    "partnership.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=60, palette=False
)


class PartnershipPage(PartnershipHost, HeldKeys, Page[Outcome]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Shows one partnership by its public id; keys wait until it is read."""

    VERBS: ClassVar[tuple[Command, ...]] = (*PARTNERSHIP_VERBS, TAB_BEFORE, TAB_AFTER)
    HELP_TITLE = "A partnership"
    GUIDE = "partner"
    CSS_PATH = "partnership.tcss"

    def __init__(self, reference: str) -> None:
        super().__init__()
        self.reference = reference
        self._history: HistoryView | None = None
        self.records = RecordList(
            WholeSource(self._items), _columns(HISTORY), ListQuery(tab=HISTORY), empty=self._nothing
        )

    def subject(self) -> PartnershipView | None:
        """Return the partnership."""
        return self._history.partnership if self._history is not None else None

    def side(self) -> Side | None:
        """Return the reader's side."""
        view = self.subject()
        return view.side if view is not None else None

    def title_text(self) -> str:
        """Return the sides' names."""
        view = self.subject()
        if view is None:
            return self.reference
        return _("{id}: {partner} for {client}").format(id=view.id, partner=view.partner, client=view.client)

    def compose_body(self) -> ComposeResult:
        """Yield the facts above, and a list below them."""
        with VerticalScroll(id="partnership-facts", can_focus=False):
            with Horizontal(id="partnership-sides"):
                yield Static(id="partnership-asked")
                yield Static(id="partnership-granted")
            yield Static(id="partnership-lines")
        yield TabLine([(HISTORY, _("History")), (PRODUCTS, _("Products")), (PROPOSED, _("Proposed"))])
        yield self.records
        yield Static(classes="section-status")

    def on_mount(self) -> None:
        """Read the partnership."""
        self.set_focus(self.records)
        self.watch(self.records, "status", self._show_status)
        self.hold()
        self.load()

    def reload(self) -> None:
        """Read it again."""
        self.load()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the partnership with its history."""
        history: HistoryView | None = None
        with self.app.reporting():
            try:
                history = await self.app.ask(self.app.services.partnerships.history, self.reference)
            except NotFound as error:
                self.leave()
                self.forget_on(error)
                return
        if history is None:
            self.release(replay=False)
            return
        self._history = history
        self._show(history.partnership)
        self.records.refresh_rows()
        if self.is_holding:
            self.release()

    def followed(self, view: PartnershipView) -> None:
        """Stay: the page is read again by itself."""

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self.show_tab(self.query_one(TabLine).neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self.show_tab(self.query_one(TabLine).neighbour(1))

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.show_tab(message.key)

    def show_tab(self, tab: str) -> None:
        """Show the history, the products, or the proposed ones."""
        self.query_one(TabLine).active = tab
        self.records.set_columns(_columns(tab))
        self.records.set_query(ListQuery(tab=tab))

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Show an event whole; a product of one's own in its section."""
        from resellertui.tui.dialogs.reading import ReadingDialog

        event = self._event(message.key)
        if event is not None:
            self.app.push_screen(ReadingDialog(formats.moment(event.at), (_who(event), event.text)))
        elif message.key.startswith("PRD-") and self.side() is Side.CLIENT:
            self.app.go("products", message.key)

    def _event(self, key: str) -> EventView | None:
        if self._history is None or not key.isdigit():
            return None
        return self._history.events[int(key)]

    def _show(self, view: PartnershipView) -> None:
        self.retitle()
        self.query_one("#partnership-asked", Static).update(asked_side(view))
        self.query_one("#partnership-granted", Static).update(granted_side(view))
        lines = Content("\n").join(fact_lines(view, formats.today(self.app.services)))
        self.query_one("#partnership-lines", Static).update(lines)
        self.refresh_bindings()

    async def _items(self) -> Sequence[Item]:
        if self._history is None:
            return []
        view, events = self._history.partnership, list(enumerate(self._history.events))
        products = zip(view.product_ids, view.products, strict=True)
        return [
            *(Item(_event_row(number, one), tabs=(HISTORY,)) for number, one in reversed(events)),
            *(Item(Row(key, {"name": name, "id": key}), tabs=(PRODUCTS,)) for key, name in products),
            *(Item(_proposed_row(one), tabs=(PROPOSED,)) for one in view.proposals),
        ]

    def _nothing(self, query: ListQuery) -> Content:
        view = self.subject()
        if query.tab == PROPOSED:
            return plain(_("No products are proposed."))
        if query.tab == PRODUCTS and view is not None:
            return plain(_no_products(view))
        return plain(_("Nothing has happened yet."))

    def _show_status(self, status: str) -> None:
        self.query_one(".section-status", Static).update(plain(status))


def _event_row(number: int, event: EventView) -> Row:
    return Row(str(number), {"when": formats.moment(event.at), "who": _who(event), "what": event.text})


def _proposed_row(proposed: ProposedProductView) -> Row:
    cells = {"name": proposed.name, "id": proposed.sku, "expires": formats.day(proposed.expires_on)}
    return Row(f"{proposed.sku}:{proposed.name}", cells)


def _who(event: EventView) -> str:
    return event.who or _("by date")


def _no_products(view: PartnershipView) -> str:
    if view.state is not State.ACTIVE:
        return _("No products are entrusted: the partnership is not active.")
    if view.access is Access.FULL:
        return _("Every product is covered, present and future.")
    return _("You may see none of the entrusted products.")


def _columns(tab: str) -> tuple[Column, ...]:
    if tab == HISTORY:
        return (
            Column("when", _("When"), 17),
            Column("who", _("Who"), 16, weight=1, limit=30, priority=1),
            Column("what", _("What"), 24, weight=4),
        )
    columns = (Column("name", _("Product"), 24, weight=3, limit=60), Column("id", _("Id"), 10, weight=1, limit=24))
    if tab == PROPOSED:
        return (*columns, Column("expires", _("Expires"), 11))
    return columns
