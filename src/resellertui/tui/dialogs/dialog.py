"""The base of every dialog: a box above the screen, closed once, by the answer or by escape."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from resellertui.tui.commands import Command
from resellertui.tui.screens.console_screen import ConsoleModal
from resellertui.tui.text import plain
from resellertui.tui.widgets.key_footer import KeyFooter
from resellertui.tui.widgets.too_small import TooSmall

T = TypeVar("T")


class Dialog(ConsoleModal[T | None]):
    """A box with a title, a body and a line of buttons or keys; answers None when it is left by escape."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("dialog.cancel", "escape", "Close", "Close the dialog; nothing is changed.", footer=98, palette=False),
    )
    HELP_TITLE = "Dialogs"

    def title_text(self) -> str:
        """Return what stands above the body."""
        return ""

    def compose(self) -> ComposeResult:
        """Lay out title, body, buttons and keys."""
        with Vertical(classes="dialog-box"):
            yield Static(plain(self.title_text()), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield from self.compose_body()
            yield from self.compose_below()
            with Horizontal(classes="dialog-buttons"):
                yield from self.compose_buttons()
            yield KeyFooter()
        yield TooSmall()

    def compose_body(self) -> ComposeResult:
        """Yield what is in the box."""
        yield from ()

    def compose_below(self) -> ComposeResult:
        """Yield what stays in view between the body and the buttons, if anything."""
        yield from ()

    def compose_buttons(self) -> ComposeResult:
        """Yield the buttons under the body, if any."""
        yield from ()

    def finish(self, answer: T | None) -> None:
        """Close with an answer, once: a second key that comes too late closes nothing else."""
        if self.app.screen is self:
            self.dismiss(answer)

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.finish(None)
