"""One's own profile: name, language and time zone, the address with its confirmation, the password.

A person acts on nobody but itself here. Where the rules are silent: another address asks for the password, because
whoever has the address can choose a new one; it counts once the token mailed to it has come back from the signed-in
person, and the old address is told of both. Somebody else's address gets the same answer as any other, and its owner a
mail that says so.
"""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Conflict, Invalid, NotFound, Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.organisation import email_key, normalise_email
from resellertui.domain.profile import FIELDS, check_version, normalise_profile
from resellertui.domain.wording import _
from resellertui.services import letters_to_people as letters
from resellertui.services.actor import Actor
from resellertui.services.inputs import ProfileEdit
from resellertui.services.passwords import (
    allow_mail,
    check_new_password,
    confirm_password,
    forget_count,
    hash_password,
    mails_key,
)
from resellertui.services.profile_views import PasswordChanged, ProfileView
from resellertui.services.tokens import hash_token
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import User
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import profile as queries


class Profile:
    """What a person does with its own data; `Action.OWN_SESSION`, and nobody else's."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> ProfileView:
        """Return the actor's own profile. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return _view(unit, own_person(unit))

    def edit(self, actor: Actor, edit: ProfileEdit) -> ProfileView:
        """Change name, language or time zone of the actor; what changes nothing writes nothing.

        Raises:
            Invalid: every field that can't be accepted, with its reason and an example.
            Conflict: it is not at the version any more that the actor has changed.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            user = own_person(unit)
            before = {name: str(getattr(user, name)) for name in FIELDS}
            wanted = normalise_profile(before | edit.given())
            check_version(edit.version, user.version)
            changed = [name for name in FIELDS if wanted[name] != before[name]]
            if changed:
                for name in changed:
                    setattr(user, name, wanted[name])
                user.version += 1
                unit.record(
                    "profile.changed",
                    "user",
                    user.id,
                    {"before": {one: before[one] for one in changed}, "after": {one: wanted[one] for one in changed}},
                )
            return _view(unit, user)

    def change_email(self, actor: Actor, address: str, password: str) -> ProfileView:
        """Ask for another address: a token is mailed to it, and until it comes back the present one stays and is told.

        An address that somebody has gets no token but a mail that says so, and the actor the same answer.

        Raises:
            Invalid: it is no e-mail address.
            Refused: it is the actor's already.
            WrongPassword: this is not the actor's password.
            SlowedDown: too many wrong passwords, or too many mails asked for.
        """
        new = normalise_email(address)
        confirm_password(self._office, actor, password)
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            user = own_person(unit)
            if email_key(new) == user.email_key:
                raise Refused(_("{email} is your address already.").format(email=user.email), _("Nothing was changed."))
            allow_mail(unit, mails_key(user.id))
            owner = people_queries.user_by_email(unit.session, email_key(new))
            letters.send_confirmation_token(unit, user, new, silent=owner is not None)
            if owner is not None:
                letters.tell_owner_of_address(unit, owner)
            letters.tell_of_wish(unit, user, new)
            unit.record("profile.email_asked", "user", user.id, {"email": user.email, "new": new})
            unit.session.flush()  # the answer reads the token back
            return _view(unit, user)

    def send_confirmation(self, actor: Actor) -> ProfileView:
        """Mail a token to the actor's present address again, which is not confirmed yet.

        Raises:
            Refused: it is confirmed.
            SlowedDown: too many mails asked for.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            user = own_person(unit)
            if user.email_confirmed_at is not None:
                raise Refused(_("{email} is confirmed already.").format(email=user.email), _("Nothing was sent."))
            allow_mail(unit, mails_key(user.id))
            letters.send_confirmation_token(unit, user, user.email)
            unit.record("profile.confirmation_sent", "user", user.id, {"email": user.email})
            return _view(unit, user)

    def confirm(self, actor: Actor, token: str) -> ProfileView:
        """Use a mailed token: the address that it went to is the actor's from now on, and confirmed.

        Raises:
            NotFound: the token is unknown, used, too old, or was mailed for somebody else.
            Conflict: somebody else has the address by now.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            user = own_person(unit)
            row = queries.mailed_token(unit.session, hash_token(token), letters.CONFIRMATION)
            if row is None or row.user_id != user.id or row.used_at is not None or row.expires_at <= unit.now:
                raise NotFound(
                    _("This token confirms nothing."),
                    _("It is unknown, was used already, is too old, or was mailed for somebody else."),
                    _("Have the mail sent again, and use the newest one."),
                )
            before, key, was_confirmed = user.email, email_key(row.email), user.email_confirmed_at is not None
            other = people_queries.user_by_email(unit.session, key)
            if other is not None and other.id != user.id:
                raise Conflict(_("This address can't be used any more."), _("Nothing was changed."))
            row.used_at = user.email_confirmed_at = unit.now
            forget_count(unit, mails_key(user.id))
            if key != user.email_key:
                user.email, user.email_key = row.email, key
                user.version += 1
                queries.void_tokens(unit.session, user.id, unit.now, letters.RESET)  # they went to the address before
                letters.tell_of_new_address(unit, user, before)
            facts = {"before": before, "after": user.email, "was_confirmed": was_confirmed}
            unit.record("profile.email_confirmed", "user", user.id, facts)
            unit.session.flush()  # the answer reads it back
            return _view(unit, user)

    def change_password(self, actor: Actor, old: str, new: str, *, present: str = "") -> PasswordChanged:
        """Change the actor's password, and end its other sessions; the actor is told by mail.

        Args:
            actor: whose password it is.
            old: the present one.
            new: the one to come.
            present: the token of the session that goes on: the one that this machine remembers.

        Raises:
            Invalid: the new one is too short or too long, or it is the old one.
            WrongPassword: the old one is not right.
            SlowedDown: too many wrong passwords.
        """
        try:
            check_new_password(new)
        except Invalid as refusal:
            raise Invalid({"new_password": refusal.fields[0].reason}, hint=refusal.hint) from refusal
        confirm_password(self._office, actor, old)
        if new == old:
            raise Invalid({"new_password": _("This is your password already.")})
        kept = hash_password(new)
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            user = own_person(unit)
            user.password_hash = kept
            ended = end_sessions(unit, user.id, besides=present)
            queries.void_tokens(unit.session, user.id, unit.now, letters.RESET)
            letters.tell_of_new_password(unit, user)
            unit.record("password.changed", "user", user.id, {"sessions_ended": ended})
            return PasswordChanged(email=user.email, sessions_ended=ended)


def own_person(unit: Unit) -> User:
    """Return the person who acts.

    Raises:
        NotFound: there is no such person any more.
    """
    user = people_queries.user_by_id(unit.session, unit.actor.user_id or 0)
    if user is None:
        raise not_found()
    return user


def end_sessions(unit: Unit, user_id: int, *, besides: str = "") -> int:
    """End a person's sign-ins but the actor's own and that of the token `besides`; return how many."""
    kept = {hash_token(besides) if besides else "", unit.actor.session}
    ended = [one for one in queries.open_sessions(unit.session, user_id, unit.now) if one.token_hash not in kept]
    for one in ended:
        one.ended_at = unit.now
    return len(ended)


def _view(unit: Unit, user: User) -> ProfileView:
    waiting = queries.open_token(unit.session, user.id, letters.CONFIRMATION, unit.now)
    return ProfileView(
        id=show_id(Kind.USER, user.id),
        name=user.name,
        email=user.email,
        email_confirmed_at=user.email_confirmed_at,
        waiting_email=waiting.email if waiting is not None and email_key(waiting.email) != user.email_key else "",
        language=user.language,
        time_zone=user.time_zone,
        last_sign_in_at=user.last_sign_in_at,
        created_at=user.created_at,
        version=user.version,
    )
