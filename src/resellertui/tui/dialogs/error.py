"""What went wrong: what happened, what was not changed, what to do; to be copied with one key."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.text import plain


class ErrorDialog(Dialog[None]):
    """Shows an error's three texts."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("error.copy", "c,y", "Copy", "Send the text to your terminal's clipboard.", footer=20, palette=False),
    )
    HELP_TITLE = "Errors"

    def __init__(self, error: ResellerError) -> None:
        super().__init__(classes="-trouble")
        self._error = error

    def title_text(self) -> str:
        """Return what happened."""
        return self._error.title

    def compose_body(self) -> ComposeResult:
        """Yield the reasons and what to do."""
        if self._error.fields:
            for problem in self._error.fields:
                yield Static(plain(f"· {problem.field}: {problem.reason}"))
        elif self._error.detail:
            for line in self._error.detail.split("\n"):  # several reasons stand on a line each
                yield Static(plain(line))
        if self._error.hint:
            yield Static(plain(self._error.hint), classes="hint")

    def compose_buttons(self) -> ComposeResult:
        """Yield the way out."""
        yield Button(plain(_("Close")), compact=True)

    def on_mount(self) -> None:
        """Let enter close it."""
        self.set_focus(self.query_one(Button))

    def action_copy(self) -> None:
        """Copy the text."""
        parts = (self._error.title, self._error.detail, self._error.hint)
        self.app.copy("\n".join(part for part in parts if part))

    @on(Button.Pressed)
    def close(self) -> None:
        """Close."""
        self.finish(None)
