"""The offers on a request side by side: a column an offer, a row for each product and fact; one can be accepted."""

from __future__ import annotations

from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.services.leads.views import ComparisonView, OfferView, OwnRequestView
from resellertui.tui.commands import Command
from resellertui.tui.quotes import side_by_side
from resellertui.tui.quotes.accepting import ACCEPT, accept_offer, reason_against
from resellertui.tui.quotes.offer_dialog import OfferDialog
from resellertui.tui.quotes.read_page import ReadPage
from resellertui.tui.text import plain
from resellertui.tui.widgets.line import Line

EDGES = 4
"""Cells for the page's padding and the bar that scrolls the rows."""


class ComparisonRows(VerticalScroll, can_focus=True, inherit_bindings=False):
    """The rows, to be scrolled up and down; the keys that move sideways are the page's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("home", "scroll_home", "First", show=False),
        Binding("end", "scroll_end", "Last", show=False),
    ]


class ComparisonPage(ReadPage):
    """Shows the offers of a request of one's own organisation."""

    GUIDE = "offers"
    HELP_TITLE = "Offers side by side"
    CSS_PATH = "comparison.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        ACCEPT,
        Command("comparison.open", "enter", "Open", "Show the offer of the column whole.", footer=15, palette=False),
        Command("comparison.left", "left,h", "Left", "Move to the offer before.", footer=20, palette=False),
        Command("comparison.right", "right,l", "Right", "Move to the next offer.", footer=21, palette=False),
        Command("comparison.first", "less_than_sign", "First", "Move to the first offer.", palette=False),
        Command("comparison.last", "greater_than_sign", "Last", "Move to the last offer.", palette=False),
    )

    def __init__(self, request: OwnRequestView) -> None:
        super().__init__()
        self._request = request
        self.view: ComparisonView | None = None
        self.column = 0
        """Which offer the cursor is on."""
        self._left = 0

    def title_text(self) -> str:
        """Return on what the offers are."""
        return _("Offers on {request}").format(request=self._request.id)

    def compose_body(self) -> ComposeResult:
        """Lay out the heads of the columns, the rows, and what the signs say."""
        yield Static(id="comparison-heads")
        with ComparisonRows():
            yield Static(id="comparison-rows")
        yield Line(id="comparison-foot")

    def on_mount(self) -> None:
        """Start in the rows."""
        self.set_focus(self.query_one(ComparisonRows))

    def on_resize(self, _event: events.Resize) -> None:
        """Share the new width."""
        self.call_after_refresh(self._paint)

    async def read(self) -> None:
        """Read the offers; the cursor stays on its partner's."""
        before = self.offer()
        self._request = await self.app.ask(self.app.services.quote_requests.show, self._request.id)
        self.view = await self.app.ask(self.app.services.offers.compare, self._request.id)
        ids = [one.partner_id for one in self.view.offers]
        self.column = ids.index(before.partner_id) if before is not None and before.partner_id in ids else 0

    def show_read(self) -> None:
        """Show as many offers as fit."""
        self._paint()

    def offer(self) -> OfferView | None:
        """Return the offer under the cursor."""
        offers = () if self.view is None else self.view.offers
        return offers[self.column] if self.column < len(offers) else None

    def why_not(self, command: Command) -> str | None:
        """Say why the offer under the cursor can't be accepted."""
        if command is ACCEPT:
            return reason_against(self._request, self.offer())
        return super().why_not(command)

    def action_open(self) -> None:
        """Show the offer under the cursor whole."""
        offer = self.offer()
        if offer is not None:
            self.app.push_screen(OfferDialog(offer))

    @work(group="dialog", exclusive=True)
    async def action_accept(self) -> None:
        """Accept the offer under the cursor."""
        offer = self.offer()
        if offer is not None:
            await accept_offer(self.app, offer)
            self.reload()

    def action_left(self) -> None:
        """Move to the offer before."""
        self._move(self.column - 1)

    def action_right(self) -> None:
        """Move to the next offer."""
        self._move(self.column + 1)

    def action_first(self) -> None:
        """Move to the first offer."""
        self._move(0)

    def action_last(self) -> None:
        """Move to the last offer."""
        self._move(len(self.view.offers) - 1 if self.view is not None else 0)

    def _move(self, column: int) -> None:
        count = 0 if self.view is None else len(self.view.offers)
        self.column = max(min(column, count - 1), 0)
        self._paint()
        self.refresh_bindings()

    def _paint(self) -> None:
        view, rows = self.view, self.query_one("#comparison-rows", Static)
        if view is None:
            return
        layout = side_by_side.lay_out(view, self.size.width - EDGES, self.column, self._left)
        self._left = layout.left
        self.query_one("#comparison-heads", Static).update(side_by_side.heading(view, layout, self.column))
        rows.update(side_by_side.body(view, layout, self.column))
        legend = _("{sign} the lowest of its row. Prices without VAT.").format(sign=side_by_side.BEST)
        where = side_by_side.extent(view, layout)
        self.query_one("#comparison-foot", Line).say(plain(f"{where}  {legend}" if where else legend))
