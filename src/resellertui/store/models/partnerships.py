"""Partnerships: what was asked, what was granted, what is entrusted now, and everything that ever happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Folded, Id, Model, Moment, Name, Prose, Word
from resellertui.store.types import Json


class Partnership(Model):
    """A request and, once accepted, the agreement between a client and a partner."""

    __tablename__ = "partnerships"
    __table_args__ = (
        CheckConstraint("state in ('pending', 'active', 'ended', 'refused', 'withdrawn', 'expired')", name="state"),
        CheckConstraint("access in ('limited', 'full')", name="access"),
        CheckConstraint("payment is null or payment in ('client', 'partner')", name="payment"),
        CheckConstraint("(access = 'full') = (payment is not null)", name="payment_with_full_access"),
        CheckConstraint("client_id is null or client_id <> partner_id", name="two_organisations"),
        CheckConstraint("client_id is not null or state <> 'active'", name="active_has_client"),
        Index(
            "uq_partnerships_pending_pair",
            "client_id",
            "partner_id",
            unique=True,
            sqlite_where=text("state = 'pending' and client_id is not null"),
        ),
        Index(
            "uq_partnerships_active_pair",
            "client_id",
            "partner_id",
            unique=True,
            sqlite_where=text("state = 'active'"),
        ),
        Index(
            "uq_partnerships_full_partner",
            "client_id",
            unique=True,
            sqlite_where=text("state = 'active' and access = 'full'"),
        ),
        Index(None, "client_id", "state"),
        Index(None, "partner_id", "state"),
        Index(None, "client_address_key"),
        Index(None, "state", "expires_on"),
        Index(None, "state", "end_on"),
        Index(
            "ix_partnerships_paused",
            "paused_until",
            sqlite_where=text("paused_until is not null"),
            postgresql_where=text("paused_until is not null"),
        ),
        Index(
            "ix_partnerships_asked_by_client",
            "partner_id",
            "expires_on",
            sqlite_where=text("state = 'pending' and initiator = 'client'"),
            postgresql_where=text("state = 'pending' and initiator = 'client'"),
        ),
        Index(
            "ix_partnerships_ending",
            "partner_id",
            "end_on",
            sqlite_where=text("state = 'active' and end_on is not null"),
            postgresql_where=text("state = 'active' and end_on is not null"),
        ),
        Index(
            "ix_partnerships_paused_of_partner",
            "partner_id",
            "paused_until",
            sqlite_where=text("state = 'active' and paused_until is not null"),
            postgresql_where=text("state = 'active' and paused_until is not null"),
        ),
    )

    id: Mapped[Id]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """None while a partner's request is addressed to someone whom the program does not know yet."""
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    client_address: Mapped[Name]
    """What the partner typed to name the client; all that the partner sees of it until it accepts."""
    client_address_key: Mapped[str]
    client_label: Mapped[Name]
    """The client's name as the partner gave it in an import; else what it typed."""
    initiator: Mapped[Word]
    state: Mapped[Word]
    access: Mapped[Word]
    payment: Mapped[Word | None]
    requested_access: Mapped[Word]
    requested_payment: Mapped[Word | None]
    requested_families: Mapped[Name]
    """Families of product in words, as a partner asks for limited access without seeing the products."""
    requested_at: Mapped[Moment]
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[Moment]
    expires_on: Mapped[date | None]
    answered_at: Mapped[Moment | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[Prose]
    """Why it was refused, ended or withdrawn, in the words of who did."""
    active_since: Mapped[Moment | None]
    end_on: Mapped[date | None]
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[Word | None]
    """`client`, `partner`, or `date` when the end date did it."""
    paused_on: Mapped[date | None]
    paused_until: Mapped[date | None]
    paused_by: Mapped[Word | None]
    pause_reason: Mapped[Prose]
    proposed_payment: Mapped[Word | None]
    proposed_at: Mapped[Moment | None]
    reminded_for: Mapped[Name]
    """The reminders already sent, as `kind:date:days` words, so that a job that runs twice mails once."""
    monthly_limit: Mapped[int | None]
    """What the client's own orders may take from the partner's money in a month, in minor units; None for nothing."""
    evidence: Mapped[Prose]
    """For an agreement that the provider's staff imported as active: where it is written."""
    version: Mapped[int] = mapped_column(default=1)
    label_folded: Mapped[Folded]
    label_starts: Mapped[Folded]


class RequestedProduct(Model):
    """A product named in a request."""

    __tablename__ = "requested_products"

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)


class EntrustedProduct(Model):
    """A product in the care of a limited partner; open while `until` is empty, and one partner's at a time."""

    __tablename__ = "entrusted_products"
    __table_args__ = (
        Index(
            "uq_entrusted_products_open",
            "product_id",
            unique=True,
            sqlite_where=text("until is null"),
        ),
        Index(None, "partnership_id", "until"),
    )

    id: Mapped[Id]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    since: Mapped[Moment]
    until: Mapped[Moment | None]


class PartnershipEvent(Model):
    """One thing that happened to a partnership; append-only, kept for good."""

    __tablename__ = "partnership_events"
    __table_args__ = (Index(None, "partnership_id", "id"),)

    id: Mapped[Id]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    at: Mapped[Moment]
    kind: Mapped[Word]
    side: Mapped[Word]
    """`client`, `partner`, `provider` or `date`."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    details: Mapped[Any] = mapped_column(Json)
    """Access, payment, product names, reasons and dates as they were then."""
