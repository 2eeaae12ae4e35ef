"""What every screen of the console shares: the commands that work everywhere, and its too-small notice."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from resellertui.domain.wording import _
from resellertui.tui.commands import Command, CommandHost
from resellertui.tui.widgets.too_small import TooSmall

T = TypeVar("T")

READING = "load"
"""Group of workers that read what the keys of a screen or section act on."""

HELP = Command("app.help", "question_mark,f1", "Help", "Show the keys of this page and its guide.", footer=99)
SUPPORT = Command("app.support", "f2,exclamation_mark", "Support", "Open the support window.")


class Everywhere(CommandHost):
    """The commands that answer on every screen and over every dialog."""

    @property
    def is_open(self) -> bool:
        """Whether it was not left: a screen that was is being taken apart while its last reading comes to an end."""
        own: object = self
        return any(one is own for one in self.app.screen_stack)

    def is_reading_for(self, key: events.Key) -> bool:  # noqa: ARG002  # for screens where it matters which
        """Return whether what a key acts on is still being read, around what has the focus."""
        around = (self.app.focused or self.app.screen).ancestors_with_self
        return any(one.group == READING and one.node in around and not one.is_finished for one in self.app.workers)

    def unfinished(self) -> str | None:
        """Return why the screen can't be left without asking, in a sentence, or None."""
        return None

    def action_help(self) -> None:
        """Show the keys and the guide of what is in front."""
        from resellertui.tui.screens.help import HelpScreen

        if not isinstance(self.app.screen, HelpScreen):
            self.app.push_screen(HelpScreen.of(self.app.screen))

    def action_support(self) -> None:
        """Open the support window."""
        from resellertui.tui.dialogs.support import SupportDialog

        if any(isinstance(one, SupportDialog) for one in self.app.screen_stack):
            self.app.warn(_("The support window is open already."))
        else:
            self.app.push_screen(SupportDialog())


class ConsoleScreen(Everywhere, Screen[T]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """A whole screen of the console."""

    VERBS: ClassVar[tuple[Command, ...]] = (HELP, SUPPORT)
    HELP_TITLE = "On every screen and over every dialog"
    GUIDE: ClassVar[str] = ""
    """The name of its help page in `guides/`."""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual's own, which would paint the whole screen again with each move of the focus."""

    def on_resize(self, _event: events.Resize) -> None:
        """Cover everything with one line when the terminal is too small."""
        for notice in self.query(TooSmall):
            notice.follow()


class ConsoleModal(Everywhere, ModalScreen[T]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """A screen of the console above another one."""

    VERBS: ClassVar[tuple[Command, ...]] = (HELP, SUPPORT)
    HELP_TITLE = "On every screen and over every dialog"
    GUIDE: ClassVar[str] = ""
    """The name of its help page in `guides/`; empty for the keys alone."""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As on every screen."""

    def on_resize(self, _event: events.Resize) -> None:
        """Cover everything with one line when the terminal is too small."""
        for notice in self.query(TooSmall):
            notice.follow()
