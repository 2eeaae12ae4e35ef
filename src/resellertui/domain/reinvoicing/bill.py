"""A partner's invoice or credit note, complete and frozen: what papers and e-invoices are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from resellertui.domain.money import Currency


class BillKind(StrEnum):
    """What the document is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class VatCategory(StrEnum):
    """How something is taxed, by its code in EN 16931 (UNTDID 5305)."""

    STANDARD = "S"
    REVERSE_CHARGE = "AE"
    ABROAD = "G"
    """Untaxed, since what is supplied is taxed, if at all, where the buyer is."""
    NOT_SUBJECT = "O"
    """The seller is not registered for VAT."""


@dataclass(frozen=True)
class BillParty:
    """The seller or the buyer as it stands on the document."""

    name: str
    street: str
    house_number: str
    postal_code: str
    city: str
    region: str
    country: str
    """ISO code; `XI` is Northern Ireland."""
    email: str = ""
    phone: str = ""
    register_number: str = ""
    vat_number: str = ""
    """As stored (compact, with its prefix); of a Swiss seller its UID, which then stands with `MWST` behind."""
    logo_line: str = ""


@dataclass(frozen=True)
class BillLine:
    """One line as the client reads it: no cost, no margin."""

    position: int
    label: str
    name: str
    quantity: int
    periods: int
    period_months: int
    service_from: date
    service_to: date
    amount: int
    """In minor units without VAT, with its sign: below zero for what is given back on an invoice."""
    category: VatCategory
    percent: Decimal


@dataclass(frozen=True)
class BillVat:
    """The VAT at one rate."""

    category: VatCategory
    percent: Decimal
    base: int
    amount: int
    reason: str
    """In the document's language; empty for a plain rate."""


@dataclass(frozen=True)
class Bill:
    """The whole document."""

    kind: BillKind
    number: str
    issued_on: date
    due_on: date
    period_from: date
    period_to: date
    currency: Currency
    language: str
    """Of the client: what its words and its payment part are in, where there is a catalogue."""
    seller: BillParty
    buyer: BillParty
    lines: tuple[BillLine, ...]
    vat: tuple[BillVat, ...]
    net: int
    vat_total: int
    total: int
    iban: str = ""
    account_holder: str = ""
    """Empty where it is the seller."""
    reference: str = ""
    """QRR or SCOR; empty where there is nothing to pay."""
    buyer_reference: str = ""
    corrects: str = ""
    """The number of the invoice that a credit note takes from."""
    corrects_on: date | None = None
    reason: str = ""
    payment_days: int = 0
    closing_line: str = ""
