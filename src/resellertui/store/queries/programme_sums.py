"""What two databases with the same history share of the programme: members by state, reviews by what they came to."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resellertui.store.models import ProgrammeMember, ProgrammeReview

Counted = list[tuple[tuple[str, ...], int]]


def members_by_state(session: Session) -> Counted:
    """Return how many members there are in each state."""
    rows = session.execute(
        select(ProgrammeMember.state, func.count()).group_by(ProgrammeMember.state).order_by(ProgrammeMember.state)
    )
    return [(("members", state), count) for state, count in rows]


def reviews_by_outcome(session: Session) -> Counted:
    """Return how many reviews were due in each year, by why they were and what they came to."""
    year = func.substr(ProgrammeReview.due_on, 1, 4)
    by = (ProgrammeReview.kind, ProgrammeReview.outcome, year)
    rows = session.execute(select(*by, func.count()).group_by(*by).order_by(*by))
    return [(("reviews", *words), count) for *words, count in rows]
