"""Where the desk types or pastes the code that a caller says."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from resellertui.domain.support_code import LONGEST_TYPED
from resellertui.domain.wording import _
from resellertui.tui.text import plain
from resellertui.tui.widgets.entries import LineEntry


class _CodeEntry(LineEntry):
    """The line itself."""

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted as the whole code, however it is spaced or broken."""
        event.stop()
        event.prevent_default()
        if isinstance(self.parent, CodeBar):
            self.parent.put(event.text)


class CodeBar(Horizontal):
    """A label and a line; it tells what was entered, and when it is left without."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "drop", "Clear", id="bar.drop")]
    DEFAULT_CSS = """
    CodeBar {
        height: 1;
        & > Label { width: auto; padding: 0 1 0 0; color: $text-muted; }
        & > Input { width: 1fr; max-width: 32; background: $panel; }
        &:ansi > Input { background: ansi_default; text-style: underline; }
    }
    """

    class Entered(Message):
        """A code was entered."""

        def __init__(self, typed: str) -> None:
            super().__init__()
            self.typed = typed

    class Left(Message):
        """The line was cleared, and the focus belongs to the list again."""

    def __init__(self) -> None:
        super().__init__()
        self._line = _CodeEntry(compact=True, select_on_focus=True, placeholder=_("Type or paste it, then enter"))
        self._line.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Lay out the label and the line."""
        yield Label(plain(_("Code")))
        yield self._line

    def open(self) -> None:
        """Type in it; what stands there is replaced by what is typed."""
        self.screen.set_focus(self._line)
        self._line.action_select_all()

    def put(self, pasted: str) -> None:
        """Show what was pasted, to be sent by enter."""
        words = " ".join(pasted[: 2 * LONGEST_TYPED].split())
        self._line.value = "".join(ch for ch in words if ch.isprintable())[: LONGEST_TYPED + 1]
        self.screen.set_focus(self._line)
        self._line.action_end()

    def clear(self) -> None:
        """Forget what is typed."""
        self._line.value = ""

    def action_drop(self) -> None:
        """Forget what is typed and leave."""
        self.clear()
        self.post_message(self.Left())

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Tell what was entered; an empty line is none."""
        event.stop()
        if event.value.strip():
            self.post_message(self.Entered(event.value))
