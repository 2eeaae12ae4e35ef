"""One of several: by arrows and enter, or by its letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from resellertui.domain.text import visible
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.text import plain


@dataclass(frozen=True)
class Choice:
    """Something to choose."""

    key: str
    label: str
    detail: str = ""
    letter: str = ""
    """The key that chooses it at once."""


class ChoiceList(OptionList):
    """Options that `j` and `k` walk through as well."""

    BINDINGS = [("j", "cursor_down", "Down"), ("k", "cursor_up", "Up")]  # noqa: RUF012  # Textual's own name and type


class ChooseDialog(Dialog[str]):
    """Answers the key of the choice."""

    def __init__(self, title: str, choices: Sequence[Choice], *, current: str = "", lines: Sequence[str] = ()) -> None:
        """Offer the choices.

        Args:
            title: what is chosen.
            choices: at least one.
            current: the key under the cursor at first.
            lines: what to say above them.
        """
        super().__init__()
        self._title = title
        self._choices = tuple(choices)
        self._current = current
        self._lines = tuple(lines)

    def title_text(self) -> str:
        """Return the title."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """Yield the choices."""
        for line in self._lines:
            yield Static(plain(line), classes="choose-line")
        yield ChoiceList(*(Option(_prompt(one)) for one in self._choices), compact=True)

    def on_mount(self) -> None:
        """Put the cursor on the current choice."""
        choices = self.query_one(ChoiceList)
        keys = [one.key for one in self._choices]
        choices.highlighted = keys.index(self._current) if self._current in keys else 0
        self.set_focus(choices)

    def on_key(self, event: events.Key) -> None:
        """Choose by letter."""
        for one in self._choices:
            if one.letter and event.character == one.letter:
                event.stop()
                event.prevent_default()
                self.finish(one.key)
                return

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Choose what is under the cursor."""
        self.finish(self._choices[event.option_index].key)


def _prompt(choice: Choice) -> Content:
    letter = Content.styled(f"{choice.letter} ", "bold $text-accent") if choice.letter else Content("")
    detail = Content.styled(f"  {visible(choice.detail)}", "$text-muted") if choice.detail else Content("")
    return Content.assemble(letter, visible(choice.label), detail)
