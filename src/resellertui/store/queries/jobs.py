"""What the jobs of `tick` look for, a page at a time, and what is kept of their runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from resellertui.store.models import DoneDay, Partnership, TickRun


def past_their_dates(session: Session, today: date, *, after: int, limit: int) -> list[Partnership]:
    """Return the next pending requests that have expired and agreements whose end date has come, unrecorded yet."""
    return list(
        session.scalars(
            select(Partnership)
            .where(
                Partnership.id > after,
                or_(
                    and_(Partnership.state == "pending", Partnership.expires_on <= today),
                    and_(Partnership.state == "active", Partnership.end_on <= today),
                ),
            )
            .order_by(Partnership.id)
            .limit(limit)
        )
    )


def next_past_date(session: Session, day: date) -> date | None:
    """Return the next day on which a request expires or an agreement ends."""
    dates = (
        select(func.min(Partnership.expires_on)).where(Partnership.state == "pending", Partnership.expires_on > day),
        select(func.min(Partnership.end_on)).where(Partnership.state == "active", Partnership.end_on > day),
    )
    return min((found for one in dates if (found := session.scalar(one)) is not None), default=None)


def done_day(session: Session, job: str) -> date | None:
    """Return the last day that a job which works day by day has finished."""
    row = session.get(DoneDay, job)
    return None if row is None else row.day


def set_done_day(session: Session, job: str, day: date) -> None:
    """Write down that a job has finished a day; an earlier day changes nothing."""
    row = session.get(DoneDay, job)
    if row is None:
        session.add(DoneDay(job=job, day=day))
    elif row.day < day:
        row.day = day


def ending_between(session: Session, first: date, last: date, *, after: int, limit: int) -> list[tuple[int, date, str]]:
    """Return id, end date and reminders sent of the next active partnerships that end in these days."""
    rows = session.execute(
        select(Partnership.id, Partnership.end_on, Partnership.reminded_for)
        .where(
            Partnership.state == "active",
            Partnership.end_on >= first,
            Partnership.end_on <= last,
            Partnership.id > after,
        )
        .order_by(Partnership.id)
        .limit(limit)
    )
    return [(row.id, row.end_on, row.reminded_for) for row in rows if row.end_on is not None]


def partnerships(session: Session, ids: Sequence[int]) -> list[Partnership]:
    """Return these partnerships, in order."""
    return list(session.scalars(select(Partnership).where(Partnership.id.in_(ids)).order_by(Partnership.id)))


def begin_run(session: Session, job: str, at: datetime, started_at: datetime) -> int:
    """Write down that a job starts, and return the run's number."""
    run = TickRun(job=job, at=at, started_at=started_at, finished_at=None, outcome=None)
    session.add(run)
    session.flush()  # the run's number is the answer
    return run.id


def end_run(session: Session, run_id: int, finished_at: datetime, outcome: dict[str, Any]) -> None:
    """Write down what a run did; an earlier run of the job that did the same nothing is forgotten."""
    run = session.get(TickRun, run_id)
    if run is None:
        return
    run.finished_at, run.outcome = finished_at, outcome
    if any(outcome.values()):
        return
    session.execute(
        delete(TickRun)
        .where(TickRun.job == run.job, TickRun.id < run_id, TickRun.outcome == outcome)
        .execution_options(synchronize_session=False)
    )


def runs(session: Session, limit: int) -> list[TickRun]:
    """Return the last runs of jobs, newest first."""
    return list(session.scalars(select(TickRun).order_by(TickRun.id.desc()).limit(limit)))
