"""What registries answered about the numbers of organisations, and what is still to be asked."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from resellertui.store.models import RegistryAnswer, RegistryQuestion


class DueQuestion(NamedTuple):
    """A question whose time has come."""

    due_at: datetime
    org_id: int
    source: str
    number: str


def question(session: Session, org_id: int, source: str) -> RegistryQuestion | None:
    """Return what is to be asked of a registry about an organisation."""
    return session.get(RegistryQuestion, (org_id, source))


def due(session: Session, now: datetime, limit: int, *, after: DueQuestion | None = None) -> list[DueQuestion]:
    """Return the next questions whose time has come, the oldest first."""
    place = (RegistryQuestion.due_at, RegistryQuestion.org_id, RegistryQuestion.source)
    statement = (
        select(RegistryQuestion.due_at, RegistryQuestion.org_id, RegistryQuestion.source, RegistryQuestion.number)
        .where(RegistryQuestion.due_at <= now)
        .order_by(*place)
        .limit(limit)
    )
    if after is not None:
        # The first part alone is what an index answers.
        statement = statement.where(
            RegistryQuestion.due_at >= after.due_at, tuple_(*place) > (after.due_at, after.org_id, after.source)
        )
    return [DueQuestion(*row) for row in session.execute(statement)]


def count_due(session: Session, now: datetime) -> int:
    """Return how many questions would be asked now."""
    return session.scalar(select(func.count()).select_from(RegistryQuestion).where(RegistryQuestion.due_at <= now)) or 0


def last_answer(
    session: Session, org_id: int, source: str, number: str, *, until: datetime | None = None, definite: bool = False
) -> RegistryAnswer | None:
    """Return the newest answer about a number, as of a moment; with `definite` the newest that was no failure."""
    statement = select(RegistryAnswer).where(
        RegistryAnswer.org_id == org_id, RegistryAnswer.source == source, RegistryAnswer.number == number
    )
    if definite:
        statement = statement.where(RegistryAnswer.state != "unknown")
    if until is not None:
        statement = statement.where(RegistryAnswer.asked_at <= until)
    return session.scalars(statement.order_by(RegistryAnswer.id.desc()).limit(1)).first()


def first_failure(session: Session, org_id: int, source: str, number: str, after: int) -> datetime | None:
    """Return when the first answer came after the one of that id: after a definite one, the first failure."""
    return session.scalars(
        select(RegistryAnswer.asked_at)
        .where(
            RegistryAnswer.org_id == org_id,
            RegistryAnswer.id > after,
            RegistryAnswer.source == source,
            RegistryAnswer.number == number,
        )
        .order_by(RegistryAnswer.id)
        .limit(1)
    ).first()


def answers(session: Session, org_id: int, limit: int) -> list[RegistryAnswer]:
    """Return the answers about an organisation's numbers, earlier numbers included, newest first."""
    return list(
        session.scalars(
            select(RegistryAnswer)
            .where(RegistryAnswer.org_id == org_id)
            .order_by(RegistryAnswer.id.desc())
            .limit(limit)
        )
    )
