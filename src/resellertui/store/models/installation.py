"""The installation itself: whose it is, whether it is for play, which terms hold, what the jobs last did."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Name, Prose, Word
from resellertui.store.types import Json


class Installation(Model):
    """One row: the database's identity."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[Id]
    database_id: Mapped[Word]
    """Random, made with the database; names its secrets outside."""
    purpose: Mapped[Word]
    """`live`, `demo` or `seeded`. Only the last two open without a password."""
    created_at: Mapped[Moment]
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    audit_key_id: Mapped[Word]
    play_key: Mapped[str | None]
    """The audit key itself, in demo and seeded databases only: they are for play and must open anywhere they are
    copied. A live database's key is never in it."""
    backup_mark: Mapped[str | None]
    """In a copy made by `backup`: the keyed mark that says at which audit entry it was taken."""


class TermsVersion(Model):
    """A published version of the programme terms; never edited."""

    __tablename__ = "terms_versions"

    id: Mapped[Id]
    effective_from: Mapped[date]
    published_at: Mapped[Moment]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text: Mapped[Prose]


class TickRun(Model):
    """One run of one job."""

    __tablename__ = "tick_runs"
    __table_args__ = (Index(None, "job", "started_at"),)

    id: Mapped[Id]
    job: Mapped[Name]
    at: Mapped[Moment]
    """The moment the job was run for; with `--at`, not the moment it ran."""
    started_at: Mapped[Moment]
    finished_at: Mapped[Moment | None]
    outcome: Mapped[Any] = mapped_column(Json, nullable=True)
