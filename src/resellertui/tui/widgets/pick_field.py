"""A field of a form that holds several of many: a button that says what is picked and opens the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from resellertui.domain.wording import _
from resellertui.tui.dialogs.pick_many import Pick, PickDialog
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import Field, Form

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


class PickField(Field):
    """Several of many; enter on it opens them."""

    DEFAULT_CSS = """
    PickField Button { width: 100%; text-align: left; content-align: left middle; }
    """

    def __init__(self, name: str, label: str, picks: Sequence[Pick], *, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self._picks = tuple(picks)
        self._title = label
        self._button = Button(self._words(), compact=True)

    @property
    def value(self) -> tuple[str, ...]:
        """The keys of what is picked."""
        return tuple(one.key for one in self._picks if one.picked)

    def compose_input(self) -> ComposeResult:
        """Yield the button."""
        yield self._button

    def entry(self) -> Widget:
        """Return the button."""
        return self._button

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Open the list; the press is no way out of the form."""
        event.stop()
        self._choose()

    @work(group="dialog", exclusive=True)
    async def _choose(self) -> None:
        app = cast("ConsoleApp", self.app)
        picked = await app.push_screen_wait(PickDialog(self._title, self._picks))
        if picked is not None:
            self._picks = tuple(replace(one, picked=one.key in picked) for one in self._picks)
            self._button.label = self._words()
            self.show_problem("")
            self.post_message(Form.Changed())

    def _words(self) -> Content:
        words = ", ".join(one.label for one in self._picks if one.picked)
        return plain(words or _("None chosen: enter opens the list"))
