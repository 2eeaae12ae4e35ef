"""A console with nothing but one list, its bars and its status, for tests that type keys and read the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.pilot import Pilot

from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.filter_bar import FilterBar, JumpBar
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Source

COLUMNS = (
    Column("name", "Client", 14, weight=2, sortable=True),
    Column("city", "City", 8, priority=1, sortable=True),
)


class ListApp(App[None]):
    """Collects what the list tells."""

    BINDINGS = [  # noqa: RUF012  # Textual's own name and type
        Binding("slash", "filter", "Filter"),
        Binding("apostrophe", "jump", "Jump"),
    ]

    def __init__(
        self,
        source: Source,
        columns: Sequence[Column] = COLUMNS,
        query: ListQuery | None = None,
        empty: Content | Callable[[ListQuery], Content] | None = None,
    ) -> None:
        super().__init__()
        self.source = source
        self.records = RecordList(source, columns, query, empty=empty or plain("No clients yet. Press n to add one."))
        self.filter_bar = FilterBar(self.records)
        self.jump_bar = JumpBar(self.records)
        self.opened: list[str] = []
        self.highlighted: list[str | None] = []
        self.failures: list[Exception] = []

    def compose(self) -> ComposeResult:
        yield self.filter_bar
        yield self.jump_bar
        yield self.records

    def on_mount(self) -> None:
        self.records.focus()

    def action_filter(self) -> None:
        self.filter_bar.open()

    def action_jump(self) -> None:
        self.jump_bar.open()

    @on(RecordList.Opened)
    def note_opened(self, message: RecordList.Opened) -> None:
        self.opened.append(message.key)

    @on(RecordList.Highlighted)
    def note_highlighted(self, message: RecordList.Highlighted) -> None:
        self.highlighted.append(message.key)

    @on(RecordList.Failed)
    def note_failed(self, message: RecordList.Failed) -> None:
        self.failures.append(message.error)

    def lines(self) -> list[str]:
        """Return the list's lines as they are painted."""
        width, height = self.records.scrollable_size
        region = self.records.size.region
        return [strip.crop(0, width).text for strip in self.records.render_lines(region)][:height]


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is being read or painted any more, but for the answers that a test holds back."""
    held_back = getattr(getattr(pilot.app, "source", None), "waiting", None)
    quiet = 0
    while quiet < 3:
        await pilot.pause()
        unfinished = [worker for worker in pilot.app.workers if not worker.is_finished]
        waiting = len(held_back) if held_back is not None else 0
        quiet = quiet + 1 if len(unfinished) <= waiting else 0
        if not quiet:
            await asyncio.sleep(0.001)
