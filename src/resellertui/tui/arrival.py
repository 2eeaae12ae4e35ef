"""What the console is given once the database is open, which is after its first screen has been painted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from resellertui.domain.errors import ResellerError
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.services.first_views import FirstLook, SignedIn, only_choice

if TYPE_CHECKING:
    from resellertui.services.console import Services
    from resellertui.tui.app import ConsoleApp


@dataclass(frozen=True)
class Arrival:
    """Open services, and who comes in."""

    services: Services
    """Locked mode is theirs to say."""
    person: SignedIn | None = None
    """Who is signed in already; a remembered session or the sign-in screen decides where None."""
    org: int | None = None
    """The number of the organisation to act for."""
    email: str = ""
    """The address that whoever has to sign in has named already."""


Opening: TypeAlias = Callable[[], Arrival]
"""Opens the database; called in a thread. What it raises ends the console, and is said in the terminal afterwards."""


Glance: TypeAlias = Callable[[], FirstLook | None]
"""Finds out the same before the database library is loaded, or gives up; called in a thread."""


def look_around(arrival: Arrival) -> FirstLook:
    """Find out who is there, for whom they act, and what they see first. Run in a thread."""
    from resellertui.adapters.secrets import SecretsUnavailable
    from resellertui.services import sessions
    from resellertui.services.actor import actor_for

    services, person = arrival.services, arrival.person
    is_for_play, trouble, home = services.accounts.is_for_play(), None, None
    if person is None:
        try:
            person = sessions.remembered(services)
        except SecretsUnavailable as error:
            trouble = error
    choice = None if person is None else only_choice(person, arrival.org)
    if person is not None and choice is not None:
        try:
            home = services.home.show(actor_for(person, parse_id(Kind.ORGANISATION, choice.id)))
        except ResellerError:
            home = None  # the page asks again, and says what is wrong in its place
    return FirstLook(is_for_play, person, choice, home, trouble)


def end_session(app: ConsoleApp) -> None:
    """End the sign-in of a console that no machine remembers; what can't be ended now runs out by itself."""
    if app.actor.session and not app.is_remembered:
        with suppress(ResellerError):
            app.services.accounts.leave(app.actor)
