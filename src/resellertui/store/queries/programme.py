"""Applications to the programme, reviews of its members, and overdue invoices of their clients."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session

from resellertui.store.models import (
    Arrears,
    Document,
    Organisation,
    Partnership,
    ProgrammeApplication,
    ProgrammeMember,
    ProgrammeReview,
    User,
)

OPEN = ("draft", "submitted")


class ApplicationLine(NamedTuple):
    """An application with the names that a list shows."""

    row: ProgrammeApplication
    organisation: str
    country: str
    submitted_by: str | None


class ArrearsLine(NamedTuple):
    """A task about an overdue invoice, with its names."""

    row: Arrears
    document: Document
    client: str
    partner: str


def application(session: Session, application_id: int) -> ProgrammeApplication | None:
    """Return an application by its number."""
    return session.get(ProgrammeApplication, application_id)


def open_application(session: Session, org_id: int) -> ProgrammeApplication | None:
    """Return the organisation's draft, or what it has submitted and nobody has decided."""
    return session.scalar(
        select(ProgrammeApplication).where(ProgrammeApplication.org_id == org_id, ProgrammeApplication.state.in_(OPEN))
    )


def last_application(session: Session, org_id: int) -> ProgrammeApplication | None:
    """Return the organisation's newest application."""
    return session.scalar(
        select(ProgrammeApplication)
        .where(ProgrammeApplication.org_id == org_id)
        .order_by(ProgrammeApplication.id.desc())
        .limit(1)
    )


def applications(session: Session, state: str, offset: int, limit: int) -> list[ApplicationLine]:
    """Return applications that were sent, by state: what waits longest first where they wait, else the newest first."""
    order = (
        (ProgrammeApplication.submitted_at, ProgrammeApplication.id)
        if state == "submitted"
        else (ProgrammeApplication.submitted_at.desc(), ProgrammeApplication.id.desc())
    )
    ids = list(
        session.scalars(
            select(ProgrammeApplication.id).where(*_sent(state)).order_by(*order).offset(offset).limit(limit)
        )
    )
    return _lines(session, ids)


def application_line(session: Session, application_id: int) -> ApplicationLine | None:
    """Return an application with its names."""
    found = _lines(session, [application_id])
    return found[0] if found else None


def count_applications(session: Session, state: str) -> int:
    """Return how many applications that were sent are in a state."""
    return session.scalar(select(func.count()).select_from(ProgrammeApplication).where(*_sent(state))) or 0


def _sent(state: str) -> tuple[ColumnElement[bool], ...]:
    """Return what holds for what is staff's business: a draft may be withdrawn too, or its author approved."""
    return ProgrammeApplication.state == state, ProgrammeApplication.submitted_at.is_not(None)


def reviews(session: Session, org_id: int, limit: int) -> list[ProgrammeReview]:
    """Return an organisation's reviews, newest first."""
    return list(
        session.scalars(
            select(ProgrammeReview)
            .where(ProgrammeReview.org_id == org_id)
            .order_by(ProgrammeReview.id.desc())
            .limit(limit)
        )
    )


def members_to_review(session: Session, today: date, after: int, limit: int) -> list[ProgrammeMember]:
    """Return the next members whom the job looks at: due, warned, suspended, or without a day for their review."""
    return list(
        session.scalars(
            select(ProgrammeMember)
            .where(
                ProgrammeMember.org_id > after,
                or_(
                    ProgrammeMember.review_on.is_(None),
                    ProgrammeMember.review_on <= today,
                    ProgrammeMember.warned_on.is_not(None),
                    ProgrammeMember.state == "suspended",
                ),
            )
            .order_by(ProgrammeMember.org_id)
            .limit(limit)
        )
    )


def next_review(session: Session, day: date) -> date | None:
    """Return the next day on which a review is due or a suspension begins."""
    dates = [
        session.scalar(select(func.min(column)).where(column > day))
        for column in (ProgrammeMember.review_on, ProgrammeMember.suspend_on)
    ]
    return min((one for one in dates if one is not None), default=None)


Place = tuple[date, int]
"""Where a list of overdue pro formas goes on: the due date and number of the last one."""


def overdue_untold(
    session: Session, due_by: date, today: date, after: Place | None, limit: int
) -> list[tuple[Document, Partnership]]:
    """Return pro formas overdue since a day that a client with full access pays itself, each with the partnership.

    Those too that it owes from before its partner pays: an unpaid document stays with its payer.

    Only those of which the partner was not told, and only while the partnership covers the client; walked along the
    index of what is to pay.
    """
    further = () if after is None else (tuple_(Document.due_on, Document.id) > tuple_(*map(literal, after)),)
    told = select(Arrears.document_id).where(Arrears.document_id == Document.id, Arrears.level == 1).exists()
    rows = session.execute(
        select(Document, Partnership)
        .join(
            Partnership,
            and_(
                Partnership.client_id == Document.payer_id,
                Partnership.state == "active",
                Partnership.access == "full",
                or_(Partnership.end_on.is_(None), Partnership.end_on > today),
                or_(Partnership.paused_until.is_(None), Partnership.paused_until <= today),
            ),
        )
        .where(
            Document.state == literal_column("'to_pay'"),
            Document.due_on <= due_by,
            Document.kind == "invoice",
            *further,
            ~told,
        )
        .with_hint(Document, "INDEXED BY ix_documents_to_pay", "sqlite")
        .order_by(Document.due_on, Document.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def notices_without_task(session: Session, told_before: datetime, after: int, limit: int) -> list[Arrears]:
    """Return notices sent before a moment about invoices that are still to pay, of which staff have no task yet."""
    raised = select(Arrears.document_id).where(Arrears.level == 2)
    return list(
        session.scalars(
            select(Arrears)
            .join(Document, Document.id == Arrears.document_id)
            .where(
                Document.state == "to_pay",
                Arrears.level == 1,
                Arrears.made_at < told_before,
                Arrears.id > after,
                Arrears.document_id.not_in(raised),
            )
            .order_by(Arrears.id)
            .limit(limit)
        )
    )


def arrears(session: Session, arrears_id: int) -> Arrears | None:
    """Return a notice or a task by its number."""
    return session.get(Arrears, arrears_id)


def arrears_tasks(session: Session, *, done: bool, offset: int, limit: int) -> list[ArrearsLine]:
    """Return staff's tasks about overdue invoices: those that wait oldest first, those done newest first."""
    statement = select(Arrears.id).where(Arrears.level == 2)
    if done:
        statement = statement.where(Arrears.done_at.is_not(None)).order_by(Arrears.id.desc())
    else:
        statement = statement.where(Arrears.done_at.is_(None)).order_by(Arrears.id)
    return _arrears_lines(session, list(session.scalars(statement.offset(offset).limit(limit))))


def arrears_line(session: Session, arrears_id: int) -> ArrearsLine | None:
    """Return a task with its names."""
    found = _arrears_lines(session, [arrears_id])
    return found[0] if found else None


def count_arrears_tasks(session: Session, *, done: bool) -> int:
    """Return how many tasks there are."""
    is_done = Arrears.done_at.is_not(None) if done else Arrears.done_at.is_(None)
    return session.scalar(select(func.count()).select_from(Arrears).where(Arrears.level == 2, is_done)) or 0


def _lines(session: Session, ids: Sequence[int]) -> list[ApplicationLine]:
    rows = session.execute(
        select(ProgrammeApplication, Organisation.name, Organisation.country, User.name)
        .join(Organisation, Organisation.id == ProgrammeApplication.org_id)
        .outerjoin(User, User.id == ProgrammeApplication.submitted_by_id)
        .where(ProgrammeApplication.id.in_(ids))
    )
    found = {row[0].id: ApplicationLine(row[0], row[1], row[2], row[3]) for row in rows}
    return [found[one] for one in ids if one in found]


def _arrears_lines(session: Session, ids: Sequence[int]) -> list[ArrearsLine]:
    rows = list(
        session.execute(
            select(Arrears, Document).join(Document, Document.id == Arrears.document_id).where(Arrears.id.in_(ids))
        )
    )
    orgs = {row[0].partner_id for row in rows} | {row[1].payer_id for row in rows}
    names = {
        row[0]: row[1]
        for row in session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(orgs)))
    }
    found = {
        row[0].id: ArrearsLine(row[0], row[1], names.get(row[1].payer_id, ""), names.get(row[0].partner_id, ""))
        for row in rows
    }
    return [found[one] for one in ids if one in found]
