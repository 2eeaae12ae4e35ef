"""Signing in: address and password; a demonstration lists its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from resellertui.adapters.secrets import SecretsUnavailable
from resellertui.domain.errors import SlowedDown, WrongPassword
from resellertui.domain.wording import _
from resellertui.services.demo.people import DEMO_PASSWORD
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import ChoiceList
from resellertui.tui.screens.console_screen import ConsoleScreen
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import CheckField, Form, TextField
from resellertui.tui.widgets.key_footer import KeyFooter
from resellertui.tui.widgets.support_button import SupportButton
from resellertui.tui.widgets.too_small import TooSmall

SIGN_UP = Command(
    "sign_in.sign_up", "f3", "Sign up", "Make an account with your organisation.", footer=20, palette=False
)


class SignInScreen(ConsoleScreen[None]):
    """The door."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        SIGN_UP,
        Command("sign_in.back", "escape", "Leave", "Leave the console.", footer=98, palette=False),
        Command(
            "sign_in.forgotten", "f4", "Forgotten password", "Have a token mailed, and choose a new one.", footer=60
        ),
    )
    HELP_TITLE = "Signing in"
    GUIDE = "sign-in"
    _is_busy = False
    _people: tuple[tuple[str, str], ...] = ()

    def __init__(self, email: str = "") -> None:
        """Ask for address and password, or for the password of an address that is known already."""
        super().__init__()
        self._address = email

    def compose(self) -> ComposeResult:
        """Lay out the form, the people of a demonstration, and the bars."""
        self._email = TextField("email", _("E-mail"))
        self._password = TextField("password", _("Password"), password=True)
        self._remember = CheckField("remember", _("Remember me on this machine"))
        self.form = Form(self._email, self._password, self._remember)
        with Vertical(classes="desk"):
            yield Static(plain(_("resellertui – sign in")), classes="page-title")
            with Vertical(id="sign-in"):
                yield self.form
                yield Button(plain(_("Sign in")), id="enter", variant="primary", compact=True)
                yield Static(id="sign-in-notice")
                yield Static(plain(""), id="people-title")
                yield ChoiceList(id="people", compact=True)
            with Horizontal(classes="bottom-bar"):
                yield KeyFooter()
                yield SupportButton()
        yield TooSmall()

    def on_mount(self) -> None:
        """Start in the address, and ask whether this is a demonstration."""
        self._remember.display = not self.app.is_locked
        self.query_one("#people").display = False
        self._email.value = self._address
        if self._address:
            self.set_focus(self._password.entry())
        else:
            self.form.focus_first()
        self.load_people()

    @work(group="people")
    async def load_people(self) -> None:
        """List the people of a demonstration."""
        with self.app.reporting():
            self._people = await self.app.behind(self.app.services.accounts.demo_people)
        if not self._people:
            return
        self.query_one("#people-title", Static).update(
            plain(
                _("This is a demonstration. Choose a person; the password of all is “{word}”.").format(
                    word=DEMO_PASSWORD
                )
            )
        )
        people = self.query_one("#people", ChoiceList)
        width = max(len(email) for email, _name in self._people)
        people.add_options([Option(plain(f"{email:<{width}}  {name}")) for email, name in self._people])
        people.display = True
        people.highlighted = 0
        if not self._email.value:
            self.set_focus(people)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide signing up where whoever runs the installation has switched it off."""
        if parameters == (SIGN_UP.id,) and not self.app.services.office.sign_up:
            return False
        return super().check_action(action, parameters)

    def action_sign_up(self) -> None:
        """Make an account."""
        from resellertui.tui.new_organisation import open_wizard

        open_wizard(self.app)

    def action_back(self) -> None:
        """Leave the console."""
        self.app.exit(0)

    @work(group="dialog", exclusive=True)
    async def action_forgotten(self) -> None:
        """Have a token mailed, and take it with a new password; the address is filled in for the sign-in after it."""
        from resellertui.tui.dialogs.profile_forms import forgotten_password

        chosen = await forgotten_password(self.app, self._email.value)
        if chosen is not None:
            self._email.value = chosen
            self.set_focus(self._password.entry())

    @on(OptionList.OptionSelected, "#people")
    def fill_in(self, event: OptionList.OptionSelected) -> None:
        """Fill in a person of the demonstration; enter then signs in, also one that came before the focus moved."""
        email = self._people[event.option_index][0]
        if (self._email.value, self._password.value) == (email, DEMO_PASSWORD):
            self.submit()
            return
        self._email.value, self._password.value = email, DEMO_PASSWORD
        self.set_focus(self.query_one("#enter"))

    @on(Form.Submitted)
    @on(Button.Pressed, "#enter")
    def submit(self) -> None:
        """Sign in, once at a time."""
        if not self._is_busy:
            self._is_busy = True
            self.sign_in()

    @work(group="sign-in")
    async def sign_in(self) -> None:
        """Check address and password, and go in."""
        values = self.form.values()
        accounts = self.app.services.accounts
        self._say("")
        try:
            with self.app.reporting(), self._refusals():
                person, token = await self.app.behind(
                    accounts.sign_in, values["email"], values["password"], remember=values["remember"], console=True
                )
                self.app.is_remembered = await self._keep(token)
                self.app.welcome(person)
        finally:
            self._is_busy = False

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Say what is wrong beside what was typed, which is kept."""
        try:
            yield
        except (WrongPassword, SlowedDown) as error:
            self._say(f"{error.title} {error.detail}")
            self._password.value = ""
            self.set_focus(self._password.entry())

    async def _keep(self, token: str | None) -> bool:
        """Have this machine remember the sign-in; return whether it does."""
        from resellertui.services import sessions

        if token is None:
            return False
        try:
            return await self.app.behind(sessions.remember, self.app.services, token)
        except SecretsUnavailable as error:
            self.app.warn(error.title)
            return False

    def _say(self, text: str) -> None:
        self.query_one("#sign-in-notice", Static).update(plain(text))
