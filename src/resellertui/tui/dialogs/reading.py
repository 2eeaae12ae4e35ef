"""A text to read: too long for a row, or a path to note down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.text import plain


class ReadingDialog(Dialog[None]):
    """Shows lines, and copies them."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("reading.copy", "c,y", "Copy", "Send the text to your terminal's clipboard.", footer=20, palette=False),
        Command("reading.down", "down,j", "Down", "Read on, a line further.", palette=False),
        Command("reading.up", "up,k", "Up", "Read a line before.", palette=False),
        Command("reading.further", "pagedown", "Page down", "Read on, a page further.", footer=30, palette=False),
        Command("reading.back", "pageup", "Page up", "Read the page before.", palette=False),
        Command("reading.first", "home", "Beginning", "Read from the beginning.", palette=False),
        Command("reading.last", "end", "End", "Read the end.", palette=False),
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

    def action_copy(self) -> None:
        """Copy the text."""
        self.app.copy("\n".join(self._lines))

    @on(Button.Pressed)
    def close(self) -> None:
        """Close."""
        self.finish(None)
