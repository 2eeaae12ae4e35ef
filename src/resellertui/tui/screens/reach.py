"""Who reaches what: clients or products down, people and teams across, and the reason of each cell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.reach_views import ReachRow
from resellertui.tui import reach_words as words
from resellertui.tui.commands import Command
from resellertui.tui.dialogs import reached
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.reach_acts import against_change, change_client, way_back
from resellertui.tui.reach_heads import Head
from resellertui.tui.reach_source import Line, ReachSource
from resellertui.tui.reach_words import CLIENTS, PRODUCTS
from resellertui.tui.reaching import CHANGE, REACH
from resellertui.tui.screens.page import Page
from resellertui.tui.sections.listing import FILTER
from resellertui.tui.text import fitted, plain
from resellertui.tui.widgets.filter_bar import FilterBar, JumpBar
from resellertui.tui.widgets.line import Line as WordLine
from resellertui.tui.widgets.reach_grid import ReachGrid
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row
from resellertui.tui.widgets.tab_line import TabLine

TABS = ((CLIENTS, "Clients"), (PRODUCTS, "Own products"))
ROW = Command("reach.row", "c", "Reached by", "List who reaches the client or product, and why.", footer=30)
COLUMN = Command("reach.column", "p", "Reaches", "List what the person or team reaches, and why.", footer=31)
FIND = Command("reach.find", "apostrophe", "Person", "Go to the column of a person or team.", footer=81)


class ColumnBar(JumpBar):
    """Puts the cursor into the column of whoever is typed."""

    def __init__(self, grid: ReachGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def invitation(self) -> str:
        """Return what the empty input says."""
        return _("Person or team")

    def apply(self, value: str) -> None:
        """Move the cursor sideways."""
        self._grid.find_column(value)


class ReachPage(Page[None]):
    """The grid, and below it what its cell says, in both directions."""

    GUIDE = "matrix"
    HELP_TITLE = "Who reaches what"
    CSS_PATH = "reach.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        CHANGE,
        ROW,
        COLUMN,
        FILTER,
        FIND,
        Command("reach.left", "left,h", "Left", "Move to the column before.", palette=False),
        Command("reach.right", "right,l", "Right", "Move to the next column.", palette=False),
        Command("reach.page_left", "less_than_sign", "Page left", "Show the columns before.", palette=False),
        Command("reach.page_right", "greater_than_sign", "Page right", "Show the next columns.", palette=False),
        Command("reach.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False),
        Command("reach.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=40, palette=False),
    )

    def __init__(self, person: str | None = None, client: str | None = None) -> None:
        """Show the grid, with the cursor on a person or team and on a client, where they are named."""
        super().__init__()
        self._person, self._client = person, client
        self._sums: dict[tuple[str, str], tuple[int, int]] = {}

    def title_text(self) -> str:
        """Return the title."""
        return _("Who reaches what")

    @property
    def tab(self) -> str:
        """Which grid is shown."""
        return self.grid.asked.tab

    def compose_body(self) -> ComposeResult:
        """Lay out the tabs, the grid, and what is said below it."""
        tabs = TABS if self.app.choice is not None and self.app.choice.is_partner else TABS[1:]
        self.tab_line = TabLine([(key, _(label)) for key, label in tabs])
        self.source = ReachSource(self.app, self._note_heads)
        self.grid = ReachGrid(self.source, ListQuery(tab=tabs[0][0]), corner=_corner, empty=self._empty)
        if self._person is not None:
            self.grid.want_column(self._person)
        self.filter_bar, self.column_bar = FilterBar(self.grid), ColumnBar(self.grid)
        self._column, self._answer, self._sides = WordLine(id="column"), WordLine(id="answer"), WordLine(id="sides")
        self._legend = WordLine(id="legend")
        self._status = WordLine(classes="section-status")
        yield self.tab_line
        yield self.grid
        yield self._column
        yield self._answer
        yield self._sides
        yield self._legend
        with Horizontal(classes="list-foot"):
            yield self.filter_bar
            yield self.column_bar
            yield self._status

    def on_mount(self) -> None:
        """Start in the grid, where it was asked for."""
        self.watch(self.grid, "status", self._restate)
        self._legend.say(plain(words.legend(self.tab_line.active)))
        if self._client is not None and self.tab_line.active == CLIENTS:
            self.grid.go_to(self._client)
        self.set_focus(self.grid)

    def reload(self) -> object:
        """Read the rows again; the cursor stays in its cell."""
        self._sums.clear()
        self.source.clients = None
        self.grid.refresh_rows()
        return None

    def step_back(self) -> bool:
        """Clear the filter."""
        if not self.filter_bar.value:
            return False
        self.filter_bar.clear()
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the tab has, and not the page that is here already."""
        if parameters == (REACH.id,) or (parameters == (CHANGE.id,) and self.tab_line.active != CLIENTS):
            return False
        if (
            parameters in {("reach.tab_before",), ("reach.tab_after",)}
            and self.tab_line.neighbour(1) == self.tab_line.active
        ):
            return False
        return super().check_action(action, parameters)

    def why_not(self, command: Command) -> str | None:
        """Say why the client of the cell can be neither granted nor taken back."""
        row, head = self.source.seen(self.grid.cursor_key), self.grid.head
        if command is CHANGE and isinstance(row, ReachRow) and head is not None and self.grid.is_settled:
            return against_change(row, self.grid.column, head)
        return super().why_not(command)

    def action_filter(self) -> None:
        """Type a filter of the rows."""
        self.filter_bar.open()

    def action_find(self) -> None:
        """Type whose column to go to."""
        self.column_bar.open()

    def action_left(self) -> None:
        """Move to the column before."""
        self.grid.move_column(-1)

    def action_right(self) -> None:
        """Move to the next column."""
        self.grid.move_column(1)

    def action_page_left(self) -> None:
        """Show the columns before."""
        self.grid.move_column(-1, pages=True)

    def action_page_right(self) -> None:
        """Show the next columns."""
        self.grid.move_column(1, pages=True)

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self._show_tab(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self._show_tab(self.tab_line.neighbour(1))

    def action_change(self) -> None:
        """Grant the client of the cell, or take it back."""
        self._on_cell(self._change)

    def action_row(self) -> None:
        """List who reaches the client or product of the row."""
        read = reached.people_of_product if self.tab == PRODUCTS else reached.people_of_client

        def show(row: Row) -> None:
            self._show_side(read(self.app, row.key))

        self.grid.on_row(show)

    def action_column(self) -> None:
        """List what the person or team of the column reaches."""
        if self.grid.head is not None:
            read = reached.products_of if self.tab == PRODUCTS else reached.clients_of
            self._show_side(read(self.app, self.grid.head))

    @on(RecordList.Opened)
    def read_cell(self) -> None:
        """Show everything that there is to say about the cell."""
        self._on_cell(self._read)

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self._show_tab(message.key)

    @on(ReachGrid.Spot)
    @on(RecordList.Asked)
    def say_answer(self) -> None:
        """Say what the cell under the cursor says, in both directions."""
        row, head = self.source.seen(self.grid.cursor_key), self.grid.head
        who = "" if head is None else f"{head.code}  {head.words()}"
        answer, sums = "", []
        if row is not None and head is not None:
            answer = self._sentence(
                self._brief(row), self.grid.column, replace(head, name=_cut(head.name, self._room()))
            )
            sums = self._sums_of(row, head)
            if (self.tab, head.id) not in self._sums:
                self._add_up(self.tab, head)
        self._column.say(plain(who))
        self._answer.say(plain(answer))
        self._sides.say(plain(" ".join(sums)))
        self.refresh_bindings()
        self._restate(self.grid.status)

    def _sums_of(self, row: Line, head: Head) -> list[str]:
        """Return both sums, as far as they are known and the reader sees everybody."""
        sees_all = self.app.offers(CHANGE)
        sums = [words.row_sum(row)] if sees_all else []
        if (self.tab, head.id) in self._sums:
            count, total = self._sums[self.tab, head.id]
            sums.append(words.column_sum(head, self.tab, count, total if sees_all else None))
        return sums

    def _room(self) -> int:
        """Return how many cells a name has in a sentence of two names."""
        return max(self.size.width - 42, 12)

    def _brief(self, row: Line) -> Line:
        if isinstance(row, ReachRow):
            return row.model_copy(update={"client": _cut(row.client, self._room())})
        return row.model_copy(update={"name": f"{_cut(row.name, self._room())} ({row.family})"})

    @work(group="sums", exclusive=True)
    async def _add_up(self, tab: str, head: Head) -> None:
        """Count what the person or team of the column has, and say it."""
        with self.app.reporting():
            found = await self._sum_of(tab, head)
            if found is not None:
                self._sums[tab, head.id] = found
                self.say_answer()

    async def _sum_of(self, tab: str, head: Head) -> tuple[int, int] | None:
        reach = self.app.services.reach
        if tab == PRODUCTS:
            answer = self.source.products
            if answer is None:
                return None
            ids = [*(one.id for one in answer.people), *(one.id for one in answer.teams)]
            counts = dict(zip(ids, (*answer.counts, *answer.team_counts), strict=True))
            return (counts[head.id], answer.of) if head.id in counts else None
        total = self.source.clients
        if total is None:
            total = self.source.clients = (await self.app.ask(reach.matrix, "", 0, 0)).total
        if head.is_team:
            team = await self.app.ask(self.app.services.teams.show, head.id)
            return sum(one.kind == "client" for one in team.grants), total
        return (await self.app.ask(reach.by_person, head.id, "", 0, 0)).total, total

    def _on_cell(self, act: Callable[[Line, int, Head], object]) -> None:
        """Act on the cell under the cursor as soon as its row is here."""
        column = self.grid.column

        def do(row: Row) -> None:
            line = self.source.seen(row.key)
            if line is not None and column < len(self.grid.heads):
                act(line, column, self.grid.heads[column])

        self.grid.on_row(do)

    @work(group="dialog", exclusive=True)
    async def _change(self, row: Line, place: int, head: Head) -> None:
        if isinstance(row, ReachRow):
            reason = against_change(row, place, head)
            if reason is not None:
                self.app.warn(reason)
                return
            with self.app.reporting():
                await change_client(self.app, row, place, head)

    def _read(self, row: Line, place: int, head: Head) -> None:
        lines = [head.words(), "", self._sentence(row, place, head)]
        if not head.is_team:
            lines += [f"· {way_back(one)}" for one in row.cells[place].sources]
        lines += ["", *self._sums_of(row, head)]
        name = row.client if isinstance(row, ReachRow) else row.name
        self.app.push_screen(ReadingDialog(f"{head.name} · {name}", lines))

    @work(group="dialog", exclusive=True)
    async def _show_side(self, reading: Awaitable[reached.ReachedDialog]) -> None:
        with self.app.reporting():
            self.app.push_screen(await reading)

    def _sentence(self, row: Line, place: int, head: Head) -> str:
        if isinstance(row, ReachRow):
            return words.client_answer(row, place, head)
        return words.product_answer(row, place, head)

    def _show_tab(self, key: str) -> None:
        self.tab_line.active = key
        self.filter_bar.clear()
        self.grid.change(tab=key)
        self._legend.say(plain(words.legend(key)))
        self.refresh_bindings()

    def _note_heads(self, heads: Sequence[Head]) -> None:
        self.grid.set_heads(heads)

    def _restate(self, status: str) -> None:
        self._status.say(plain(" · ".join(one for one in (status, self.grid.extent()) if one)))

    def _empty(self, query: ListQuery) -> Content:
        if query.filter:
            return plain(_("Nothing matches “{filter}”. Press escape to clear it.").format(filter=query.filter))
        if query.tab == PRODUCTS:
            return plain(_("No product is here. Those that you reach appear here."))
        return plain(_("No client is here. Clients that are granted to you, or to your teams, appear here."))


def _cut(text: str, cells: int) -> str:
    return text if cell_len(visible(text)) <= cells else fitted(text, cells)


def _corner(tab: str) -> str:
    return _("Product") if tab == PRODUCTS else _("Client")
