"""Reading the audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from resellertui.store.models import AuditEntry, AuditValue
from resellertui.store.plain_rows import insert_row


def write(session: Session, entry: AuditEntry, value: AuditValue) -> None:
    """Write an entry and its values, past the object mapper: nothing reads them as objects again."""
    insert_row(session, entry)
    insert_row(session, value)


def head(session: Session) -> tuple[int, str] | None:
    """Return the number and code of the newest entry."""
    row = session.execute(select(AuditEntry.id, AuditEntry.mac).order_by(AuditEntry.id.desc()).limit(1)).first()
    return None if row is None else (row.id, row.mac)


def counts(session: Session, actions: Sequence[str]) -> dict[str, int]:
    """Return how often each of some actions was done."""
    rows = session.execute(
        select(AuditEntry.action, func.count()).where(AuditEntry.action.in_(actions)).group_by(AuditEntry.action)
    )
    return {row[0]: row[1] for row in rows}


def values_of(session: Session, action: str) -> list[str]:
    """Return the values of an action's entries as the file holds them, in order; without those that were erased."""
    statement = (
        select(type_coerce(AuditValue.values, String))
        .join(AuditEntry, AuditEntry.id == AuditValue.entry_id)
        .where(AuditEntry.action == action, AuditValue.erased_at.is_(None))
        .order_by(AuditEntry.id)
    )
    return [one for one in session.scalars(statement) if one is not None]


class StoredEntry(NamedTuple):
    """An entry with its values, as the file holds them: what was edited by hand need not be a moment, or JSON."""

    id: int
    at: str
    user_id: int | None
    identity: str
    org_id: int | None
    for_org_id: int | None
    action: str
    subject: str
    subject_id: int | None
    values_hash: str
    previous_mac: str
    mac: str
    has_values: bool
    values: str | None
    erased_at: str | None


def entries_with_values(session: Session) -> Iterator[StoredEntry]:
    """Yield every entry in order with its values, a batch at a time."""
    statement = (
        select(
            AuditEntry.id,
            type_coerce(AuditEntry.at, String),
            AuditEntry.user_id,
            AuditEntry.identity,
            AuditEntry.org_id,
            AuditEntry.for_org_id,
            AuditEntry.action,
            AuditEntry.subject,
            AuditEntry.subject_id,
            AuditEntry.values_hash,
            AuditEntry.previous_mac,
            AuditEntry.mac,
            AuditValue.entry_id.is_not(None),
            type_coerce(AuditValue.values, String),
            type_coerce(AuditValue.erased_at, String),
        )
        .outerjoin(AuditValue, AuditValue.entry_id == AuditEntry.id)
        .order_by(AuditEntry.id)
        .execution_options(yield_per=1000)
    )
    for row in session.execute(statement):
        yield StoredEntry._make(row)


def mac_of(session: Session, number: int) -> str | None:
    """Return the code of an entry."""
    return session.scalar(select(AuditEntry.mac).where(AuditEntry.id == number))
