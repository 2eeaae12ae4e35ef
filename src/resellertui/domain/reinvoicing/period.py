"""The periods that a partner bills: calendar months."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Period:
    """A calendar month."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """The month as it is typed, such as `2026-11`."""
        return f"{self.first:%Y-%m}"


def month_of(day: date) -> Period:
    """Return the month that a day is in."""
    _weekday, last = monthrange(day.year, day.month)
    return Period(day.replace(day=1), day.replace(day=last))


def parse_period(text: str, today: date) -> Period:
    """Read a month that has begun.

    Raises:
        Invalid: it is written in another way, or still to come.
    """
    match = _MONTH.fullmatch(text.strip())
    if match is None or int(match[1]) < 1:
        raise Invalid({"period": _("Write a month such as 2026-11.")})
    period = month_of(date(int(match[1]), int(match[2]), 1))
    if period.first > today:
        raise Invalid({"period": _("This month has not begun: nothing of it can be billed.")})
    return period
