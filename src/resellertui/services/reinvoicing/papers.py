"""The files of a partner's document: a PDF with the e-invoice in it, and the e-invoice by itself in both syntaxes.

They are made once, when the document is issued, and are the same bytes whenever they are made of the same `Bill`. A
bill of which something is missing makes no file at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from resellertui.domain.errors import Invalid
from resellertui.domain.reinvoicing.bill import Bill, VatCategory
from resellertui.domain.reinvoicing.en16931 import plain, terms_of, wrong_totals
from resellertui.domain.reinvoicing.language import spoken_in
from resellertui.domain.reinvoicing.numbering import file_name
from resellertui.domain.wording import _, current_language, in_paper_language

PaperKind = Literal["pdf", "cii", "ubl"]

_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Paper:
    """A file of a document."""

    kind: PaperKind
    name: str
    media_type: str
    content: bytes


def papers_of(bill: Bill) -> tuple[Paper, ...]:
    """Return the files of a bill, in its client's language.

    Raises:
        Invalid: all that is missing, at once.
    """
    # Drawing and XML are for whoever issues a document: nobody else waits for their libraries.
    from resellertui.adapters.bill_pdf import draw_bill
    from resellertui.adapters.einvoice import Syntax, written
    from resellertui.adapters.qr_bill import payment_part
    from resellertui.services.reinvoicing.bill_sheet import bill_sheet, payment_terms

    missing = missing_for(bill)
    if missing:
        raise Invalid(missing)
    name = file_name(bill.number)
    with in_paper_language(spoken_in(bill.language, bill.buyer.country)):
        part = payment_part(bill)
        terms = terms_of(bill, payment_terms(bill))
        cii, ubl = written(terms, Syntax.CII), written(terms, Syntax.UBL)
        sheet = bill_sheet(bill, has_payment_part=part is not None)
        pdf = draw_bill(sheet, part, cii, current_language().replace("_", "-"))
    return (
        Paper("pdf", f"{name}.pdf", "application/pdf", pdf),
        Paper("cii", f"{name}-cii.xml", "application/xml", cii),
        Paper("ubl", f"{name}-ubl.xml", "application/xml", ubl),
    )


def missing_for(bill: Bill) -> dict[str, str]:
    """Return what a bill lacks, or what contradicts itself in it, each field with its remedy; empty for a whole one."""
    return dict(_missing(bill))


def _missing(bill: Bill) -> Iterator[tuple[str, str]]:
    yield from _parties(bill)
    yield from _numbers(bill)
    yield from _payment(bill)
    if not bill.lines:
        yield "lines", _("The document has no line: choose what is to be billed.")
    if any(one.quantity < 1 for one in bill.lines):
        yield "lines", _("A line has no quantity.")
    wrong = wrong_totals(bill)
    if wrong and bill.lines:
        yield "total", _("The document does not add up ({rules}).").format(rules=", ".join(wrong))


def _parties(bill: Bill) -> Iterator[tuple[str, str]]:
    if not plain(bill.seller.name):
        yield "seller_name", _("Your organisation has no name: enter it in its account.")
    if not plain(bill.buyer.name):
        yield "buyer_name", _("The client has no name: it is entered in the client's account.")
    if not _COUNTRY.fullmatch(bill.seller.country):
        yield "seller_country", _("Your address has no country: enter it in the account of your organisation.")
    if not _COUNTRY.fullmatch(bill.buyer.country):
        yield "buyer_country", _("The client's address has no country: it is entered in the client's account.")


def _numbers(bill: Bill) -> Iterator[tuple[str, str]]:
    """Yield the numbers that an e-invoice needs by how it is taxed (EN 16931: BR-CO-26, BR-S-02, BR-AE-02, BR-G-02)."""
    categories = {one.category for one in bill.vat}
    if VatCategory.NOT_SUBJECT in categories:
        if not plain(bill.seller.register_number):
            yield (
                "seller_register_number",
                _("Who is not registered for VAT shows its register number: enter it in your organisation's account."),
            )
        if len(categories) > 1:
            yield "vat", _("Who is not registered for VAT charges none on any line.")
        return
    if not plain(bill.seller.vat_number):
        reason = _("An invoice with VAT shows your VAT number: enter it in the account of your organisation.")
        yield "seller_vat_number", reason
    elif not _COUNTRY.fullmatch(bill.seller.vat_number[:2]):
        yield "seller_vat_number", _("Your VAT number begins with the letters of its country: correct it.")
    if VatCategory.REVERSE_CHARGE in categories and not plain(bill.buyer.vat_number):
        yield "buyer_vat_number", _("Where the client owes the VAT, the invoice shows its VAT number: ask for it.")


def _payment(bill: Bill) -> Iterator[tuple[str, str]]:
    from stdnum import iban

    from resellertui.adapters.qr_bill import AddressRefused, ReferenceRefused, payment_part

    if bill.iban and not iban.is_valid(bill.iban):
        yield "iban", _("The account is no valid IBAN: correct it in the settings.")
        return
    try:
        payment_part(bill)
    except AddressRefused:
        yield (
            "seller_address",
            _("The payment part needs your name, postal code and city: complete the account of your organisation."),
        )
    except ReferenceRefused:
        yield (
            "reference",
            _(
                "The account and the reference don't go together: a QR-IBAN takes a QR reference, any other account a "
                "creditor reference (RF). Correct the account in the settings."
            ),
        )
