"""Dialogs that ask for a few values: a text, a password, a small form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import Field, Form, TextField


class FormDialog(Dialog[dict[str, Any]]):
    """Answers the values of its fields.

    A subclass that overrides `submit` can do the act while the dialog is open, so that a refusal is shown under the
    field it is about and nothing typed is lost.
    """

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("form.save", "f8", "Save", "Go on with what is entered.", footer=10, palette=False),
    )
    HELP_TITLE = "Forms"

    def __init__(
        self, title: str, *fields: Field, effects: Sequence[str] = (), yes: str = "", danger: bool = False
    ) -> None:
        super().__init__()
        self._title = title
        self._effects = tuple(effects)
        self._yes = yes
        self._danger = danger
        self.form = Form(*fields)

    def title_text(self) -> str:
        """Return the title."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """Yield the effects and the form."""
        for effect in self._effects:
            yield Static(plain(f"· {effect}"), classes="effect")
        yield self.form

    def compose_buttons(self) -> ComposeResult:
        """Yield both ways out."""
        yield Button(plain(_("Cancel")), id="no", compact=True)
        yield Button(
            plain(self._yes or _("Save")), id="yes", compact=True, variant="error" if self._danger else "primary"
        )

    def on_mount(self) -> None:
        """Start in the first field."""
        self.form.focus_first()

    def unfinished(self) -> str | None:
        """Say that something is entered; escape closes a short form all the same, leaving the console asks."""
        return _("What you have entered here is not kept.") if self.form.is_dirty else None

    def action_save(self) -> None:
        """Go on."""
        self.submit(self.form.values())

    def submit(self, values: dict[str, Any]) -> None:
        """Take the values; a subclass may act on them first."""
        self.finish(values)

    @on(Form.Submitted)
    def take(self) -> None:
        """Go on from the last field."""
        self.action_save()

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        """Take the way out of the button."""
        if event.button.id == "yes":
            self.action_save()
        else:
            self.finish(None)


class TextDialog(FormDialog):
    """Asks for one text; answers it under `text`."""

    def __init__(
        self, title: str, label: str, value: str = "", *, lines: bool = False, hint: str = "", yes: str = ""
    ) -> None:
        super().__init__(title, TextField("text", label, value, lines=lines, hint=hint), yes=yes)


class PasswordDialog(FormDialog):
    """Asks for the reader's own password before what can't be taken back; answers it under `password`."""

    def unfinished(self) -> str | None:
        """Let a password go: nothing is lost with it."""
        return None

    def __init__(self, question: str, effects: Sequence[str] = (), *, yes: str = "") -> None:
        super().__init__(
            question,
            TextField("password", _("Your password"), password=True),
            effects=effects,
            yes=yes,
            danger=True,
        )
