"""Opening the wizard that makes an organisation, and going into what it made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.tui.screens.signing_up.page import SignUpPage, welcome_words

if TYPE_CHECKING:
    from resellertui.services.signing_up import SignedUp
    from resellertui.tui.app import ConsoleApp


def open_wizard(app: ConsoleApp) -> None:
    """Make an organisation: as whoever is signed in, or with the account of a visitor."""
    if isinstance(app.screen, SignUpPage):
        return
    is_new_person = app.person is None

    def take(made: SignedUp | None) -> None:
        if made is None:
            if app.choice is None and not is_new_person:
                app.ask_to_sign_in()  # a person without an organisation has nowhere to go
            return
        app.person = made.person
        app.is_remembered = app.is_remembered and not is_new_person
        chosen = next(one for one in made.person.organisations if one.id == made.organisation.id)
        app.act_for(chosen)
        app.say(welcome_words(made, is_new_person=is_new_person))

    app.push_screen(SignUpPage(), take)
