"""What a partner's cashback is counted by: months, and the bars of its chart.

Decided here where the rules are silent: a cashback belongs to the month in which it was credited or, until then, in
which it was ordered; what refunds take back counts in the month of the cashback they take it from, so that the rows of
a month add up to its sums. Months are those of the provider's calendar, as all dates are.
"""

from __future__ import annotations

from datetime import date

from resellertui.domain.wording import _

CHART_MONTHS = 12
"""How many months the chart shows, the one that runs included."""

FULL, BEGUN = "█", "▏"


def month_of(day: date) -> str:
    """Return the month of a day as it is written: `2026-11`."""
    return f"{day.year:04d}-{day.month:02d}"


def last_months(today: date, count: int = CHART_MONTHS) -> tuple[str, ...]:
    """Return the month of a day and those before it, the newest first."""
    first = today.year * 12 + today.month - 1
    return tuple(month_of(date(number // 12, number % 12 + 1, 1)) for number in range(first, first - count, -1))


def bar(amount: int, greatest: int, cells: int) -> str:
    """Return a bar for an amount, in whole cells of which the greatest amount fills all; a small amount has a sign."""
    if amount <= 0 or greatest <= 0 or cells <= 0:
        return ""
    return FULL * ((2 * amount * cells + greatest) // (2 * greatest)) or BEGUN


def cashback_state_label(state: str) -> str:
    """Return where a cashback stands, in words: the same in lists and in commands."""
    return {"pending": _("pending"), "credited": _("credited"), "void": _("void")}[state]
