"""The frame: drawn once, with the menu at the left and one section in the middle."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from resellertui.domain.wording import _
from resellertui.tui.commands import LIST_COMMANDS, Command
from resellertui.tui.menu import SectionEntry
from resellertui.tui.screens.desk import Desk
from resellertui.tui.sections.section import Section
from resellertui.tui.widgets.menu import Menu

FOLD = Command("frame.fold", "backslash", "Fold the menu", "Hide the menu to give its room to the page, or show it.")
MENU = Command("frame.menu", "tab", "Menu", "Move between the menu and the page.", palette=False)


class FrameScreen(Desk[None]):
    """The main screen of whoever is signed in."""

    VERBS: ClassVar[tuple[Command, ...]] = (FOLD, MENU)
    HELP_TITLE = "The frame"

    def __init__(self, section: str = "") -> None:
        super().__init__()
        self._first = section
        self._open: dict[str, Section] = {}
        self.current: Section | None = None
        """The section in front."""

    @property
    def GUIDE(self) -> str:  # type: ignore[override]  # the guide of the frame is its section's
        """The help page of the section in front."""
        return self.current.GUIDE if self.current is not None else ""

    def compose_middle(self) -> ComposeResult:
        """Lay out the menu and the place of the sections."""
        with Horizontal(classes="frame-middle"):
            yield Menu(self.app.sections)
            yield Vertical(id="pane")

    def on_mount(self) -> None:
        """Open the first section."""
        entries = self.app.sections
        first = next((entry for entry in entries if entry.id == self._first), entries[0] if entries else None)
        if first is not None:
            self.show(first)

    @work(group="section")
    async def show(self, entry: SectionEntry, record: str = "") -> None:
        """Bring a section to the front, made when it is first opened, and reveal a record in it."""
        section = self._open.get(entry.id)
        if section is None:
            section = self._open[entry.id] = entry.load()()
            section.display = False
            await self.query_one("#pane").mount(section)
            self.app.report_clashes([*section.commands(), *LIST_COMMANDS, *self.commands()])
        for other in self._open.values():
            other.display = other is section
        self.current = section
        self.query_one(Menu).open_entry(entry.id)
        section.shown()
        if record:
            section.reveal(record)
        self.refresh_bindings()

    def step_back(self) -> bool:
        """Go back from the menu to the page, then inside the section."""
        if self.current is None:
            return False
        if isinstance(self.focused, Menu):
            self.current.shown()
            return True
        return self.current.step_back()

    def action_menu(self) -> None:
        """Move the focus between the menu and the page."""
        menu = self.query_one(Menu)
        if self.focused is menu and self.current is not None:
            self.current.shown()
        else:
            menu.display = True
            self.set_focus(menu)

    def action_fold(self) -> None:
        """Hide the menu, or show it."""
        menu = self.query_one(Menu)
        if self.focused is menu and self.current is not None:
            self.current.shown()
        menu.display = not menu.display

    async def leaving(self) -> None:
        """Ask, then leave the console."""
        from resellertui.tui.dialogs.confirm import ConfirmDialog

        if await self.app.push_screen_wait(ConfirmDialog(_("Leave resellertui?"), yes=_("Leave"), safe=False)):
            await self.app.action_quit()

    @on(Menu.Chosen)
    def choose(self, message: Menu.Chosen) -> None:
        """Open what was chosen in the menu."""
        self.app.go(message.section)
