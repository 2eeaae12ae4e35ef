"""When a client is reminded of an invoice: three steps, each so many days after it was due.

Decided here: the steps are taken in order, and at most one a day, so that a standstill is made up for day by day. An
invoice of which nothing is open is never reminded of. Dates decide when they are read: what is due is due although no
job has run.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

LEVELS = 3


def next_reminder_on(due_on: date, steps: Sequence[int], reminded: int, last_on: date | None) -> date | None:
    """Return the first day on which the next reminder may go; None after the last one.

    Args:
        due_on: when the invoice was due.
        steps: how many days after that each reminder may go.
        reminded: how many went already.
        last_on: when the last one went.
    """
    if reminded >= min(LEVELS, len(steps)):
        return None
    day = due_on + timedelta(days=steps[reminded])
    return day if last_on is None else max(day, last_on + timedelta(days=1))


def due_level(due_on: date, steps: Sequence[int], reminded: int, last_on: date | None, today: date) -> int | None:
    """Return which reminder may go today, from 1; None where none may."""
    day = next_reminder_on(due_on, steps, reminded, last_on)
    return reminded + 1 if day is not None and today >= day else None
