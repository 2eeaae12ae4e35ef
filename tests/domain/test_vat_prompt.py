"""Who is asked for a VAT number, why the others are not, and what one changes."""

from __future__ import annotations

from datetime import date

import pytest

from resellertui.domain.countries import EU
from resellertui.domain.money import Currency, Money
from resellertui.domain.numbers import check_vat_number, example_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.programme import default_terms
from resellertui.domain.tax import Buyer, TaxedAmount, taxation_of, vat_of
from resellertui.domain.vat_prompt import effect_of_number, should_ask_for_vat

COMPANY = OrganisationKind.COMPANY
TABLES = default_terms().vat
YEAR = (date(2026, 11, 23), date(2027, 11, 22))


@pytest.mark.parametrize("country", sorted({*EU, "MC"}))
def test_a_company_in_the_eu_without_a_number_is_asked_and_the_number_takes_the_vat_away(country: str) -> None:
    asking = should_ask_for_vat(COMPANY, country, None)
    assert asking
    assert "reverse charge" in asking.why
    example = example_vat_number(country)
    assert example is not None
    assert check_vat_number(example, country, COMPANY).normal == example
    assert not should_ask_for_vat(COMPANY, country, example)

    effect = effect_of_number(country, TABLES, [TaxedAmount(Money(10000, Currency.EUR), *YEAR)], Currency.EUR)

    assert effect.with_number == effect.net == Money(10000, Currency.EUR)
    buyer = Buyer(country, COMPANY)
    (vat,) = vat_of(taxation_of(buyer, TABLES), [TaxedAmount(effect.net, *YEAR)], Currency.EUR)
    assert effect.without_number == effect.net + vat.amount
    assert effect.difference == vat.amount
    assert effect.difference.minor >= 1500


@pytest.mark.parametrize(
    ("kind", "country", "number", "reason"),
    [
        ("company", "CH", None, "its Swiss VAT number is its UID"),
        ("company", "LI", None, "A company in Liechtenstein is not asked"),
        ("individual", "IT", None, "an individual is not asked"),
        ("association", "IT", None, "associations and public bodies are not asked"),
        ("public_body", "DE", None, "associations and public bodies are not asked"),
        ("company", "IT", "IT00743110157", "It has the VAT number IT 00743110157."),
        ("company", "US", None, "Only companies in the EU"),
        ("company", "GB", None, "Northern Ireland"),
        ("company", "??", None, "Only companies in the EU"),
    ],
)
def test_the_others_are_not_asked_and_are_told_why(kind: str, country: str, number: str | None, reason: str) -> None:
    asking = should_ask_for_vat(OrganisationKind(kind), country, number)

    assert not asking
    assert reason in asking.why


@pytest.mark.parametrize("number", ["IT00743110158", "FR61954506077", "", "   ", "[red]\x1b"])
def test_a_number_that_counts_as_none_is_asked_for_again(number: str) -> None:
    assert should_ask_for_vat(COMPANY, "IT", number)


def test_a_total_that_is_written_already_is_what_the_number_is_compared_with() -> None:
    written = Money(12345, Currency.EUR)

    effect = effect_of_number("IT", TABLES, [TaxedAmount(Money(10000, Currency.EUR), *YEAR)], Currency.EUR, written)

    assert (effect.without_number, effect.difference) == (written, Money(2345, Currency.EUR))
    both = effect.plus(effect)
    assert (both.with_number, both.difference) == (Money(20000, Currency.EUR), Money(4690, Currency.EUR))
