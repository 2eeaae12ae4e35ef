"""A forgotten password: a token by mail, and a new password chosen with it.

Where the rules are silent: the token is good for one hour and once; using it ends every session, and confirms the
address, since it came there. Where nobody had shown before that the address is theirs, SSH keys added until then may be
a stranger's who only stated it: they go.
"""

from __future__ import annotations

from time import monotonic, sleep

from resellertui.domain.errors import Invalid, NotFound
from resellertui.domain.organisation import email_key
from resellertui.domain.wording import _
from resellertui.services import letters_to_people as letters
from resellertui.services.actor import Actor
from resellertui.services.passwords import (
    allow_mail,
    check_new_password,
    forget_count,
    hash_password,
    reset_key,
    sign_in_key,
)
from resellertui.services.profile import end_sessions
from resellertui.services.profile_views import PasswordChanged
from resellertui.services.tokens import hash_token
from resellertui.services.unit import Office, Unit
from resellertui.store.models import MailedToken, User
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import profile as queries

ANSWERED_AFTER = 0.2
"""Seconds that asking for a token takes at least. A mail to somebody takes several times as long as none to nobody:
without it, whoever asks would tell by the time which addresses are known."""


class PasswordReset:
    """What somebody does who can't sign in; anyone may, and learns nothing by it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def request(self, email: str) -> None:
        """Mail a token to the person of this address; where nobody has it, nothing is sent, and nobody is told so.

        Raises:
            Invalid: it is no e-mail address.
            SlowedDown: too many mails were asked for this address, known or not.
        """
        key, asked = email_key(email), monotonic()
        try:
            self._send(key)
        finally:
            sleep(max(0.0, asked + ANSWERED_AFTER - monotonic()))

    def _send(self, key: str) -> None:
        with self._office.writing(Actor()) as unit:
            unit.open_to_everyone("who has forgotten a password can't sign in")
            allow_mail(unit, reset_key(key))
            user = people_queries.user_by_email(unit.session, key)
            if user is not None:
                letters.send_reset_token(unit, user)
                unit.record("password.reset_asked", "user", user.id, {"email": user.email})

    def choose(self, token: str, password: str) -> PasswordChanged:
        """Give the person of a mailed token a new password; all sessions end, and the person is told by mail.

        Raises:
            NotFound: the token is unknown, used, too old, or went to an address that is not the person's any more.
            Invalid: the password is too short or too long.
        """
        with self._office.reading(Actor()) as unit:
            unit.open_to_everyone("the token is the permission")
            _open_token(unit, token)
        try:
            check_new_password(password)
        except Invalid as refusal:
            raise Invalid({"new_password": refusal.fields[0].reason}, hint=refusal.hint) from refusal
        kept = hash_password(password)  # before the write lock is taken: it takes its time
        with self._office.writing(Actor()) as unit:
            unit.open_to_everyone("as above")
            row, user = _open_token(unit, token)
            row.used_at = unit.now
            user.password_hash = kept
            removed = 0
            if user.email_confirmed_at is None:
                user.email_confirmed_at = unit.now
                removed = queries.drop_keys(unit.session, user.id)
            ended = end_sessions(unit, user.id)
            queries.void_tokens(unit.session, user.id, unit.now, letters.RESET, letters.CONFIRMATION)
            forget_count(unit, reset_key(user.email_key), sign_in_key(user.email_key))
            letters.tell_of_new_password(unit, user, keys_removed=removed)
            unit.record("password.reset", "user", user.id, {"sessions_ended": ended, "keys_removed": removed})
            return PasswordChanged(email=user.email, sessions_ended=ended, keys_removed=removed)


def _open_token(unit: Unit, token: str) -> tuple[MailedToken, User]:
    row = queries.mailed_token(unit.session, hash_token(token), letters.RESET)
    user = people_queries.user_by_id(unit.session, row.user_id) if row is not None else None
    if (
        row is None
        or user is None
        or row.used_at is not None
        or row.expires_at <= unit.now
        or email_key(row.email) != user.email_key
    ):
        raise NotFound(
            _("This token does not open anything."),
            _("It is unknown, was used already, or is too old."),
            _("Have a new one sent: resellertui password reset EMAIL."),
        )
    return row, user
