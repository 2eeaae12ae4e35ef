"""What stays on the screen of the desk, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from resellertui.domain.desk import HIDDEN_AFTER, is_to_hide

TOUCHED = datetime(2026, 3, 29, 0, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "is_hidden"),
    [
        (timedelta(), False),
        (HIDDEN_AFTER - timedelta.resolution, False),
        (HIDDEN_AFTER, True),
        (timedelta(days=1), True),
    ],
)
def test_a_caller_goes_after_ten_minutes_without_a_touch(passed: timedelta, is_hidden: bool) -> None:
    assert timedelta(minutes=10) == HIDDEN_AFTER
    assert is_to_hide(TOUCHED, TOUCHED + passed) is is_hidden
