"""Putting a mail into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from resellertui.domain.notices import About, goes_by_mail, notice_kind
from resellertui.domain.reinvoicing.language import spoken_in
from resellertui.domain.wording import current_language, in_mail_language
from resellertui.formats import day
from resellertui.services.unit import Unit
from resellertui.store.models import OutboxMail
from resellertui.store.queries import notices as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries.people import Recipient

Text = Callable[[], tuple[str, str]]
"""Returns subject and body in the language in force when it is called."""
Words = Callable[[], tuple[str, tuple[str, ...]]]
"""Returns subject and paragraphs, of which empty ones are left out, in the language in force when it is called."""


def queue(
    unit: Unit,
    recipients: Iterable[Recipient],
    kind: str,
    text: Text,
    *,
    partnership_id: int | None = None,
    org_id: int | None = None,
    about: tuple[About, int] | None = None,
) -> int:
    """Write one mail for each recipient, in the recipient's language; return how many.

    Amounts are written as in the country of the organisation as whose people they are told.

    Who has chosen to read such notices in the console only has it there, and gets no mail (rule: `domain/notices`).

    Args:
        unit: the open transaction.
        recipients: who is told.
        kind: the notice's name, which has its entry in `domain/notices`.
        text: says it.
        partnership_id: the partnership that it concerns.
        org_id: the recipients' organisation as whose people they are told: who has left it does not read it any more.
        about: what opens from it in the console; the partnership, where one is named and nothing else.
    """
    if about is None and partnership_id is not None:
        about = (About.PARTNERSHIP, partnership_id)
    told = list(recipients)
    kept = _read_in_console_only(unit, told, kind)
    country = _country_of(unit, org_id) if any(one.language != "en" for one in told) else ""
    for one in told:
        subject, body, language = _written(text, spoken_in(one.language, country))
        unit.session.add(
            OutboxMail(
                message_id=new_message_id(),
                user_id=one.user_id,
                recipient=one.email,
                recipient_name=one.name,
                language=language,
                kind=kind,
                subject=subject,
                body=body,
                partnership_id=partnership_id,
                created_at=unit.now,
                attempts=0,
                next_attempt_at=None,
                last_error="",
                sent_at=unit.now if one.user_id in kept else None,
                parked_at=unit.now if one.user_id in kept else None,
                org_id=org_id,
                about="" if about is None else about[0].value,
                about_id=None if about is None else about[1],
            )
        )
    return len(told)


def _written(text: Text, language: str) -> tuple[str, str, str]:
    """Return subject, body and the language that both came out in."""
    with in_mail_language(language):
        return *text(), current_language()


def _country_of(unit: Unit, org_id: int | None) -> str:
    org = None if org_id is None else organisation_queries.organisation(unit.session, org_id)
    return "" if org is None else org.country


def _read_in_console_only(unit: Unit, told: Iterable[Recipient], kind: str) -> Collection[int | None]:
    """Return those of the people who get such a notice without a mail."""
    if goes_by_mail(kind, is_chosen=False):
        return ()
    people = [one.user_id for one in told if one.user_id is not None]
    return queries.without_mail(unit.session, people, notice_kind(kind).category.value) if people else ()


def in_paragraphs(words: Words) -> Text:
    """Return what says subject and paragraphs as subject and body."""

    def text() -> tuple[str, str]:
        subject, paragraphs = words()
        return subject, "\n\n".join(one for one in paragraphs if one) + "\n"

    return text


def spoken(values: Mapping[str, object]) -> dict[str, object]:
    """Return what fills the places of a text, in the language in force: functions called, dates in words."""
    called = {name: value() if callable(value) else value for name, value in values.items()}
    return {name: day(value) if isinstance(value, date) else value for name, value in called.items()}


def new_message_id() -> str:
    """Return a Message-ID that no other mail has, without its angle brackets."""
    return f"{uuid.uuid4().hex}@resellertui.invalid"
