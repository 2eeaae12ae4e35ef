"""One-line inputs below a list: what is typed filters it, or jumps in it, while it is typed."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Label

from resellertui.domain.wording import _
from resellertui.tui.text import plain
from resellertui.tui.widgets.entries import LineEntry
from resellertui.tui.widgets.record_list import RecordList

PAUSE = 0.03
"""Seconds in which further letters are taken together; the first one never waits."""


class _Line(LineEntry):
    """An input that takes a paste of several lines as one."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert what was pasted, with its line breaks and other blanks as single spaces."""
        event.stop()
        event.prevent_default()
        words = " ".join(event.text.split())
        self.replace("".join(ch for ch in words if ch.isprintable()), *self.selection)

    async def action_submit(self) -> None:
        """Leave at once: a message would come after the next key."""
        if isinstance(self.parent, TypingBar):
            self.parent.action_keep()


class TypingBar(Horizontal):
    """A prompt and an input, hidden until opened; the list keeps the focus otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", "Clear", id="bar.drop"),
        Binding("down", "down", "Down", id="bar.down", show=False),
        Binding("up", "up", "Up", id="bar.up", show=False),
    ]
    DEFAULT_CSS = """
    TypingBar {
        width: 1fr; height: 1; display: none; background: $panel;
        & > Label { width: 2; color: $text-accent; text-style: bold; }
        & > Input { width: 1fr; background: $panel; }
        & > Input:focus { background-tint: initial; }
        &:ansi { background: ansi_default; }
        &:ansi > Input { background: ansi_default; }
    }
    """
    prompt: ClassVar[str] = ""

    class Changed(Message):
        """What is typed is something else; the list already knows."""

        def __init__(self, bar: TypingBar, value: str) -> None:
            super().__init__()
            self.bar = bar
            self.value = value

        @property
        def control(self) -> TypingBar:
            """The bar that was typed in."""
            return self.bar

    def __init__(self, records: RecordList, *, id: str | None = None) -> None:  # Textual's own name for it
        """Serve a list, which need not be mounted yet."""
        super().__init__(id=id)
        self._records = records
        self._line = _Line(compact=True, select_on_focus=False, placeholder=self.invitation())
        self._line.cursor_blink = False
        self._told = ""
        self._pause: Timer | None = None

    @property
    def value(self) -> str:
        """What is typed."""
        return self._line.value

    def invitation(self) -> str:
        """Return what the empty input says."""
        return ""

    def compose(self) -> ComposeResult:
        """Lay out the prompt and the input."""
        yield Label(plain(self.prompt))
        yield self._line

    def open(self) -> None:
        """Show the bar and type in it."""
        self._show(True)
        self.screen.set_focus(self._line)

    def put(self, text: str) -> None:
        """Show a text as if it had been typed, and do what it asks for; the list keeps the focus."""
        self._line.value = text
        self._tell()
        self._show(bool(text))

    def clear(self) -> None:
        """Forget what is typed and hide, as when another tab is opened."""
        self._line.value = ""
        self._tell()
        self._show(False)

    def action_keep(self) -> None:
        """Give the focus to the list, with what was typed in force."""
        self._tell()
        self._show(bool(self.value))
        self._records.focus_now()

    def action_drop(self) -> None:
        """Clear what was typed and give the focus to the list."""
        self.clear()
        self._records.focus_now()

    def action_down(self) -> None:
        """Move down in the list without leaving the bar."""
        self._tell()
        self._records.action_down()

    def action_up(self) -> None:
        """Move up in the list without leaving the bar."""
        self._tell()
        self._records.action_up()

    def apply(self, value: str) -> None:
        """Tell the list what was typed."""
        raise NotImplementedError

    def _show(self, is_shown: bool) -> None:
        """Show or hide the bar, and tell the line it stands in, which gives it room."""
        self.display = is_shown
        if isinstance(self.parent, Widget):
            self.parent.set_class(any(bar.display for bar in self.parent.query_children(TypingBar)), "-typing")

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Tell the list at once, unless it was told just now."""
        event.stop()
        if self._pause is None:
            self._tell()

    def _tell(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if self.value == self._told:
            return
        self._told = self.value
        self._pause = self.set_timer(PAUSE, self._tell_again)
        self.apply(self._told)
        self.post_message(self.Changed(self, self._told))

    def _tell_again(self) -> None:
        self._pause = None
        self._tell()


class FilterBar(TypingBar):
    """Shows only the rows that match what is typed; stays in view as long as it filters."""

    prompt = "/"

    def invitation(self) -> str:
        """Return what the empty input says."""
        return _("Show what matches")

    def step_back(self) -> bool:
        """Clear what is typed, else take the marks of the list away; return whether there was either."""
        if self.value:
            self.clear()
            return True
        if len(self._records.marks):
            self._records.unmark()
            return True
        return False

    def apply(self, value: str) -> None:
        """Filter the list."""
        self._records.change(filter=value)


class JumpBar(TypingBar):
    """Puts the cursor on the first row at or after what is typed, in the column that sorts."""

    prompt = "'"

    def invitation(self) -> str:
        """Return what the empty input says."""
        return _("Jump to")

    def apply(self, value: str) -> None:
        """Move the cursor of the list."""
        self._records.jump_to(value)

    def action_keep(self) -> None:
        """Give the focus to the list, with the cursor where the jump went."""
        super().action_keep()
        self.clear()
