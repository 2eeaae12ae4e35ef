"""The day for which the lists are right, and bringing them to another one: what dates decide, decided once a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from resellertui.store.models import PortfolioDay
from resellertui.store.portfolio import renewed

_TURNED = renewed(
    "partnership_id IN ("
    "SELECT id FROM partnerships WHERE state = 'pending' AND expires_on > ? AND expires_on <= ? "
    "UNION ALL SELECT id FROM partnerships WHERE state = 'active' AND end_on > ? AND end_on <= ? "
    "UNION ALL SELECT id FROM partnerships WHERE paused_until > ? AND paused_until <= ?)"
)
"""The partnerships on which a date between two days decides otherwise: whichever of the two is the later one."""


def day(session: Session) -> date:
    """Return the day for which the lists are right."""
    return session.scalars(select(PortfolioDay.today)).one()


def turn_to(session: Session, today: date) -> bool:
    """Bring the lists to a day, earlier or later, and return whether they were for another; writes only lines."""
    before = day(session)
    if before == today:
        return False
    session.execute(update(PortfolioDay).values(today=today))
    between = tuple(one.isoformat() for one in sorted((before, today)))
    session.connection().exec_driver_sql(_TURNED, between * 3)
    return True
