"""What a partner bills its own clients: margins, the lines it paid for them, its documents, payments and reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Name, Prose, Word
from resellertui.store.types import Json


class ReinvoiceSettings(Model):
    """How a partner bills its clients: its series, its account, its terms, its standing for VAT."""

    __tablename__ = "reinvoice_settings"
    __table_args__ = (CheckConstraint("vat_status in ('registered', 'not_registered')", name="vat_status"),)

    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    vat_status: Mapped[Word]
    vat_percent: Mapped[Word | None]
    """The rate of a country of which the programme terms hold none; None elsewhere."""
    iban: Mapped[Word]
    """Compact; empty for none. A QR-IBAN is told by its number."""
    account_holder: Mapped[Name]
    """Empty where it is the organisation itself."""
    email: Mapped[Name]
    """Where clients write to about invoices; empty for the organisation's own."""
    phone: Mapped[Name]
    payment_days: Mapped[int]
    invoice_prefix: Mapped[Word]
    credit_prefix: Mapped[Word]
    first_number: Mapped[int]
    """The number that the first invoice of the first year gets, where a series is continued."""
    closing_line: Mapped[Name]
    """A sentence below each invoice; empty for none."""
    reminder_days: Mapped[Any] = mapped_column(Json)
    """How many days after it is due each of the three reminders may go."""
    reminds_by_itself: Mapped[bool]
    version: Mapped[int]


class ReinvoiceRule(Model):
    """One margin, from a day on. Never changed: a later one for the same lines takes its place."""

    __tablename__ = "reinvoice_rules"
    __table_args__ = (
        CheckConstraint("scope in ('all', 'family', 'product')", name="scope"),
        CheckConstraint("method in ('percentage', 'fixed', 'price', 'none')", name="method"),
        Index(None, "partner_id", "starts_on", "id"),
    )

    id: Mapped[Id]
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The only client it holds for; None for all."""
    scope: Mapped[Word]
    target: Mapped[Word]
    """The family or the sku; empty for all products."""
    method: Mapped[Word]
    """`none` ends what held for the same lines."""
    value: Mapped[Word]
    """A decimal: per cent of the cost, or an amount for one unit and period."""
    currency: Mapped[Word | None]
    """Of an amount; None for a percentage."""
    starts_on: Mapped[date]
    note: Mapped[Name]
    origin: Mapped[Word]
    """`entered`, or `offer` where an accepted offer made it."""
    made_at: Mapped[Moment]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ReinvoiceClient(Model):
    """How one client is billed by a partner, where that is not the usual way, and to whom as last known."""

    __tablename__ = "reinvoice_clients"

    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    buyer: Mapped[Any] = mapped_column(Json)
    """Name, address and numbers of the client when the partner was charged for it last."""
    email: Mapped[Name]
    """Empty for the client's own."""
    language: Mapped[Word]
    payment_days: Mapped[int | None]
    reference: Mapped[Name]
    """The buyer's reference that it wants to read on invoices."""
    version: Mapped[int]


class ReinvoiceLine(Model):
    """A line that the provider charged a partner for a client, or gave back: billed on, waived, or still open.

    A trigger makes one for each such line of a final document; no other way leads here.
    """

    __tablename__ = "reinvoice_lines"
    __table_args__ = (
        CheckConstraint("state in ('open', 'held', 'billed', 'waived')", name="state"),
        CheckConstraint("(state = 'billed') = (billed_line_id is not null)", name="billed"),
        UniqueConstraint("billed_line_id"),
        Index(None, "partner_id", "charged_on", "line_id"),
        Index(None, "partner_id", "client_id", "charged_on", "line_id"),
        Index(None, "partner_id", "state", "client_id", "charged_on", "line_id"),
        Index(
            "ix_reinvoice_lines_flagged",
            "partner_id",
            "charged_on",
            sqlite_where=text("state in ('open', 'held')"),
        ),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("document_lines.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Word]
    charged_on: Mapped[date]
    """When the provider's document was issued."""
    cost: Mapped[int]
    """Without VAT; below zero for what a credit note gave back."""
    state: Mapped[Word]
    price: Mapped[int | None]
    """What a person set in place of what the margin says; without VAT, with the sign of the cost."""
    price_reason: Mapped[Prose]
    state_reason: Mapped[Prose]
    """Why it is waived or held."""
    held_until: Mapped[date | None]
    billed_line_id: Mapped[int | None] = mapped_column(ForeignKey("reinvoice_document_lines.id"))
    version: Mapped[int]


class ReinvoiceDocument(Model):
    """An invoice or credit note of a partner to its client: nothing in it changes but what came of it."""

    __tablename__ = "reinvoice_documents"
    __table_args__ = (
        CheckConstraint("kind in ('invoice', 'credit_note')", name="kind"),
        CheckConstraint("total = net + vat and total >= 0", name="total"),
        CheckConstraint("paid between 0 and total and credited between 0 and total", name="amounts"),
        UniqueConstraint("partner_id", "kind", "year", "sequence"),
        UniqueConstraint("partner_id", "number"),
        Index(None, "partner_id", "client_id", "id"),
        Index(None, "partner_id", "id"),
        Index(None, "client_id", "id"),
        Index(None, "corrects_id"),
        Index(
            "ix_reinvoice_documents_unpaid",
            "partner_id",
            "due_on",
            sqlite_where=text("kind = 'invoice' and total > paid + credited"),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[Word]
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("reinvoice_documents.id"))
    supplements_id: Mapped[int | None] = mapped_column(ForeignKey("reinvoice_documents.id"))
    """The invoice of the same client and period that came before it."""
    currency: Mapped[Word]
    period_from: Mapped[date]
    period_to: Mapped[date]
    issued_on: Mapped[date]
    due_on: Mapped[date]
    year: Mapped[int]
    sequence: Mapped[int]
    number: Mapped[Word]
    """As it is printed."""
    net: Mapped[int]
    vat: Mapped[int]
    total: Mapped[int]
    paid: Mapped[int]
    credited: Mapped[int]
    """What credit notes took off, VAT included."""
    seller: Mapped[Any] = mapped_column(Json)
    """Everything about the partner that stands on it, its account and terms included."""
    buyer: Mapped[Any] = mapped_column(Json)
    language: Mapped[Word]
    reference: Mapped[Word]
    """The payment reference (QRR or SCOR); empty on a credit note."""
    reason: Mapped[Prose]
    """Of a credit note."""
    made_at: Mapped[Moment]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[Moment | None]
    """When it was last put into the outbox."""
    reminded: Mapped[int]
    """How many reminders went out."""


class ReinvoiceDocumentLine(Model):
    """One line of a partner's document. Never changed."""

    __tablename__ = "reinvoice_document_lines"
    __table_args__ = (UniqueConstraint("document_id", "position"), Index(None, "line_id"), Index(None, "corrects_id"))

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("reinvoice_documents.id"))
    position: Mapped[int]
    line_id: Mapped[int] = mapped_column(ForeignKey("document_lines.id"))
    """The provider's line that it bills."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("reinvoice_document_lines.id"))
    """The line that a credit note's line takes back."""
    reopens: Mapped[bool]
    """Whether what it takes back is to be billed anew."""
    sku: Mapped[Word]
    label: Mapped[Name]
    name: Mapped[Name]
    quantity: Mapped[int]
    periods: Mapped[int]
    period_months: Mapped[int]
    service_from: Mapped[date]
    service_to: Mapped[date]
    cost: Mapped[int]
    """What the provider charged, without VAT; the client never sees it."""
    amount: Mapped[int]
    """What the client is charged, without VAT; on a credit note, what is taken off."""
    vat_position: Mapped[int]
    """The rate that it bears: a position in the document's VAT."""
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("reinvoice_rules.id"))
    priced_by: Mapped[Word]
    """`rule`, `offer`, `edited`, `refund`, or `cost` where no margin held."""


class ReinvoiceVat(Model):
    """The VAT of a partner's document at one rate. Never changed."""

    __tablename__ = "reinvoice_vat"

    document_id: Mapped[int] = mapped_column(ForeignKey("reinvoice_documents.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[Word]
    """Its code in EN 16931: `S`, `AE`, `G`, `O`."""
    percent: Mapped[Word]
    base: Mapped[int]
    amount: Mapped[int]
    reason: Mapped[Prose]
    """In the document's language."""


class ReinvoicePayment(Model):
    """What a client paid towards a partner's invoice, or a correction of it below zero. Never changed."""

    __tablename__ = "reinvoice_payments"
    __table_args__ = (CheckConstraint("amount <> 0", name="amount"), Index(None, "document_id", "id"))

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("reinvoice_documents.id"))
    amount: Mapped[int]
    paid_on: Mapped[date]
    method: Mapped[Word]
    note: Mapped[Name]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ReinvoiceReminder(Model):
    """A reminder of an invoice that went out. Never changed."""

    __tablename__ = "reinvoice_reminders"
    __table_args__ = (
        CheckConstraint("level between 1 and 3", name="level"),
        UniqueConstraint("document_id", "level"),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("reinvoice_documents.id"))
    level: Mapped[int]
    sent_on: Mapped[date]
    open_amount: Mapped[int]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None where the daily job sent it."""


class ReinvoicePaper(Model):
    """A file of a partner's document, byte for byte as it was issued. Never changed."""

    __tablename__ = "reinvoice_papers"
    __table_args__ = (CheckConstraint("kind in ('pdf', 'cii', 'ubl')", name="kind"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("reinvoice_documents.id"), primary_key=True)
    kind: Mapped[Word] = mapped_column(primary_key=True)
    name: Mapped[Name]
    media_type: Mapped[Word]
    digest: Mapped[str]
    """SHA-256 of the content, in hexadecimal."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
