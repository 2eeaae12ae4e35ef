"""A person's notices: the mails to that person, as the console lists them, and how the person wants them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from resellertui.domain.notices import PRIVATE_KINDS
from resellertui.store.models import Membership, NoticeChoice, OutboxMail

UNREAD = OutboxMail.read_at.is_(None)


@dataclass(frozen=True)
class Wanted:
    """Which of a person's notices are meant."""

    user_id: int
    is_unread: bool = False
    text: str = ""
    """What subject or text holds."""


def newest(session: Session, wanted: Wanted, *, before: int | None, limit: int) -> list[OutboxMail]:
    """Return the newest notices, of those before one, newest first: a walk along the index of the person's own."""
    statement = _wanted(select(OutboxMail), wanted).order_by(OutboxMail.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(OutboxMail.id < before)
    return list(session.scalars(statement))


def page(session: Session, wanted: Wanted, offset: int, limit: int) -> list[OutboxMail]:
    """Return a window on the notices, newest first."""
    statement = _wanted(select(OutboxMail), wanted).order_by(OutboxMail.id.desc())
    return list(session.scalars(statement.offset(offset).limit(limit)))


def count(session: Session, wanted: Wanted, most: int | None = None) -> int:
    """Return how many notices there are, up to a number above which nobody wants to know."""
    ids = _wanted(select(OutboxMail.id), wanted)
    counted = ids if most is None else ids.limit(most)
    return session.scalar(select(func.count()).select_from(counted.subquery())) or 0


def notice(session: Session, user_id: int, notice_id: int) -> OutboxMail | None:
    """Return a notice of the person."""
    found: OutboxMail | None = session.scalar(
        _wanted(select(OutboxMail), Wanted(user_id)).where(OutboxMail.id == notice_id)
    )
    return found


def place(session: Session, wanted: Wanted, notice_id: int) -> int | None:
    """Return how many of the notices are newer than one of them; None where it is none of them."""
    if session.scalar(_wanted(select(OutboxMail.id), wanted).where(OutboxMail.id == notice_id)) is None:
        return None
    newer = _wanted(select(OutboxMail.id), wanted).where(OutboxMail.id > notice_id)
    return session.scalar(select(func.count()).select_from(newer.subquery())) or 0


def mark_read(session: Session, wanted: Wanted, at: datetime | None, ids: Collection[int] | None = None) -> int:
    """Write down when notices were read, or that they were not; all of them unless some are named. Return how many."""
    meant = _wanted(select(OutboxMail.id), wanted)
    meant = meant.where(UNREAD if at is not None else OutboxMail.read_at.is_not(None))
    if ids is not None:
        meant = meant.where(OutboxMail.id.in_(ids))
    changed = session.execute(
        update(OutboxMail)
        .where(OutboxMail.id.in_(meant.scalar_subquery()))
        .values(read_at=at)
        .returning(OutboxMail.id)
        .execution_options(synchronize_session=False)
    )
    return len(changed.all())


def without_mail(session: Session, user_ids: Collection[int], category: str) -> set[int]:
    """Return those of the people who read a category of notices in the console only."""
    statement = select(NoticeChoice.user_id).where(
        NoticeChoice.user_id.in_(user_ids), NoticeChoice.category == category, NoticeChoice.by_mail.is_(False)
    )
    return set(session.scalars(statement))


def choices(session: Session, user_id: int) -> dict[str, bool]:
    """Return by category what a person has chosen; what is not in it comes by mail."""
    statement = select(NoticeChoice.category, NoticeChoice.by_mail).where(NoticeChoice.user_id == user_id)
    return {one.category: one.by_mail for one in session.execute(statement)}


def choose(session: Session, user_id: int, category: str, *, by_mail: bool) -> None:
    """Write down what a person has chosen."""
    session.merge(NoticeChoice(user_id=user_id, category=category, by_mail=by_mail))


def _wanted(statement: Select[Any], wanted: Wanted) -> Select[Any]:
    """Leave what is private, and what belongs to organisations that the person has left."""
    belongs = select(Membership.org_id).where(
        Membership.user_id == wanted.user_id, Membership.org_id == OutboxMail.org_id
    )
    statement = statement.where(
        OutboxMail.user_id == wanted.user_id,
        OutboxMail.kind.not_in(PRIVATE_KINDS),
        or_(OutboxMail.org_id.is_(None), belongs.exists()),
    )
    if wanted.is_unread:
        statement = statement.where(UNREAD)
    if wanted.text:
        fields = (OutboxMail.subject, OutboxMail.body)
        statement = statement.where(or_(*(one.icontains(wanted.text, autoescape=True) for one in fields)))
    return statement
