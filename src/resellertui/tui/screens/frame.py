"""The frame: drawn once, with the menu at the left and one section in the middle.

It is painted before anything is known; `furnish` then fills it in, for whoever acts and each time that changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from resellertui.domain.attention import Place
from resellertui.domain.wording import _
from resellertui.tui.commands import LIST_COMMANDS, Command
from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.menu import SECTIONS, SectionEntry
from resellertui.tui.reaching import Subject
from resellertui.tui.screens.desk import Desk
from resellertui.tui.sections.section import Section
from resellertui.tui.widgets.menu import Menu
from resellertui.tui.widgets.top_bar import TopBar

FOLD = Command("frame.fold", "backslash", "Fold the menu", "Hide the menu to give its room to the page, or show it.")
MENU = Command("frame.menu", "tab", "Menu", "Move between the menu and the page.", palette=False)


class FrameScreen(HeldKeys, Desk[None]):  # type: ignore[misc]  # `app` is narrowed, by a property
    """The main screen of whoever is signed in; keys pressed before it is filled in are done afterwards."""

    VERBS: ClassVar[tuple[Command, ...]] = (FOLD, MENU)
    HELP_TITLE = "The frame"
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._open: dict[str, Section] = {}
        self._in_turn = asyncio.Lock()
        self.current: Section | None = None
        """The section in front."""
        self._landed: tuple[Section, Place] | None = None
        """Where Home has led, as long as nobody went elsewhere."""
        self.hold()

    @property
    def GUIDE(self) -> str:  # type: ignore[override]  # the guide of the frame is its section's
        """The help page of the section in front."""
        return self.current.GUIDE if self.current is not None else ""

    def compose_middle(self) -> ComposeResult:
        """Lay out the menu and the place of the sections."""
        with Horizontal(classes="frame-middle"):
            yield Menu()
            yield Vertical(id="pane")

    @work(group="section")
    async def prepare(self) -> None:
        """Make the first section while it is found out who is there: everybody's first is the same."""
        async with self._in_turn:
            if not self.app.has_arrived.is_set():
                await self._made(SECTIONS[0])

    @work(group="section")
    async def lay_out(self) -> None:
        """Lay it out too, where it takes longer to find that out: with the data to come, nothing has to move."""
        async with self._in_turn:
            if not self.app.has_arrived.is_set():
                (await self._made(SECTIONS[0])).display = True

    @work(group="section")
    async def furnish(self, section: str = "") -> None:
        """Fill everything in for whoever acts now, and open the section named, or the first."""
        async with self._in_turn:
            entries = self.app.sections
            first = next((one for one in entries if one.id == section), entries[0] if entries else None)
            self._empty(entries, but=first.id if first is not None and self.is_holding else "")
            if first is not None:
                await self._bring(first)
        await self.app.has_opened.wait()
        self.release()

    def vacate(self) -> None:
        """Show nothing of whoever was here; keys wait for the next one."""
        self._empty(())
        self.hold()

    @work(group="section")
    async def show(self, entry: SectionEntry, record: str = "", place: Place | None = None) -> None:
        """Bring a section to the front, made when it is first opened, and reveal a record in it.

        Where Home leads to a place, the cursor goes there and nothing opens; the way back is remembered.
        """
        await self.app.has_opened.wait()
        async with self._in_turn:
            is_new = entry.id not in self._open
            await self._bring(entry)
            self._landed = None
            if self.current is not None and place is not None:
                self.current.land(place)
                self._landed = (self.current, place)
            elif record and self.current is not None:
                self.current.reveal(record)
            elif self.current is not None and self.current.CATCHES_UP:
                self.current.catch_up(is_new=is_new)

    def _empty(self, entries: Sequence[SectionEntry], but: str = "") -> None:
        for id_ in [one for one in self._open if one != but]:
            section = self._open.pop(id_)
            section.display = False
            section.remove()
        self.current = self._landed = None
        self.show_surroundings()
        self.query_one(Menu).offer(entries)

    async def _bring(self, entry: SectionEntry) -> None:
        section = await self._made(entry)
        before, self.current = self.current, section
        if section is not before:
            section.display = True
            if before is not None:
                before.display = False
            self.query_one(Menu).open_entry(entry.id)
            self.query_one(TopBar).look()
        section.shown()
        self.refresh_bindings()

    async def _made(self, entry: SectionEntry) -> Section:
        section = self._open.get(entry.id)
        if section is None:
            section = self._open[entry.id] = entry.load()()
            section.display = False  # until it has its styles: a list can't be painted before
            await self.query_one("#pane").mount(section)
            self.app.report_clashes([*section.commands(), *LIST_COMMANDS, *self.commands()])
        return section

    async def action_command(self, command_id: str) -> None:
        """Do the command, but for a click on the frame before it is filled in."""
        if not self.is_holding:
            await super().action_command(command_id)

    def step_back(self) -> bool:
        """Go back from the menu to the page, then inside the section."""
        if self.current is None:
            return False
        if isinstance(self.focused, Menu):
            self.current.shown()
            return True
        return self._returns_home() or self.current.step_back() or self._returns_home(anyhow=True)

    def _returns_home(self, *, anyhow: bool = False) -> bool:
        """Go back to Home from where it has led, unless something was changed there that escape undoes first."""
        if self._landed is None or self._landed[0] is not self.current:
            return False
        if not anyhow and not self.current.is_at(self._landed[1]):
            return False
        self.app.go(SECTIONS[0].id)
        return True

    def reach_subject(self) -> Subject:
        """Return what is under the cursor of the section."""
        return self.current.reach_subject() if self.current is not None else Subject()

    def action_reach(self) -> None:
        """See who reaches what, from where the cursor of the section is."""
        if self.current is None:
            super().action_reach()
        else:
            self.current.once_read(super().action_reach)

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
