"""Forms: labelled fields with the problem of each in words under it, and what was typed kept when it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Checkbox, Input, RadioButton, RadioSet, Static, TextArea

from resellertui.domain.errors import FieldProblem
from resellertui.tui.text import plain
from resellertui.tui.widgets.entries import LineEntry, LinesEntry


class Field(Vertical):
    """A label, an input, and a line for the problem or a hint."""

    def __init__(self, name: str, label: str, *, hint: str = "") -> None:
        super().__init__()
        self.field = name
        """The name in `Form.values` and in problems."""
        self._label = label
        self._hint = hint
        self._note = Static(plain(hint), classes="field-note")

    @property
    def label(self) -> str:
        """What it is called."""
        return self._label

    @property
    def value(self) -> Any:
        """What is entered."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out label, input and note."""
        yield Static(plain(self._label), classes="field-label")
        yield from self.compose_input()
        self._note.display = bool(self._hint)
        yield self._note

    def compose_input(self) -> ComposeResult:
        """Yield the input."""
        yield from ()

    def entry(self) -> Widget:
        """Return the widget that takes the focus."""
        raise NotImplementedError

    def show_problem(self, reason: str) -> None:
        """Show what is wrong, or with an empty reason the hint again."""
        self.set_class(bool(reason), "-wrong")
        self._note.update(plain(reason or self._hint))
        self._note.display = bool(reason or self._hint)

    def show_hint(self, hint: str) -> None:
        """Show another hint, once nothing is wrong."""
        if hint != self._hint:
            self._hint = hint
            if not self.has_class("-wrong"):
                self.show_problem("")


class TextField(Field):
    """A line of text, a password, or several lines."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        hint: str = "",
        password: bool = False,
        lines: bool = False,
        placeholder: str = "",
    ) -> None:
        super().__init__(name, label, hint=hint)
        self._entry: Input | TextArea
        if lines:
            self._entry = LinesEntry(value, compact=True, tab_behavior="focus", classes="field-lines")
        else:
            self._entry = LineEntry(
                value, password=password, placeholder=placeholder, compact=True, select_on_focus=False
            )
            self._entry.cursor_blink = False

    @property
    def value(self) -> str:
        """The text as it was typed."""
        return self._entry.text if isinstance(self._entry, TextArea) else self._entry.value

    @value.setter
    def value(self, text: str) -> None:
        if isinstance(self._entry, TextArea):
            self._entry.text = text
        else:
            self._entry.value = text

    def compose_input(self) -> ComposeResult:
        """Yield the input."""
        yield self._entry

    def entry(self) -> Widget:
        """Return the input."""
        return self._entry


class ChoiceField(Field):
    """One of a few, all of them in view; arrows move, space or enter chooses."""

    def __init__(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], value: str = "", *, hint: str = ""
    ) -> None:
        super().__init__(name, label, hint=hint)
        self._keys = [key for key, _words in choices]
        chosen = value if value in self._keys else self._keys[0]
        self._set = MarkedSet(
            *(MarkedRadio(plain(words), value=key == chosen, compact=True) for key, words in choices), compact=True
        )
        self._first = chosen

    @property
    def value(self) -> str:
        """The key of what is chosen."""
        index = self._set.pressed_index
        return self._keys[index] if index >= 0 else self._first

    @value.setter
    def value(self, key: str) -> None:
        self._set.choose(self._keys.index(key))

    def compose_input(self) -> ComposeResult:
        """Yield the choices."""
        yield self._set

    def entry(self) -> Widget:
        """Return the choices."""
        return self._set


class MarkedBox(Checkbox):
    """A box whose mark says whether it is checked, which Textual's says by colour alone."""

    def render(self) -> Content:
        """Return the box with its mark, or without."""
        self.BUTTON_INNER = "X" if self.value else " "
        return super().render()


class MarkedRadio(RadioButton):
    """A radio button whose mark says whether it is chosen, which Textual's says by colour alone."""

    def render(self) -> Content:
        """Return the button with its mark, or without."""
        self.BUTTON_INNER = "●" if self.value else " "
        return super().render()


class MarkedSet(RadioSet):
    """A set where what the program chooses holds at once.

    Textual's learns of it by a message, too late for what reads the form next.
    """

    def choose(self, index: int) -> None:
        """Choose one by its place."""
        with self.prevent(RadioButton.Changed):
            for at, button in enumerate(self.query(RadioButton)):
                button.value = at == index
                if button.value:
                    self._pressed_button = button
        if self._pressed_button is not None:
            self.post_message(self.Changed(self, self._pressed_button))


class CheckField(Field):
    """Yes or no."""

    def __init__(self, name: str, label: str, value: bool = False, *, hint: str = "") -> None:
        super().__init__(name, "", hint=hint)
        self._box = MarkedBox(plain(label), value=value, compact=True)

    @property
    def value(self) -> bool:
        """Whether it is checked."""
        return self._box.value

    def compose(self) -> ComposeResult:
        """Lay out the box with its label beside it."""
        yield self._box
        self._note.display = bool(self._hint)
        yield self._note

    def entry(self) -> Widget:
        """Return the box."""
        return self._box


class Form(Vertical):
    """Fields below each other."""

    class Submitted(Message):
        """Enter was pressed in the last field of text."""

    class Changed(Message):
        """A field holds something else."""

    def __init__(self, *fields: Field) -> None:
        super().__init__()
        self.fields = fields
        self._first: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        yield from self.fields

    def on_mount(self) -> None:
        """Remember what was there first."""
        self._first = self.values()

    @property
    def is_dirty(self) -> bool:
        """Whether anything differs from what was there first: by value, for events also come from filling in."""
        return self.values() != self._first

    def values(self) -> dict[str, Any]:
        """Return what is entered, by field."""
        return {field.field: field.value for field in self.fields}

    def focus_first(self) -> None:
        """Start in the first field."""
        if self.fields:
            self.screen.set_focus(self.fields[0].entry())

    def clear_problems(self) -> None:
        """Forget what was wrong."""
        for field in self.fields:
            field.show_problem("")

    def show_problems(self, problems: Sequence[FieldProblem]) -> Sequence[FieldProblem]:
        """Show each problem under its field, start in the first wrong one, and return the problems of no field."""
        self.clear_problems()
        known = {field.field: field for field in self.fields if field.display}
        first: Field | None = None
        rest = []
        for problem in problems:
            field = known.get(problem.field) or known.get(problem.field.partition(".")[0])
            if field is None:
                rest.append(problem)
                continue
            field.show_problem(problem.reason)
            first = first or field
        if first is not None:
            self.screen.set_focus(first.entry())
            first.scroll_visible(animate=False)
        return rest

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        """Move to the next text, and submit from the last one: what is ticked or chosen below is reached with tab."""
        event.stop()
        entries = [field.entry() for field in self.fields if field.display and isinstance(field, TextField)]
        at = entries.index(event.input) + 1
        if at < len(entries):
            self.screen.set_focus(entries[at])
        else:
            self.post_message(self.Submitted())

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(RadioSet.Changed)
    @on(Checkbox.Changed)
    def note_change(self, event: events.Event) -> None:
        """Tell that something changed, and take back what was said about the field."""
        event.stop()
        control = getattr(event, "control", None)
        for field in self.fields:
            if control is not None and control in field.query("*"):
                field.show_problem("")
        self.post_message(self.Changed())
