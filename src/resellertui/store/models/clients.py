"""A partner's own records of its clients: what it imported, whether or not the organisation is its creation."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Folded, Id, Model, Moment, Name, Word
from resellertui.store.types import Json


class ClientRecord(Model):
    """One client as the partner's file describes it. The partner reads this, never whether the client existed."""

    __tablename__ = "client_records"
    __table_args__ = (UniqueConstraint("importer_id", "identity"), Index(None, "partnership_id"), Index(None, "org_id"))

    id: Mapped[Id]
    importer_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    """The partner, or the provider when its staff imported existing agreements."""
    identity: Mapped[str]
    """Kind and key of the row identity: reference, VAT number, register number, or e-mail with the folded name."""
    reference: Mapped[Name]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnerships.id"))
    data: Mapped[Any] = mapped_column(Json)
    digest: Mapped[str]
    updated_at: Mapped[Moment]
    reference_folded: Mapped[Folded]
    reference_starts: Mapped[Folded]


class ProductProposal(Model):
    """A product that a partner's file says a client has; the client adopts it or leaves it."""

    __tablename__ = "product_proposals"
    __table_args__ = (
        UniqueConstraint("record_id", "sku", "name_folded"),
        Index(None, "org_id", "adopted_at"),
    )

    id: Mapped[Id]
    record_id: Mapped[int] = mapped_column(ForeignKey("client_records.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    sku: Mapped[Word]
    family: Mapped[Word]
    name: Mapped[Name]
    name_folded: Mapped[str]
    period_months: Mapped[int]
    expires_on: Mapped[date | None]
    auto_renewal: Mapped[bool]
    proposed_at: Mapped[Moment]
    adopted_at: Mapped[Moment | None]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))


class ColumnMapping(Model):
    """How an organisation last mapped the columns of files with this header."""

    __tablename__ = "column_mappings"
    __table_args__ = (UniqueConstraint("org_id", "signature"),)

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    signature: Mapped[str]
    mapping: Mapped[Any] = mapped_column(Json)
    date_order: Mapped[Word | None]
    updated_at: Mapped[Moment]
