"""Putting a mail into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from resellertui.domain.wording import in_language
from resellertui.formats import day
from resellertui.services.unit import Unit
from resellertui.store.models import OutboxMail
from resellertui.store.queries.people import Recipient

Text = Callable[[], tuple[str, str]]
"""Returns subject and body in the language in force when it is called."""


def queue(
    unit: Unit, recipients: Iterable[Recipient], kind: str, text: Text, *, partnership_id: int | None = None
) -> int:
    """Write one mail for each recipient, in the recipient's language; return how many."""
    count = 0
    for one in recipients:
        with in_language(one.language):
            subject, body = text()
        unit.session.add(
            OutboxMail(
                message_id=new_message_id(),
                user_id=one.user_id,
                recipient=one.email,
                recipient_name=one.name,
                language=one.language,
                kind=kind,
                subject=subject,
                body=body,
                partnership_id=partnership_id,
                created_at=unit.now,
                attempts=0,
                next_attempt_at=None,
                last_error="",
                sent_at=None,
            )
        )
        count += 1
    return count


def spoken(values: Mapping[str, object]) -> dict[str, object]:
    """Return what fills the places of a text, in the language in force: functions called, dates in words."""
    called = {name: value() if callable(value) else value for name, value in values.items()}
    return {name: day(value) if isinstance(value, date) else value for name, value in called.items()}


def new_message_id() -> str:
    """Return a Message-ID that no other mail has, without its angle brackets."""
    return f"{uuid.uuid4().hex}@resellertui.invalid"
