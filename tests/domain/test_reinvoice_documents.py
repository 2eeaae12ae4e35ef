"""Partners' documents: their VAT, numbers, references, where they stand, and when clients are reminded."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iso11649
from stdnum.ch import esr

from resellertui.domain.errors import Invalid
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme import default_terms
from resellertui.domain.registry import Refutation, Source
from resellertui.domain.reinvoicing.bill import VatCategory
from resellertui.domain.reinvoicing.numbering import next_sequence, show_document_number
from resellertui.domain.reinvoicing.period import parse_period
from resellertui.domain.reinvoicing.reference import payment_reference, show_reference
from resellertui.domain.reinvoicing.reminding import due_level, next_reminder_on
from resellertui.domain.reinvoicing.status import Status, balance_of, status_label, status_of
from resellertui.domain.reinvoicing.vat import Seller, Treatment, sums_of, treatment_of
from resellertui.domain.tax import Buyer

DAY = date(2026, 11, 23)
COMPANY, PERSON = OrganisationKind.COMPANY, OrganisationKind.INDIVIDUAL
SPANISH, GERMAN, ITALIAN = "ESB58378431", "DE136695976", "IT00743110157"


TABLES = default_terms().vat


@pytest.mark.parametrize(
    ("seller", "buyer", "kind", "number", "category", "percent"),
    [
        ("CH", "CH", COMPANY, None, "S", "8.1"),
        ("CH", "LI", PERSON, None, "S", "8.1"),
        ("LI", "CH", COMPANY, None, "S", "8.1"),
        ("FR", "FR", COMPANY, "FR61954506077", "S", "20"),
        ("FR", "MC", PERSON, None, "S", "20"),
        ("MC", "FR", PERSON, None, "S", "20"),
        ("CH", "ES", COMPANY, SPANISH, "AE", "0"),
        ("CH", "ES", COMPANY, None, "G", "0"),
        ("CH", "ES", COMPANY, GERMAN, "G", "0"),
        ("CH", "ES", PERSON, SPANISH, "G", "0"),
        ("DE", "ES", COMPANY, SPANISH, "AE", "0"),
        ("DE", "ES", COMPANY, None, "S", "19"),
        ("DE", "ES", OrganisationKind.PUBLIC_BODY, SPANISH, "S", "19"),
        ("DE", "CH", COMPANY, None, "G", "0"),
        ("DE", "XI", COMPANY, "XI980780684", "G", "0"),
        ("CH", "US", PERSON, None, "G", "0"),
        ("US", "ES", COMPANY, SPANISH, "G", "0"),
        ("US", "US", COMPANY, None, "S", "6.5"),
    ],
)
def test_who_is_taxed_how(
    seller: str, buyer: str, kind: OrganisationKind, number: str | None, category: str, percent: str
) -> None:
    own = Decimal("6.5") if seller == "US" else None
    found = treatment_of(Seller(seller, True, own), Buyer(buyer, kind, number), DAY, TABLES)
    assert (found.category, found.percent) == (VatCategory(category), Decimal(percent))
    assert bool(found.why) is (category != "S")
    free = treatment_of(Seller(seller, False, own), Buyer(buyer, kind, number), DAY, TABLES)
    assert (free.category, free.percent) == (VatCategory.NOT_SUBJECT, Decimal(0))


def test_a_number_that_a_registry_refuted_counts_as_none_and_a_rate_holds_from_its_day() -> None:
    refuted = Buyer("ES", COMPANY, SPANISH, Refutation(Source.VIES, DAY))
    assert treatment_of(Seller("DE", True), refuted, DAY, TABLES).category is VatCategory.STANDARD
    swiss = Buyer("CH", COMPANY)
    assert treatment_of(Seller("CH", True), swiss, date(2023, 12, 31), TABLES).percent == Decimal("7.7")
    assert treatment_of(Seller("CH", True), swiss, date(2024, 1, 1), TABLES).percent == Decimal("8.1")
    with pytest.raises(Invalid, match="settings") as refusal:
        treatment_of(Seller("US", True), Buyer("US", PERSON), DAY, TABLES)
    assert refusal.value.fields[0].field == "vat_percent"


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(-50_000, 50_000), st.sampled_from(["8.1", "7.7", "20"])), max_size=12))
def test_vat_is_computed_once_on_the_sum_at_each_rate(lines: list[tuple[int, str]]) -> None:
    ways = {one: Treatment(VatCategory.STANDARD, Decimal(one)) for one in ("8.1", "7.7", "20")}
    sums = sums_of((amount, ways[percent]) for amount, percent in lines)
    assert sum(one.base for one in sums) == sum(amount for amount, _percent in lines)
    assert len(sums) == len({percent for _amount, percent in lines})
    for one in sums:
        assert abs(one.amount - one.base * one.treatment.percent / 100) <= Decimal("0.5")


def test_a_series_is_gapless_and_continued_in_its_first_year_only() -> None:
    assert next_sequence(None, is_new=True, first_number=48) == 48
    assert next_sequence(48, is_new=False, first_number=48) == 49
    assert next_sequence(None, is_new=False, first_number=48) == 1
    assert show_document_number("CN-", 2026, 12) == "CN-2026-0012"
    assert show_document_number("", 2026, 12345) == "2026-12345"


@settings(max_examples=60)
@given(st.integers(1, 10**8), st.integers(2000, 2999), st.integers(1, 10**7), st.booleans())
def test_references_check_and_tell_invoices_apart(partner: int, year: int, sequence: int, takes_qr: bool) -> None:
    iban = "CH4431999123000889012" if takes_qr else "CH9300762011623852957"
    found = payment_reference(iban, partner, year, sequence)
    assert found == payment_reference(iban, partner, year, sequence)
    assert found != payment_reference(iban, partner, year, sequence + 1)
    assert found != payment_reference(iban, partner + 1, year, sequence)
    if takes_qr:
        assert len(found) == 27
        assert esr.is_valid(found)
    else:
        assert len(found) <= 25
        assert iso11649.is_valid(found)
    assert show_reference(found).replace(" ", "") == found


@pytest.mark.parametrize(
    ("total", "paid", "credited", "late", "status"),
    [
        (1000, 0, 0, False, Status.OPEN),
        (1000, 1, 0, False, Status.PART_PAID),
        (1000, 1, 0, True, Status.OVERDUE),
        (1000, 0, 999, True, Status.OVERDUE),
        (1000, 1000, 0, True, Status.PAID),
        (1000, 400, 600, True, Status.PAID),
        (1000, 0, 1000, True, Status.CREDITED),
        (1000, 1, 1000, True, Status.TO_GIVE_BACK),
        (0, 0, 0, True, Status.PAID),
    ],
)
def test_where_an_invoice_stands(total: int, paid: int, credited: int, late: bool, status: Status) -> None:
    due_on = DAY - timedelta(days=1) if late else DAY
    assert status_of(total, paid, credited, due_on, DAY) is status
    assert status_label(status)
    assert (balance_of(total, paid, credited) < 0) is (status is Status.TO_GIVE_BACK)


def test_reminders_go_in_order_and_one_a_day() -> None:
    steps = (10, 20, 30)
    due_on = date(2026, 11, 1)
    assert next_reminder_on(due_on, steps, 0, None) == date(2026, 11, 11)
    assert due_level(due_on, steps, 0, None, date(2026, 11, 10)) is None
    assert due_level(due_on, steps, 0, None, date(2026, 11, 11)) == 1
    late = date(2027, 3, 1)
    assert due_level(due_on, steps, 0, None, late) == 1
    assert due_level(due_on, steps, 1, late, late) is None
    assert due_level(due_on, steps, 1, late, late + timedelta(days=1)) == 2
    assert due_level(due_on, steps, 3, late, late + timedelta(days=1)) is None


def test_a_period_is_a_month_that_has_begun() -> None:
    assert parse_period("2026-02", DAY).last == date(2026, 2, 28)
    assert parse_period(" 2026-11 ", DAY).name == "2026-11"
    for wrong in ("2026", "2026-13", "11/2026", "2026-12", "0000-01", "x"):
        with pytest.raises(Invalid):
            parse_period(wrong, DAY)
