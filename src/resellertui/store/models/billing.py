"""Orders, the documents made of them, and the cashback that their lines earn."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Name, Prose, Word
from resellertui.store.types import Json


class Order(Model):
    """What someone ordered or renewed, for whom, and who pays; a document has its lines and prices."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("kind in ('new', 'renewal')", name="kind"),
        CheckConstraint("state in ('open', 'done', 'declined', 'void')", name="state"),
        Index(None, "holder_id", "id"),
        Index(None, "org_id", "id"),
    )

    id: Mapped[Id]
    kind: Mapped[Word]
    state: Mapped[Word]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    """Who ordered: the client itself, or its partner."""
    holder_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    """Whose subscriptions they are."""
    payer_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    side: Mapped[Word]
    """`client` or `partner`: on which side of the holder's partnership the one who ordered stands."""
    placed_at: Mapped[Moment]
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None for an automatic renewal."""
    served_on: Mapped[date | None]
    """When the Renewal Warranty renewed before it was paid."""
    billing_address_id: Mapped[int | None]
    """The billing address that was chosen; None for the payer's usual one."""


class Document(Model):
    """An invoice, pro forma while it is to pay, or a credit note; once it has its number nothing in it changes."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("kind in ('invoice', 'credit_note')", name="kind"),
        CheckConstraint("state in ('to_pay', 'paid', 'void', 'issued')", name="state"),
        CheckConstraint("paid >= 0 and refunded >= 0 and refunded <= total", name="amounts"),
        CheckConstraint("total = net + vat", name="total"),
        CheckConstraint("(sequence is null) = (state in ('to_pay', 'void'))", name="final_has_number"),
        UniqueConstraint("issuer_id", "kind", "year", "sequence"),
        Index(None, "payer_id", "id"),
        Index(None, "payer_id", "state", "due_on"),
        Index(None, "payer_id", "state", "id"),
        Index(None, "payer_id", "holder_id", "id"),
        Index(None, "order_id"),
        Index(None, "corrects_id"),
        Index(
            "ix_documents_to_pay",
            "due_on",
            sqlite_where=text("state = 'to_pay'"),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[Word]
    state: Mapped[Word]
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    payer_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    """To whom it is issued; for everyone else but the provider it does not exist."""
    holder_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    """Whose subscriptions its lines are for."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """The invoice that a credit note refunds."""
    currency: Mapped[Word]
    terms_id: Mapped[int] = mapped_column(ForeignKey("terms_versions.id"))
    """The terms that priced it."""
    made_on: Mapped[date]
    due_on: Mapped[date]
    issued_on: Mapped[date | None]
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    net: Mapped[int]
    vat: Mapped[int]
    total: Mapped[int]
    paid: Mapped[int]
    """What was paid towards it."""
    refunded: Mapped[int]
    """What credit notes gave back, VAT included."""
    issuer: Mapped[Any] = mapped_column(Json)
    """Name, address and numbers of the issuer as they were; so too of the buyer."""
    buyer: Mapped[Any] = mapped_column(Json)
    reason: Mapped[Prose]
    """Of a credit note, and of what was voided."""
    made_at: Mapped[Moment]


class DocumentLine(Model):
    """One line of a document, with everything that its price was computed from."""

    __tablename__ = "document_lines"
    __table_args__ = (
        CheckConstraint("benefit in ('none', 'cashback', 'discount')", name="benefit"),
        CheckConstraint("charged >= 0 and coalesce(partner_net, 0) >= 0", name="amounts"),
        UniqueConstraint("document_id", "position"),
        Index(None, "product_id"),
        Index(None, "corrects_id"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    position: Mapped[int]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("document_lines.id"))
    """The line that a credit note's line refunds."""
    sku: Mapped[Word]
    family: Mapped[Word]
    label: Mapped[Name]
    name: Mapped[Name]
    unit_price: Mapped[Word]
    """Decimals as text, exact; so too the rates."""
    quantity: Mapped[int]
    periods: Mapped[int]
    period_months: Mapped[int]
    rate: Mapped[Word | None]
    list_price: Mapped[Word | None]
    degressive_rate: Mapped[Word]
    active: Mapped[int]
    """Active subscriptions of the degressive group, billed to the payer, once the order is done."""
    reach: Mapped[Word]
    """The partner's access: `none`, `limited`, `full`, or `own` for a partner's order for itself."""
    method: Mapped[Word | None]
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnerships.id"))
    beneficiary_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    benefit: Mapped[Word]
    entrust_id: Mapped[int | None] = mapped_column(ForeignKey("partnerships.id"))
    """The limited partnership to which the product is entrusted when its subscription starts."""
    gross: Mapped[int]
    public: Mapped[int]
    charged: Mapped[int]
    partner_net: Mapped[int | None]
    service_from: Mapped[date]
    service_to: Mapped[date]


class DocumentVat(Model):
    """The VAT of a document at one rate."""

    __tablename__ = "document_vat"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    percent: Mapped[Word]
    country: Mapped[Word]
    base: Mapped[int]
    amount: Mapped[int]
    reason: Mapped[Prose]


class Cashback(Model):
    """What one line earns a partner: pending until the invoice is paid, then credited, and reversed by refunds."""

    __tablename__ = "cashbacks"
    __table_args__ = (
        CheckConstraint("state in ('pending', 'credited', 'void')", name="state"),
        CheckConstraint("amount >= 0 and reversed >= 0 and reversed <= amount", name="amounts"),
        UniqueConstraint("line_id"),
        Index(None, "partner_id", "id"),
        Index(None, "partner_id", "currency", "credited_on"),
        Index(None, "document_id"),
    )

    id: Mapped[Id]
    line_id: Mapped[int] = mapped_column(ForeignKey("document_lines.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    currency: Mapped[Word]
    amount: Mapped[int]
    reversed: Mapped[int]
    state: Mapped[Word]
    made_on: Mapped[date]
    credited_on: Mapped[date | None]
