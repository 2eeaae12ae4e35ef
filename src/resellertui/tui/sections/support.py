"""Support: one's codes, requests, plan and temporary access; the same as in the support window."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from resellertui.domain.attention import Place
from resellertui.tui.commands import Command
from resellertui.tui.sections.section import Section
from resellertui.tui.support.board import SupportBoard
from resellertui.tui.support.lists import ListPart


class SupportSection(Section, can_focus=False):
    """The support board in the frame."""

    TITLE = "Support"
    GUIDE = "support"
    HELP_TITLE = "Support"
    CATCHES_UP = False  # each look at a code is an act by itself

    def compose_body(self) -> ComposeResult:
        """Lay out the board."""
        self.board = SupportBoard()
        yield self.board

    @classmethod
    def commands(cls) -> tuple[Command, ...]:
        """Return the board's commands too."""
        return (*super().commands(), *SupportBoard.commands())

    def first_focus(self) -> Widget:
        """Return what has the focus in the part in front."""
        return self.board.first_focus()

    def reload(self) -> object:
        """Read the part in front again."""
        self.board.reload()
        return None

    def land(self, place: Place) -> object:
        """Show the part, with the cursor on the record."""
        self.board.open(place.tab)
        part = self.board.parts[place.tab]
        if isinstance(part, ListPart):
            part.records.go_to(place.record)
        return None

    def is_at(self, place: Place) -> bool:
        """Return whether the part is still in front."""
        return self.board.front is self.board.parts[place.tab]

    def reveal(self, record: str) -> object:
        """Show a request by its id."""
        self.board.open("requests")
        self.board.parts["requests"].reveal(record)
        return None
