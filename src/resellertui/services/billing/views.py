"""What use cases about money answer with, and what they are given. Amounts are exact decimals as text."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from resellertui.domain.partnership import Side
from resellertui.domain.pricing import Benefit
from resellertui.services.billing.explanation import ExplanationPart
from resellertui.services.inputs import FilledLine, Input, Line, Lines, Sought, Whole
from resellertui.services.views import View


class PaymentMethod(StrEnum):
    """How a document is paid. Of a card nothing but the fact is kept."""

    PREPAID = "prepaid"
    BANK = "bank"
    CARD = "card"


class OrderLineInput(Input):
    """Something to order."""

    sku: FilledLine
    quantity: Whole = Field(default=1, ge=1, le=100_000)
    periods: Whole = Field(default=1, ge=1, le=120)
    name: Line = ""
    """What names the subscription: a domain where the kind is named by one; the kind's own label where left out."""
    entrust_to: Line = ""
    """A limited partner of one's own, by name or id, in whose care the product comes."""


class OrderInput(Input):
    """A basket: one order, one document."""

    lines: tuple[OrderLineInput, ...] = Field(min_length=1, max_length=100)
    client: Line = ""
    """The client it is for, by name, e-mail or id; one's own organisation, or the one entered, where left out."""
    pay: bool = False
    """Whether to pay at once from the payer's prepaid account, where the payer is the one who orders."""
    billing_address: Line = ""
    """One of the payer's, by label or id; `usual`, or `own` for the organisation itself. As usual where left out."""
    key: Line = ""


class RenewInput(Input):
    """Products to renew now."""

    products: tuple[FilledLine, ...] = Field(min_length=1, max_length=500)
    """By name or id."""
    pay: bool = False
    billing_address: Line = ""
    """As for an order; for the part that one's own organisation pays. As each product's last time where left out."""
    key: Line = ""


_Typed = Annotated[str, Field(max_length=4000)]
"""What was typed into one field of a form, which the form's own rules judge, all of them at once."""


class BillingAddressInput(Input):
    """A billing address; a field left out stays as it is, or is empty in a new one."""

    label: _Typed | None = None
    name: _Typed | None = None
    street: _Typed | None = None
    house_number: _Typed | None = None
    postal_code: _Typed | None = None
    city: _Typed | None = None
    region: _Typed | None = None
    country: _Typed | None = None
    email: _Typed | None = None
    reference: _Typed | None = None

    def given(self) -> dict[str, str]:
        """Return the fields that are to be written, by name."""
        return {name: str(value) for name, value in self.model_dump(exclude_none=True).items()}


class BillingAddressView(View):
    """One of an organisation's billing addresses."""

    id: str
    label: str
    is_usual: bool
    name: str
    street: str
    house_number: str
    postal_code: str
    city: str
    region: str
    country: str
    email: str
    reference: str
    lines: tuple[str, ...]
    """The postal address line by line, without its country."""


class PayInput(Input):
    """A payment towards a document."""

    document: FilledLine
    method: PaymentMethod = PaymentMethod.PREPAID
    amount: Line = ""
    """A part of what is due; all of it where left out."""
    reference: Line = ""
    """Of a payment from outside: what identifies it at the bank."""
    key: Line = ""


class DeclineInput(Input):
    """Why a pro forma is not paid."""

    reason: Lines = ""


class RefundInput(Input):
    """A refund of an invoice, whole or in part, without VAT: its VAT is refunded with it."""

    document: FilledLine
    amount: Line = ""
    """Without VAT; all that is left where left out."""
    line: Whole | None = None
    """The position of the line it is for, from 1; all lines in proportion where left out."""
    reason: Lines
    key: Line = ""


class PrepaidInput(Input):
    """Money put into a prepaid account, or taken out."""

    amount: FilledLine
    currency: FilledLine
    method: PaymentMethod = PaymentMethod.BANK
    reference: Line = ""
    organisation: Line = ""
    """For the provider's staff: whose account."""
    key: Line = ""


class DocumentQuery(Input):
    """Which documents a list shows."""

    state: str = ""
    """`to_pay`, `paid`, `void`, `issued` (credit notes); all where empty."""
    since: date | None = None
    until: date | None = None
    text: Sought = ""
    """A number, an id, or words of the subscriptions' holder."""


class DocumentRow(View):
    """A document in a list."""

    id: str
    """`INV-12`, or `CN-13` for a credit note."""
    number: str | None
    """Gapless per year, `2026-000012`, or `CN-2026-000003` for a credit note; None while it is to pay."""
    kind: str
    state: str
    """`to_pay`, `paid`, `refunded`, `partly_refunded`, `void`, `issued`."""
    payer: str
    payer_id: str
    holder: str
    holder_id: str
    made_on: date
    due_on: date
    issued_on: date | None
    overdue: bool
    currency: str
    net: str
    vat: str
    total: str
    due: str
    """What is still to pay."""


class DocumentPage(View):
    """A window on the documents."""

    total: int
    offset: int
    rows: tuple[DocumentRow, ...]
    exact: bool = True
    """False where `total` is only a lower bound."""


class DocumentLineView(View):
    """A line of a document."""

    position: int
    product_id: str | None
    sku: str
    label: str
    name: str
    unit_price: str
    quantity: int
    periods: int
    service_from: date
    service_to: date
    gross: str
    charged: str
    discount: str
    """To whom it is issued only the discount is shown: whose cashback a line earns is not on the invoice."""


class DocumentVatView(View):
    """The VAT at one rate, in percent."""

    rate: str
    base: str
    amount: str
    reason: str


class AddresseeView(View):
    """The billing address that a document names, as it was when the document was made."""

    label: str
    name: str
    lines: tuple[str, ...]
    country: str
    reference: str


class PartyView(View):
    """A party of a document, as it was when the document was made."""

    name: str
    lines: tuple[str, ...]
    """Its address, line by line."""
    country: str
    vat_number: str | None
    register_number: str | None
    logo_line: str = ""
    """Of an issuer: what stands under its name."""
    billing_address: AddresseeView | None = None
    """Of a buyer: to where it is addressed, where that is not the organisation's own address."""


class DocumentView(DocumentRow):
    """A whole document."""

    issuer: PartyView
    buyer: PartyView
    lines: tuple[DocumentLineView, ...]
    vat_lines: tuple[DocumentVatView, ...]
    paid: str
    refunded: str
    terms_version: str
    order_id: str | None
    corrects: str | None
    """The number of the invoice that a credit note refunds."""
    reason: str


class OrderedLineView(View):
    """What was ordered, as whoever ordered sees it."""

    product_id: str | None
    sku: str
    name: str
    quantity: int
    charged: str


class VatAmountView(View):
    """What something comes to, VAT included, without a VAT number and with one."""

    currency: str
    without_number: str
    with_number: str
    difference: str


class VatHintView(View):
    """That a company in the EU has no VAT number, and what one would change on what it is about to pay."""

    organisation: str
    organisation_id: str
    why: str
    """What a number does, in general."""
    amounts: tuple[VatAmountView, ...]
    sentence: str
    """The amounts in words."""
    may_enter: bool
    why_not: str
    """Why the reader can't enter it, where that is so."""


class OrderOutcome(View):
    """What an order did, or would do."""

    order_id: str
    consequence: str
    """In sentences: who is charged, how much, whose invoice, what whom earns."""
    charged_to: Side
    """Seen from the holder's partnership; `client` for an order without one."""
    payer: str
    benefit: Benefit
    currency: str
    total_excl_vat: str
    vat: str
    total: str
    state: str
    """`to_pay` or `paid`."""
    lines: tuple[OrderedLineView, ...]
    document_id: str | None
    """None where the document is the other side's."""
    repeated: bool = False
    """Whether the key had been used: nothing was done a second time."""
    derivation: tuple[ExplanationPart, ...] = ()
    """Of a rehearsal: how its amounts come about, as far as whoever orders may know."""
    vat_hint: VatHintView | None = None
    """What the VAT number that the payer lacks would change, as long as it is not final; its own people are told."""


class PrepaidView(View):
    """A prepaid account."""

    organisation: str
    organisation_id: str
    currency: str
    balance: str
    owed: str
    """What later cashback pays first: cashback reversed beyond the balance."""


class EntryView(View):
    """One entry of a prepaid account."""

    transaction_id: str
    at: datetime
    kind: str
    text: str
    amount: str
    """Signed: what it added."""
    balance: str
    document_id: str | None
    reference: str


class Statement(View):
    """The entries of a prepaid account, newest first."""

    total: int
    offset: int
    rows: tuple[EntryView, ...]
