"""The months and bars of the cashback's chart."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.calendar import local_date
from resellertui.domain.cashback import BEGUN, FULL, bar, last_months, month_of


def test_the_last_twelve_months_go_back_over_the_new_year() -> None:
    months = last_months(date(2026, 2, 1))

    assert (months[0], months[1], months[2], months[-1]) == ("2026-02", "2026-01", "2025-12", "2025-03")
    assert len(months) == 12


def test_the_month_is_that_of_the_providers_calendar() -> None:
    assert month_of(local_date(datetime(2026, 10, 31, 23, 30, tzinfo=UTC))) == "2026-11"


@pytest.mark.parametrize(
    ("amount", "greatest", "cells", "expected"),
    [(0, 100, 10, 0), (100, 100, 10, 10), (50, 100, 10, 5), (45, 100, 10, 5), (44, 100, 10, 4), (7, 0, 10, 0)],
)
def test_a_bar_is_as_long_as_its_amount_is_to_the_greatest(
    amount: int, greatest: int, cells: int, expected: int
) -> None:
    assert bar(amount, greatest, cells) == FULL * expected


def test_a_small_amount_is_not_shown_as_none() -> None:
    assert bar(1, 10**9, 40) == BEGUN


@given(st.integers(0, 10**15), st.integers(1, 10**15), st.integers(1, 200))
def test_no_bar_is_longer_than_its_room(amount: int, greatest: int, cells: int) -> None:
    assert len(bar(min(amount, greatest), greatest, cells)) <= cells
