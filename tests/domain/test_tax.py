"""VAT: who is taxed at which rate and why, on both sides of a change of rate and across it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.countries import EU
from resellertui.domain.errors import Refused
from resellertui.domain.money import Currency, Money
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme import VatRate, default_terms
from resellertui.domain.registry import Refutation, Source
from resellertui.domain.tax import Buyer, TaxedAmount, VatEntry, split_by_days, taxation_of, vat_of

CHF = Currency.CHF
BEFORE, AFTER = date(2023, 12, 31), date(2024, 1, 1)
TODAY = date(2026, 11, 23)
TABLES = default_terms().vat

VALID = {
    "FR": "FR 83 404 833 048",
    "MC": "FR 83 404 833 048",
    "IT": "IT 00743110157",
    "DE": "DE 136 695 976",
    "AT": "ATU13585627",
    "GR": "EL 094259216",
    "EE": "EE 100 931 558",
    "FI": "FI 20774740",
    "RO": "RO 185 472 90",
    "SK": "SK 202 274 96 19",
    "GB": "XI 980 7806 84",
    "XI": "XI 980 7806 84",
    "CH": "CHE-100.155.212",
    "LI": "CHE-100.155.212",
    "US": "91-1144442",
}

# The standard rate on 2023-12-31, on 2024-01-01 and in November 2026; 0 outside both VAT areas.
STANDARD = {
    "CH": ("7.7", "8.1", "8.1"),
    "LI": ("7.7", "8.1", "8.1"),
    "FR": ("20", "20", "20"),
    "MC": ("20", "20", "20"),
    "IT": ("22", "22", "22"),
    "DE": ("19", "19", "19"),
    "AT": ("20", "20", "20"),
    "GR": ("24", "24", "24"),
    "EE": ("20", "22", "24"),
    "FI": ("24", "24", "25.5"),
    "RO": ("19", "19", "21"),
    "SK": ("20", "20", "23"),
    "XI": ("0", "0", "0"),
    "GB": ("0", "0", "0"),
    "US": ("0", "0", "0"),
}
REVERSE_CHARGED = {"FR", "MC", "IT", "DE", "AT", "GR", "EE", "FI", "RO", "SK"}
"""Where a company with a valid number of its country owes the VAT itself."""


def number_of(country: str, state: str) -> str | None:
    """Return a VAT number that is valid in the country, mistyped, another country's, or none."""
    if state == "none":
        return None
    if state == "foreign":
        return VALID["DE"] if country in {"IT", "CH", "US"} else VALID["IT"]
    digits = VALID[country]
    return digits if state == "valid" else digits[:-1] + str((int(digits[-1]) + 1) % 10)


REFUTED = Refutation(Source.VIES, date(2026, 11, 20))


def entries(buyer: Buyer, first: date, last: date | None = None, amount: int = 10_000) -> tuple[VatEntry, ...]:
    """Return the VAT of one amount in cents."""
    return vat_of(taxation_of(buyer, TABLES), [TaxedAmount(Money(amount, CHF), first, last or first)], CHF)


GOLDEN = [
    (country, kind, state, day, STANDARD[country][place])
    for country, kind, state, (place, day) in product(
        STANDARD,
        ("company", "individual", "association", "public_body"),
        ("valid", "invalid", "foreign", "none"),
        enumerate((BEFORE, AFTER, TODAY)),
    )
]


@pytest.mark.parametrize("country", STANDARD)
def test_every_buyer_of_a_country_is_taxed_as_the_table_says(country: str) -> None:
    for _country, kind, state, day, standard in [row for row in GOLDEN if row[0] == country]:
        (entry,) = entries(Buyer(country, OrganisationKind(kind), number_of(country, state)), day)

        is_reversed = kind == "company" and state == "valid" and country in REVERSE_CHARGED
        expected = "0" if is_reversed else standard
        assert (entry.rate, str(entry.base)) == (expected, "100.00"), (country, kind, state, day)
        assert ("Reverse charge" in entry.reason) is is_reversed


@pytest.mark.parametrize("country", STANDARD)
@pytest.mark.parametrize("state", ["invalid", "foreign"])
def test_a_number_that_counts_as_none_is_named_in_the_reason(country: str, state: str) -> None:
    number = number_of(country, state)
    (entry,) = entries(Buyer(country, OrganisationKind.COMPANY, number), TODAY)

    assert f"{number} counts as none" in entry.reason


def test_numbers_are_written_as_their_country_does_wherever_a_reason_names_them() -> None:
    for number, shown in (
        ("DE136695976", "DE 136 695 976"),
        ("DE136695977", "DE 136 695 977"),
        ("de1[red]", "de1[red]"),
    ):
        (entry,) = entries(Buyer("DE", OrganisationKind.COMPANY, number), TODAY)
        assert f"the VAT number {shown}" in entry.reason


def test_a_foreign_number_s_reason_says_whose_it_should_be() -> None:
    (entry,) = entries(Buyer("IT", OrganisationKind.COMPANY, VALID["DE"]), TODAY)

    assert "begins with DE, but one of Italy begins with IT" in entry.reason


@pytest.mark.parametrize("kind", ["individual", "association", "public_body"])
def test_who_is_no_company_is_taxed_as_without_a_number_and_told_so(kind: str) -> None:
    (entry,) = entries(Buyer("DE", OrganisationKind(kind), VALID["DE"]), TODAY)

    assert entry.rate == "19"
    assert "no company" in entry.reason
    assert "Only a company gives a VAT number" in entry.reason


@pytest.mark.parametrize("country", ["GB", "XI"])
def test_a_number_of_northern_ireland_is_known_but_changes_nothing_for_services(country: str) -> None:
    (entry,) = entries(Buyer(country, OrganisationKind.COMPANY, VALID["XI"]), TODAY)

    assert entry.rate == "0"
    assert "for goods only" in entry.reason


def test_reverse_charge_carries_its_note_with_the_number() -> None:
    (entry,) = entries(Buyer("MC", OrganisationKind.COMPANY, VALID["MC"]), TODAY)

    assert "Article 196 of Directive 2006/112/EC" in entry.reason
    assert "FR 83 404 833 048" in entry.reason
    assert "Monaco (taxed as France)" in entry.reason


@pytest.mark.parametrize(
    ("net", "tax", "total"),
    [(20832, 1687, 22519), (34720, 2812, 37532), (13092, 1060, 14152), (2112, 171, 2283), (26040, 2109, 28149)],
)
def test_swiss_vat_of_the_worked_examples_is_right_to_the_cent(net: int, tax: int, total: int) -> None:
    (entry,) = entries(Buyer("CH", OrganisationKind.COMPANY), TODAY, amount=net)

    assert (entry.amount.minor, entry.base.minor + entry.amount.minor) == (tax, total)


def test_a_year_across_the_change_of_2024_is_split_by_its_days() -> None:
    found = entries(Buyer("CH", OrganisationKind.COMPANY), date(2023, 12, 1), date(2024, 11, 30), amount=36_600)

    assert [(one.rate, str(one.base), str(one.amount)) for one in found] == [
        ("7.7", "31.00", "2.39"),
        ("8.1", "335.00", "27.14"),
    ]


def test_a_split_amount_loses_no_cent() -> None:
    found = entries(Buyer("EE", OrganisationKind.INDIVIDUAL), date(2023, 12, 30), date(2024, 1, 1), amount=100)

    assert [(one.rate, one.base.minor) for one in found] == [("20", 67), ("22", 33)]


def test_a_rate_that_comes_back_is_one_entry() -> None:
    found = entries(Buyer("DE", OrganisationKind.INDIVIDUAL), date(2020, 6, 30), date(2021, 1, 1), amount=18_600)

    assert [(one.rate, one.base.minor) for one in found] == [("19", 200), ("16", 18_400)]


def test_a_period_without_vat_is_one_entry_at_zero() -> None:
    (entry,) = entries(Buyer("US", OrganisationKind.COMPANY), date(2023, 12, 1), date(2024, 11, 30))

    assert (entry.rate, str(entry.base), str(entry.amount)) == ("0", "100.00", "0.00")


def test_vat_is_computed_once_on_the_sum_of_the_lines_at_a_rate() -> None:
    lines = [TaxedAmount(Money(6, CHF), TODAY, TODAY)] * 3
    (entry,) = vat_of(taxation_of(Buyer("CH", OrganisationKind.COMPANY), TABLES), lines, CHF)

    assert (entry.base.minor, entry.amount.minor) == (18, 1), "by line it would be three times 0.00"


def test_before_the_oldest_rate_of_the_terms_nothing_is_guessed() -> None:
    with pytest.raises(Refused, match="no VAT rate of Switzerland for 2017-12-31"):
        entries(Buyer("CH", OrganisationKind.COMPANY), date(2017, 12, 31))


def test_a_country_in_which_the_provider_is_registered_is_taxed_there() -> None:
    tables = replace(TABLES, registrations={"GB": (VatRate(date(2020, 1, 1), Decimal(20)),)})
    (entry,) = vat_of(
        taxation_of(Buyer("GB", OrganisationKind.COMPANY), tables),
        [TaxedAmount(Money(10_000, CHF), TODAY, TODAY)],
        CHF,
    )

    assert (entry.rate, str(entry.amount)) == ("20", "20.00")
    assert "registered" in entry.reason


def test_the_terms_hold_a_rate_of_every_member_state_for_today() -> None:
    for country in EU:
        (entry,) = entries(Buyer(country, OrganisationKind.INDIVIDUAL), TODAY)
        assert Decimal(15) <= entry.percent <= Decimal(27), country


@pytest.mark.parametrize(
    ("country", "day", "rate"),
    [
        ("EE", date(2025, 6, 30), "22"),
        ("EE", date(2025, 7, 1), "24"),
        ("FI", date(2024, 8, 31), "24"),
        ("FI", date(2024, 9, 1), "25.5"),
        ("RO", date(2025, 7, 31), "19"),
        ("RO", date(2025, 8, 1), "21"),
        ("SK", date(2024, 12, 31), "20"),
        ("SK", date(2025, 1, 1), "23"),
        ("LU", date(2023, 12, 31), "16"),
        ("LU", date(2024, 1, 1), "17"),
    ],
)
def test_a_new_rate_holds_from_its_first_day(country: str, day: date, rate: str) -> None:
    assert entries(Buyer(country, OrganisationKind.ASSOCIATION), day)[0].rate == rate


DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2030, 12, 31))


@given(DAYS, DAYS, st.sampled_from(sorted(EU | {"CH", "LI", "US"})), st.integers(0, 10**8))
def test_every_day_is_taxed_once_and_bases_add_up(one: date, other: date, country: str, amount: int) -> None:
    first, last = min(one, other), max(one, other)
    taxation = taxation_of(Buyer(country, OrganisationKind.INDIVIDUAL), TABLES)

    assert sum(days for _rate, days in split_by_days(taxation, first, last)) == (last - first).days + 1
    found = vat_of(taxation, [TaxedAmount(Money(amount, CHF), first, last)], CHF)
    assert sum(entry.base.minor for entry in found) == amount


@pytest.mark.parametrize("country", VALID)
def test_a_number_that_a_registry_refutes_counts_as_none_where_it_would_decide(country: str) -> None:
    buyer = Buyer(country, OrganisationKind.COMPANY, VALID[country])
    without, refuted = replace(buyer, vat_number=None), replace(buyer, refuted=REFUTED)

    assert [(one.rate, one.amount) for one in entries(refuted, TODAY)] == [
        (one.rate, one.amount) for one in entries(without, TODAY)
    ]
    (entry,) = entries(refuted, TODAY)
    said = "VIES answered on 2026-11-20 that it is not valid" in entry.reason
    assert said is (country in REVERSE_CHARGED)
    if not said:
        assert entry == entries(buyer, TODAY)[0]


def test_a_number_that_is_none_by_itself_says_that_first() -> None:
    buyer = Buyer("FR", OrganisationKind.COMPANY, number_of("FR", "foreign"), REFUTED)

    assert entries(buyer, TODAY) == entries(replace(buyer, refuted=None), TODAY)
