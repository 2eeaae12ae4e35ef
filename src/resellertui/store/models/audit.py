"""The audit: a keyed chain of entries, and beside it the values, which can be erased without breaking the chain."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Word
from resellertui.store.types import Json


class AuditEntry(Model):
    """One act, chained to the one before. Ids are the chain's own, gapless from 1."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "org_id", "id"),
        Index(None, "for_org_id", "id"),
        Index(None, "subject", "subject_id"),
    )

    id: Mapped[Id]
    at: Mapped[Moment]
    user_id: Mapped[int | None]
    identity: Mapped[Word]
    """`user`, `staff`, `operator`, or `job`."""
    org_id: Mapped[int | None]
    """The organisation in whose name the actor acted."""
    for_org_id: Mapped[int | None]
    """The organisation acted for or on, when it is another one."""
    action: Mapped[Word]
    subject: Mapped[Word]
    subject_id: Mapped[int | None]
    values_hash: Mapped[str]
    """Keyed hash of the values beside it."""
    previous_mac: Mapped[str]
    mac: Mapped[str]


class AuditValue(Model):
    """The before and after of one entry; emptied when a person is erased, with the erasure dated."""

    __tablename__ = "audit_values"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), primary_key=True)
    values: Mapped[Any] = mapped_column(Json, nullable=True)
    erased_at: Mapped[Moment | None]
