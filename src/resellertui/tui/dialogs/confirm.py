"""The question before an act that is hard to reverse: what will happen, and a key for yes and no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.text import plain


class ConfirmDialog(Dialog[bool]):
    """Answers True, or None for anything but yes. The focus is on the safe answer."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("confirm.yes", "y", "Yes", "Go on.", footer=10, palette=False),
        Command("confirm.no", "n", "No", "Change nothing.", footer=11, palette=False),
        Command("confirm.across", "left,right", "Other answer", "Move to the other answer.", palette=False),
    )
    HELP_TITLE = "Questions"

    def __init__(
        self, question: str, effects: Sequence[str] = (), *, yes: str = "", danger: bool = False, safe: bool = True
    ) -> None:
        """Ask.

        Args:
            question: names the thing and the act.
            effects: what will happen, a sentence each.
            yes: the words of the answer that acts.
            danger: the act can't be taken back.
            safe: start on No; False where yes harms nothing.
        """
        super().__init__()
        self._question = question
        self._effects = tuple(effects)
        self._yes = yes
        self._danger = danger
        self._starts_safe = safe

    def title_text(self) -> str:
        """Return the question."""
        return self._question

    def compose_body(self) -> ComposeResult:
        """Yield the effects."""
        for effect in self._effects:
            yield Static(plain(f"· {effect}"), classes="effect")

    def compose_buttons(self) -> ComposeResult:
        """Yield both answers."""
        yield Button(plain(_("No")), id="no", compact=True)
        yield Button(
            plain(self._yes or _("Yes")), id="yes", compact=True, variant="error" if self._danger else "primary"
        )

    def on_mount(self) -> None:
        """Start on the safe answer."""
        self.set_focus(self.query_one("#no" if self._starts_safe else "#yes"))

    def action_yes(self) -> None:
        """Answer yes."""
        self.finish(True)

    def action_no(self) -> None:
        """Answer no."""
        self.finish(None)

    def action_across(self) -> None:
        """Move to the other answer."""
        self.focus_next(Button)

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        """Take the answer of the button."""
        self.finish(True if event.button.id == "yes" else None)
