"""Premium support: the plans compared and ordered, and the VIP code of the plans that have one."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from resellertui.tui.commands import Command
from resellertui.tui.sections.section import Section
from resellertui.tui.support.code_panel import CodePanel
from resellertui.tui.support.plan import PlanPart


class PremiumSection(Section, can_focus=False):
    """The table of plans, and the VIP code below it."""

    TITLE = "Premium support"
    GUIDE = "support"
    HELP_TITLE = "Premium support"

    def compose_body(self) -> ComposeResult:
        """Lay out plans and code."""
        self.part = PlanPart(with_code=True)
        yield self.part

    @classmethod
    def commands(cls) -> tuple[Command, ...]:
        """Return the commands of what is in it too."""
        return (*super().commands(), *PlanPart.commands(), *CodePanel.commands())

    def first_focus(self) -> Widget:
        """Return the table of plans."""
        return self.part.first_focus()

    def on_mount(self) -> None:
        """Read the plans."""
        self.reload()

    def reload(self) -> object:
        """Read the plans again."""
        self.part.reload()
        return None
