"""A text to read: too long for a row, or a path to note down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.scrolling import ScrollingDialog
from resellertui.tui.text import plain


class ReadingDialog(ScrollingDialog):
    """Shows lines, and copies them."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("reading.copy", "c,y", "Copy", "Send the text to your terminal's clipboard.", footer=20, palette=False),
    )
    HELP_TITLE = "Texts"

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = tuple(lines)

    def title_text(self) -> str:
        """Return the title."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """Yield the lines."""
        for line in self._lines:
            yield Static(plain(line), classes="effect")

    def compose_buttons(self) -> ComposeResult:
        """Yield the way out."""
        yield Button(plain(_("Close")), compact=True)

    def on_mount(self) -> None:
        """Let enter close it."""
        self.set_focus(self.query_one(Button))

    def action_copy(self) -> None:
        """Copy the text."""
        self.app.copy("\n".join(self._lines))

    @on(Button.Pressed)
    def close(self) -> None:
        """Close."""
        self.finish(None)
