"""The button at the top right of a section, where users of the web manager look for its main act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from resellertui.domain.text import visible
from resellertui.tui.commands import key_words
from resellertui.tui.text import plain

if TYPE_CHECKING:
    from resellertui.tui.commands import Command
    from resellertui.tui.sections.section import Section


class Landmark(Static):
    """Shows the command with its key, and does it when clicked; the keyboard has the key."""

    def __init__(self, section: Section, command: Command) -> None:
        super().__init__()
        self._section = section
        self._command = command

    def on_mount(self) -> None:
        """Show the words."""
        self._show()

    def offer(self, command: Command) -> None:
        """Offer another command instead, because another part of the section is in view."""
        self._command = command
        self._show()

    def _show(self) -> None:
        """Show the words with the key in force."""
        keys = self._section.app.settings.keymap.get(self._command.id, self._command.key)
        key = key_words(keys.partition(",")[0].strip())
        self.update(plain(f"{visible(self._command.words())} ({key})"))

    async def on_click(self) -> None:
        """Do it."""
        await self._section.action_command(self._command.id)
