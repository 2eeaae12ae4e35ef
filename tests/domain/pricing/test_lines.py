"""Amounts of lines to the cent: the published example, and what holds for every document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.errors import Refused
from resellertui.domain.money import Currency, round_half_up
from resellertui.domain.pricing import Benefit, ListPrice, OrderLine, PricedLine, price_lines
from resellertui.domain.sharing import spread

CHF = Currency.CHF


EXAMPLE = OrderLine(
    family="web_hosting",
    unit_price=Decimal("9.92"),
    quantity=35,
    periods=1,
    reward=Decimal("0.20"),
    degressive_rate=Decimal("0.25"),
    benefit=Benefit.CASHBACK,
)


def line(**given: Any) -> OrderLine:
    """Return the line of the published example, but for what is given."""
    return replace(EXAMPLE, **given)


def priced(*lines: OrderLine) -> list[PricedLine]:
    """Return the lines with their prices."""
    return price_lines(lines, CHF)[0]


def written(one: PricedLine) -> tuple[str, ...]:
    """Return gross, charged, net, discount and cashback as text."""
    return str(one.gross), str(one.charged), str(one.partner_net), str(one.discount), str(one.cashback)


def test_the_published_example_earns_52_08_as_cashback() -> None:
    assert written(*priced(line())) == ("347.20", "260.40", "208.32", "0.00", "52.08")


def test_the_published_example_costs_208_32_as_a_discount() -> None:
    assert written(*priced(line(benefit=Benefit.DISCOUNT))) == ("347.20", "208.32", "208.32", "52.08", "0.00")


def test_the_published_example_without_a_partner_costs_the_public_price() -> None:
    assert written(*priced(line(benefit=Benefit.NONE))) == ("347.20", "260.40", "None", "0.00", "0.00")


def test_the_steps_of_the_published_example_are_rounded_on_the_group() -> None:
    (group,) = price_lines([line()], CHF)[1]

    amounts = (str(group.gross), str(group.rewarded), str(group.partner_net), str(group.public))

    assert amounts == ("347.20", "277.76", "208.32", "260.40")


def test_thirty_five_lines_of_one_cost_what_one_line_of_thirty_five_does() -> None:
    together = priced(*[line(quantity=1) for _number in range(35)])

    assert sum(one.charged.minor for one in together) == 26040
    assert sum(one.partner_net.minor for one in together if one.partner_net) == 20832


def test_a_unit_price_with_more_decimals_is_rounded_once_it_is_multiplied() -> None:
    (one,) = priced(line(unit_price=Decimal("0.004150"), quantity=1000, reward=Decimal(0), degressive_rate=Decimal(0)))

    assert str(one.gross) == "4.15"


def test_a_half_cent_is_rounded_away_from_zero() -> None:
    (one,) = priced(line(unit_price=Decimal("0.05"), quantity=1, reward=Decimal("0.10"), degressive_rate=Decimal(0)))

    assert (str(one.partner_net), str(one.cashback)) == ("0.05", "0.00")


def test_each_step_is_rounded_before_the_next() -> None:
    (one,) = priced(
        line(unit_price=Decimal("0.09"), quantity=1, reward=Decimal("0.05"), degressive_rate=Decimal("0.50"))
    )

    assert str(one.partner_net) == "0.05", "0.0855 is 0.09, whose half is 0.045; unrounded it would be 0.04"


def test_factors_multiply_and_never_add() -> None:
    (one,) = priced(line(unit_price=Decimal(100), quantity=1))

    assert str(one.partner_net) == "60.00"


def test_a_list_price_stands_in_for_the_rate() -> None:
    given: dict[str, Any] = {"family": "domain", "degressive_rate": Decimal(0)}
    first, second = priced(
        line(unit_price=Decimal("9.00"), quantity=3, reward=ListPrice(Decimal("7.60")), **given),
        line(unit_price=Decimal("13.90"), quantity=1, periods=2, reward=ListPrice(Decimal("11.90")), **given),
    )

    assert written(first) == ("27.00", "27.00", "22.80", "0.00", "4.20")
    assert written(second) == ("27.80", "27.80", "23.80", "0.00", "4.00")


def test_lines_of_two_partners_are_two_groups() -> None:
    lines = [line(quantity=1, beneficiary="one"), line(quantity=1, beneficiary="other")]

    assert [group.members for group in price_lines(lines, CHF)[1]] == [(0,), (1,)]


def test_lines_of_another_family_rate_tier_or_benefit_are_groups_of_their_own() -> None:
    lines = [
        line(),
        line(family="mail_hosting"),
        line(reward=Decimal("0.10")),
        line(degressive_rate=Decimal(0)),
        line(benefit=Benefit.NONE),
        line(unit_price=Decimal("18.00")),
    ]

    assert [group.members for group in price_lines(lines, CHF)[1]] == [(0, 5), (1,), (2,), (3,), (4,)]


def test_what_earns_without_a_rate_or_a_price_is_refused() -> None:
    with pytest.raises(Refused, match="price list"):
        priced(line(reward=None))
    assert str(priced(line(reward=None, benefit=Benefit.NONE))[0].charged) == "260.40"


def test_net_is_spread_by_public_cents_so_that_no_line_earns_less_than_nothing() -> None:
    lines = [
        line(unit_price=price, quantity=1, reward=Decimal(0), degressive_rate=Decimal("0.5"))
        for price in (Decimal("0.01"), Decimal("0.01"), Decimal("0.03"))
    ]

    assert [str(one.cashback) for one in priced(*lines)] == ["0.00"] * 3


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (5, [3, 3, 4], [2, 1, 2]),
        (1, [1, 2], [0, 1]),
        (0, [5, 7], [0, 0]),
        (0, [0, 0], [0, 0]),
        (7, [0, 1], [0, 7]),
    ],
)
def test_what_is_left_over_goes_to_the_largest_remainders_and_ties_to_the_earlier(
    total: int, weights: list[int], shares: list[int]
) -> None:
    assert spread(total, weights) == shares


def test_an_amount_is_not_spread_over_nothing() -> None:
    with pytest.raises(ValueError, match="over nothing"):
        spread(1, [0, 0])


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_shares_add_up_and_are_within_one_of_their_part(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    if whole == 0:
        return
    shares = spread(total, weights)
    assert sum(shares) == total
    assert all(abs(share * whole - total * weight) < whole for share, weight in zip(shares, weights, strict=True))


RATES = st.sampled_from(
    [Decimal(0), Decimal("0.05"), Decimal("0.15"), Decimal("0.20"), Decimal("0.333"), Decimal("0.35")]
)
PRICES = st.decimals(min_value=0, max_value=500, places=4)
LINES = st.builds(
    OrderLine,
    family=st.sampled_from(["web_hosting", "vps"]),
    unit_price=PRICES,
    quantity=st.integers(1, 60),
    periods=st.integers(1, 24),
    reward=RATES,
    degressive_rate=st.sampled_from([Decimal(0), Decimal("0.05"), Decimal("0.25"), Decimal("0.999")]),
    benefit=st.sampled_from(Benefit),
    beneficiary=st.sampled_from(["one", "other"]),
)
LISTED = st.builds(
    lambda one, share: line(
        family="domain",
        unit_price=one.unit_price,
        quantity=one.quantity,
        reward=ListPrice(one.unit_price * share),
        degressive_rate=one.degressive_rate,
        benefit=one.benefit,
    ),
    LINES,
    st.decimals(min_value=0, max_value=1, places=2),
)
DOCUMENTS = st.lists(LINES | LISTED, min_size=1, max_size=8)


@given(DOCUMENTS)
def test_charged_less_cashback_is_the_partner_s_net_and_nobody_pays_to_earn(lines: list[OrderLine]) -> None:
    for given_line, one in zip(lines, priced(*lines), strict=True):
        assert one.discount.minor >= 0
        assert one.cashback.minor >= 0
        assert one.discount.minor == 0 or one.cashback.minor == 0
        assert one.public.minor <= one.gross.minor
        if one.partner_net is None:
            assert given_line.benefit is Benefit.NONE
        else:
            assert one.charged - one.cashback == one.partner_net
            assert 0 <= one.partner_net.minor <= one.public.minor


@given(DOCUMENTS)
def test_lines_add_up_to_their_groups(lines: list[OrderLine]) -> None:
    prices, groups = price_lines(lines, CHF)

    for group in groups:
        members = [prices[place] for place in group.members]
        assert sum(one.gross.minor for one in members) == group.gross.minor
        assert sum(one.public.minor for one in members) == group.public.minor
        if group.partner_net is not None:
            assert sum(one.partner_net.minor for one in members if one.partner_net) == group.partner_net.minor
    assert sorted(place for group in groups for place in group.members) == list(range(len(lines)))


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_change_totals(lines: list[OrderLine], random: Any) -> None:
    shuffled = random.sample(lines, len(lines))

    assert totals(shuffled) == totals(lines)


def totals(lines: list[OrderLine]) -> dict[tuple[str, str], int]:
    """Return what each benefit of each partner comes to, and what is charged."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for given_line, one in zip(lines, priced(*lines), strict=True):
        found[str(given_line.beneficiary), "charged"] += one.charged.minor
        found[str(given_line.beneficiary), "cashback"] += one.cashback.minor
        found[str(given_line.beneficiary), "discount"] += one.discount.minor
    return dict(found)


@given(st.lists(LINES, min_size=1, max_size=8))
def test_a_rate_never_gives_more_than_35_percent_within_a_cent_for_each_step(lines: list[OrderLine]) -> None:
    for group in price_lines(lines, CHF)[1]:
        if group.partner_net is not None:
            earned = group.public - group.partner_net
            most = round_half_up(group.public.decimal * Decimal("0.35")) + 2 * Decimal("0.01")
            assert earned.decimal <= most
