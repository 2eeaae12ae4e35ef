"""The two clocks: the machine's, and the one that stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from resellertui.adapters.clock import FixedClock, SystemClock

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def test_the_systems_clock_tells_aware_utc_and_moves_on() -> None:
    clock = SystemClock()

    first, second = clock.now(), clock.now()

    assert first.utcoffset() == timedelta(0)
    assert first <= second


def test_a_fixed_clock_stands_still_until_it_is_moved() -> None:
    clock = FixedClock(NOON)

    assert clock.now() == clock.now() == NOON
    assert clock.advance(days=30, hours=1) == clock.now() == datetime(2026, 12, 30, 13, 0, tzinfo=UTC)
    assert clock.advance(timedelta(minutes=-60)) == datetime(2026, 12, 30, 12, 0, tzinfo=UTC)


def test_a_fixed_clock_tells_utc_whatever_offset_it_was_given() -> None:
    clock = FixedClock(NOON.astimezone(timezone(timedelta(hours=5))))

    assert clock.now().tzinfo is UTC
    assert clock.now() == NOON


def test_a_fixed_clock_refuses_a_moment_that_could_be_any() -> None:
    with pytest.raises(ValueError, match="offset"):
        FixedClock(datetime(2026, 1, 1))  # noqa: DTZ001  # the naive moment is the point
