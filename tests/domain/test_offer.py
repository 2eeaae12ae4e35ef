"""Offers: what a line comes to, what a margin makes of a cost, what stands against one, and which is the best."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid
from resellertui.domain.leads.offer import (
    LONGEST_VALID,
    VALID_DAYS,
    WantedLine,
    best,
    line_amount,
    line_yearly,
    price_by_margin,
    read_lines,
    read_validity,
)
from resellertui.domain.money import Currency
from resellertui.domain.programme import Terms, default_terms
from resellertui.domain.reinvoicing.margin import ChargedLine, MarginRule, Method, Scope, resale_price

TODAY = date(2026, 11, 23)
FEW = settings(max_examples=60, deadline=None)
prices = st.decimals(min_value=0, max_value=9999, places=6)
units = st.integers(min_value=1, max_value=500)


@pytest.fixture(scope="module")
def terms() -> Terms:
    """Give the terms that the program ships."""
    return default_terms()


def charged(cost: int, quantity: int = 1, periods: int = 1) -> ChargedLine:
    return ChargedLine(0, "web_hosting", "web-hosting", Currency.CHF, TODAY, cost, quantity, periods)


def rule(method: Method, value: str) -> MarginRule:
    currency = None if method is Method.PERCENTAGE else Currency.CHF
    return MarginRule(1, None, Scope.ALL, "", method, Decimal(value), currency, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("price", "quantity", "periods", "amount"),
    [("7.44", 35, 1, 26040), ("0.004150", 100, 1, 42), ("0.005", 1, 1, 1), ("0", 3, 12, 0), ("9.92", 1, 12, 11904)],
)
def test_a_line_is_rounded_once_half_up(price: str, quantity: int, periods: int, amount: int) -> None:
    assert line_amount(Decimal(price), quantity, periods) == amount


@FEW
@given(price=prices, quantity=units, periods=units)
def test_an_offers_line_comes_to_what_re_invoicing_bills_for_the_same(
    price: Decimal, quantity: int, periods: int
) -> None:
    billed = resale_price(rule(Method.PRICE, f"{price:f}"), charged(1, quantity, periods))
    assert line_amount(price, quantity, periods) == billed


def test_a_year_counts_the_same_products_whatever_their_periods() -> None:
    assert line_yearly(Decimal("9.92"), 3, 1) == 3 * 11904
    assert line_yearly(Decimal("107.00"), 3, 12) == 32100


@pytest.mark.parametrize(
    ("margin", "cost", "quantity", "public", "price"),
    [
        (rule(Method.PERCENTAGE, "25"), 20832, 35, "9.92", "7.44"),
        (rule(Method.FIXED, "1.50"), 20832, 35, "9.92", "7.45"),
        (rule(Method.PRICE, "8.125"), 20832, 35, "9.92", "8.125"),
        (None, 20832, 35, "9.92", "5.96"),
        (rule(Method.PERCENTAGE, "10"), 79, 100, "0.0099", "0.0087"),
        (rule(Method.PERCENTAGE, "-50"), 1000, 1, "12.00", "5.00"),
    ],
)
def test_a_margin_gives_the_price_of_a_unit_in_the_publics_decimals_and_is_not_rounded_below_the_cost(
    margin: MarginRule | None, cost: int, quantity: int, public: str, price: str
) -> None:
    assert price_by_margin(margin, charged(cost, quantity), Decimal(public)) == Decimal(price)


@FEW
@given(cost=st.integers(0, 10**7), quantity=units, percent=st.integers(0, 300))
def test_a_margin_of_nothing_or_more_never_sells_below_the_cost(cost: int, quantity: int, percent: int) -> None:
    price = price_by_margin(rule(Method.PERCENTAGE, str(percent)), charged(cost, quantity), Decimal("9.92"))
    assert line_amount(price, quantity, 1) >= cost


def test_everything_that_stands_against_an_offer_is_said_at_once(terms: Terms) -> None:
    lines, problems = read_lines(
        terms,
        Currency.CHF,
        [
            WantedLine("no-such-thing"),
            WantedLine("web-hosting", price="8,00"),
            WantedLine("domain-ch", quantity=2, name="not a domain"),
            WantedLine("mail-hosting", price="5.00"),
            WantedLine("mail-hosting"),
            WantedLine("support-pro", periods=1),
            WantedLine("support-plus", periods=12),
            WantedLine("domain-ch", name="Blumen.ch."),
            WantedLine("domain-ch", name="blumen.ch"),
            WantedLine("vps-lite", price="1000000000"),
        ],
        TODAY,
    )
    assert {one.field for one in problems} == {
        "lines.1.sku",
        "lines.2.price",
        "lines.3.quantity",
        "lines.3.name",
        "lines.5.price",
        "lines.6.periods",
        "lines.7.sku",
        "lines.9.name",
        "lines.10.price",
    }
    assert [one.position for one in lines] == [2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_an_offer_is_valid_for_a_while_that_has_bounds() -> None:
    assert read_validity("", TODAY) == TODAY + timedelta(days=VALID_DAYS)
    assert read_validity("2026-11-23", TODAY) == TODAY
    last = TODAY + timedelta(days=LONGEST_VALID)
    assert read_validity(last.isoformat(), TODAY) == last
    for wrong in ("2026-11-22", (last + timedelta(days=1)).isoformat(), "soon", "2026-02-30"):
        with pytest.raises(Invalid) as refusal:
            read_validity(wrong, TODAY)
        assert [one.field for one in refusal.value.fields] == ["valid_until"]


@FEW
@given(st.lists(st.none() | st.tuples(st.sampled_from(["CHF", "EUR"]), st.integers(0, 4).map(Decimal)), max_size=6))
def test_the_best_is_the_lowest_of_its_currency_where_there_are_two_to_compare(
    values: list[tuple[str, Decimal] | None],
) -> None:
    expected = set()
    for place, one in enumerate(values):
        if one is None:
            continue
        same = [other[1] for other in values if other is not None and other[0] == one[0]]
        if len(same) > 1 and one[1] == min(same):
            expected.add(place)
    assert best(values) == expected
