"""What a guesser waits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.slowdown import FREE_FAILURES, LONGEST_SECONDS, wait_after


@pytest.mark.parametrize("failures", range(FREE_FAILURES + 1))
def test_five_failures_are_free(failures: int) -> None:
    assert wait_after(failures) == 0


@pytest.mark.parametrize(("failures", "seconds"), [(6, 2), (7, 4), (8, 8), (15, 1024), (16, 2048), (17, 3600)])
def test_each_further_failure_doubles_the_wait(failures: int, seconds: int) -> None:
    assert wait_after(failures) == seconds


@given(st.integers(0, 10**9))
def test_the_wait_never_shrinks_and_never_exceeds_an_hour(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= LONGEST_SECONDS
