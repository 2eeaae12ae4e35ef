"""The outbox: what waits, in which order, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from resellertui.store.models import OutboxMail


def mails(session: Session, *, waiting: bool) -> list[OutboxMail]:
    """Return every mail, or those not sent yet, oldest first."""
    statement = select(OutboxMail).order_by(OutboxMail.id)
    if waiting:
        statement = statement.where(OutboxMail.sent_at.is_(None))
    return list(session.scalars(statement))


def mail(session: Session, mail_id: int) -> OutboxMail | None:
    """Return a mail."""
    return session.get(OutboxMail, mail_id)


def due(session: Session, now: datetime, limit: int, *, after: int = 0) -> list[OutboxMail]:
    """Return the next mails to send, oldest first.

    A recipient whose earlier mail waits for its next attempt is left out: mails reach each reader in their order.
    """
    held_back = select(OutboxMail.recipient).where(OutboxMail.sent_at.is_(None), OutboxMail.next_attempt_at > now)
    return list(
        session.scalars(
            select(OutboxMail)
            .where(OutboxMail.sent_at.is_(None), OutboxMail.id > after, OutboxMail.recipient.not_in(held_back))
            .order_by(OutboxMail.id)
            .limit(limit)
        )
    )


def count_due(session: Session, now: datetime) -> int:
    """Return how many mails would be tried now."""
    held_back = select(OutboxMail.recipient).where(OutboxMail.sent_at.is_(None), OutboxMail.next_attempt_at > now)
    counted = (
        select(func.count())
        .select_from(OutboxMail)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.recipient.not_in(held_back))
    )
    return session.scalar(counted) or 0


def count_waiting(session: Session) -> int:
    """Return how many mails are not sent yet."""
    return session.scalar(select(func.count()).select_from(OutboxMail).where(OutboxMail.sent_at.is_(None))) or 0


def mark_sent(session: Session, mail_ids: Iterable[int], at: datetime) -> None:
    """Write down that these mails were handed over."""
    session.execute(
        update(OutboxMail)
        .where(and_(OutboxMail.id.in_(list(mail_ids)), OutboxMail.sent_at.is_(None)))
        .values(sent_at=at, attempts=OutboxMail.attempts + 1, next_attempt_at=None, last_error="")
        .execution_options(synchronize_session=False)
    )
