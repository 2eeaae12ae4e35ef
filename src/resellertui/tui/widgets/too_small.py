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
        """Hide unless the terminal is too small now."""
        self.display = self.app.size.width < 60 or self.app.size.height < 15
