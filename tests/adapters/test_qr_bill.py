"""The payment part of a QR-bill: its code field by field as published, its checks, and how it is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from tests.bills import (
    BUYER,
    FRENCH_IBAN,
    GERMAN,
    QRR,
    SCOR,
    SELLER,
    SWISS_IBAN,
    bill,
    credit_note,
    line,
    reverse_charged,
)
from tests.hostile import HOSTILE

from resellertui.adapters.pdf import Paper
from resellertui.adapters.qr_bill import AddressRefused, ReferenceRefused, latin, payment_part
from resellertui.adapters.qr_bill_drawing import TOP, draw_payment_part
from resellertui.domain.reinvoicing.bill import Bill
from resellertui.domain.wording import in_paper_language

CHF_WITH_QRR = """\
SPC
0200
1
CH4431999123000889012
S
Agence Numérique Léman Sàrl
Rue du Four
7
1204
Genève
CH







366.46
CHF
S
Bäckerei Müller AG
Zürcherstrasse
12a
8400
Winterthur
CH
QRR
210000000003139471430009017
Invoice 2026-0042
EPD"""

EUR_WITH_SCOR = """\
SPC
0200
1
CH9300762011623852957
S
Léman Inkasso AG
Rue du Four
7
1204
Genève
CH







19.99
EUR
S
Schröder & Söhne GmbH


70173
Stuttgart
DE
SCOR
RF18539007547034
Rechnung 2026-0042
EPD"""

WITHOUT_DEBTOR = """\
1204
Genève
CH







366.46
CHF







QRR"""


def said(one: Bill, language: str = "en") -> str:
    """Return what the code of a bill says, its lines as they are in this file."""
    with in_paper_language(language):
        part = payment_part(one)
    assert part is not None
    assert "\n" not in part.payload.replace("\r\n", "")
    return part.payload.replace("\r\n", "\n")


def drawn(one: Bill, language: str = "de") -> tuple[pdfium.PdfPage, pdfium.PdfDocument]:
    """Return a page with nothing but a payment part."""
    with in_paper_language(language):
        part = payment_part(one)
    assert part is not None
    paper = Paper("", 1)
    paper.add_page()
    draw_payment_part(paper, part)
    document = pdfium.PdfDocument(paper.written())
    return document[0], document


def decoded(page: pdfium.PdfPage) -> str:
    """Return what a reader of codes finds on a page."""
    (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    return str(code.text)


def test_francs_with_a_qr_reference() -> None:
    assert said(bill()) == CHF_WITH_QRR


def test_euros_with_a_creditor_reference_for_an_account_of_somebody_else_and_a_payer_without_a_street() -> None:
    buyer = replace(GERMAN, street="", house_number="")
    one = reverse_charged(account_holder="Léman Inkasso AG", buyer=buyer)

    assert said(one, "de") == EUR_WITH_SCOR


@pytest.mark.parametrize(
    "buyer",
    [
        replace(BUYER, postal_code=""),
        replace(BUYER, city="  "),
        replace(BUYER, name="日本株式会社"),
        replace(BUYER, country="ZZ"),
    ],
)
def test_a_payer_that_the_code_can_not_hold_is_left_blank_to_be_filled_in(buyer: Any) -> None:
    one = bill(buyer=buyer)

    assert WITHOUT_DEBTOR in said(one)
    part = payment_part(one)
    assert part is not None
    assert (part.receipt[-1].heading, part.receipt[-1].lines) == ("Payable by (name/address)", ())


def test_no_payment_part_without_something_to_pay_to_a_swiss_account() -> None:
    assert payment_part(bill(iban="", reference="")) is None
    assert payment_part(bill(iban=FRENCH_IBAN, reference=SCOR)) is None
    assert payment_part(bill(line(100), line(-100, 2))) is None
    assert payment_part(credit_note()) is None
    assert payment_part(bill(line(10**12))) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": SCOR},
        {"reference": ""},
        {"iban": SWISS_IBAN, "reference": QRR},
        {"reference": QRR[:-1] + "0"},
        {"iban": SWISS_IBAN, "reference": "RF00123"},
    ],
)
def test_an_account_takes_its_own_kind_of_reference_only(changes: dict[str, str]) -> None:
    with pytest.raises(ReferenceRefused):
        payment_part(bill(**changes))


@pytest.mark.parametrize("changes", [{"name": "日本"}, {"postal_code": ""}, {"city": ""}])
def test_whoever_is_paid_has_a_whole_address(changes: dict[str, str]) -> None:
    with pytest.raises(AddressRefused):
        payment_part(bill(seller=replace(SELLER, **changes)))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Zürich – Genève’s", "Zürich - Genève's"),
        ("Łódź Český Șat €", "Łódź Český Șat €"),
        ("Zu\u0308rich", "Zürich"),
        ("ﬁle ½ №", "file ½ No"),
        ("Bäckerei 🥐 [red]\n\x1b[31m", "Bäckerei [red] [31m"),
        ("x" * 90, "x" * 70),
        ("日本", ""),
    ],
)
def test_the_code_holds_latin_letters_and_loses_no_umlaut(text: str, kept: str) -> None:
    assert latin(text, 70) == kept


def test_a_reader_reads_back_from_the_page_what_was_written() -> None:
    page, document = drawn(bill())

    assert decoded(page).replace("\r\n", "\n") == CHF_WITH_QRR.replace("Invoice", "Rechnung")
    found = page.get_textpage()
    text = found.get_text_range()
    assert text.count("CH44 3199 9123 0008 8901 2") == text.count("21 00000 00003 13947 14300 09017") == 2
    assert text.count("366.46") == text.count("CH-8400 Winterthur") == 2
    left, bottom, _right, top = found.get_charbox(text.index("Empfangsschein"))
    assert 4.5 < left / 72 * 25.4 < 6
    assert TOP + 5 < 297 - top / 72 * 25.4 < 297 - bottom / 72 * 25.4 < TOP + 12
    document.close()


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("de", ("Empfangsschein", "Zahlteil", "Währung", "Betrag", "Annahmestelle")),
        ("fr", ("Récépissé", "Section paiement", "Monnaie", "Montant", "Point de dépôt")),
        ("it", ("Ricevuta", "Sezione pagamento", "Valuta", "Importo", "Punto di accettazione")),
        ("rm", ("Receipt", "Payment part", "Currency", "Amount", "Acceptance point")),
    ],
)
def test_its_headings_are_in_the_readers_language(language: str, heads: tuple[str, ...]) -> None:
    with in_paper_language(language):
        part = payment_part(bill())

    assert part is not None
    assert part.labels[:5] == heads


def test_the_longest_addresses_stay_within_their_parts() -> None:
    longest = replace(BUYER, name="W" * 90, street="M" * 90, house_number="1" * 30, city="Q" * 60, postal_code="8" * 20)
    page, _document = drawn(bill(buyer=longest, seller=replace(longest, vat_number=SELLER.vat_number)))

    found = page.get_textpage()
    assert found.get_text_range().count("W" * 10) >= 4
    amount = found.search("Betrag").get_next()
    assert amount is not None
    upper = found.get_charbox(amount[0])[3]
    receipt = [found.get_charbox(place) for place in range(found.count_chars())]
    left = [box for box in receipt if box[0] < 62 / 25.4 * 72 - 8 and box[1] > upper]
    right = [box for box in receipt if box[0] > 118 / 25.4 * 72]
    assert left
    assert all(box[2] <= 58 / 25.4 * 72 for box in left)
    assert all(box[2] <= 206 / 25.4 * 72 and box[1] >= 4 / 25.4 * 72 for box in right)
    crossing = [box for box in receipt if box[0] < 50 / 25.4 * 72 and box[3] > upper + 2 > box[1]]
    assert crossing == []


def test_no_text_breaks_the_code() -> None:
    for text in HOSTILE:
        one = bill(buyer=replace(BUYER, name=text, street=text, city=text), number=text)
        assert len(said(one).split("\n")) == 31
