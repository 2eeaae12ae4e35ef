"""A partnership's life as plain rules: arrangements, conflicts, dates, pauses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.partnership import (
    Access,
    Arrangement,
    Neighbour,
    Payment,
    Side,
    Standing,
    State,
    access_label,
    check_end_date,
    check_pause,
    expiry_of_request,
    may_resume,
    obstacles,
    payment_label,
    state_label,
)

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)

arrangements = st.builds(Arrangement, st.sampled_from(Access), st.none(), st.frozensets(st.integers(1, 6), max_size=4))


def fields(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    """Return the fields that a refusal names."""
    return [one.field for one in refusal.value.fields]


def test_full_access_needs_a_payment_method() -> None:
    with pytest.raises(Invalid) as refusal:
        Arrangement(Access.FULL).check(by=Side.CLIENT)
    assert fields(refusal) == ["payment"]


def test_full_access_names_no_single_products() -> None:
    with pytest.raises(Invalid) as refusal:
        Arrangement(Access.FULL, Payment.CLIENT, frozenset({1})).check(by=Side.CLIENT)
    assert fields(refusal) == ["products"]


def test_limited_access_has_no_payment_method_and_at_least_one_product() -> None:
    with pytest.raises(Invalid) as refusal:
        Arrangement(Access.LIMITED, Payment.CLIENT).check(by=Side.CLIENT)
    assert fields(refusal) == ["payment", "products"]


def test_a_partner_asks_for_limited_access_without_naming_products() -> None:
    Arrangement(Access.LIMITED).check(by=Side.PARTNER)


@pytest.mark.parametrize("payment", list(Payment))
def test_full_access_goes_with_either_payment_method(payment: Payment) -> None:
    Arrangement(Access.FULL, payment).check(by=Side.CLIENT)


def test_a_second_full_partner_is_in_the_way_of_nothing_less_than_the_whole() -> None:
    (found,) = obstacles(Arrangement(Access.FULL), [Neighbour(7, "Agency", Access.FULL, frozenset())])

    assert (found.partner_id, found.access, found.products) == (7, Access.FULL, frozenset())


def test_a_limited_partner_stands_in_the_way_of_full_access() -> None:
    assert obstacles(Arrangement(Access.FULL), [Neighbour(7, "Studio", Access.LIMITED, frozenset({1}))])


def test_a_full_partner_stands_in_the_way_of_limited_access() -> None:
    assert obstacles(
        Arrangement(Access.LIMITED, products=frozenset({1})), [Neighbour(7, "Agency", Access.FULL, frozenset())]
    )


def test_limited_partners_stand_side_by_side_on_different_products() -> None:
    assert not obstacles(
        Arrangement(Access.LIMITED, products=frozenset({1})), [Neighbour(7, "Studio", Access.LIMITED, frozenset({2}))]
    )


def test_only_the_products_in_common_are_in_the_way() -> None:
    (found,) = obstacles(
        Arrangement(Access.LIMITED, products=frozenset({1, 2})),
        [Neighbour(7, "Studio", Access.LIMITED, frozenset({2, 3}))],
    )

    assert found.products == {2}


@given(arrangements, arrangements)
def test_two_arrangements_are_in_each_others_way_or_neither_is(one: Arrangement, other: Arrangement) -> None:
    there = obstacles(one, [Neighbour(1, "A", other.access, other.products)])
    back = obstacles(other, [Neighbour(2, "B", one.access, one.products)])

    assert bool(there) is bool(back)


@given(st.lists(arrangements, max_size=5))
def test_what_is_let_in_one_by_one_never_breaks_the_rules_of_a_client(wishes: list[Arrangement]) -> None:
    active: list[Neighbour] = []
    for number, wish in enumerate(wishes):
        if not obstacles(wish, active):
            active.append(Neighbour(number, str(number), wish.access, wish.products))

    full = [one for one in active if one.access is Access.FULL]
    held = [key for one in active for key in one.products if one.access is Access.LIMITED]
    assert len(full) <= 1
    assert not full or len(active) == 1
    assert len(held) == len(set(held))


def test_a_request_expires_on_its_day_without_any_job() -> None:
    standing = Standing(State.PENDING, expires_on=TOMORROW)

    assert standing.on(TODAY) is State.PENDING
    assert standing.on(TOMORROW) is State.EXPIRED


def test_an_agreement_has_ended_on_its_end_date_without_any_job() -> None:
    standing = Standing(State.ACTIVE, end_on=TOMORROW)

    assert standing.on(TODAY) is State.ACTIVE
    assert standing.on(TOMORROW) is State.ENDED


@pytest.mark.parametrize("state", [State.ENDED, State.REFUSED, State.WITHDRAWN, State.EXPIRED])
def test_what_is_over_stays_over_whatever_its_dates(state: State) -> None:
    assert Standing(state, TOMORROW, TOMORROW, TOMORROW).on(TODAY + timedelta(days=99)) is state


def test_a_pause_lasts_until_its_resume_date() -> None:
    standing = Standing(State.ACTIVE, paused_until=TOMORROW)

    assert standing.is_paused(TODAY)
    assert not standing.is_paused(TOMORROW)


def test_what_has_ended_is_not_paused() -> None:
    assert not Standing(State.ACTIVE, end_on=TODAY, paused_until=TOMORROW).is_paused(TODAY)


def test_a_request_has_thirty_days_from_the_day_it_was_sent() -> None:
    assert expiry_of_request(date(2026, 1, 31), 30) == date(2026, 3, 2)


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1)])
def test_an_end_date_lies_after_today(day: date) -> None:
    with pytest.raises(Invalid) as refusal:
        check_end_date(day, TODAY)
    assert fields(refusal) == ["end_on"]


def test_an_end_date_may_be_tomorrow() -> None:
    check_end_date(TOMORROW, TODAY)


def test_a_pause_needs_a_reason_and_a_later_day_and_both_are_told_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        check_pause(Standing(State.ACTIVE), TODAY, " ", TODAY, 365)
    assert fields(refusal) == ["reason", "until"]


def test_a_pause_is_not_longer_than_the_terms_allow() -> None:
    check_pause(Standing(State.ACTIVE), TODAY + timedelta(days=365), "renovation", TODAY, 365)
    with pytest.raises(Invalid):
        check_pause(Standing(State.ACTIVE), TODAY + timedelta(days=366), "renovation", TODAY, 365)


def test_what_is_paused_is_not_paused_again() -> None:
    with pytest.raises(Refused, match="paused already, until 2026-11-24"):
        check_pause(Standing(State.ACTIVE, paused_until=TOMORROW), TOMORROW, "again", TODAY, 365)


@pytest.mark.parametrize("state", [one for one in State if one is not State.ACTIVE])
def test_only_an_active_partnership_is_paused(state: State) -> None:
    with pytest.raises(Refused):
        check_pause(Standing(state), TOMORROW, "why", TODAY, 365)


@pytest.mark.parametrize(
    ("side", "paused_by", "may"),
    [
        (Side.CLIENT, Side.CLIENT, True),
        (Side.CLIENT, Side.PARTNER, True),
        (Side.PARTNER, Side.PARTNER, True),
        (Side.PARTNER, Side.CLIENT, False),
    ],
)
def test_who_paused_it_or_the_client_resumes_it(side: Side, paused_by: Side, may: bool) -> None:
    assert may_resume(side, paused_by) is may


def test_every_value_has_words() -> None:
    words = [*map(state_label, State), *map(access_label, Access), *map(payment_label, [None, *Payment])]

    assert len(words) == len(set(words))
    assert all(words)
