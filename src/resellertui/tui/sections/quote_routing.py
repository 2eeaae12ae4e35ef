"""Quote routing: every request and where it went, and breaches of commitments; for the provider's staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, is_whole_id
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.quotes.outside_dialog import OutsideDialog
from resellertui.tui.quotes.routed_source import ALL, BREACHES, OPEN, SETTLED, WAITING, RoutedSource, routed_columns
from resellertui.tui.quotes.routing_forms import SettleForm
from resellertui.tui.sections.listing import FILTER, ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Source

SETTLE = Command(
    "routing.settle",
    "d",
    "Settle",
    "Settle the breach under the cursor, with what was agreed.",
    permission=Action.QUOTE_ROUTE,
    footer=20,
)


class QuoteRoutingSection(ListSection, can_focus=False):
    """The list with its tabs."""

    TITLE = "Quote routing"
    GUIDE = "quotes"
    HELP_TITLE = "Quote routing"
    VERBS: ClassVar[tuple[Command, ...]] = (SETTLE,)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        (WAITING, "Waiting"),
        (OPEN, "Open"),
        (ALL, "All"),
        (BREACHES, "Breaches"),
        (SETTLED, "Settled"),
    )

    def source(self) -> Source:
        """Return the requests."""
        self._source = RoutedSource(self.app)
        return self._source

    def columns(self) -> Sequence[Column]:
        """Return the columns of the first tab."""
        return routed_columns(self.first_tab())

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == WAITING:
            return plain(_("No request waits for staff: each open one has a partner that can still answer it."))
        if query.tab == BREACHES:
            return plain(_("No breach waits. One comes when a product of another provider is noted on a bound client."))
        return plain(_("There is none of these."))

    @property
    def is_on_breaches(self) -> bool:
        """Whether the tab in front lists breaches."""
        return self.is_mounted and self.tab_line.active in {BREACHES, SETTLED}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what is for the other kind of row."""
        if parameters == (SETTLE.id,) and not self.is_on_breaches:
            return False
        if parameters == (FILTER.id,) and self.is_on_breaches:
            return False
        return super().check_action(action, parameters)

    def why_not(self, command: Command) -> str | None:
        """Say that the breach is settled."""
        if command is SETTLE:
            one = self._source.breaches.get(self.records.cursor_key or "")
            if one is None:
                return _("No breach is under the cursor.")
            if not one.is_open:
                return _("{id} is settled already.").format(id=one.id)
        return super().why_not(command)

    def show_tab(self, key: str) -> None:
        """Show a tab, with the columns that say something there."""
        self.filter_bar.clear()
        super().show_tab(key)
        self.records.set_columns(routed_columns(key))
        self.refresh_bindings()

    def open_record(self, key: str) -> None:
        """Open a request's page, or show a breach whole."""
        if is_whole_id(Kind.OUTSIDE_PRODUCT, key):
            if key in self._source.breaches:
                self.app.push_screen(OutsideDialog(self._source.breaches[key]))
            return
        from resellertui.tui.screens.routed_request import RoutedRequestPage

        self.app.push_screen(RoutedRequestPage(key))

    @work(group="reveal", exclusive=True)
    async def reveal(self, record: str) -> None:
        """Open a request, or put the cursor on a breach: among the settled ones once it is."""
        if not is_whole_id(Kind.OUTSIDE_PRODUCT, record):
            self.show_tab(ALL)
            self.records.go_to(record)
            self.open_record(record)
            return
        with self.app.reporting():
            waits = await self._source.position(ListQuery(tab=BREACHES), record) is not None
            self.show_tab(BREACHES if waits else SETTLED)
            self.records.go_to(record)

    @work(group="dialog", exclusive=True)
    async def action_settle(self) -> None:
        """Settle the breach under the cursor."""
        one = self._source.breaches.get(self.records.cursor_key or "")
        if one is not None:
            await self.app.push_screen_wait(SettleForm(one))
