"""Dates, moments and amounts in the reader's language; for screens, commands and mails.

Calendar dates are the provider's. Moments are shown in the provider's zone unless the caller names the reader's: so are
those in documents, which say the same to everybody.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from resellertui.domain.calendar import PROVIDER_ZONE, days_between, local_date
from resellertui.domain.countries import NORTHERN_IRELAND, name_of
from resellertui.domain.wording import _, current_language, ngettext

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English short names: babel, which knows every language, takes 5 MB and as long as a page's rows to read."""


def local(value: datetime | None) -> date | None:
    """Return the provider's calendar date of a moment; None for none."""
    return None if value is None else local_date(value)


def day(value: date | None) -> str:
    """Return a date such as `30 Nov 2026`; a dash for none."""
    if value is None:
        return "–"
    language = current_language()
    if language == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    from babel.dates import format_date

    return str(format_date(value, "medium", locale=language))


def moment(value: datetime | None, zone: ZoneInfo = PROVIDER_ZONE) -> str:
    """Return a moment such as `30 Nov 2026 14:05`, in a zone; a dash for none."""
    if value is None:
        return "–"
    there = value.astimezone(zone)
    return f"{day(there.date())} {there:%H:%M}"


def amount(value: str) -> str:
    """Return an amount, exact decimals as text, with the decimal mark of the reader's language."""
    language = current_language()
    if language == "en":
        return value
    number = Decimal(value)
    if language.endswith("_CH"):
        # The same in all languages of Switzerland; and babel takes the sign between its thousands for a quotation mark.
        return f"{number:,f}".replace(",", "’")
    from babel.numbers import format_decimal

    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    # Every decimal stays: an amount of 8.10 is no 8.1.
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return str(format_decimal(number, pattern, locale=language, decimal_quantization=False))


def country(code: str) -> str:
    """Return the name of the country of an address; addresses in Northern Ireland are in the United Kingdom."""
    language, place = current_language(), "GB" if code == NORTHERN_IRELAND else code
    if language == "en":
        return name_of(place)
    from babel import Locale

    return str(Locale.parse(language).territories.get(place) or name_of(place))


def language(code: str) -> str:
    """Return the name of a language in the reader's one; its code where no name is known."""
    from resellertui.domain.languages import name_of_language

    reader = current_language()
    return name_of_language(code) if reader == "en" else _language(code, reader)


@cache
def _language(code: str, reader: str) -> str:
    from babel import Locale

    return str(Locale.parse(reader).languages.get(code) or code)


def distance(value: date, today: date) -> str:
    """Return how far a date is from today: `in 7 days`, `today`, `3 days ago`."""
    days = days_between(today, value)
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in {count} day", "in {count} days", days).format(count=days)
    return ngettext("{count} day ago", "{count} days ago", -days).format(count=-days)


def day_and_distance(value: date | None, today: date) -> str:
    """Return a date with how far it is; a dash for none."""
    return "–" if value is None else f"{day(value)} ({distance(value, today)})"
