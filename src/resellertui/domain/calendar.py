"""Calendar dates where the provider lives: the day of a moment, the start of a day, how periods keep their day."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _

PROVIDER_ZONE = ZoneInfo("Europe/Zurich")
"""The zone in which due dates, expiries, document dates and years are read."""

FIRST_YEAR = 1970
LAST_YEAR = 2999
"""The first and last year of a typed date: what is computed from it, years before or after, still exists."""


def local_date(moment: datetime) -> date:
    """Return the provider's calendar date at this aware moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment.astimezone(PROVIDER_ZONE).date()


def start_of(day: date) -> datetime:
    """Return the first instant of the provider's day, 00:00 there, in UTC."""
    return datetime.combine(day, time.min, PROVIDER_ZONE).astimezone(UTC)


def parse_day_or_moment(text: str, *, field: str = "at") -> datetime:
    """Read an ISO date (00:00 in the provider's zone) or an ISO date and time (that zone's, unless it has an offset).

    A local time that occurs twice, when summer time ends, means the first of the two.

    Raises:
        Invalid: neither of the two, outside the years we handle, or a local time skipped when summer time begins.
    """
    try:
        written = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _refusal(
            field,
            _("“{text}” is neither a date (2026-11-30) nor a date and time (2026-11-30T09:00).").format(text=text),
        ) from None
    if not FIRST_YEAR <= written.year <= LAST_YEAR:
        raise _refusal(
            field, _("The year must lie between {first} and {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
        )
    if written.tzinfo is not None:
        return written.astimezone(UTC)
    moment = written.replace(tzinfo=PROVIDER_ZONE).astimezone(UTC)
    if moment.astimezone(PROVIDER_ZONE).replace(tzinfo=None, fold=0) != written:
        raise _refusal(field, _("That time does not exist: the clocks go forward over it that night."))
    return moment


def add_months(day: date, months: int, anchor_day: int) -> date:
    """Move by whole months (back, when negative) to the anchor day, or to the month's end where that day is missing.

    The anchor is the day on which the period first began, so that 31 January leads over 28 February to 31 March.
    """
    if not 1 <= anchor_day <= 31:
        raise ValueError("an anchor day is a day of a month")
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(anchor_day, monthrange(year, month + 1)[1]))


def days_between(start: date, end: date) -> int:
    """Count the calendar days from one date to the other: 0 on the same day, negative when the end is earlier."""
    return (end - start).days


def _refusal(field: str, reason: str) -> Invalid:
    return Invalid({field: reason})
