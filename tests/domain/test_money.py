"""Amounts are exact, and two currencies never meet in one sum."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid
from resellertui.domain.money import Currency, MixedCurrencies, Money, parse_price, round_half_up

MINORS = st.integers(min_value=-(10**14), max_value=10**14)
CURRENCIES = st.sampled_from(Currency)


@given(MINORS, CURRENCIES)
def test_an_amount_written_out_reads_back_as_the_same_amount(minor: int, currency: Currency) -> None:
    amount = Money(minor, currency)
    assert Money.parse(str(amount), currency) == amount


@given(MINORS, MINORS, CURRENCIES)
def test_what_was_added_can_be_taken_away_again_to_the_cent(one: int, other: int, currency: Currency) -> None:
    first, second = Money(one, currency), Money(other, currency)
    assert (first + second) - second == first
    assert (first + second).decimal == first.decimal + second.decimal


@pytest.mark.parametrize(
    ("typed", "written"), [("1234.50", "1234.50"), ("3", "3.00"), ("-0.01", "-0.01"), ("0.1", "0.10"), ("-0", "0.00")]
)
def test_amounts_are_written_with_the_decimals_of_their_currency(typed: str, written: str) -> None:
    assert str(Money.parse(typed, "CHF")) == written


@pytest.mark.parametrize("typed", ["", "1.234", "1'234.50", "1,5", "1e3", "1_000", "٣", "NaN", " 1", "+1", ".5", "5."])
def test_an_amount_written_in_another_way_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="digits and a point"):
        Money.parse(typed, "EUR")


def test_a_currency_that_the_provider_does_not_invoice_in_is_refused() -> None:
    with pytest.raises(Invalid, match="CHF, EUR"):
        Money.parse("1", "USD")


def test_francs_and_euros_are_never_added() -> None:
    francs, euros = Money(100, Currency.CHF), Money(100, Currency.EUR)
    with pytest.raises(MixedCurrencies, match="CHF and EUR"):
        _ = francs + euros
    with pytest.raises(MixedCurrencies):
        _ = euros - francs


@pytest.mark.parametrize("minor", [1.0, True, Decimal(1)])
def test_minor_units_are_whole_numbers(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(cast("int", minor), Currency.CHF)


def test_a_fraction_of_a_cent_becomes_no_amount_by_itself() -> None:
    with pytest.raises(ValueError, match="no whole number"):
        Money.of(Decimal("0.005"), Currency.CHF)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("16.8739", "16.87"), ("-0.001", "0.00"), ("2", "2.00")],
)
def test_a_half_cent_is_rounded_up(exact: str, rounded: str) -> None:
    assert str(round_half_up(Decimal(exact))) == rounded


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_rounding_moves_by_at_most_half_a_cent_and_rounding_again_changes_nothing(exact: Decimal) -> None:
    rounded = round_half_up(exact)
    assert abs(rounded - exact) <= Decimal("0.005")
    assert round_half_up(rounded) == rounded


def test_a_unit_price_may_have_six_decimals() -> None:
    assert parse_price("0.004150") == Decimal("0.004150")


@pytest.mark.parametrize("typed", ["-1", "1.1234567", "1e2", "1_0", "٣", "", "1 "])
def test_a_price_that_is_negative_or_oddly_written_is_refused_on_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_price(typed, "margin")
    assert [problem.field for problem in refusal.value.fields] == ["margin"]
