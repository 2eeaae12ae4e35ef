"""Support: the codes that callers say, temporary access to content, cases, and codes of domain transfers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Name, Prose, Word
from resellertui.store.types import Json


class SupportKey(Model):
    """A master key by its id alone; the key itself is with the installation's secrets."""

    __tablename__ = "support_keys"
    __table_args__ = (
        Index(
            "uq_support_keys_in_use",
            "in_use",
            unique=True,
            sqlite_where=text("in_use"),
            postgresql_where=text("in_use"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[Moment]
    in_use: Mapped[bool]
    """At most one is; the others' codes are dead."""
    retired_at: Mapped[Moment | None]


class SupportCode(Model):
    """A code that was shown: a keyed hash of it, from which it can't be computed."""

    __tablename__ = "support_codes"
    __table_args__ = (
        CheckConstraint("kind in ('support', 'vip')", name="kind"),
        CheckConstraint("(kind = 'support') = (user_id is not null)", name="whose"),
        Index(
            "uq_support_codes_live",
            "code_hash",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
        Index(
            "uq_support_codes_of_person",
            "org_id",
            "user_id",
            unique=True,
            sqlite_where=text("kind = 'support' and ended_at is null"),
            postgresql_where=text("kind = 'support' and ended_at is null"),
        ),
        Index(
            "uq_support_codes_vip",
            "org_id",
            unique=True,
            sqlite_where=text("kind = 'vip' and ended_at is null"),
            postgresql_where=text("kind = 'vip' and ended_at is null"),
        ),
        Index(None, "org_id", "kind", "user_id"),
    )

    id: Mapped[Id]
    kind: Mapped[Word]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Whose support code it is; None for a VIP code, which is the organisation's."""
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    counter: Mapped[int]
    key_id: Mapped[str] = mapped_column(ForeignKey("support_keys.id"))
    code_hash: Mapped[str]
    issued_at: Mapped[Moment]
    expires_at: Mapped[Moment | None]
    """None for a VIP code, which lives until it is renewed or the plan ends."""
    ended_at: Mapped[Moment | None]
    """When it was renewed, found expired by its successor, or killed with its key."""


class TemporaryAccess(Model):
    """A person's leave for the provider's support to look into the content of one product, for some days."""

    __tablename__ = "temporary_accesses"
    __table_args__ = (
        CheckConstraint("service in ('kmail', 'kdrive', 'kchat')", name="service"),
        Index(
            "uq_temporary_accesses_open",
            "org_id",
            "user_id",
            "service",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
        Index(None, "org_id", "id"),
        Index(None, "expires_at"),
    )

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    service: Mapped[Word]
    granted_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    """From then on it is over, whether or not anything has run."""
    ended_at: Mapped[Moment | None]
    """When it was revoked, or its end was recorded."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who revoked it; None where time ended it."""


class AccessLook(Model):
    """One look by support through a temporary access; append-only."""

    __tablename__ = "access_looks"
    __table_args__ = (Index(None, "access_id", "id"),)

    id: Mapped[Id]
    access_id: Mapped[int] = mapped_column(ForeignKey("temporary_accesses.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[Moment]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("support_cases.id"))
    purpose: Mapped[Prose]
    grant_id: Mapped[str] = mapped_column(unique=True)
    """The number inside the signed grant that was issued for it."""


class SupportCase(Model):
    """A request for support, or a call that the desk noted, with the clock of the organisation's plan."""

    __tablename__ = "support_cases"
    __table_args__ = (
        CheckConstraint("state in ('open', 'answered', 'closed')", name="state"),
        CheckConstraint("channel in ('request', 'call')", name="channel"),
        Index(None, "org_id", "id"),
        Index(None, "user_id", "id"),
        Index(None, "state", "due_at"),
    )

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Whose request it is; None for a call by someone who named only the organisation."""
    channel: Mapped[Word]
    state: Mapped[Word]
    subject: Mapped[Name]
    plan: Mapped[Word]
    """The plan when it was opened, whose promise holds for it."""
    opened_at: Mapped[Moment]
    due_at: Mapped[Moment | None]
    """By when the desk is to answer; None for best effort, and where it is the organisation's turn."""
    answered_at: Mapped[Moment | None]
    """When the desk first answered."""
    closed_at: Mapped[Moment | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)


class SupportMessage(Model):
    """What was written in a case; append-only."""

    __tablename__ = "support_messages"
    __table_args__ = (Index(None, "case_id", "id"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_cases.id"))
    at: Mapped[Moment]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_staff: Mapped[bool]
    is_note: Mapped[bool]
    """A note among the desk, which the organisation does not see."""
    body: Mapped[Prose]
    facts: Mapped[Any] = mapped_column(Json, nullable=True)
    """What the program added by itself, such as the page that was open."""


class TransferCode(Model):
    """The code by which a domain is moved to another registrar, entered by staff; kept encrypted."""

    __tablename__ = "transfer_codes"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    sealed: Mapped[str]
    """Encrypted with a key among the installation's secrets."""
    key_id: Mapped[str]
    entered_at: Mapped[Moment]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
