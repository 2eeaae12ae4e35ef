"""What needs a person: the order of the lines, and that nothing is lost in it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resellertui.domain.attention import Fact, Need, Place, Severity, ordered, severity_of
from resellertui.domain.money import Currency, Money

TODAY = date(2026, 11, 23)
DAYS = st.none() | st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days))
FACTS = st.builds(
    Fact,
    st.sampled_from(Need),
    st.integers(0, 3),
    st.builds(Place, st.sampled_from(("clients", "to_pay")), record=st.sampled_from(("", "PTN-1", "PTN-2"))),
    DAYS,
    DAYS,
    amounts=st.sampled_from(((), (Money(100, Currency.CHF),), (Money(100, Currency.CHF), Money(5, Currency.EUR)))),
    name=st.sampled_from(("", "[red]")),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # on a machine that does much else
@given(st.lists(FACTS, max_size=8).flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(facts))))
def test_the_order_is_one_whatever_comes_first_and_loses_nothing(given_: tuple[list[Fact], list[Fact]]) -> None:
    facts, shuffled = given_

    items = ordered(facts, TODAY)

    assert items == ordered(shuffled, TODAY)
    assert sorted(map(repr, (one.fact for one in items))) == sorted(repr(one) for one in facts if one.count)
    ranks = [list(Need).index(one.fact.need) for one in items]
    assert ranks == sorted(ranks)
    for one, after in pairwise(items):
        if one.fact.need is after.fact.need:
            assert (one.fact.due_on or date.max) <= (after.fact.due_on or date.max)


def test_what_stands_still_comes_before_what_lapses_and_that_before_what_informs() -> None:
    wanted = [Need.BLOCKED, Need.RENEWALS_FAILED, Need.EXPIRY, Need.REQUEST, Need.INVOICES_TO_PAY, Need.NOTICES_UNREAD]

    items = ordered([Fact(need, 1, Place("x")) for need in reversed(wanted)], TODAY)

    assert [one.fact.need for one in items] == wanted


@pytest.mark.parametrize(
    ("need", "days", "severity"),
    [
        (Need.BLOCKED, 20, Severity.GRAVE),
        (Need.EXPIRY, 10, Severity.URGENT),
        (Need.REQUEST, 8, Severity.CALM),
        (Need.REQUEST, 7, Severity.URGENT),
        (Need.REQUEST, 0, Severity.GRAVE),
        (Need.INVOICES_TO_PAY, 30, Severity.CALM),
        (Need.PAUSED, 1, Severity.CALM),
        (Need.BILLS_OVERDUE, -30, Severity.URGENT),
        (Need.NOTICES_UNREAD, None, Severity.CALM),
    ],
)
def test_a_near_date_makes_a_line_graver_but_for_what_only_informs(
    need: Need, days: int | None, severity: Severity
) -> None:
    due_on = None if days is None else TODAY + timedelta(days=days)

    assert severity_of(Fact(need, 1, Place("x"), due_on), TODAY) is severity


def test_sums_of_one_currency_are_added_before_and_never_twice() -> None:
    twice = (Money(1, Currency.CHF), Money(2, Currency.CHF))

    with pytest.raises(ValueError, match="one sum a currency"):
        Fact(Need.UNBILLED, 1, Place("x"), amounts=twice)
