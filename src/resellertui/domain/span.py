"""Spans of time in words: what is left until a moment, and how long it is past."""

from __future__ import annotations

from datetime import datetime, timedelta

from resellertui.domain.wording import _, ngettext

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def left(until: datetime, now: datetime) -> str:
    """Return what is left until a moment that has not come, rounded down: never too much."""
    span = until - now
    if span >= 2 * DAY:
        return ngettext("{count} day left", "{count} days left", span // DAY).format(count=span // DAY)
    if span >= 2 * HOUR:
        return ngettext("{count} hour left", "{count} hours left", span // HOUR).format(count=span // HOUR)
    if span >= MINUTE:
        return ngettext("{count} minute left", "{count} minutes left", span // MINUTE).format(count=span // MINUTE)
    return _("less than a minute left")


def late(since: datetime, now: datetime) -> str:
    """Return how long a moment is past."""
    span = now - since
    if span >= 2 * DAY:
        return ngettext("late by {count} day", "late by {count} days", span // DAY).format(count=span // DAY)
    if span >= 2 * HOUR:
        return ngettext("late by {count} hour", "late by {count} hours", span // HOUR).format(count=span // HOUR)
    if span >= MINUTE:
        return ngettext("late by {count} minute", "late by {count} minutes", span // MINUTE).format(
            count=span // MINUTE
        )
    return _("late by less than a minute")
