"""What the frame and the pages above it share: the top bar, the acting line, the keys, and the commands of both."""

from __future__ import annotations

import asyncio
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.worker import Worker

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.reaching import REACH, Subject, open_reach
from resellertui.tui.screens.console_screen import ConsoleScreen
from resellertui.tui.text import plain
from resellertui.tui.widgets.key_footer import KeyFooter
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.support_button import SupportButton
from resellertui.tui.widgets.too_small import TooSmall
from resellertui.tui.widgets.top_bar import TopBar

T = TypeVar("T")

PALETTE = Command(
    "app.palette", "colon,ctrl+p", "Find", "Find any section, record or action.", footer=90, palette=False
)
GO = Command("app.go", "g", "Go", "Go to a section by its letter.", footer=85, palette=False)
ORGANISATION = Command("app.organisation", "O", "Switch organisation", "Act for another of your organisations.")
ACCOUNT = Command("app.account", "A", "Account", "See who you are, change the theme, or sign out.")
PROFILE = Command("app.profile", "f6", "My profile", "See and change your own profile, SSH keys and sessions.")
NEW_ORGANISATION = Command(
    "app.new_organisation", "f3", "New organisation", "Make a further organisation, and act for it."
)
NOTICES = Command("app.notices", "N", "Notices", "See what was written to you, and what of it you have not read.")
DIRECTORY = Command(
    "app.directory",
    "f7",
    "Directory of partners",
    "Search the approved partners that want to be found.",
    permission=Action.DIRECTORY_SEARCH,
)
THEME = Command("app.theme", "f9", "Theme", "Change the colours.")
SIGN_OUT = Command("app.sign_out", "Q", "Sign out", "Sign out and forget the session on this machine.")
LEAVE_CLIENT = Command("app.leave_client", "L", "Leave the client", "Act for your own organisation again.", footer=5)
BACK = Command("app.back", "escape", "Back", "Go one step back.", palette=False)
LEAVE = Command("app.leave", "q", "Leave", "Leave this page; on the main screen, leave the console after a question.")

LETTER_WAIT = 0.25
"""Seconds after `g` in which a letter goes to its section at once; then the letters are listed."""


class Desk(ConsoleScreen[T]):
    """A screen with the console's surroundings."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        PALETTE,
        GO,
        ORGANISATION,
        ACCOUNT,
        PROFILE,
        NOTICES,
        DIRECTORY,
        NEW_ORGANISATION,
        THEME,
        SIGN_OUT,
        LEAVE_CLIENT,
        REACH,
        BACK,
        LEAVE,
    )
    HELP_TITLE = "Everywhere"
    _chord: Worker[None] | None = None
    """Waits for the letter after `g`."""

    def compose(self) -> ComposeResult:
        """Lay out the surroundings and what is in the middle."""
        with Vertical(classes="desk"):
            yield TopBar()
            yield Line(classes="acting-line")
            yield from self.compose_middle()
            with Horizontal(classes="bottom-bar"):
                yield KeyFooter()
                yield SupportButton()
        yield TooSmall()

    def compose_middle(self) -> ComposeResult:
        """Yield what is between the bars."""
        yield from ()

    def on_mount(self) -> None:
        """Say for whom one acts."""
        self.show_surroundings()

    def show_surroundings(self) -> None:
        """Say for whom one acts; look different inside a client's organisation."""
        self.query_one(TopBar).fill_in()
        self.query_one(".acting-line", Line).say(plain(self._acting_words()))
        self.set_class(self.app.entered is not None, "-acting")

    def step_back(self) -> bool:
        """Go one rung back inside the screen; return whether there was one."""
        return False

    def reach_subject(self) -> Subject:
        """Return the person, team or client in front, for the page of who reaches what."""
        return Subject()

    def why_not(self, command: Command) -> str | None:
        """Keep what is unfinished from being lost by a key that goes elsewhere."""
        if command in {GO, ORGANISATION, NEW_ORGANISATION, SIGN_OUT, LEAVE_CLIENT}:
            return self.unfinished()
        return super().why_not(command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the way out of a client's organisation outside of it, and one's own people inside."""
        if parameters == (LEAVE_CLIENT.id,) and self.app.entered is None:
            return False
        if parameters == (REACH.id,) and self.app.entered is not None:
            return False
        return super().check_action(action, parameters)

    def action_palette(self) -> None:
        """Open the palette."""
        from resellertui.tui.palette import open_palette

        open_palette(self.app)

    def action_go(self) -> None:
        """Go where the letter that follows leads; show the letters if none follows at once."""
        self._chord = self.run_worker(self._wait_for_letter(), group="chord", exclusive=True)

    def on_key(self, event: events.Key) -> None:
        """Take the letter of a section after `g`; any other key is for the list of letters."""
        if self._chord is None:
            return
        event.stop()
        event.prevent_default()
        self._chord.cancel()
        self._chord = None
        chosen = next((one for one in self.app.sections if one.letter == event.character), None)
        if chosen is not None:
            self.app.go(chosen.id)
        elif event.key != "escape":
            self._show_letters()
            self.app.put_back([events.Key(event.key, event.character)])

    async def _wait_for_letter(self) -> None:
        await asyncio.sleep(LETTER_WAIT)
        self.app.key_order.after_the_key(self._stop_waiting)  # a letter that is on its way here comes first

    def _stop_waiting(self) -> None:
        if self._chord is not None:
            self._chord = None
            self._show_letters()

    def _show_letters(self) -> None:
        from resellertui.tui.dialogs.choose import Choice, ChooseDialog

        def go(chosen: str | None) -> None:
            if chosen is not None:
                self.app.go(chosen)

        choices = [Choice(one.id, one.words(), letter=one.letter) for one in self.app.sections]
        self.app.push_screen(ChooseDialog(_("Go to"), choices), go)

    def action_organisation(self) -> None:
        """Choose another organisation."""
        from resellertui.tui.dialogs.organisation import switch_organisation

        switch_organisation(self.app)

    def action_account(self) -> None:
        """Open the account menu."""
        from resellertui.tui.dialogs.account import open_account

        open_account(self.app)

    def action_profile(self) -> None:
        """Open one's own profile."""
        from resellertui.tui.dialogs.account import open_profile

        open_profile(self.app)

    def action_notices(self) -> None:
        """Open one's own notices."""
        from resellertui.tui.noticing import open_notices

        open_notices(self.app)

    def action_directory(self) -> None:
        """Open the directory of partners, unless it is open."""
        from resellertui.tui.screens.directory import DirectoryPage

        if not any(isinstance(one, DirectoryPage) for one in self.app.screen_stack):
            self.app.push_screen(DirectoryPage())

    def action_new_organisation(self) -> None:
        """Make a further organisation."""
        from resellertui.tui.new_organisation import open_wizard

        open_wizard(self.app)

    def action_theme(self) -> None:
        """Choose the colours."""
        from resellertui.tui.dialogs.account import choose_theme

        choose_theme(self.app)

    def action_sign_out(self) -> None:
        """Sign out, after a question."""
        from resellertui.tui.dialogs.account import ask_to_sign_out

        ask_to_sign_out(self.app)

    def action_reach(self) -> None:
        """See who reaches what."""
        open_reach(self.app, *self.reach_subject())

    def action_leave_client(self) -> None:
        """Go back to one's own organisation."""
        self.app.leave_client()

    def action_back(self) -> None:
        """Go one rung back."""
        if not self.step_back() and self.app.entered is not None:
            self.app.leave_client()

    def action_leave(self) -> None:
        """Leave the screen, once what has to be asked has been answered."""
        self.run_worker(self.leaving(), group="leave", exclusive=True)

    async def leaving(self) -> None:
        """Leave the screen; what kind of screen it is decides how."""

    def _acting_words(self) -> str:
        entered = self.app.entered
        if entered is None:
            return ""
        return _("acting for {client} as {partner}").format(client=entered.client, partner=entered.partner)
