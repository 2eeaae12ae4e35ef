"""The outbox: what waits, in which order, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from resellertui.domain.delivery import LONGEST_DELAY, MailState
from resellertui.store.models import OutboxAttachment, OutboxMail, ReinvoicePaper

UNSENT = OutboxMail.sent_at.is_(None)
WAITS = and_(UNSENT, OutboxMail.parked_at.is_(None))
"""What a delivery looks at, now or later."""

STATES = {
    MailState.WAITING: and_(WAITS, OutboxMail.attempts == 0),
    MailState.FAILED: and_(WAITS, OutboxMail.attempts > 0),
    MailState.PARKED: and_(UNSENT, OutboxMail.parked_at.is_not(None)),
    MailState.SENT: and_(OutboxMail.sent_at.is_not(None), OutboxMail.parked_at.is_(None)),
    MailState.KEPT: and_(OutboxMail.sent_at.is_not(None), OutboxMail.parked_at.is_not(None)),
}
"""Each state as `domain/delivery.state_of` tells it."""


@dataclass(frozen=True)
class Wanted:
    """Which mails of the outbox are meant."""

    state: MailState | None = None
    is_unsent: bool = False
    """Whether only what has not been delivered, parked mails included."""
    text: str = ""
    """What recipient, kind or subject holds."""


def newest(session: Session, wanted: Wanted, *, before: int | None, limit: int) -> list[OutboxMail]:
    """Return the newest mails that are wanted, of those written before one, oldest first."""
    statement = _wanted(select(OutboxMail), wanted).order_by(OutboxMail.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(OutboxMail.id < before)
    return list(session.scalars(statement))[::-1]


def page(session: Session, wanted: Wanted, offset: int, limit: int) -> list[OutboxMail]:
    """Return a window on the mails that are wanted, newest first."""
    statement = _wanted(select(OutboxMail), wanted).order_by(OutboxMail.id.desc())
    return list(session.scalars(statement.offset(offset).limit(limit)))


def count(session: Session, wanted: Wanted, most: int | None = None) -> int:
    """Return how many mails are wanted, up to a number above which nobody wants to know."""
    ids = _wanted(select(OutboxMail.id), wanted)
    counted = ids if most is None else ids.limit(most)
    return session.scalar(select(func.count()).select_from(counted.subquery())) or 0


def place(session: Session, wanted: Wanted, mail_id: int) -> int | None:
    """Return how many of the mails that are wanted are newer than one of them; None where it is none of them."""
    if session.scalar(_wanted(select(OutboxMail.id), wanted).where(OutboxMail.id == mail_id)) is None:
        return None
    newer = _wanted(select(OutboxMail.id), wanted).where(OutboxMail.id > mail_id)
    return session.scalar(select(func.count()).select_from(newer.subquery())) or 0


def _wanted(statement: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.is_unsent:
        statement = statement.where(UNSENT)
    if wanted.state is not None:
        statement = statement.where(STATES[wanted.state])
    if wanted.text:
        fields = (OutboxMail.recipient, OutboxMail.recipient_name, OutboxMail.kind, OutboxMail.subject)
        statement = statement.where(or_(*(one.icontains(wanted.text, autoescape=True) for one in fields)))
    return statement


def mail(session: Session, mail_id: int) -> OutboxMail | None:
    """Return a mail."""
    return session.get(OutboxMail, mail_id)


def due(session: Session, now: datetime, limit: int, *, after: int = 0) -> list[OutboxMail]:
    """Return the next mails to send, oldest first.

    A recipient whose earlier mail waits for its next attempt is left out: mails reach each reader in their order.
    """
    held_back = _held_back(now)
    return list(
        session.scalars(
            select(OutboxMail)
            .where(WAITS, OutboxMail.id > after, func.lower(OutboxMail.recipient).not_in(held_back))
            .order_by(OutboxMail.id)
            .limit(limit)
        )
    )


def _held_back(now: datetime) -> Select[str]:
    """Return the recipients of whom a mail waits for its next attempt."""
    later = and_(OutboxMail.next_attempt_at > now, OutboxMail.next_attempt_at <= now + LONGEST_DELAY)
    return select(func.lower(OutboxMail.recipient)).where(WAITS, later)


def attachments(session: Session, mail_ids: Iterable[int]) -> dict[int, Sequence[ReinvoicePaper]]:
    """Return the files that go with these mails, each in its order; a mail without any is left out."""
    papers = (
        select(OutboxAttachment.mail_id, ReinvoicePaper)
        .join(
            ReinvoicePaper,
            and_(
                ReinvoicePaper.document_id == OutboxAttachment.document_id,
                ReinvoicePaper.kind == OutboxAttachment.paper,
            ),
        )
        .where(OutboxAttachment.mail_id.in_(list(mail_ids)))
        .order_by(OutboxAttachment.mail_id, OutboxAttachment.position)
    )
    found: dict[int, list[ReinvoicePaper]] = {}
    for mail_id, paper in session.execute(papers):
        found.setdefault(mail_id, []).append(paper)
    return dict(found)


def count_due(session: Session, now: datetime) -> int:
    """Return how many mails would be tried now."""
    waits = (WAITS, func.lower(OutboxMail.recipient).not_in(_held_back(now)))
    counted = select(func.count()).select_from(OutboxMail).where(*waits)
    return session.scalar(counted) or 0


def count_waiting(session: Session) -> int:
    """Return how many mails are not sent yet, but for those that are parked."""
    return session.scalar(select(func.count()).select_from(OutboxMail).where(WAITS)) or 0


def mark_sent(session: Session, mail_ids: Iterable[int], at: datetime) -> None:
    """Write down that these mails were handed over."""
    session.execute(
        update(OutboxMail)
        .where(and_(OutboxMail.id.in_(list(mail_ids)), UNSENT))
        .values(sent_at=at, attempts=OutboxMail.attempts + 1, next_attempt_at=None, parked_at=None, last_error="")
        .execution_options(synchronize_session=False)
    )
