"""How quickly a partner answers requests, and how often it wins them.

Decided here: the clock of a request runs from its receipt until the partner has answered or declined, or until the
request is closed; hours are whole and begun ones do not count. The median is of all that the partner has answered or
declined, and of an even number of them the mean of the middle two, without its fraction. The win rate is rounded to
whole per cents, a half upwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

_HOUR = timedelta(hours=1)


def whole_hours(received: datetime, until: datetime) -> int:
    """Return how many whole hours lie between two moments; none where the clock of a machine went back."""
    return max(until - received, timedelta(0)) // _HOUR


def median_hours(answers: Iterable[tuple[datetime, datetime]]) -> int | None:
    """Return the median time between receipts and answers in whole hours; None without any."""
    spans = sorted(max(until - received, timedelta(0)) for received, until in answers)
    if not spans:
        return None
    middle = len(spans) // 2
    median = spans[middle] if len(spans) % 2 else (spans[middle - 1] + spans[middle]) / 2
    return median // _HOUR


def win_rate(won: int, lost: int) -> int | None:
    """Return how many of a hundred offers on awarded requests were accepted; None where there was none."""
    decided = won + lost
    return None if decided == 0 else (200 * won + decided) // (2 * decided)
