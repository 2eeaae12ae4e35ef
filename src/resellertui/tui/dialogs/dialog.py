"""The base of every dialog: a box above the screen, closed once, by the answer or by escape."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import OptionList, Static

from resellertui.tui.commands import Command
from resellertui.tui.screens.console_screen import ConsoleModal
from resellertui.tui.text import plain
from resellertui.tui.widgets.key_footer import KeyFooter
from resellertui.tui.widgets.too_small import TooSmall

T = TypeVar("T")


class DialogBody(VerticalScroll):
    """What is between the title and the buttons; it scrolls rather than push these off the screen."""

    LEAST = 2
    """Lines that it keeps in any case."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of all that is in it, as far as the terminal has room for it and all beside it."""
        wanted = super().get_content_height(container, viewport, width)
        box = self.parent
        if not isinstance(box, Vertical):
            return wanted
        limit = box.styles.max_height
        room = int(limit.resolve(viewport, viewport)) if limit is not None else viewport.height
        beside = sum(_height(one, container, viewport, width) for one in box.children if one is not self)
        free = room - box.gutter.height - self.styles.margin.height - beside
        return min(wanted, max(self.LEAST, free))

    def on_resize(self) -> None:
        """Let lists scroll by themselves where they are cut off: only then does their cursor stay in view."""
        for choices in self.query(OptionList):
            beside = self.virtual_size.height - choices.outer_size.height
            room = max(self.LEAST, self.size.height - beside)
            if choices.outer_size.height > room:
                choices.styles.max_height = room


def _height(part: Widget, container: Size, viewport: Size, width: int) -> int:
    if not part.display:
        return 0
    fixed = part.styles.height
    lines = fixed.cells if fixed is not None else None
    inside = part.get_content_height(container, viewport, width) if lines is None else lines
    return inside + part.styles.margin.height


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
            with DialogBody(classes="dialog-body", can_focus=False):
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
