"""Long work with a bar: how far it is, and a key that stops it between two records."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import ProgressBar, Static

from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.text import plain

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

R = TypeVar("R")

EVERY = 0.2
"""Seconds between two looks at how far the work is."""
EVERY_REMOTELY = 1.0

UNNOTICED = 1.0
"""Seconds in which keys are still meant for what comes after the work."""
ANSWERED = frozenset({"escape", "question_mark", "f1", "exclamation_mark", "f2"})
"""The keys that mean something while the work goes on."""


class Watch:
    """What the worker and the dialog share: plain values, each written by one of them only."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.is_stopped = False
        """The user wants it to stop; what is done stays done."""

    def report(self, done: int, total: int) -> None:
        """Note how far the work is."""
        self.done, self.total = done, total

    def stopped(self) -> bool:
        """Return whether the user wants it to stop."""
        return self.is_stopped


class ProgressDialog(Dialog[None]):
    """Shows how far it is; closes by itself."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("dialog.stop", "escape", "Stop", "Stop; what is done so far stays done.", footer=98, palette=False),
    )
    HELP_TITLE = "Long work"

    def __init__(self, title: str, watch: Watch) -> None:
        super().__init__()
        self._title = title
        self._watch = watch
        self._is_over = False
        self._noticed = inf
        """From when on keys are meant for the bar, by the clock of events."""

    def is_reading_for(self, key: events.Key) -> bool:
        """Return whether a key waits for the end of the work: one that was typed before its bar could be noticed."""
        return key.time < self._noticed and not self._is_over and key.key not in ANSWERED

    def title_text(self) -> str:
        """Return what is being done."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """Yield the bar and the count."""
        yield ProgressBar(show_eta=False)
        yield Static(classes="progress-words")

    def on_mount(self, event: events.Mount) -> None:
        """Look now and then."""
        self._noticed = event.time + UNNOTICED
        self.set_interval(EVERY_REMOTELY if self.app.settings.remote else EVERY, self._look)
        self._look()

    def on_screen_resume(self) -> None:
        """Close, if the work ended while something else was in front."""
        if self._is_over:
            self.finish(None)

    def action_stop(self) -> None:
        """Stop before the next record."""
        self._watch.is_stopped = True
        self._look()

    def action_cancel(self) -> None:
        """Stop: this dialog does not close before the work ends."""
        self.action_stop()

    def end(self) -> None:
        """Close: the work is over."""
        self._is_over = True
        self.finish(None)

    def _look(self) -> None:
        watch = self._watch
        self.query_one(ProgressBar).update(total=watch.total or None, progress=watch.done)
        words = _("Stopping after the present step: what is done stays done.") if watch.is_stopped else ""
        if not words and watch.total:
            words = _("{done} of {total}").format(done=watch.done, total=watch.total)
        self.query_one(".progress-words", Static).update(plain(words))


async def with_progress(app: ConsoleApp, title: str, work: Callable[[Actor, Watch], R], *, writes: bool = True) -> R:
    """Have something done while its progress is shown, and return its answer.

    Without `writes` nothing is kept of it, as in a rehearsal. Raises whatever the work raises.
    """
    watch = Watch()
    dialog = ProgressDialog(title, watch)
    await app.push_screen(dialog)
    try:
        return await (app.tell if writes else app.ask)(work, watch)
    finally:
        dialog.end()
