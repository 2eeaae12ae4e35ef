"""The console itself: who is signed in, which organisation they act for, which screen is in front."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual import events, work
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen
from textual.theme import Theme

from resellertui.adapters.clock import SystemClock
from resellertui.domain import attention
from resellertui.domain.errors import ResellerError, SignInNeeded
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.partnership import Side
from resellertui.domain.profile import zone_of
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.actor import Actor, actor_for
from resellertui.services.first_views import FirstLook, HomeView, OrganisationChoice, SignedIn, only_choice
from resellertui.settings import Settings, remember_theme
from resellertui.tui import theme as themes
from resellertui.tui.arrival import Arrival, Glance, Opening, end_session, look_around
from resellertui.tui.bridge import Bridge
from resellertui.tui.commands import Command, clashes
from resellertui.tui.incidents import Incidents
from resellertui.tui.key_order import KeyOrder, KeyPassed
from resellertui.tui.menu import SectionEntry, sections_for
from resellertui.tui.offers import may_ever
from resellertui.tui.quitting import quit_console, unfinished_page
from resellertui.tui.screens.desk import Desk
from resellertui.tui.screens.frame import FrameScreen

if TYPE_CHECKING:
    from resellertui.services.console import Services
    from resellertui.services.views import Entered
    from resellertui.tui.vat_asking import Place

SMALLEST = (60, 15)
"""Columns and lines below which the console only says that it is too small."""

SETTLED = 1.0
"""Seconds after which what was loaded at the start is no longer in the way of collecting garbage."""
WIDE = 100
"""Columns from which the menu shows all its entries."""


class ConsoleApp(Bridge):
    """The console over one database."""

    TITLE = "resellertui"
    CSS_PATH = "console.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's own name and type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit_now", show=False, priority=True, system=True),
    ]
    services: Services
    """There once the database is open; what asks before waits for `has_opened`, as keys do."""
    first_home: HomeView | None = None
    """What the first page shows at first, read along with who is there."""
    person: SignedIn | None = None
    """Who is signed in."""
    is_remembered = True
    """Whether their sign-in outlives this console."""
    choice: OrganisationChoice | None = None
    """The organisation that they act for, with their role there."""
    entered: Entered | None = None
    """The client's organisation inside which they act, if they do."""
    without_vat: frozenset[tuple[str, Place]] = frozenset()
    """The organisations that go on without a VAT number, and where: they are not asked again before signing out."""
    is_for_play: var[bool] = var(False)
    """Whether the database is marked as a demonstration."""

    def __init__(self, opening: Opening, settings: Settings, *, glance: Glance = lambda: None) -> None:
        """Make the console.

        Args:
            opening: opens the database, once something is on the screen.
            settings: the user's settings.
            glance: finds out what the first page shows before that.
        """
        self._is_colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if self._is_colourless else None)
        self.settings = settings
        self.incidents = Incidents(settings.state_dir, SystemClock())
        self._opening, self._glance = opening, glance
        self.has_arrived = asyncio.Event()
        """Set once it is known who is there, or that somebody has to say so."""
        self.has_shown = asyncio.Event()
        """Set once the first page's data are painted."""
        self.has_opened = asyncio.Event()
        """Set once there are services to ask."""
        self._frame = FrameScreen()
        self._clashes: set[str] = set()
        self.key_order = KeyOrder(self, super().on_event)
        self.put_back, self.forget_typed = self.key_order.put_back, self.key_order.forget
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        offered = [theme.name for theme in self.themes_offered]
        self.theme = settings.theme if settings.theme is not None and settings.theme in offered else offered[0]
        if settings.keymap:
            self.set_keymap(settings.keymap)

    @classmethod
    def over(
        cls, services: Services, settings: Settings, *, signed_in: SignedIn | None = None, org: int | None = None
    ) -> ConsoleApp:
        """Return the console over services that are open already."""
        return cls(lambda: Arrival(services, signed_in, org), settings)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which whoever is signed in reads times."""
        return zone_of(self.person.time_zone if self.person is not None else "")

    @property
    def themes_offered(self) -> tuple[Theme, ...]:
        """The themes that can be chosen here."""
        return themes.offered(no_color=self._is_colourless)

    @property
    def is_locked(self) -> bool:
        """Whether the console runs for people who do not own the database."""
        return self.services.office.locked

    @property
    def is_too_small(self) -> bool:
        """Whether the terminal is below the size at which anything can be used."""
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    @property
    def sections(self) -> tuple[SectionEntry, ...]:
        """The menu of whoever is signed in."""
        return sections_for(self.choice, inside_client=self.entered is not None)

    @property
    def frame(self) -> FrameScreen | None:
        """The frame, when somebody is signed in."""
        return self._frame if self.person is not None else None

    def get_default_screen(self) -> Screen[Any]:
        """Return the frame: painted first, and filled in when the database has said for whom."""
        self._frame.set_class(self.size.width < WIDE, "-narrow").set_class(self.size.width >= WIDE, "-wide")
        return self._frame

    def offers(self, command: Command) -> bool:
        """Return whether the present role could ever use the command."""
        return command.permission is None or may_ever(command.permission, self.choice)

    def on_mount(self) -> None:
        """End cleanly when the terminal goes away."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, 128 + number)

    def on_ready(self) -> None:
        """Begin, now that something is on the screen."""
        self.begin()
        self._frame.prepare()

    def on_unmount(self) -> None:
        """Give the signals back: in tests the loop outlives the console."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(number)

    @work(group="session")
    async def begin(self) -> None:
        """Fill the frame in for whoever is signed in or remembered, else ask who it is; open the database."""
        try:
            glimpse = await self.behind(self._glance)
            if glimpse is None:
                self._frame.lay_out()
            else:
                await self._show_at_once(glimpse)
            arrival, look = await self.behind(self._open, glimpse)
        except ResellerError as error:
            self.exit(error)
            return
        except Exception as error:  # there is no console to go on with yet
            self.exit(self.incidents.as_error(error))
            return
        self.services = arrival.services
        self.incidents = Incidents(self.settings.state_dir, arrival.services.office.clock)
        self.has_opened.set()
        if look is not glimpse:
            self.is_for_play, self.first_home = look.is_for_play, look.home
            if look.person is None:
                self.ask_to_sign_in(arrival.email)
            else:
                self.welcome(look.person, arrival.org)
        if look.trouble is not None:
            self.show_error(look.trouble)
        if not gc.isenabled():
            self.set_timer(SETTLED, _collect_garbage_again)

    async def _show_at_once(self, look: FirstLook) -> None:
        """Fill the frame in with the first look, and go on when it is painted: what is loaded next would delay that."""
        assert look.person is not None  # noqa: S101  # the first look gives up otherwise
        assert look.choice is not None  # noqa: S101  # as above
        self.is_for_play, self.first_home, self.person = look.is_for_play, look.home, look.person
        self.act_for(look.choice)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.has_shown.wait(), SETTLED)

    def _open(self, seen: FirstLook | None) -> tuple[Arrival, FirstLook]:
        arrival = self._opening()
        if seen is None or seen.person is None:
            return arrival, look_around(arrival)
        from resellertui.services import sessions

        sessions.note_use(arrival.services, seen.person.email)
        return arrival, seen

    def ask_to_sign_in(self, email: str = "") -> None:
        """Show the sign-in screen, in place of everything."""
        from resellertui.tui.screens.sign_in import SignInScreen

        self.person = self.choice = self.entered = None
        self.without_vat = frozenset()
        self.actor = Actor()
        self._back_to_frame()
        self._frame.vacate()
        self.push_screen(SignInScreen(email))
        self.has_arrived.set()

    def lose_session(self, error: SignInNeeded) -> None:
        """Ask the person whose session has ended to sign in again, once, and say why."""
        if self.person is None:
            return
        self.ask_to_sign_in(self.person.email)
        self.show_error(error)

    def welcome(self, person: SignedIn, org: int | None = None) -> None:
        """Take a person in: into the organisation named, their only one, or the one they choose."""
        self.person = person
        choice = only_choice(person, org)
        if choice is not None:
            self.act_for(choice)
        else:
            from resellertui.tui.dialogs.organisation import choose_organisation

            self._frame.vacate()
            choose_organisation(self, person)

    def act_for(self, choice: OrganisationChoice, section: str = "") -> None:
        """Act for one of the person's own organisations from now on."""
        if self.person is None:
            return
        self.choice, self.entered = choice, None
        self.actor = actor_for(self.person, parse_id(Kind.ORGANISATION, choice.id))
        self._show_frame(section)

    @work(group="session", exclusive=True)
    async def enter_client(self, who: str) -> None:
        """Act inside a client's organisation from now on; the frame changes colour and says so."""
        with self.reporting():
            self.entered = entered = await self.ask(self.services.clients.enter, who)
            self.actor = replace(self.actor, org_id=entered.org_id, for_client_id=entered.client_id)
            self._show_frame()

    def leave_client(self) -> None:
        """Act for one's own organisation again."""
        if self.entered is not None and self.choice is not None:
            self.act_for(self.choice, "clients")

    @work(group="session")
    async def sign_out(self) -> None:
        """Forget the session on this machine, and ask who is next."""
        from resellertui.services import sessions

        with self.reporting():
            await self.behind(end_session, self)
            await self.behind(sessions.forget, self.services, self.person.email if self.person is not None else None)
        self.ask_to_sign_in()

    @work(group="go", exclusive=True)
    async def open_partnership(self, reference: str) -> None:
        """Show a partnership where it belongs: among the clients for its partner, else among the partners."""
        await self.has_opened.wait()
        with self.reporting():
            view = await self.ask(self.services.partnerships.show, reference)
            self.go("clients" if view.side is Side.PARTNER else "partner", view.id)

    def go(self, section: str, record: str = "", place: attention.Place | None = None) -> None:
        """Show a section, and in it a record by its public id, or a place; nothing if the role has no such section.

        A page on which something is unfinished stays, and says what: the palette leads here from anywhere.
        """
        entry = next((one for one in self.sections if one.id == section), None)
        frame = self.frame
        if entry is None or frame is None:
            return
        if reason := unfinished_page(self):
            self.warn(reason)
            return
        self._back_to_frame()
        frame.show(entry, record, place)

    def called_anew(self, person: SignedIn) -> None:
        """Call the organisations by their present names, in the top bar and the switcher."""
        self.person = person
        if self.choice is not None:
            self.choice = next((one for one in person.organisations if one.id == self.choice.id), self.choice)
        for one in self.screen_stack:
            if isinstance(one, Desk):
                one.show_surroundings()

    def set_theme(self, name: str) -> None:
        """Change the theme and remember it, unless the console runs in locked mode."""
        self.theme = name
        if self.is_locked:
            return
        try:
            remember_theme(self.settings, name)
        except OSError as error:
            self.warn(_("The theme could not be remembered: {reason}").format(reason=error.strerror or str(error)))

    def copy(self, text: str) -> None:
        """Send text to the clipboard of the user's own terminal."""
        from resellertui.tui.clipboard import send

        send(self, text)
        self.say(_("Sent to your terminal's clipboard. If it does not arrive there, select the text by hand."))

    async def action_quit(self) -> None:
        """Leave, asking only where what was typed would be lost; a change that is being written is finished first."""
        quit_console(self)

    async def on_event(self, event: events.Event) -> None:
        """Let no key act on what the too-small notice covers, nor on a screen that the key before it closes."""
        if not isinstance(event, events.Key) or event.is_forwarded or event.key == "ctrl+q":
            await super().on_event(event)
        elif not self.is_too_small:
            await self.key_order.take(event)

    async def on_key_passed(self, message: KeyPassed) -> None:
        """Go on with the key that comes next."""
        await self.key_order.passed(message)

    def report_clashes(self, commands: Iterable[Command]) -> None:
        """Say, once each, which of the commands of a page the user's key map has put on one key."""
        found = clashes(commands, self.settings.keymap) - self._clashes
        self._clashes |= found
        if found:
            self.warn(_("The keys in your settings clash: {ids}.").format(ids=", ".join(sorted(found))))

    def _handle_exception(self, error: Exception) -> None:
        """Leave with an incident's id instead of a traceback with the values in it."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        shown = self.incidents.as_error(error)
        self.panic(Text(visible(f"{shown.title}\n{shown.detail}\n{shown.hint}", multiline=True)))

    def _show_frame(self, section: str = "") -> None:
        self._back_to_frame()
        self._frame.furnish(section)
        self.has_arrived.set()

    def _back_to_frame(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()


def _collect_garbage_again() -> None:
    """Collect once, then leave what was loaded out of every later collection: those make no key wait."""
    gc.collect()
    gc.freeze()
    gc.enable()


def run_console(app: ConsoleApp) -> int:
    """Run the console until the user leaves, and return the exit code.

    Raises:
        ResellerError: the database could not be opened; the terminal is as it was before.
    """
    answer = app.run(mouse=app.settings.mouse)
    end_session(app)
    if isinstance(answer, ResellerError):
        raise answer
    return answer if isinstance(answer, int) else app.return_code or 0
