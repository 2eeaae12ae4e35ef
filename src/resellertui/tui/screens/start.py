"""What is painted first: the program's name, while the database is asked who is there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from resellertui.tui.text import plain


class StartScreen(Screen[None]):
    """The program's name."""

    def compose(self) -> ComposeResult:
        """Lay out the name."""
        yield Static(plain("resellertui"), id="start")
