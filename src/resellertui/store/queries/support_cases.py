"""Cases of the support, and what was written in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from resellertui.store.models import Organisation, SupportCase, SupportMessage, User


class CaseLine(NamedTuple):
    """A case with the names that a list shows."""

    row: SupportCase
    organisation: str
    person: str | None


def case(session: Session, case_id: int) -> SupportCase | None:
    """Return a case by its number."""
    return session.get(SupportCase, case_id)


def line_of(session: Session, case_id: int) -> CaseLine | None:
    """Return a case with its names."""
    found = _lines(session, [case_id])
    return found[0] if found else None


def messages_of(session: Session, case_id: int, *, with_notes: bool) -> Sequence[tuple[SupportMessage, str | None]]:
    """Return what was written in a case, oldest first, with the writers' names."""
    statement = (
        select(SupportMessage, User.name)
        .outerjoin(User, User.id == SupportMessage.user_id)
        .where(SupportMessage.case_id == case_id)
        .order_by(SupportMessage.id)
    )
    if not with_notes:
        statement = statement.where(~SupportMessage.is_note)
    return [(row[0], row[1]) for row in session.execute(statement)]


def count_followed(session: Session, org_id: int, user_id: int | None, state: str | None) -> int:
    """Return how many cases of an organisation there are; with a user only that person's."""
    return session.scalar(select(func.count()).select_from(SupportCase).where(*_followed(org_id, user_id, state))) or 0


def followed(
    session: Session, org_id: int, user_id: int | None, state: str | None, offset: int, limit: int
) -> list[CaseLine]:
    """Return cases of an organisation, newest first; with a user only that person's."""
    ids = session.scalars(
        select(SupportCase.id)
        .where(*_followed(org_id, user_id, state))
        .order_by(SupportCase.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return _lines(session, list(ids))


def count_in(session: Session, state: str) -> int:
    """Return how many cases of every organisation are in a state."""
    return session.scalar(select(func.count()).select_from(SupportCase).where(SupportCase.state == state)) or 0


def count_late(session: Session, now: datetime) -> int:
    """Return how many cases wait for the desk beyond what was promised."""
    return (
        session.scalar(
            select(func.count()).select_from(SupportCase).where(SupportCase.state == "open", SupportCase.due_at <= now)
        )
        or 0
    )


def waiting(session: Session, offset: int, limit: int) -> list[CaseLine]:
    """Return the cases that wait for the desk: what is due first comes first, then best effort in the order it came.

    Both parts are read along the index of state and due date.
    """
    timed = SupportCase.due_at.is_not(None)
    with_time = (
        session.scalar(select(func.count()).select_from(SupportCase).where(SupportCase.state == "open", timed)) or 0
    )
    ids = []
    if offset < with_time:
        ids = _ids(session, offset, limit, timed, SupportCase.due_at)
    if len(ids) < limit:
        ids += _ids(session, max(offset - with_time, 0), limit - len(ids), SupportCase.due_at.is_(None))
    return _lines(session, ids)


def place_in_waiting(session: Session, row: SupportCase) -> int:
    """Return how many cases come before this one, which waits for the desk."""
    before: ColumnElement[bool]
    if row.due_at is not None:
        earlier = SupportCase.due_at < row.due_at
        before = earlier | ((SupportCase.due_at == row.due_at) & (SupportCase.id < row.id))
    else:
        before = SupportCase.due_at.is_not(None) | (SupportCase.due_at.is_(None) & (SupportCase.id < row.id))
    return session.scalar(select(func.count()).select_from(SupportCase).where(SupportCase.state == "open", before)) or 0


def in_state(session: Session, state: str, offset: int, limit: int) -> list[CaseLine]:
    """Return the cases of every organisation in a state that has no clock, newest first."""
    ids = session.scalars(
        select(SupportCase.id)
        .where(SupportCase.state == state, SupportCase.due_at.is_(None))
        .order_by(SupportCase.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return _lines(session, list(ids))


def place_in_state(session: Session, row: SupportCase) -> int:
    """Return how many cases of a case's state are newer."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SupportCase)
            .where(SupportCase.state == row.state, SupportCase.due_at.is_(None), SupportCase.id > row.id)
        )
        or 0
    )


def _followed(org_id: int, user_id: int | None, state: str | None) -> list[ColumnElement[bool]]:
    found = [SupportCase.org_id == org_id]
    if user_id is not None:
        found.append(SupportCase.user_id == user_id)
    if state is not None:
        found.append(SupportCase.state == state)
    return found


def _ids(
    session: Session,
    offset: int,
    limit: int,
    timed: ColumnElement[bool],
    *first: InstrumentedAttribute[datetime | None],
) -> list[int]:
    return list(
        session.scalars(
            select(SupportCase.id)
            .where(SupportCase.state == "open", timed)
            .order_by(*first, SupportCase.id)
            .offset(offset)
            .limit(limit)
        )
    )


def _lines(session: Session, ids: Sequence[int]) -> list[CaseLine]:
    """Return the cases of these numbers, in their order."""
    rows = session.execute(
        select(SupportCase, Organisation.name, User.name)
        .join(Organisation, Organisation.id == SupportCase.org_id)
        .outerjoin(User, User.id == SupportCase.user_id)
        .where(SupportCase.id.in_(ids))
    )
    found = {row[0].id: CaseLine(row[0], row[1], row[2]) for row in rows}
    return [found[one] for one in ids if one in found]
