"""Erasing a person: everything that is personal goes, and what it was part of still proves whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.erasing import KEPT_ACTIONS, holds_address, holds_person, placeholder_key, proven_addresses
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.organisation import email_key_of
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.leads.leaving import erase_contact
from resellertui.services.leaving_views import ErasureInput, ErasureView
from resellertui.services.passwords import confirm_password, counts_of
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import User
from resellertui.store.queries import erasing as queries
from resellertui.store.queries import people as people_queries


class Erasing:
    """What a person may ask for itself, and the provider's staff does on request."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def myself(self, actor: Actor, password: str) -> ErasureView:
        """Erase the actor, confirmed by the password. Whoever belongs to no organisation may.

        Raises:
            Refused: the actor belongs to organisations, which are named.
            WrongPassword: it is not the actor's.
            SlowedDown: too many wrong ones before.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PERSON_ERASE, Stance(relation=Relation.OWN))
            _check_free(unit, _oneself(unit))
        confirm_password(self._office, actor, password)
        with self._office.writing(actor) as unit:
            unit.allow(Action.PERSON_ERASE, Stance(relation=Relation.OWN))
            return _erase(unit, _oneself(unit), {"asked_by": "person"})

    def person(self, actor: Actor, wish: ErasureInput) -> ErasureView:
        """Erase a person, by id or address, on the person's request; for the provider's staff.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: no such person, or erased already.
            Refused: the person belongs to organisations, which are named.
            Invalid: no reason, or one that holds what is to be erased.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PERSON_ERASE)
            user = _named(unit, wish.person)
            _check_free(unit, user)
            if not wish.reason:
                raise Invalid({"reason": _("Say why: the audit keeps it.")})
            if holds_person([wish.reason], [user.name], [user.email_key]):
                raise Invalid({"reason": _("Leave the name and the address out: the audit keeps the reason.")})
            return _erase(unit, user, {"asked_by": "staff", "reason": wish.reason})


def _oneself(unit: Unit) -> User:
    user = people_queries.user_by_id(unit.session, unit.actor.user_id or 0)
    if user is None or user.erased_at is not None:
        raise not_found()
    return user


def _named(unit: Unit, who: str) -> User:
    number = parse_id(Kind.USER, who)
    user = (
        people_queries.user_by_id(unit.session, number)
        if number is not None
        else people_queries.user_by_email(unit.session, email_key_of(who))
    )
    if user is None or user.erased_at is not None:
        raise not_found(who)
    return user


def _check_free(unit: Unit, user: User) -> None:
    held = [org.name for _membership, org in people_queries.memberships_of(unit.session, user.id)]
    if held:
        raise Refused(
            _("The person still belongs to: {organisations}.").format(organisations=", ".join(held)),
            _("Nothing was changed."),
            _("Leave these organisations, or delete them, first."),
        )


def _erase(unit: Unit, user: User, facts: dict[str, str]) -> ErasureView:
    proven = _proven(unit, user)
    entries = [
        number
        for number, is_about, value in queries.values_holding(unit.session, user.id, proven)
        if is_about or holds_address(_texts(value), proven)
    ]
    queries.erase_values(unit.session, entries, unit.now, kept=KEPT_ACTIONS)
    mails = queries.erase_mails(unit.session, user.id, proven)
    queries.drop_keys(unit.session, user.id, proven)
    queries.drop_counts(unit.session, {count for key in {*proven, user.email_key} for count in counts_of(user.id, key)})
    erase_contact(unit, user, proven)
    user.name = user.email = user.time_zone = ""
    user.email_key = placeholder_key(user.id)
    user.password_hash = None
    user.email_confirmed_at = user.last_sign_in_at = None
    user.erased_at = unit.now
    user.version += 1
    unit.session.flush()  # the address is free again from here on
    unit.record("person.erased", "user", user.id, {**facts, "entries": len(entries), "mails": mails})
    return ErasureView(id=show_id(Kind.USER, user.id), erased_at=unit.now, entries=len(entries), mails=mails)


def _proven(unit: Unit, user: User) -> set[str]:
    """Return the keys of the addresses that the person has shown to be theirs, and that nobody else has by now."""
    found = {user.email_key} if user.email_confirmed_at is not None else set()
    for action, values in queries.values_of_addresses(unit.session, user.id):
        if isinstance(values, dict):
            found |= {email_key_of(one) for one in proven_addresses(action, values)}
    owners = {key: people_queries.user_by_email(unit.session, key) for key in found if key}
    return {key for key, owner in owners.items() if owner is None or owner.id == user.id}


def _texts(value: Any) -> Iterator[str]:
    """Yield every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
