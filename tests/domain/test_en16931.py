"""Bills as the European standard says them: sums that add up, prices that give the line, signs, reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bills import (
    ALL,
    QRR,
    SCOR,
    SELLER,
    abroad,
    bill,
    credit_note,
    line,
    refunding,
    reverse_charged,
    several_rates,
    untaxed,
)
from tests.hostile import HOSTILE

from resellertui.domain.billing import vat_to_date
from resellertui.domain.reinvoicing.bill import Bill, BillLine, VatCategory
from resellertui.domain.reinvoicing.en16931 import terms_of, wrong_totals
from resellertui.domain.reinvoicing.language import spoken_in
from resellertui.domain.text import visible


def terms(one: Bill) -> dict[str, Any]:
    """Return the business terms of a bill."""
    return terms_of(one, "Payable by 30 Dec 2026.")


def groups(one: Bill, code: str) -> list[dict[str, Any]]:
    """Return a group of business terms."""
    return cast("list[dict[str, Any]]", terms(one)[code])


@st.composite
def lines(draw: st.DrawFn) -> list[BillLine]:
    """Draw lines at several rates, some of them below zero."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.integers(-(10**9), 10**9), st.integers(1, 10**5), st.sampled_from(["8.1", "20", "5.5", "0", "8.10"])
            ),
            min_size=1,
            max_size=8,
        )
    )
    return [
        line(amount, place, quantity=quantity, percent=percent)
        for place, (amount, quantity, percent) in enumerate(drawn, 1)
    ]


@given(lines())
@settings(max_examples=60)
def test_whatever_is_billed_the_standards_rules_of_sums_hold(drawn: list[BillLine]) -> None:
    one = bill(*drawn)
    said = terms(one)

    assert wrong_totals(one) == ()
    amounts = [Decimal(each["BT-131"]) for each in said["BG-25"]]
    assert Decimal(said["BT-106"]) == sum(amounts) == Decimal(said["BT-109"])
    assert Decimal(said["BT-110"]) == sum(Decimal(each["BT-117"]) for each in said["BG-23"])
    assert Decimal(said["BT-112"]) == Decimal(said["BT-109"]) + Decimal(said["BT-110"]) == Decimal(said["BT-115"])
    for each in said["BG-23"]:
        rate = Decimal(each["BT-119"])
        bearing = [Decimal(own["BT-131"]) for own in said["BG-25"] if Decimal(own["BT-152"]) == rate]
        assert Decimal(each["BT-116"]) == sum(bearing)
        assert abs(Decimal(each["BT-117"]) - Decimal(each["BT-116"]) * rate / 100) <= Decimal("0.005")


@given(lines())
@settings(max_examples=60)
def test_quantity_times_price_is_the_line_exactly_and_no_price_is_below_zero(drawn: list[BillLine]) -> None:
    for said, own in zip(groups(bill(*drawn), "BG-25"), drawn, strict=True):
        quantity, price, base = (Decimal(said[code]) for code in ("BT-129", "BT-146", "BT-149"))
        assert quantity * price / base * 100 == own.amount
        assert price >= 0
        assert abs(quantity) == own.quantity
        assert len(said["BT-146"].partition(".")[2]) in (2, 4)


@pytest.mark.parametrize(
    ("amount", "quantity", "price", "base"),
    [
        (24000, 2, "120.00", "1"),
        (1, 8, "0.01", "8"),
        (125, 10, "0.1250", "1"),
        (10001, 3, "100.01", "3"),
        (0, 3, "0.00", "1"),
    ],
)
def test_a_price_is_that_of_one_unit_where_it_can_be(amount: int, quantity: int, price: str, base: str) -> None:
    (said,) = groups(bill(line(amount, quantity=quantity)), "BG-25")

    assert (said["BT-146"], said["BT-149"]) == (price, base)


def test_what_is_given_back_on_an_invoice_has_a_quantity_below_zero() -> None:
    charged, returned = groups(refunding(), "BG-25")

    assert (charged["BT-129"], charged["BT-131"]) == ("2", "240.00")
    assert (returned["BT-129"], returned["BT-131"], returned["BT-146"]) == ("-3", "-60.00", "20.00")


def test_a_credit_note_names_its_invoice_and_asks_for_no_payment() -> None:
    said = terms(credit_note())

    assert said["BT-3"] == "381"
    assert said["BG-3"] == [{"BT-25": "2026-0042", "BT-26": date(2026, 11, 30)}]
    assert said["BG-1"] == [{"BT-22": "Ordered twice by mistake."}]
    assert Decimal(said["BT-115"]) > 0
    assert not {"BT-9", "BT-81", "BT-84"} & said.keys()


def test_an_invoice_says_where_and_until_when_to_pay() -> None:
    said = terms(bill())

    assert said["BT-3"] == "380"
    assert (said["BT-9"], said["BT-10"]) == (date(2026, 12, 30), "PO 4711")
    assert (said["BT-81"], said["BT-83"], said["BT-85"]) == ("30", QRR, SELLER.name)
    assert (said["BT-73"], said["BT-74"]) == (date(2026, 11, 1), date(2026, 11, 30))
    sepa = terms(several_rates(account_holder="Holding"))
    assert (sepa["BT-81"], sepa["BT-83"], sepa["BT-85"]) == ("58", SCOR, "Holding")
    assert "BT-81" not in terms(bill(iban="", reference=""))


@pytest.mark.parametrize(
    ("one", "category", "code"),
    [
        (reverse_charged(), "AE", "VATEX-EU-AE"),
        (abroad(), "G", "VATEX-EU-G"),
        (untaxed(), "O", "VATEX-EU-O"),
        (bill(), "S", None),
    ],
)
def test_what_bears_no_vat_says_why(one: Bill, category: str, code: str | None) -> None:
    (said,) = groups(one, "BG-23")

    assert (said["BT-118"], said.get("BT-121")) == (category, code)
    assert said.get("BT-120", "") == one.vat[0].reason
    assert ("BT-119" in said) == (category != "O")


def test_who_is_not_registered_shows_no_vat_number_of_anybody() -> None:
    said = terms(untaxed(seller=SELLER, buyer=SELLER))

    assert "vat_identifier" not in said["BG-4"]
    assert "vat_identifier" not in said["BG-7"]
    assert said["BG-4"]["legal_identifier"] == "CHE107787577"


def test_a_swiss_vat_number_is_the_uid_with_its_word_and_northern_ireland_is_in_the_united_kingdom() -> None:
    said = terms(bill(buyer=replace(SELLER, country="XI", vat_number="XI123456789")))

    assert said["BG-4"]["vat_identifier"] == "CHE107787577MWST"
    assert (said["BG-7"]["country_code"], said["BG-7"]["vat_identifier"]) == ("GB", "XI123456789")


def test_no_text_is_empty_or_acts_on_what_reads_it() -> None:
    for text in HOSTILE:
        own = replace(line(100), label=text, name=text)
        said = terms(bill(own, buyer=replace(SELLER, name=text, city=text), buyer_reference=text, closing_line=text))
        found = [*said["BG-7"].values(), *said["BG-25"][0].values(), said.get("BT-10", "-")]
        assert all(visible(one) == one and one.strip() for one in found if isinstance(one, str))


def broken(one: Bill, **changes: Any) -> tuple[str, ...]:
    """Return the rules that a bill breaks once something in it is changed."""
    return wrong_totals(replace(one, **changes))


def test_a_bill_that_does_not_add_up_is_found_out() -> None:
    one = bill()
    (vat,) = one.vat

    assert all(wrong_totals(make()) == () for make in ALL.values())
    assert broken(one, net=one.net + 1) == ("BR-CO-10", "BR-CO-15")
    assert broken(one, total=one.total + 1) == ("BR-CO-15",)
    assert "BR-CO-17" in broken(one, vat=(replace(vat, amount=vat.amount + 1),))
    assert broken(one, vat=(replace(vat, base=vat.base + 100, amount=vat_to_date(vat.base + 100, vat.percent)),)) == (
        "BR-CO-14",
        "BR-S-08",
    )
    assert "BR-S-08" in broken(one, vat=(replace(vat, category=VatCategory.ABROAD),))


def test_a_credit_note_may_be_a_cent_beside_its_own_base() -> None:
    one = credit_note()
    vat = replace(one.vat[0], amount=one.vat_total - 1)

    assert broken(one, vat=(vat,), vat_total=vat.amount, total=one.total - 1) == ()


@pytest.mark.parametrize(("country", "spoken"), [("CH", "de_CH"), ("LI", "de_CH"), ("DE", "de"), ("US", "de")])
def test_the_swiss_area_writes_its_languages_another_way(country: str, spoken: str) -> None:
    assert spoken_in("de", country) == spoken_in("de_AT", country) == spoken
