"""One step of arranging something: what it asks, where the focus starts, what went wrong there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.errors import ResellerError
from resellertui.domain.text import visible
from resellertui.tui.commands import CommandHost
from resellertui.tui.text import plain

if TYPE_CHECKING:
    from resellertui.tui.screens.arranging.page import ArrangingPage


class Step(CommandHost, Vertical, can_focus=False):  # type: ignore[misc]  # `app` is narrowed, by a property
    """A pane of the page; only one is shown at a time."""

    NAME: ClassVar[str] = ""
    """What the line of steps calls it; a message id."""
    DEFAULT_CSS = """
    Step { height: 1fr; }
    Step > .step-question { height: auto; margin: 1 0 1 0; }
    Step > .step-notice { height: auto; color: $text-error; margin: 1 0 0 0; display: none; }
    """

    def __init__(self, page: ArrangingPage) -> None:
        super().__init__()
        self.page = page

    def compose(self) -> ComposeResult:
        """Lay out the question, the body and the notice."""
        yield Static(plain(self.question()), classes="step-question")
        yield from self.compose_body()
        yield Static(classes="step-notice")

    def compose_body(self) -> ComposeResult:
        """Yield what is asked."""
        yield from ()

    def question(self) -> str:
        """Return what is asked, in a sentence."""
        return ""

    def first_focus(self) -> Widget:
        """Return what takes the focus when the step is shown."""
        raise NotImplementedError

    def entered(self) -> None:
        """Be in front: show what depends on the steps before."""
        self.query_one(".step-question", Static).update(plain(self.question()))

    def show_problem(self, error: ResellerError | None) -> None:
        """Show what stands in the way of what was chosen here; None for nothing."""
        notice = self.query_one(".step-notice", Static)
        notice.display = error is not None
        if error is not None:
            reasons = [one.reason for one in error.fields] or [error.detail]
            texts = [part for part in (error.title, *reasons, error.hint) if part]
            notice.update(Content("\n").join(Content(visible(text)) for text in texts))
