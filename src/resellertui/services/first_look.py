"""The first look at a database: who is there and what Home shows, read before the services and their libraries load.

It shows what the services would show, by the same questions and rules, and only where nothing is out of the ordinary;
otherwise it gives up, and the services are asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from resellertui.adapters.clock import Clock, SystemClock
from resellertui.adapters.secrets import Secrets, kept_in_file
from resellertui.domain.access import Action, Relation, Stance, identity_of_person
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.organisation import email_key_of
from resellertui.services.first_page import Onlooker, home_of, signed_in
from resellertui.services.first_views import FirstLook, SignedIn, only_choice
from resellertui.services.sessions import name_of_session
from resellertui.services.terms_text import read_terms
from resellertui.services.tokens import hash_token
from resellertui.store.plain import Reader, only_reading
from resellertui.store.queries import first
from resellertui.store.schema import HEAD

log = logging.getLogger(__name__)

ChooseOrganisation: TypeAlias = Callable[[SignedIn], int | None]
"""Returns the number of the organisation that was named, or None where none was; may raise that there is none such."""


def first_look(
    path: Path, secrets: Secrets, choose: ChooseOrganisation, *, email: str | None = None, clock: Clock | None = None
) -> FirstLook | None:
    """Return what the first page shows; None where the services have to say it. Not for locked mode; changes nothing.

    Args:
        path: the database file, which is known to be at the program's version.
        secrets: where sessions are remembered; a keyring is not asked.
        choose: for which organisation the person wants to act.
        email: the person that was named: one of a demonstration, or one who is remembered by address.
        clock: the time; the machine's where None.
    """
    now = (clock or SystemClock()).now()
    try:
        with only_reading(path) as reader:
            return _look(reader, secrets, choose, email, now)
    except Exception as error:  # whatever it is, the services meet it too, and have the words for it
        log.info("the first look gave up: %r", error)
        return None


def _look(
    reader: Reader, secrets: Secrets, choose: ChooseOrganisation, email: str | None, now: datetime
) -> FirstLook | None:
    facts, today = first.installation(reader), local_date(now)
    if first.version(reader) != HEAD or first.day_of_lists(reader) != today:
        return None
    terms = first.terms_text(reader, today)
    if terms is None:
        return None
    known, session = _known_person(reader, secrets, facts, email, now)
    if known is None:
        return None
    person = replace(signed_in(reader, known, facts.provider_id), session=session)
    choice = only_choice(person, choose(person))
    if choice is None:
        return None
    org_id = parse_id(Kind.ORGANISATION, choice.id) or 0
    who = Onlooker(
        reader,
        person.user_id,
        org_id,
        identity_of_person(choice.role, is_provider=choice.is_provider),
        choice.role,
        today,
        now,
        read_terms(terms),
    )
    if not who.may(Action.ORG_VIEW, Stance(relation=Relation.OWN)):
        return None
    return FirstLook(facts.is_for_play, person, choice, home_of(who))


def _known_person(
    reader: Reader, secrets: Secrets, facts: first.Facts, email: str | None, now: datetime
) -> tuple[first.Person | None, str]:
    """Return the person of a demonstration that was named, or whose session a file remembers and still holds.

    With the hash of that session's token.
    """
    key = None
    if email is not None:
        key = email_key_of(email)
        if not key:
            return None, ""
        if facts.is_for_play:
            return first.person_of(reader, key), ""
    token = kept_in_file(secrets, name_of_session(facts.database_id, key))
    if token is None:
        return None, ""
    token_hash = hash_token(token)
    session = first.sign_in(reader, token_hash)
    if session is None or not session.holds(now):
        return None, ""
    return first.person(reader, session.user_id), token_hash
