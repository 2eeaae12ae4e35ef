"""Dates as they are typed into a filter: a day, a month or a year, each as the time from when and before when."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from resellertui.domain.calendar import FIRST_YEAR, LAST_YEAR, add_months, start_of

_TYPED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


def days_as_period(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """Return from when and before when two days mean, both included; None where a side is open.

    Days outside the years that are ever recorded count as the nearest of those.
    """
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    return (
        None if since is None else start_of(min(max(since, first), last)),
        None if until is None else start_of(min(max(until, first), last) + timedelta(days=1)),
    )


def period_typed(text: str) -> tuple[datetime, datetime] | None:
    """Return the time that `2026-11-30`, `2026-11` or `2026` means, in the provider's zone; None for anything else."""
    match = _TYPED.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) < LAST_YEAR:
        return None
    year, month, number = int(match[1]), match[2], match[3]
    try:
        first = date(year, int(month or 1), int(number or 1))
    except ValueError:
        return None
    last = first + timedelta(days=1) if number else add_months(first, 1 if month else 12, 1)
    return start_of(first), start_of(last)
