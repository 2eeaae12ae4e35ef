"""Passwords: argon2 hashes, and the slow-down of `slowing.py` that makes guessing pointless.

Failures are committed on their own, so that no rollback forgets one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from resellertui.domain.errors import Invalid, WrongPassword
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.slowing import Guessing
from resellertui.services.unit import Office, Unit
from resellertui.store.queries import people as people_queries

if TYPE_CHECKING:
    from argon2 import PasswordHasher

OVERALL = "sign-in"
"""The key under which everyone's failures count together."""

SHORTEST_NEW = 10


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _decoy() -> str:
    return _hasher().hash("no such person")


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher().hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Return whether the password is the one behind the hash; takes as long where there is none to compare with."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return _hasher().verify(kept or _decoy(), password) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


def check_new_password(password: str) -> None:
    """Refuse a password that is too short or too long to be one.

    Raises:
        Invalid: with the reason.
    """
    if len(password) < SHORTEST_NEW:
        raise Invalid(
            {"password": _("A password has at least {count} characters.").format(count=SHORTEST_NEW)},
            hint=_("A few unrelated words make a good one."),
        )
    if len(password) > 1000:
        raise Invalid({"password": _("This is too long for a password.")})


def verify_person(office: Office, email_key: str, password: str) -> int:
    """Return the id of the person whose address and password these are.

    Raises:
        SlowedDown: too many failures before; the password was not even looked at.
        WrongPassword: one of the two is not right; which one is not said.
    """
    office = replace(office, dry_run=False)  # a rehearsal must not be a way to guess for free
    guessing = Guessing(sign_in_key(email_key), OVERALL)
    with office.writing(Actor()) as unit:
        unit.open_to_everyone("whoever signs in is not known yet")
        guessing.check_wait(unit, _("Too many wrong passwords."))
        user = people_queries.user_by_email(unit.session, email_key)
        kept, user_id = (user.password_hash, user.id) if user else (None, None)
        # Counted as wrong before it is looked at: a hundred attempts at once, or a process killed in between, are
        # no way around the count.
        guessing.count(unit)
    if matches(password, kept) and user_id is not None:
        with office.writing(Actor()) as unit:
            unit.open_to_everyone("as above")
            guessing.uncount(unit)
        return user_id
    with office.writing(Actor(user_id=user_id)) as unit:
        unit.open_to_everyone("as above")
        unit.record("session.failed", "user", user_id, {"email_key": email_key})
    raise WrongPassword(_("The address or the password is not right."), _("Nothing was changed."))


def confirm_password(office: Office, actor: Actor, password: str) -> None:
    """Go on only if this is the actor's own password.

    Raises:
        SlowedDown: too many failures before.
        WrongPassword: it is not.
    """
    with office.reading(actor) as unit:
        unit.open_to_everyone("one's own password is one's own")
        user = people_queries.user_by_id(unit.session, actor.user_id or 0)
        key = user.email_key if user else ""
    try:
        verify_person(office, key, password)
    except WrongPassword as error:
        raise WrongPassword(_("This is not your password."), _("Nothing was changed.")) from error


def allow_mail(unit: Unit, key: str) -> None:
    """Count one more mail that somebody has the program send, and slow them down as it does a guesser.

    It is counted for the person or the address alone: were everyone's counted together, anybody could keep all others
    from choosing a new password. The count is kept with the transaction that sends the mail.

    Raises:
        SlowedDown: too many before.
    """
    mails = Guessing(key)
    mails.check_wait(unit, _("Too many mails were asked for."))
    mails.count(unit)


def forget_count(unit: Unit, *keys: str) -> None:
    """Start counting anew: the person has shown who they are."""
    for key in keys:
        Guessing(key).forget_own(unit)


def sign_in_key(email_key: str) -> str:
    """Return the key under which a person's wrong passwords are counted."""
    return f"person:{email_key}"


def reset_key(email_key: str) -> str:
    """Return the key under which the mails are counted that were asked for where a password was forgotten."""
    return f"reset:{email_key}"


def mails_key(user_id: int) -> str:
    """Return the key under which the mails are counted that a person has sent to addresses."""
    return f"mails:{user_id}"


def counts_of(user_id: int, email_key: str) -> tuple[str, ...]:
    """Return every key under which something is counted of a person with an address."""
    return sign_in_key(email_key), reset_key(email_key), mails_key(user_id)
