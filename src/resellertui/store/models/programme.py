"""How organisations come into the programme and stay in it: applications, reviews, and clients' overdue invoices."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Prose, Word
from resellertui.store.types import Json


class ProgrammeApplication(Model):
    """An organisation's application to the programme."""

    __tablename__ = "programme_applications"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')", name="state"),
        Index(None, "org_id", "id"),
        Index(None, "state", "submitted_at"),
        Index(
            "uq_programme_applications_open",
            "org_id",
            unique=True,
            sqlite_where=text("state in ('draft', 'submitted')"),
            postgresql_where=text("state in ('draft', 'submitted')"),
        ),
    )

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[Word]
    declared: Mapped[Any] = mapped_column(Json)
    """What the applicant declares and commits itself to, by the conditions' names."""
    note: Mapped[Prose]
    """What the applicant wants staff to know."""
    found: Mapped[Any] = mapped_column(Json)
    """What the console knew of the conditions when it was submitted, values of products included."""
    confirmed: Mapped[Any] = mapped_column(Json)
    """What staff confirmed, by the conditions' names."""
    terms_version: Mapped[Word]
    """The special terms that were accepted."""
    made_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_provisional: Mapped[bool]
    """Whether it was approved for a time only."""
    reasons: Mapped[Prose]
    """Why it was rejected, in staff's words."""
    version: Mapped[int]


class ProgrammeReview(Model):
    """What a review of a partner found, on the day it was for. Never changed."""

    __tablename__ = "programme_reviews"
    __table_args__ = (
        CheckConstraint("kind in ('anniversary', 'provisional_end', 'grace_end', 'regained')", name="kind"),
        CheckConstraint("outcome in ('met', 'warned', 'suspended', 'restored')", name="outcome"),
        Index("uq_programme_reviews_org_id_kind_due_on", "org_id", "kind", "due_on", unique=True),
    )

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[Word]
    due_on: Mapped[date]
    found: Mapped[Any] = mapped_column(Json)
    """The managed value in each currency, and the thresholds."""
    outcome: Mapped[Word]
    made_at: Mapped[Moment]


class Arrears(Model):
    """That a client's overdue invoice was told to its partner (1), and then given to staff as a task (2)."""

    __tablename__ = "arrears"
    __table_args__ = (
        CheckConstraint("level in (1, 2)", name="level"),
        Index("uq_arrears_document_id_level", "document_id", "level", unique=True),
        Index("ix_arrears_tasks", "id", sqlite_where=text("level = 2 and done_at is null")),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    level: Mapped[int]
    made_at: Mapped[Moment]
    done_at: Mapped[Moment | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[Prose]
