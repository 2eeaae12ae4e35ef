"""A word in the top bar that does a command."""

from __future__ import annotations

from resellertui.tui.commands import CommandHost
from resellertui.tui.widgets.line import Line


class BarButton(Line):
    """A word in the bar that does a command of the screen when clicked; the keyboard has the command's key."""

    def __init__(self, command_id: str, *, id: str) -> None:  # Textual's own name for it
        super().__init__(id=id)
        self._command_id = command_id

    async def on_click(self) -> None:
        """Do the command."""
        if isinstance(self.screen, CommandHost):
            await self.screen.action_command(self._command_id)
