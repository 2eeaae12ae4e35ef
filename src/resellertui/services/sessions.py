"""Remembered sessions on this machine: their tokens are kept with the user's secrets, one name for each database.

The newest session is the default one; each is also kept under its person's address, so that several people who share an
account of the machine can each be remembered. In locked mode nothing is remembered and nothing is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.adapters.secrets import kept_in_file
from resellertui.domain.errors import SignInNeeded
from resellertui.domain.organisation import email_key
from resellertui.services.actor import Actor

if TYPE_CHECKING:
    from resellertui.services.console import Services
    from resellertui.services.views import SignedIn


def remembered(services: Services, email: str | None = None) -> SignedIn | None:
    """Return who is signed in on this machine, or whether this person is; None when nobody is.

    Raises:
        SecretsUnavailable: the place of the secrets can't be read.
    """
    if services.office.locked:
        return None
    token = services.office.secrets.get(_name(services, email))
    if token is None:
        return None
    try:
        return services.accounts.resume(token)
    except SignInNeeded:
        services.office.secrets.drop(_name(services, email))
        return None


def present_token(services: Services, email: str) -> str:
    """Return the token of the session that this machine remembers of a person; empty for none.

    Raises:
        SecretsUnavailable: the place of the secrets can't be read.
    """
    return "" if services.office.locked else services.office.secrets.get(_name(services, email)) or ""


def note_use(services: Services, email: str) -> None:
    """Note that the session is used which a file of this machine remembers of a person; a keyring is not asked."""
    token = None if services.office.locked else kept_in_file(services.office.secrets, _name(services, email))
    if token is not None:
        services.accounts.note_use(token)


def remember(services: Services, token: str) -> bool:
    """Keep a session's token as the default one and under its person's address; return whether it was kept.

    Raises:
        SignInNeeded: the token opens nothing.
        SecretsUnavailable: the place of the secrets can't be written.
    """
    if services.office.locked:
        return False
    person = services.accounts.resume(token)
    services.office.secrets.put(_name(services, person.email), token)
    services.office.secrets.put(_name(services, None), token)
    return True


def forget(services: Services, email: str | None = None) -> bool:
    """End the default session, or a person's, and forget its token here; return whether there was one.

    Raises:
        SecretsUnavailable: the place of the secrets can't be read or written.
    """
    if services.office.locked:
        return False
    secrets = services.office.secrets
    token = secrets.get(_name(services, email))
    if token is None:
        return False
    try:
        names = [_name(services, None), _name(services, services.accounts.resume(token).email)]
    except SignInNeeded:
        names = []
    services.accounts.sign_out(token)
    for name in dict.fromkeys([_name(services, email), *names]):
        if secrets.get(name) == token:
            secrets.drop(name)
    return True


def name_of_session(database_id: str, key: str | None) -> str:
    """Return the name under which a session is kept: the default one, or that of the person with this address's key."""
    return f"session-{database_id}" if key is None else f"session-{database_id}-{key}"


def _name(services: Services, email: str | None) -> str:
    with services.office.reading(Actor()) as unit:
        unit.open_to_everyone("the database's own id names its secrets")
        database_id = unit.installation.database_id
    return name_of_session(database_id, None if email is None else email_key(email))
