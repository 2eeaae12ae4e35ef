"""Requests for quotes: who asks, which partners were sent it, what they offered, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Name, Prose, Word
from resellertui.store.types import Json


class QuoteRequest(Model):
    """What somebody, a client or a visitor, wants partners to make an offer for."""

    __tablename__ = "quote_requests"
    __table_args__ = (
        CheckConstraint("state in ('open', 'awarded', 'withdrawn', 'expired')", name="state"),
        CheckConstraint("source in ('console', 'command', 'file')", name="source"),
        CheckConstraint("(budget is null) = (currency is null)", name="budget"),
        UniqueConstraint("token_hash"),
        UniqueConstraint("file_digest"),
        Index(None, "org_id", "id"),
        Index(None, "user_id", "id"),
        Index(None, "contact_email_key", "id"),
        Index(None, "state", "closes_on", "id"),
    )

    id: Mapped[Id]
    org_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation that asks; None for a visitor until one has claimed it."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who filed or claimed it."""
    source: Mapped[Word]
    state: Mapped[Word]
    need: Mapped[Prose]
    families: Mapped[Any] = mapped_column(Json)
    """Families of product, by their names in the programme terms."""
    budget: Mapped[int | None]
    """For a year without VAT, in minor units."""
    currency: Mapped[Word | None]
    languages: Mapped[Any] = mapped_column(Json)
    """Codes of languages that the requester speaks."""
    region: Mapped[Name]
    country: Mapped[Word]
    """Two letters; empty where left out."""
    deadline: Mapped[date | None]
    """By when the requester wants to decide."""
    contact_name: Mapped[Name]
    contact_organisation: Mapped[Name]
    contact_email: Mapped[Name]
    contact_email_key: Mapped[Name]
    contact_phone: Mapped[Name]
    language: Mapped[Word]
    """Of the mails to the contact."""
    token_hash: Mapped[str | None] = mapped_column(String(64))
    """Of the token by which a visitor reads, withdraws or claims it; None once claimed."""
    file_digest: Mapped[str | None] = mapped_column(String(64))
    """Of the file that it was read from, so that no file is taken twice."""
    made_at: Mapped[Moment]
    closes_on: Mapped[date]
    """From this day on it is expired."""
    reminded_at: Mapped[Moment | None]
    """When those concerned were reminded that it expires soon."""
    closed_at: Mapped[Moment | None]
    close_reason: Mapped[Prose]
    """Why it was withdrawn, in the words of whoever did it."""
    version: Mapped[int] = mapped_column(server_default=text("1"))


class QuoteRoute(Model):
    """That a partner was sent a request, and how it stands with this partner."""

    __tablename__ = "quote_routes"
    __table_args__ = (
        CheckConstraint("state in ('received', 'viewed', 'answered', 'won', 'lost', 'declined')", name="state"),
        UniqueConstraint("request_id", "partner_id"),
        Index(None, "partner_id", "state", "id"),
        Index(None, "partner_id", "id"),
    )

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("quote_requests.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[Word]
    received_at: Mapped[Moment]
    viewed_at: Mapped[Moment | None]
    answered_at: Mapped[Moment | None]
    """When it first answered with an offer, or declined."""
    decided_at: Mapped[Moment | None]
    """When it was won or lost."""
    decline_reason: Mapped[Prose]
    routed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The member of the provider's staff who sent it; None where it went by itself."""
    version: Mapped[int] = mapped_column(server_default=text("1"))


class QuoteOffer(Model):
    """A partner's offer. Never changed: a later one takes its place as the current one."""

    __tablename__ = "quote_offers"
    __table_args__ = (
        Index(None, "route_id", "id"),
        Index(
            "uq_quote_offers_current",
            "route_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[Id]
    route_id: Mapped[int] = mapped_column(ForeignKey("quote_routes.id"))
    is_current: Mapped[bool]
    currency: Mapped[Word]
    valid_until: Mapped[date]
    """The last day on which it can be accepted."""
    note: Mapped[Prose]
    terms_version: Mapped[Word]
    """The programme terms from which its prices were worked out."""
    total: Mapped[int]
    """Of its lines, in minor units without VAT."""
    made_at: Mapped[Moment]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class QuoteOfferLine(Model):
    """A line of an offer: a kind of product at the partner's resale price."""

    __tablename__ = "quote_offer_lines"
    __table_args__ = (UniqueConstraint("offer_id", "position"),)

    id: Mapped[Id]
    offer_id: Mapped[int] = mapped_column(ForeignKey("quote_offers.id"))
    position: Mapped[int]
    sku: Mapped[Word]
    family: Mapped[Word]
    label: Mapped[Name]
    """What the catalogue called it when it was offered."""
    name: Mapped[Name]
    """What names the subscription, a domain say; empty where that is settled at the order."""
    quantity: Mapped[int]
    periods: Mapped[int]
    period_months: Mapped[int]
    unit_price: Mapped[Word]
    """A decimal: the resale price of one unit and period, without VAT."""
    amount: Mapped[int]
    """unit price × quantity × periods, in minor units without VAT."""
    by_margin: Mapped[Word | None]
    """The unit price that the partner's margins gave, a decimal; None where no margin held."""
    margin_id: Mapped[int | None] = mapped_column(ForeignKey("reinvoice_rules.id"))


class QuoteContract(Model):
    """An accepted offer: what binds the partner to the provider's products, and what is left to order."""

    __tablename__ = "quote_contracts"
    __table_args__ = (
        UniqueConstraint("request_id"),
        UniqueConstraint("offer_id"),
        Index(None, "partner_id", "client_id", "id"),
        Index(None, "client_id", "id"),
        Index(None, "order_id"),
        Index("ix_quote_contracts_to_order", "partner_id", "id", sqlite_where=text("order_id is null")),
    )

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("quote_requests.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("quote_offers.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    """The request for full access that accepting it made, or the partnership that was there."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    """The order of its basket; None until then, and again once that came to nothing."""
    accepted_at: Mapped[Moment]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ordered_at: Mapped[Moment | None]


class OutsideProduct(Model):
    """A product of another provider that somebody noted on a client; a breach where a contract binds its partner."""

    __tablename__ = "outside_products"
    __table_args__ = (
        Index(None, "client_id", "id"),
        Index("ix_outside_products_tasks", "id", sqlite_where=text("contract_id is not null and done_at is null")),
    )

    id: Mapped[Id]
    client_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The client's partner with full access at that time; None where it had none."""
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("quote_contracts.id"))
    """The contract whose commitment it breaks; None where none does."""
    provider: Mapped[Name]
    product: Mapped[Name]
    note: Mapped[Prose]
    noted_at: Mapped[Moment]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    noted_for_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation for which whoever noted it acted."""
    done_at: Mapped[Moment | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[Prose]
    """What the provider's staff settled."""
