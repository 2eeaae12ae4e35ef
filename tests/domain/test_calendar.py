"""Days where the provider lives: borders of days, summer time, New Year, months of different lengths."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.calendar import add_months, days_between, local_date, parse_day_or_moment, start_of
from resellertui.domain.errors import Invalid

DAYS = st.dates(min_value=date(1981, 1, 1), max_value=date(2900, 1, 1))


def test_the_new_year_begins_in_zurich_an_hour_before_it_does_in_utc() -> None:
    assert local_date(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert local_date(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_a_summer_day_begins_two_hours_before_utc_midnight() -> None:
    assert start_of(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 30), 24)]
)
def test_days_on_which_the_clocks_change_are_shorter_or_longer(day: date, hours: int) -> None:
    assert start_of(day + timedelta(days=1)) - start_of(day) == timedelta(hours=hours)


@given(DAYS)
def test_a_day_begins_on_itself_and_not_an_instant_earlier(day: date) -> None:
    assert local_date(start_of(day)) == day
    assert local_date(start_of(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_a_moment_without_an_offset_has_no_date() -> None:
    with pytest.raises(ValueError, match="offset"):
        local_date(datetime(2026, 1, 1))  # noqa: DTZ001  # the naive moment is the point


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-30", datetime(2026, 11, 29, 23, 0, tzinfo=UTC)),
        (" 2026-07-01 ", datetime(2026, 6, 30, 22, 0, tzinfo=UTC)),
        ("2026-11-30T09:00", datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
        ("2026-11-30T09:00Z", datetime(2026, 11, 30, 9, 0, tzinfo=UTC)),
        ("2026-11-30T09:00-05:00", datetime(2026, 11, 30, 14, 0, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_typed_day_or_moment_is_read_in_the_providers_zone(text: str, moment: datetime) -> None:
    read = parse_day_or_moment(text)

    assert read == moment
    assert read.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "30.11.2026", "2026-02-29", "0001-01-01", "9999-12-31T23:59-05:00", "2026-03-29T02:30", "\0"],
)
def test_what_is_no_day_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_day_or_moment(text, field="--at")

    assert [problem.field for problem in refusal.value.fields] == ["--at"]


def test_a_period_keeps_its_anchor_day_past_a_short_month() -> None:
    february = add_months(date(2026, 1, 31), 1, anchor_day=31)

    assert february == date(2026, 2, 28)
    assert add_months(february, 1, anchor_day=31) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("day", "months", "anchor", "expected"),
    [
        (date(2028, 2, 29), 12, 29, date(2029, 2, 28)),
        (date(2029, 2, 28), 36, 29, date(2032, 2, 29)),
        (date(2026, 12, 15), 1, 15, date(2027, 1, 15)),
        (date(2027, 1, 31), -2, 31, date(2026, 11, 30)),
        (date(2026, 5, 31), 0, 31, date(2026, 5, 31)),
    ],
)
def test_months_are_added_across_years_and_leap_days(day: date, months: int, anchor: int, expected: date) -> None:
    assert add_months(day, months, anchor) == expected


@given(DAYS, st.lists(st.integers(min_value=0, max_value=24), max_size=5))
def test_renewing_step_by_step_ends_where_one_step_does(day: date, steps: list[int]) -> None:
    walked = day
    for step in steps:
        walked = add_months(walked, step, day.day)

    assert walked == add_months(day, sum(steps), day.day)


def test_an_anchor_is_a_day_of_a_month() -> None:
    with pytest.raises(ValueError, match="anchor"):
        add_months(date(2026, 1, 1), 1, 0)


def test_days_are_counted_by_the_calendar_and_not_by_hours() -> None:
    assert days_between(date(2026, 3, 28), date(2026, 3, 30)) == 2
    assert days_between(date(2026, 11, 30), date(2026, 11, 16)) == -14


def test_the_zone_is_known_on_a_machine_without_zone_files() -> None:
    code = (
        "from resellertui.domain.calendar import start_of; from datetime import date; print(start_of(date(2026,7,1)))"
    )

    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONTZPATH": ""}, capture_output=True, text=True)

    assert done.stdout == "2026-06-30 22:00:00+00:00\n", done.stderr
