"""Signing in and out, remembered sessions, joining with a token, and who one is."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from resellertui.domain.access import Action
from resellertui.domain.errors import DatabaseTrouble, Invalid, NotFound, Refused, SignInNeeded
from resellertui.domain.organisation import email_key_of
from resellertui.domain.profile import is_use_noted
from resellertui.domain.text import forbidden, tidy
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.first_page import signed_in
from resellertui.services.first_views import SignedIn
from resellertui.services.passwords import check_new_password, hash_password, verify_person
from resellertui.services.sign_ins import start_console, start_sign_in
from resellertui.services.tokens import hash_token
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Invitation, Membership, User
from resellertui.store.queries import first
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as queries

log = logging.getLogger(__name__)


class Accounts:
    """What a person does before, and besides, acting in an organisation."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def is_for_play(self) -> bool:
        """Return whether the database is marked as a demonstration; anyone may ask."""
        with self._office.reading(Actor()) as unit:
            unit.open_to_everyone("the mark is shown before anyone signs in")
            return unit.installation.is_for_play

    def demo_people(self) -> tuple[tuple[str, str], ...]:
        """Return address and name of the people of a demonstration, for its sign-in screen; none elsewhere."""
        with self._office.reading(Actor()) as unit:
            unit.open_to_everyone("a demonstration lists its people")
            if not unit.installation.is_for_play:
                return ()
            return queries.example_people(unit.session)

    def sign_in(
        self, email: str, password: str, *, remember: bool = False, console: bool = False
    ) -> tuple[SignedIn, str | None]:
        """Sign a person in; with `remember` also return the token of a new session.

        A `console` whose person is not remembered, as in locked mode, has a session too, with which it can be listed
        and ended from elsewhere: it lasts for hours, its token is kept nowhere, and leaving the console ends it
        (`leave`). A single command that asks for the password has none: it is over before anybody could end it.

        Raises:
            WrongPassword: address or password is not right.
            SlowedDown: too many failures.
        """
        user_id = verify_person(self._office, _typed_key(email), password)
        with self._office.writing(Actor(user_id=user_id)) as unit:
            unit.allow(Action.OWN_SESSION)
            user = _user(unit, user_id)
            user.last_sign_in_at = unit.now
            token, session = None, ""
            if remember and not self._office.locked:
                token, session = start_sign_in(unit, user_id, timedelta(days=unit.terms.days.session_lifetime))
            elif console:
                session = start_console(unit, user_id)
            unit.record("session.started", "user", user_id, {"remembered": token is not None})
            return replace(_signed_in(unit, user), session=session), token

    def resume(self, token: str) -> SignedIn:
        """Return who a remembered session belongs to.

        Raises:
            SignInNeeded: the session has ended or is unknown here, or the console runs in locked mode.
        """
        with self._office.reading(Actor()) as unit:
            unit.open_to_everyone("the token is the permission")
            session = first.sign_in(unit.reader, hash_token(token))
            if session is None or not session.holds(unit.now) or self._office.locked:
                raise SignInNeeded(_("Your session has ended."), hint=_("Sign in again: resellertui login."))
            person = replace(_signed_in(unit, _user(unit, session.user_id)), session=hash_token(token))
        if not is_use_noted(session.used_at, unit.now):
            self.note_use(token)
        return person

    def note_use(self, token: str) -> None:
        """Note that a remembered session is used, once an hour at most; where nothing can be written, it is not noted.

        The token is the permission, and nothing else changes.
        """
        try:
            with self._office.reading(Actor()) as unit:
                unit.open_to_everyone("the token is the permission")
                known = first.sign_in(unit.reader, hash_token(token))
                if known is None or not known.holds(unit.now) or is_use_noted(known.used_at, unit.now):
                    return
            with self._office.writing(Actor()) as unit:
                unit.open_to_everyone("as above")
                session = queries.session_by_hash(unit.session, hash_token(token))
                if session is not None:
                    session.used_at = unit.now
        except DatabaseTrouble as trouble:
            log.info("the use of a session was not noted: %s", trouble)

    def sign_out(self, token: str) -> None:
        """End a remembered session; ending one that has ended already is no error."""
        with self._office.writing(Actor()) as unit:
            unit.open_to_everyone("the token is the permission")
            session = queries.session_by_hash(unit.session, hash_token(token))
            if session is not None and session.ended_at is None:
                session.ended_at = unit.now
                unit.record("session.ended", "user", session.user_id, {})

    def leave(self, actor: Actor) -> None:
        """End the session by which the actor came, when its console is left; one that has ended already stays so."""
        with self._office.writing(replace(actor, session="")) as unit:
            unit.allow(Action.OWN_SESSION)
            session = queries.session_by_hash(unit.session, actor.session)
            if session is not None and session.user_id == actor.user_id and session.ended_at is None:
                session.ended_at = unit.now
                unit.record("session.ended", "user", session.user_id, {})

    def as_person(self, email: str) -> SignedIn:
        """Return a person of a demonstration by address alone.

        Raises:
            SignInNeeded: the database is not marked as a demonstration, or the console runs in locked mode.
            NotFound: nobody has this address.
        """
        with self._office.reading(Actor()) as unit:
            unit.open_to_everyone("only demonstrations answer")
            if not unit.installation.is_for_play or self._office.locked:
                raise SignInNeeded(
                    _("{email} has to sign in.").format(email=email),
                    _("Only demonstration databases open without a password."),
                    _("Run: resellertui login {email}").format(email=email),
                )
            person = first.person_of(unit.reader, _typed_key(email))
            if person is None:
                raise NotFound(_("Nobody has the address {email}.").format(email=email))
            return signed_in(unit.reader, person, unit.installation.provider_id)

    def refresh(self, actor: Actor) -> SignedIn:
        """Return the actor's own name and organisations as they are now."""
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return replace(_signed_in(unit, _user(unit, actor.user_id or 0)), session=actor.session)

    def join(self, token: str, password: str, name: str = "") -> SignedIn:
        """Use an invitation: set the password (or prove it, for a person known already) and take the role.

        Raises:
            NotFound: the token is unknown, used, or past its date.
            Invalid: the password is too short, or the name can't be stored.
            WrongPassword: the person is known and this is not their password.
        """
        invitation_key = self._check_invitation(token)
        known = self._known_password(invitation_key)
        if known:
            verify_person(self._office, invitation_key, password)
        else:
            check_new_password(password)
        kept = None if known else hash_password(password)
        with self._office.writing(Actor()) as unit:
            unit.open_to_everyone("the token is the permission")
            invitation = _open_invitation(unit, token)
            user = _person_of(unit, invitation, name, kept)
            invitation.used_at = unit.now
            if invitation.org_id is not None:
                _take_role(unit, invitation, user)
            unit.record(
                "user.joined",
                "user",
                user.id,
                {"email": user.email, "name": user.name, "role": invitation.role},
                for_org_id=invitation.org_id,
            )
            return _signed_in(unit, user)

    def _check_invitation(self, token: str) -> str:
        with self._office.reading(Actor()) as unit:
            unit.open_to_everyone("the token is the permission")
            return _open_invitation(unit, token).email_key

    def _known_password(self, email_key: str) -> bool:
        with self._office.reading(Actor()) as unit:
            unit.open_to_everyone("the token is the permission")
            user = queries.user_by_email(unit.session, email_key)
            return user is not None and user.password_hash is not None


def _typed_key(email: str) -> str:
    return email_key_of(email) or "no address"


def _user(unit: Unit, user_id: int) -> User:
    user = queries.user_by_id(unit.session, user_id)
    if user is None:
        raise SignInNeeded(_("This person is no longer known here."), hint=_("Sign in again."))
    return user


def _signed_in(unit: Unit, user: User) -> SignedIn:
    person = first.Person(user.id, user.name, user.email, user.language, user.time_zone)
    return signed_in(unit.reader, person, unit.installation.provider_id)


def _open_invitation(unit: Unit, token: str) -> Invitation:
    invitation = queries.open_invitation(unit.session, hash_token(token))
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= unit.now:
        raise NotFound(
            _("This token does not open anything."),
            _("It is unknown, was used already, or is too old."),
            _("Ask for a new invitation."),
        )
    return invitation


def _person_of(unit: Unit, invitation: Invitation, name: str, kept: str | None) -> User:
    """Return the person that the invitation is for, made or completed."""
    typed = tidy(name)
    if forbidden(typed) or len(typed) > 300:
        raise Invalid({"name": _("The name is too long or holds characters that can't be shown.")})
    user = queries.user_by_email(unit.session, invitation.email_key)
    if user is None:
        user = User(
            name=typed or invitation.name or invitation.email.partition("@")[0],
            email=invitation.email,
            email_key=invitation.email_key,
            language="en",
            password_hash=kept,
            created_at=unit.now,
            last_sign_in_at=None,
        )
        unit.session.add(user)
        unit.session.flush()  # the membership refers to the person
    elif kept is not None:
        user.password_hash = kept
        user.name = typed or user.name
    if user.email_confirmed_at is None:
        user.email_confirmed_at = unit.now  # the token came to the address
    return user


def _take_role(unit: Unit, invitation: Invitation, user: User) -> None:
    assert invitation.org_id is not None  # noqa: S101  # the caller has looked
    org = organisation_queries.organisation(unit.session, invitation.org_id)
    if org is None or org.deleted_at is not None:
        raise Refused(_("The organisation no longer exists."))
    if org.claimed_at is None:
        org.claimed_at = unit.now
    if queries.membership(unit.session, user.id, org.id) is None:
        unit.session.add(
            Membership(org_id=org.id, user_id=user.id, role=invitation.role, accounting=False, created_at=unit.now)
        )
        unit.session.flush()  # the answer lists the new membership
    for other in queries.invitations_of(unit.session, org.id, invitation.email_key):
        unit.session.delete(other)  # it would let the person in again, once removed
