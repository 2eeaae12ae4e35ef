"""The one line that is shown below the smallest size."""

from __future__ import annotations

from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.tui.text import plain


class TooSmall(Static):
    """Covers its screen while the terminal is too small; nothing under it answers a key meanwhile."""

    def __init__(self) -> None:
        super().__init__(plain(_("Please enlarge this window to 60×15 at least.")))

    def on_mount(self) -> None:
        """Show if the terminal is too small now."""
        self.follow()

    def follow(self) -> None:
        """Show or hide as the terminal's size says; nothing is laid out anew unless that changes."""
        is_too_small = self.app.size.width < 60 or self.app.size.height < 15
        if self.display != is_too_small:
            self.display = is_too_small
