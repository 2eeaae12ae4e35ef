"""Reading the audit."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from resellertui.store.models import AuditEntry, AuditValue


def head(session: Session) -> tuple[int, str] | None:
    """Return the number and code of the newest entry."""
    row = session.execute(select(AuditEntry.id, AuditEntry.mac).order_by(AuditEntry.id.desc()).limit(1)).first()
    return None if row is None else (row.id, row.mac)


def entries_with_values(session: Session) -> Iterator[tuple[AuditEntry, AuditValue | None]]:
    """Yield every entry in order with its values, a batch at a time."""
    statement = (
        select(AuditEntry, AuditValue)
        .outerjoin(AuditValue, AuditValue.entry_id == AuditEntry.id)
        .order_by(AuditEntry.id)
        .execution_options(yield_per=1000)
    )
    for row in session.execute(statement):
        yield row[0], row[1]


def mac_of(session: Session, number: int) -> str | None:
    """Return the code of an entry."""
    return session.scalar(select(AuditEntry.mac).where(AuditEntry.id == number))
