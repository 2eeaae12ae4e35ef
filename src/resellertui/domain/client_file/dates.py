"""Dates as people write them in lists: which is the day and which the month, decided by the file or asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from resellertui.domain.errors import Usage
from resellertui.domain.wording import _

_MIDNIGHT = re.compile(r"[T\s]+0{1,2}:00(?::00(?:\.0+)?)?Z?$")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_PARTED = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\s*\d{1,2}\1\s*\d{2}")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class DateOrder(StrEnum):
    """What stands first in the dates of a file that writes them with slashes or dashes, as far as the file says."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNDECIDED = "undecided"
    NOT_NEEDED = "not_needed"
    CONTRADICTORY = "contradictory"


class DateOrderNeeded(Usage):
    """The file does not say whether its dates begin with the day or the month: the user has to.

    `facts` hold `order` (undecided or contradictory) and `examples`, some of the dates in question.
    """

    code = "date_order_needed"

    def __init__(self, order: DateOrder, examples: Iterable[str]) -> None:
        shown = tuple(examples)
        contradictory = _("Some dates can only begin with the day, others only with the month, as {examples}.")
        undecided = _("Dates such as {examples} could begin with the day or with the month.")
        detail = contradictory if order is DateOrder.CONTRADICTORY else undecided
        super().__init__(
            _("The order of day and month has to be chosen."),
            detail.format(examples=", ".join(shown)),
            _("Say whether the day or the month comes first, or write dates as 2026-12-31 or 31.12.2026."),
            order=order,
            examples=shown,
        )


def decide_date_order(values: Iterable[str]) -> DateOrder:
    """Return the order that these texts show; those with dots or the year first have only one reading."""
    seen: set[DateOrder] = set()
    for value in values:
        order = _order_of(value)
        if order is not None:
            seen.add(order)
    decided = seen & {DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST}
    if len(decided) == 2:
        return DateOrder.CONTRADICTORY
    return decided.pop() if decided else seen.pop() if seen else DateOrder.NOT_NEEDED


def undecided_examples(values: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return a few of the texts that need an order, to be shown with the question."""
    return tuple(dict.fromkeys(value.strip() for value in values if _order_of(value) is not None))[:most]


def parse_date(text: str, order: DateOrder) -> date:
    """Return the date that the text says, reading slashes and dashes in the given order.

    Raises:
        ValueError: it says none; the message is the reason, in words.
        DateOrderNeeded: the order would decide, and is none.
    """
    value = _MIDNIGHT.sub("", text.strip())
    if match := _YEAR_FIRST.fullmatch(value):
        return _date(match[1], match[3], match[4])
    if match := _DOTTED.fullmatch(value):
        return _date(match[3], match[2], match[1])
    if match := _PARTED.fullmatch(value):
        first, second, year = match[1], match[3], match[4]
        if order is DateOrder.MONTH_FIRST:
            return _date(year, first, second)
        if order is DateOrder.DAY_FIRST or first.lstrip("0") == second.lstrip("0"):
            return _date(year, second, first)
        raise DateOrderNeeded(DateOrder.UNDECIDED, [value])
    raise ValueError(_why_no_date(value))


def _order_of(text: str) -> DateOrder | None:
    """Return what one text says about the order, or None where the order makes no difference to it."""
    match = _PARTED.fullmatch(_MIDNIGHT.sub("", text.strip()))
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if first == second or max(first, second) > 31 or min(first, second) > 12:
        return None
    if first > 12:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if second > 12 else DateOrder.UNDECIDED


def _date(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(
            _("There is no day {day} of month {month} in {year}.").format(
                day=int(day), month=int(month), year=int(year)
            )
        ) from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(_("The year {year} can't be meant.").format(year=found.year))
    return found


def _why_no_date(value: str) -> str:
    if _SHORT_YEAR.fullmatch(value):
        return _("Write the year with four digits: two may mean several years.")
    if _SERIAL.fullmatch(value):
        return _("This is a spreadsheet's day number: format the column as a date and save the file again.")
    return _("This is no date; write it as 2026-12-31 or 31.12.2026.")
