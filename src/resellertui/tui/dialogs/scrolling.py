"""The base of dialogs with more text than fits: the keys that scroll it."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import VerticalScroll

from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog


class ScrollingDialog(Dialog[None]):
    """A dialog whose body scrolls by the same keys everywhere."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("reading.down", "down,j", "Down", "Read on, a line further.", palette=False),
        Command("reading.up", "up,k", "Up", "Read a line before.", palette=False),
        Command("reading.further", "pagedown", "Page down", "Read on, a page further.", footer=30, palette=False),
        Command("reading.back", "pageup", "Page up", "Read the page before.", palette=False),
        Command("reading.first", "home", "Beginning", "Read from the beginning.", palette=False),
        Command("reading.last", "end", "End", "Read the end.", palette=False),
    )
    HELP_TITLE = "Texts"

    def action_down(self) -> None:
        """Read on, a line further."""
        self._body.scroll_down(animate=False)

    def action_up(self) -> None:
        """Read a line before."""
        self._body.scroll_up(animate=False)

    def action_further(self) -> None:
        """Read on, a page further."""
        self._body.scroll_page_down(animate=False)

    def action_back(self) -> None:
        """Read the page before."""
        self._body.scroll_page_up(animate=False)

    def action_first(self) -> None:
        """Read from the beginning."""
        self._body.scroll_home(animate=False)

    def action_last(self) -> None:
        """Read the end."""
        self._body.scroll_end(animate=False)

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one(".dialog-body", VerticalScroll)
