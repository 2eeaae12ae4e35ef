"""Organisations, their standing in the programme, and the products they hold."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Folded, Id, Model, Moment, Name, Prose, Word


class Organisation(Model):
    """An account: holds products and people. Client and partner are what it is to others, not what it is."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("kind in ('individual', 'company', 'association', 'public_body')", name="kind"),
        Index(None, "name_folded"),
        Index(None, "email_key"),
        Index(None, "vat_number"),
        Index(None, "register_number"),
        Index(None, "created_by_id"),
    )

    id: Mapped[Id]
    kind: Mapped[Word]
    name: Mapped[Name]
    name_folded: Mapped[str] = mapped_column(String(900))
    email: Mapped[Name]
    email_key: Mapped[Name]
    phone: Mapped[Name]
    website: Mapped[Name]
    language: Mapped[Word]
    street: Mapped[Name]
    house_number: Mapped[Word]
    postal_code: Mapped[Word]
    city: Mapped[Name]
    region: Mapped[Name]
    country: Mapped[str] = mapped_column(String(2))
    currency: Mapped[str] = mapped_column(String(3))
    register_number: Mapped[Word | None]
    vat_number: Mapped[Word | None]
    created_at: Mapped[Moment]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The partner whose import created it; None when it signed up or the provider's staff made it."""
    claimed_at: Mapped[Moment | None]
    """When its own people took it over: from then on an import changes nothing in it."""
    version: Mapped[int] = mapped_column(default=1)
    deleted_at: Mapped[Moment | None]
    """When it was deleted: nobody belongs to it any more, and its documents stay."""
    logo_line: Mapped[str] = mapped_column(String(300), server_default=text("''"))
    """A line under its name on what it issues itself."""
    city_folded: Mapped[Folded]
    name_starts: Mapped[Folded]
    """The beginnings of the name's words; see `folding` for this and the texts below."""
    details: Mapped[Folded]
    """Address and place, folded."""
    details_starts: Mapped[Folded]
    numbers: Mapped[Folded]
    """Postal code, website, VAT and register number, folded."""
    numbers_starts: Mapped[Folded]


class BillingAddress(Model):
    """A further address that an organisation's invoices can name. Never changed: a change is another row."""

    __tablename__ = "billing_addresses"
    __table_args__ = (
        Index(None, "org_id"),
        Index(
            "uq_billing_addresses_usual",
            "org_id",
            unique=True,
            sqlite_where=text("is_usual"),
            postgresql_where=text("is_usual"),
        ),
    )

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    label: Mapped[Name]
    """What the organisation calls it."""
    name: Mapped[Name]
    """To whom it is addressed."""
    street: Mapped[Name]
    house_number: Mapped[Word]
    postal_code: Mapped[Word]
    city: Mapped[Name]
    region: Mapped[Name]
    country: Mapped[str] = mapped_column(String(2))
    email: Mapped[Name]
    """Where its reminders go besides; empty for nowhere else."""
    reference: Mapped[Name]
    """A cost centre or order number to print; empty for none."""
    is_usual: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]
    removed_at: Mapped[Moment | None]


class ProgrammeMember(Model):
    """An organisation approved in the partner programme, with its public listing."""

    __tablename__ = "programme_members"
    __table_args__ = (
        CheckConstraint("state in ('approved', 'provisional', 'suspended')", name="state"),
        Index(None, "listed", "search_text"),
    )

    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    state: Mapped[Word]
    approved_at: Mapped[Moment]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    listed: Mapped[bool]
    services: Mapped[Prose]
    """Comma-separated words: what the partner offers."""
    languages: Mapped[Name]
    """Comma-separated language codes."""
    description: Mapped[Prose]
    search_text: Mapped[Prose]
    """Name, e-mail, place, services and languages, folded, for the Add partner wizard."""
    search_starts: Mapped[Folded]
    """The beginnings of its words."""
    review_on: Mapped[date | None]
    """When it is reviewed next; None where that follows from its approval."""
    warned_on: Mapped[date | None]
    """When it was last found below the threshold; None while it is not."""
    suspend_on: Mapped[date | None]
    """From when it is suspended unless the threshold is met again before."""
    suspended_on: Mapped[date | None]
    licence_key: Mapped[str | None] = mapped_column(String(300))
    """The key of the theme licence that staff assigned."""
    licence_assigned_at: Mapped[Moment | None]
    licence_assigned_by_id: Mapped[int | None]
    receives_quotes: Mapped[bool] = mapped_column(server_default=text("0"))
    """Whether it wants to be sent requests for quotes."""
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Product(Model):
    """A subscribed product; it stays its organisation's whoever pays for it."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("period_months > 0", name="period"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index(None, "org_id", "expires_on"),
        Index(None, "org_id", "name_folded"),
        Index(None, "expires_on"),
        Index(None, "name_folded"),
        Index(None, "payer_id", "family"),
        Index(None, "expires_on", "org_id"),
    )

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    sku: Mapped[Word]
    family: Mapped[Word]
    name: Mapped[Name]
    name_folded: Mapped[str] = mapped_column(String(900))
    quantity: Mapped[int] = mapped_column(default=1)
    period_months: Mapped[int]
    anchor_day: Mapped[int]
    """The day of the month the period is counted from; kept when a short month clamps the expiry."""
    expires_on: Mapped[date | None]
    auto_renewal: Mapped[bool]
    created_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)
    name_starts: Mapped[Folded]
    """The beginnings of the name's words."""
    state: Mapped[str] = mapped_column(String(40), server_default=text("'active'"))
    """`pending` until its first invoice is paid, `active`, then `terminated`; or `cancelled` where it never started."""
    payer_id: Mapped[int | None]
    """The organisation billed for the period that runs; None where that was not here: its own then."""
    auto_renewal_by: Mapped[int | None]
    """The organisation that switched the automatic renewal on; None where that was not here."""
    billing_address_id: Mapped[int | None]
    """The billing address that its renewals name; None for the payer's usual one."""
    noticed: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    """The last notice about its expiry that was sent, such as `2026-11-30:first`."""
