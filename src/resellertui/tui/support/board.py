"""The support board: its parts under tabs, the same in the section of the menu and in the support window."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.tui.commands import Command, CommandHost
from resellertui.tui.support.access import AccessPart
from resellertui.tui.support.clients import ClientsPart
from resellertui.tui.support.codes import CodesPart
from resellertui.tui.support.part import SupportPart
from resellertui.tui.support.plan import PlanPart
from resellertui.tui.support.requests import RequestsPart
from resellertui.tui.widgets.tab_line import TabLine

NEXT = Command(
    "support.part_after", "right_square_bracket,right", "Next part", "Show the next part.", footer=70, palette=False
)
BEFORE = Command(
    "support.part_before", "left_square_bracket,left", "Part before", "Show the part before.", palette=False
)

CLIENTS = Command("", "", "", "", permission=Action.CLIENT_LIST)
"""Who reaches clients."""


class SupportBoard(CommandHost, Vertical):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Shows one part at a time; each is read again when it comes to the front."""

    HELP_TITLE = "Support"
    VERBS: ClassVar[tuple[Command, ...]] = (NEXT, BEFORE)

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, SupportPart] = {}
        self._tabs = TabLine([])

    @property
    def front(self) -> SupportPart:
        """The part in front."""
        return self.parts[self._tabs.active]

    def compose(self) -> ComposeResult:
        """Lay out the tabs and the parts."""
        labels = {"codes": _("Codes"), "requests": _("Requests"), "plan": _("Plan"), "access": _("Temporary access")}
        self.parts = {"codes": CodesPart(), "requests": RequestsPart(), "plan": PlanPart(), "access": AccessPart()}
        choice = self.app.choice
        if choice is not None and choice.is_partner and self.app.offers(CLIENTS):
            labels["clients"] = _("Clients")
            self.parts["clients"] = ClientsPart()
        self._tabs = TabLine(list(labels.items()))
        yield self._tabs
        for key, part in self.parts.items():
            part.display = key == self._tabs.active
            yield part

    def on_mount(self) -> None:
        """Read the first part."""
        self.reload()

    def first_focus(self) -> Widget:
        """Return what has the focus in the part in front."""
        return self.front.first_focus()

    def reload(self) -> None:
        """Read the part in front again."""
        self.front.reload()

    def open(self, key: str) -> None:
        """Bring a part to the front."""
        before = self.front
        self._tabs.active = key
        if self.front is not before:
            before.display = False
            self.front.display = True
        self.screen.set_focus(self.front.first_focus())
        self.front.reload()
        self.refresh_bindings()

    def action_part_after(self) -> None:
        """Show the next part."""
        self.open(self._tabs.neighbour(1))

    def action_part_before(self) -> None:
        """Show the part before."""
        self.open(self._tabs.neighbour(-1))

    @on(TabLine.Chosen)
    def choose_part(self, message: TabLine.Chosen) -> None:
        """Show the part that was clicked."""
        message.stop()
        self.open(message.key)
