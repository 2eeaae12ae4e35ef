"""The payment part of a Swiss QR-bill: what its code says, with the qrbill library, and how it is drawn.

After the style guide of SIX: 105 mm at the bottom of an A4 page, a receipt of 62 mm and a payment part of 148 mm, in
Liberation Sans. The code knows Latin letters only: of a name in another script what is left is empty, and an empty
name or an incomplete address of the debtor leaves its field blank, to be filled in by hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from resellertui.domain.countries import SWISS_AREA
from resellertui.domain.reinvoicing.bill import Bill, BillKind, BillParty
from resellertui.domain.reinvoicing.en16931 import written_country
from resellertui.domain.wording import _, current_language

HIGHEST_AMOUNT = 999_999_999_99
"""In minor units: the most that fits into a code."""

_NAME, _STREET, _HOUSE, _CODE, _CITY, _MESSAGE = 70, 70, 16, 16, 35, 140
_WHOLE_ADDRESS = 3
"""Lines of an address with a street."""

_ALSO_ALLOWED = frozenset("ȘșȚț€")
_TYPED_AS = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "…": "..."})
"""Signs of printers that typewriters have others for."""


class AddressRefused(ValueError):
    """The code can't hold an address without a name, a postal code and a city."""


class ReferenceRefused(ValueError):
    """A QR-IBAN takes a QR reference, any other account a creditor reference; or the reference is none."""


@dataclass(frozen=True)
class Entry:
    """A heading with what stands below it; nothing below it is a field to be filled in by hand."""

    heading: str
    lines: tuple[str, ...]
    street_at: int | None = None
    """Which line is a street: what may be left out where room is short."""


@dataclass(frozen=True)
class PaymentPart:
    """A payment part, ready to be drawn."""

    payload: str
    """What the code says, field by field."""

    labels: tuple[str, str, str, str, str, str]
    """Receipt, payment part, currency, amount, acceptance point, and the note above both."""

    currency: str
    amount: str
    receipt: tuple[Entry, ...]
    payment: tuple[Entry, ...]


def has_payment_part(bill: Bill) -> bool:
    """Return whether a bill can have a payment part: something is to be paid to a Swiss or Liechtenstein account."""
    is_to_be_paid = bill.kind is BillKind.INVOICE and 0 < bill.total <= HIGHEST_AMOUNT
    return is_to_be_paid and bill.iban[:2] in SWISS_AREA


def payment_part(bill: Bill) -> PaymentPart | None:
    """Return the payment part of a bill in the language in force, or None where it can have none.

    Raises:
        AddressRefused: the seller's address is none that the code can hold.
        ReferenceRefused: the reference is none that the account takes.
    """
    if not has_payment_part(bill):
        return None
    from qrbill.bill import QRBill, StructuredAddress

    creditor = _address(replace(bill.seller, name=bill.account_holder or bill.seller.name))
    try:
        StructuredAddress(**creditor)
    except ValueError as error:
        raise AddressRefused from error
    language = current_language().partition("_")[0]
    facts: dict[str, Any] = {
        "account": bill.iban,
        "creditor": creditor,
        "debtor": _debtor(bill.buyer),
        "amount": str(Decimal(bill.total).scaleb(-bill.currency.exponent)),
        "currency": bill.currency.value,
        "additional_information": latin(_("Invoice {number}").format(number=bill.number), _MESSAGE),
        "language": language if language in ("de", "fr", "it") else "en",
    }
    try:
        return _composed(QRBill(**facts, reference_number=bill.reference or None))
    except ValueError as error:
        raise ReferenceRefused from error


def latin(text: str, longest: int) -> str:
    """Return what the code can hold of a text: Latin letters and signs, one line, cut where it is too long."""
    parts: list[str] = []
    for ch in unicodedata.normalize("NFC", text.translate(_TYPED_AS)):
        bare = "".join(one for one in unicodedata.normalize("NFKD", ch) if _is_allowed(one))
        parts.append(ch if _is_allowed(ch) else bare or " ")
    return " ".join("".join(parts).split())[:longest].strip()


def _is_allowed(ch: str) -> bool:
    return " " <= ch <= "~" or ("\u00a0" < ch <= "\u017f" and ch != "\u00ad") or ch in _ALSO_ALLOWED


def _address(party: BillParty) -> dict[str, str]:
    return {
        "name": latin(party.name, _NAME),
        "street": latin(party.street, _STREET),
        "house_num": latin(party.house_number, _HOUSE),
        "pcode": latin(party.postal_code, _CODE),
        "city": latin(party.city, _CITY),
        "country": written_country(party.country),
    }


def _debtor(buyer: BillParty) -> dict[str, str] | None:
    """Return who pays; None, and a field to be filled in by hand, where the address is none that the code can hold."""
    from qrbill.bill import StructuredAddress

    address = _address(buyer)
    try:
        StructuredAddress(**address)
    except ValueError:
        return None
    return address


def _composed(bill: Any) -> PaymentPart:
    """Return a checked bill of the library as what is drawn."""
    from qrbill.bill import format_ref_number
    from stdnum import iban

    creditor = _lines(bill.creditor)
    account = Entry(
        bill.label("Account / Payable to"),
        (iban.format(bill.account), *creditor),
        2 if len(creditor) == _WHOLE_ADDRESS else None,
    )
    reference = Entry(bill.label("Reference"), (format_ref_number(bill),)) if bill.reference_number else None
    information = Entry(bill.label("Additional information"), (bill.additional_information,))
    payer = Entry(bill.label("Payable by (name/address)"), ())
    if bill.debtor:
        debtor = _lines(bill.debtor)
        payer = Entry(bill.label("Payable by"), tuple(debtor), 1 if len(debtor) == _WHOLE_ADDRESS else None)
    return PaymentPart(
        payload=bill.qr_data(),
        labels=(
            bill.label("Receipt"),
            bill.label("Payment part"),
            bill.label("Currency"),
            bill.label("Amount"),
            bill.label("Acceptance point"),
            bill.label("Separate before paying in"),
        ),
        currency=bill.currency,
        amount=_grouped(bill.amount),
        receipt=tuple(one for one in (account, reference, payer) if one),
        payment=tuple(one for one in (account, reference, information, payer) if one),
    )


def _lines(address: Any) -> Sequence[str]:
    """Return an address in lines: name, street, place."""
    street = " ".join(part for part in (address.street, address.house_num) if part)
    place = f"{address.country}-{address.pcode} {address.city}"
    return [line for line in (address.name, street, place) if line]


def _grouped(amount: str) -> str:
    whole, _point, cents = amount.partition(".")
    return f"{int(whole):,}".replace(",", " ") + f".{cents}"


def modules(payload: str) -> list[list[bool]]:
    """Return the code's modules, row by row, dark ones true."""
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_M

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(payload.encode(), optimize=0)
    return [[bool(cell) for cell in row] for row in code.get_matrix()]
