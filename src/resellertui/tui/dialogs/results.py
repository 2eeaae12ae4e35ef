"""What became of each record after something was done to several: done, or refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from resellertui.domain.wording import _, ngettext
from resellertui.tui.commands import Command
from resellertui.tui.deeds import Result
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Tone


class ResultsDialog(Dialog[None]):
    """Lists the results, the refused ones first."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("results.close", "q", "Close", "Close the list of results.", palette=False),
    )
    HELP_TITLE = "Results"
    DEFAULT_CSS = """
    ResultsDialog RecordList { height: 1fr; min-height: 5; }
    """

    def __init__(self, results: Sequence[Result]) -> None:
        super().__init__(classes="-tall")
        self._results = sorted(results, key=lambda one: one.is_done)

    def title_text(self) -> str:
        """Return how many were done and how many not."""
        done = sum(one.is_done for one in self._results)
        refused = len(self._results) - done
        words = ngettext("{count} done", "{count} done", done).format(count=done)
        if not refused:
            return words
        return words + ", " + ngettext("{count} not done", "{count} not done", refused).format(count=refused)

    def compose_body(self) -> ComposeResult:
        """Yield the list."""
        columns = (
            Column("what", "", 1),
            Column("id", _("Id"), 8, priority=1),
            Column("name", _("Client"), 16, weight=1, limit=30),
            Column("words", _("What became of it"), 24, weight=3),
        )
        yield RecordList(WholeSource(self._items), columns, empty=_nothing)

    def on_mount(self) -> None:
        """Start in the list."""
        self.set_focus(self.query_one(RecordList))

    @on(RecordList.Opened)
    def read(self, message: RecordList.Opened) -> None:
        """Show the whole reason."""
        result = next(one for one in self._results if one.reference == message.key)
        self.app.push_screen(ReadingDialog(f"{result.reference} {result.name}", (result.words,)))

    def action_close(self) -> None:
        """Close."""
        self.finish(None)

    async def _items(self) -> Sequence[Item]:
        return [
            Item(
                Row(
                    one.reference,
                    {"what": "✓" if one.is_done else "✕", "id": one.reference, "name": one.name, "words": one.words},
                    None if one.is_done else Tone.BAD,
                )
            )
            for one in self._results
        ]


def _nothing(_query: ListQuery) -> Content:
    return plain(_("Nothing was done."))
