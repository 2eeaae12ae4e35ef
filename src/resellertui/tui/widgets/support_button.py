"""The support button at the bottom right of every page."""

from __future__ import annotations

from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.tui.commands import CommandHost
from resellertui.tui.text import plain


class SupportButton(Static):
    """Opens the support window when clicked; the keyboard has its key."""

    def __init__(self) -> None:
        super().__init__(plain(_("Support F2")))

    async def on_click(self) -> None:
        """Open the support window."""
        if isinstance(self.screen, CommandHost):
            await self.screen.action_command("app.support")
