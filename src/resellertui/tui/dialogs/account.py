"""The account menu: who one is, one's own profile, the organisation's client account, the theme, signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.roles import role_label
from resellertui.domain.wording import _
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.screens.desk import Desk

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


def open_account(app: ConsoleApp) -> None:
    """Say who is signed in, and offer what they can do about it."""
    person, choice = app.person, app.choice
    if person is None:
        return
    lines = [
        person.email,
        *(
            _("{role} of {organisation} ({id})").format(role=role_label(one.role), organisation=one.name, id=one.id)
            for one in person.organisations
        ),
    ]
    if choice is not None and len(person.organisations) > 1:
        lines.append(_("Acting for {organisation}.").format(organisation=choice.name))
    choices = [
        Choice("profile", _("My profile …"), letter="p"),
        Choice("account", _("Client account …"), letter="a"),
        Choice("theme", _("Theme …"), letter="t"),
        Choice("new", _("New organisation …"), letter="n"),
        Choice("organisation", _("Act for another organisation …"), letter="o"),
        Choice("sign_out", _("Sign out"), letter="s"),
    ]

    desk = app.screen

    def take(key: str | None) -> None:
        unfinished = desk.unfinished() if isinstance(desk, Desk) and key not in {None, "theme", "profile"} else None
        if unfinished is not None:
            app.warn(unfinished)
        elif key == "profile":
            open_profile(app)
        elif key == "account":
            app.go("account")
        elif key == "theme":
            choose_theme(app)
        elif key == "new":
            from resellertui.tui.new_organisation import open_wizard

            open_wizard(app)
        elif key == "organisation":
            from resellertui.tui.dialogs.organisation import switch_organisation

            switch_organisation(app)
        elif key == "sign_out":
            ask_to_sign_out(app)

    app.push_screen(ChooseDialog(person.name, choices, lines=lines), take)


def open_profile(app: ConsoleApp) -> None:
    """Open one's own profile above the page in front, once: what is unfinished there stays."""
    from resellertui.tui.screens.profile import ProfilePage

    if app.person is not None and not any(isinstance(one, ProfilePage) for one in app.screen_stack):
        app.push_screen(ProfilePage())


def choose_theme(app: ConsoleApp) -> None:
    """Offer the themes; the choice is remembered."""
    words = {
        "dark": _("Dark"),
        "light": _("Light"),
        "ansi": _("The terminal's own 16 colours"),
    }
    choices = [Choice(theme.name, words[theme.name], letter=theme.name[0]) for theme in app.themes_offered]

    def take(key: str | None) -> None:
        if key is not None:
            app.set_theme(key)

    app.push_screen(ChooseDialog(_("Theme"), choices, current=app.theme), take)


def ask_to_sign_out(app: ConsoleApp) -> None:
    """Sign out after a question: the key is near others, and a remembered session would be lost."""

    def take(answer: bool | None) -> None:
        if answer:
            app.sign_out()

    app.push_screen(ConfirmDialog(_("Sign out?"), yes=_("Sign out"), safe=False), take)
