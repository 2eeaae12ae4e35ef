"""What was chosen, and what it will do, said by the verb that will do it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.screens.arranging.step import Step
from resellertui.tui.text import plain

CONFIRM = Command("review.confirm", "enter,y", "Confirm", "Do what is written here.", footer=10, palette=False)


class ReviewStep(Step):
    """Both sides' words beside each other, the consequences, and the last key."""

    NAME = "Review"
    VERBS: ClassVar[tuple[Command, ...]] = (CONFIRM,)
    HELP_TITLE = "Reviewing"
    DEFAULT_CSS = """
    ReviewStep #review-scroll { height: 1fr; }
    ReviewStep #sides { height: auto; margin: 0 0 1 0; }
    ReviewStep #sides > Static { width: 1fr; height: auto; padding: 0 2 0 0; }
    ReviewStep .step-effects { height: auto; }
    ReviewStep .step-last { height: auto; margin: 1 0 0 0; text-style: bold; }
    """

    def question(self) -> str:
        """Return what it is about."""
        return self.page.review_question()

    def compose_body(self) -> ComposeResult:
        """Yield both sides and the consequences."""
        with VerticalScroll(id="review-scroll"):
            with Horizontal(id="sides"):
                yield Static(id="before")
                yield Static(id="after")
            yield Static(classes="step-effects")
            yield Static(classes="step-last")

    def first_focus(self) -> Widget:
        """Return the text, which scrolls where it is long."""
        return self.query_one("#review-scroll")

    def entered(self) -> None:
        """Show what was chosen; its consequences are being worked out."""
        super().entered()
        before, after = self.page.before(), self.page.after()
        self.query_one("#before", Static).update(_side(*before) if before else Content(""))
        self.query_one("#before").display = before is not None
        self.query_one("#after", Static).update(_side(*after))
        self.query_one(".step-effects", Static).update(plain(_("Working out what this means…")))
        self.query_one(".step-last", Static).update(plain(""))

    def show_effects(self, effects: Sequence[str]) -> None:
        """Show the consequences and the last key."""
        lines = Content("\n").join(plain(f"· {one}") for one in effects)
        self.query_one(".step-effects", Static).update(lines)
        self.query_one(".step-last", Static).update(plain(self.page.last_words()))

    def action_confirm(self) -> None:
        """Do it."""
        self.page.confirm()


def _side(heading: str, words: str) -> Content:
    return Content.assemble((visible(heading), "$text-muted"), "\n", (visible(words), "bold"))
