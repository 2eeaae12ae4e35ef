"""The files of a partner's document: what is on them, in which language, and that they are the same every time."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from pypdf import PdfReader
from tests.bills import (
    BUYER,
    FRENCH_IBAN,
    QRR,
    SCOR,
    SELLER,
    bill,
    credit_note,
    line,
    reverse_charged,
    several_rates,
    untaxed,
)
from tests.hostile import HOSTILE

from resellertui.domain.errors import Invalid
from resellertui.domain.reinvoicing.bill import Bill
from resellertui.services.reinvoicing.papers import Paper, missing_for, papers_of


@cache
def files(one: Bill) -> dict[str, Paper]:
    """Return the files of a bill by their kinds."""
    return {paper.kind: paper for paper in papers_of(one)}


def reader(one: Bill) -> PdfReader:
    """Return the PDF of a bill."""
    return PdfReader(io.BytesIO(files(one)["pdf"].content))


def text(one: Bill) -> str:
    """Return what is written on the PDF of a bill, blanks as they come."""
    return "\n".join(page.extract_text() for page in reader(one).pages)


def test_a_bill_makes_a_pdf_with_its_e_invoice_and_both_by_themselves() -> None:
    found = files(bill(number="R/2026-0042"))

    assert [(one.name, one.media_type) for one in found.values()] == [
        ("R-2026-0042.pdf", "application/pdf"),
        ("R-2026-0042-cii.xml", "application/xml"),
        ("R-2026-0042-ubl.xml", "application/xml"),
    ]
    pdf = PdfReader(io.BytesIO(found["pdf"].content))
    assert pdf.attachments == {"factur-x.xml": [found["cii"].content]}
    assert b"CrossIndustryInvoice" in found["cii"].content
    assert b"<Invoice " in found["ubl"].content


def test_the_pdf_says_that_it_is_for_archives_and_holds_an_invoice() -> None:
    pdf = reader(bill())
    root: Any = pdf.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()

    assert re.search(r"<pdfaid:part>3</.*<pdfaid:conformance>B</", xmp, re.DOTALL)
    assert "<fx:ConformanceLevel>EN 16931</" in xmp
    assert "<fx:DocumentFileName>factur-x.xml</" in xmp
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Alternative"
    assert root["/Lang"] == "de-CH"
    facts = pdf.xmp_metadata
    assert facts is not None
    assert (facts.dc_title, facts.dc_creator) == ({"x-default": "Rechnung 2026-0042"}, [SELLER.name])
    assert facts.xmp_create_date is not None
    assert facts.xmp_create_date.date() == date(2026, 11, 30)


def test_the_same_bill_gives_the_same_files() -> None:
    one = bill(line(100, name="日本 שלום 😀"))

    assert papers_of(one) == papers_of(one)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            bill(line(123456), closing_line="Merci!"),
            "Rechnung 2026-0042|Datum|30.11.2026|01.11.2026 bis 30.11.2026|Ihre Referenz|PO 4711|Menge|Netto|"
            "Total ohne MWST|1’234.56 CHF|MWST 8.1 %|Zahlbar bis 30.12.2026 ohne Abzug.|Merci!|CHE-107.787.577 MWST|"
            "Zahlteil|Empfangsschein|1 334.56|Seite 1 von 1",
        ),
        (
            several_rates(),
            "Facture 2026-0042|30 nov. 2026|Échéance|Quantité|Total hors TVA|103,35 EUR|5,5 %|20 %|123,53 EUR|"
            "Payable jusqu’au 30 déc. 2026 sans déduction.|FR14 2004 1010 0505 0001 3M02 606|RF18 5390 0754 7034|"
            "Page 1 sur 1",
        ),
        (
            credit_note(language="it"),
            "Nota di credito CN-2026-0003|2026-0042 del 30 nov 2026|Motivo: Ordered twice by mistake.|129.72 CHF|"
            "Non c’è nulla da pagare: questo importo viene dedotto dalla fattura 2026-0042.|CHE-107.787.577 IVA",
        ),
        (
            reverse_charged(language="rm"),
            "Invoice 2026-0042|Schröder & Söhne GmbH|Germany|DE 136 695 976|VAT 0 %|"
            "Reverse charge: the recipient owes the VAT.|19.99 EUR|Payable by 30 Dec 2026 without deduction.|Receipt",
        ),
    ],
    ids=["de", "fr", "it", "no catalogue"],
)
def test_it_is_written_in_the_clients_language(one: Bill, words: str) -> None:
    found = text(one).replace("\u202f", " ").replace("\xa0", " ")

    for word in words.split("|"):
        assert word in found


def test_who_is_not_registered_prints_no_vat_and_no_vat_number() -> None:
    found = text(untaxed())

    assert "The seller is not registered for VAT." in found
    assert "CHE-107.787.577" in found
    assert "MWST" not in found


def test_without_a_swiss_account_it_says_in_words_where_to_pay() -> None:
    found = text(bill(iban=FRENCH_IBAN, reference=SCOR))

    assert "Bitte zahlen Sie auf das Konto FR14 2004 1010 0505 0001 3M02 606" in found
    assert "Zahlteil" not in found
    assert "Konto" not in text(bill(iban="", reference=""))


def test_a_long_bill_goes_on_overleaf_with_its_payment_part_on_the_last_page() -> None:
    one = bill(*(line(1000 + place, place, name=f"domain-{place}.example") for place in range(1, 201)))
    content = files(one)["pdf"].content

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) > 6
    together = "\n".join(pages)
    assert all(together.count(f"domain-{place}.example") == 1 for place in range(1, 201))
    assert ["Zahlteil" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert f"Seite {len(pages)} von {len(pages)}" in pages[-1]
    (code,) = zxingcpp.read_barcodes(pdfium.PdfDocument(content)[len(pages) - 1].render(scale=3).to_pil())
    assert QRR in code.text


def test_a_payment_part_gets_its_own_page_where_the_text_leaves_no_room() -> None:
    assert len(reader(bill()).pages) == 1

    first, last = (page.extract_text() for page in reader(bill(*(line(100, place) for place in range(1, 13)))).pages)
    assert "Total ohne MWST" in first
    assert "Zahlteil" in last


def test_no_text_of_data_breaks_a_document_or_gets_lost() -> None:
    lines = [line(100, place, label=one, name=f"n{place}") for place, one in enumerate(HOSTILE, 1)]
    worst = "[red] \x1b[31m😀 \u202egnp.exe " + "x" * 260
    one = bill(
        *lines,
        buyer=replace(BUYER, name=worst, street=worst, city=worst, region=worst, email="a@b.example"),
        seller=replace(SELLER, name=worst, logo_line=worst),
        buyer_reference=worst[:100],
        closing_line=worst,
    )

    found = "".join(text(one).split())
    assert "[red]" in found
    assert "U+001B" in found
    assert "U+202E" in found
    assert "x" * 25 in found
    assert all(f"n{place}" in found for place in range(1, len(HOSTILE) + 1))
    assert b"\x1b" not in files(one)["cii"].content


@pytest.mark.parametrize(
    ("one", "fields"),
    [
        (bill(), set()),
        (untaxed(), set()),
        (bill(buyer=replace(BUYER, city="", postal_code="", street="")), set()),
        (bill(iban="", reference=""), set()),
        (bill(seller=replace(SELLER, name=" ", city="")), {"seller_name", "seller_address"}),
        (bill(seller=replace(SELLER, vat_number="", country="")), {"seller_vat_number", "seller_country"}),
        (bill(buyer=replace(BUYER, name="", country="?")), {"buyer_name", "buyer_country"}),
        (untaxed(seller=replace(SELLER, vat_number="", register_number="")), {"seller_register_number"}),
        (reverse_charged(buyer=replace(BUYER, country="DE", vat_number="")), {"buyer_vat_number"}),
        (bill(seller=replace(SELLER, vat_number="12345")), {"seller_vat_number"}),
        (bill(reference=SCOR), {"reference"}),
        (bill(iban="CH00"), {"iban"}),
        (bill(seller=replace(SELLER, postal_code="")), {"seller_address"}),
        (bill(net=1), {"total"}),
        (replace(bill(), lines=()), {"lines"}),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_once_with_its_remedy(one: Bill, fields: set[str]) -> None:
    missing = missing_for(one)

    assert missing.keys() == fields
    assert all(reason.endswith((".", ")")) for reason in missing.values())
    if fields:
        with pytest.raises(Invalid) as refused:
            papers_of(one)
        assert {problem.field for problem in refused.value.fields} == fields
