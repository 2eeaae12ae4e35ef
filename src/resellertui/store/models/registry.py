"""What the registries of numbers answered, kept as proof, and what is still to be asked."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Prose, Word


class RegistryAnswer(Model):
    """One answer of a registry about a number, word for word; append-only."""

    __tablename__ = "registry_answers"
    __table_args__ = (
        CheckConstraint("source in ('vies', 'uid')", name="source"),
        CheckConstraint("state in ('valid', 'invalid', 'unknown')", name="state"),
        Index(None, "org_id", "id"),
    )

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    source: Mapped[Word]
    number: Mapped[Word]
    """The number that was asked about, compact: an answer says nothing about a later one."""
    state: Mapped[Word]
    asked_at: Mapped[Moment]
    reason: Mapped[Word]
    """Why it is unknown, as a word of the domain; empty otherwise."""
    answer: Mapped[Prose]
    """What came back, as it came."""


class RegistryQuestion(Model):
    """A number that is to be asked about, from when on, and how often that has failed."""

    __tablename__ = "registry_questions"
    __table_args__ = (CheckConstraint("source in ('vies', 'uid')", name="source"), Index(None, "due_at"))

    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    source: Mapped[Word] = mapped_column(primary_key=True)
    number: Mapped[Word]
    due_at: Mapped[Moment]
    failures: Mapped[int] = mapped_column(default=0)
