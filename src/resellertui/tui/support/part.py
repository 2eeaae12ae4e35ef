"""The base of the parts of the support board."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from resellertui.tui.commands import Command, CommandHost
from resellertui.tui.dialogs.choose import ChoiceList


class StillScroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What is scrolled by the part's own keys: up and down belong to what is in it."""


class CursorList(ChoiceList, inherit_bindings=False):
    """A short list; pages up and down belong to the part."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Down", show=False),
        Binding("up,k", "cursor_up", "Up", show=False),
        Binding("enter", "select", "Choose", show=False),
    ]


class SupportPart(CommandHost, Vertical):  # type: ignore[misc]  # `app` is narrowed, by a property
    """A part: read again when it comes to the front or something changes."""

    HELP_TITLE = "Parts of the support"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("support_part.further", "pagedown", "Page down", "Read on, a page further.", palette=False),
        Command("support_part.back", "pageup", "Page up", "Read the page before.", palette=False),
    )

    def first_focus(self) -> Widget:
        """Return what has the focus when the part comes to the front."""
        return self

    def reload(self) -> object:
        """Read again what is shown. What it returns is not used."""

    def reveal(self, record: str) -> object:
        """Show a record by its id. What it returns is not used."""

    def action_further(self) -> None:
        """Read on."""
        for one in self.query(StillScroll):
            one.scroll_page_down(animate=False)

    def action_back(self) -> None:
        """Read back."""
        for one in self.query(StillScroll):
            one.scroll_page_up(animate=False)
