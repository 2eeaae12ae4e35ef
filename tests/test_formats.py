"""Dates in words: English ones are written without the library of all languages, and come out as it writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from babel.dates import format_date, format_datetime

from resellertui import formats
from resellertui.domain.calendar import PROVIDER_ZONE


@pytest.mark.parametrize("month", range(1, 13))
def test_an_english_date_is_written_as_the_library_of_all_languages_writes_it(month: int) -> None:
    value = date(2026, month, 9)

    assert formats.day(value) == format_date(value, "d MMM y", locale="en")


@pytest.mark.parametrize(
    "value", [datetime(2026, 11, 30, 13, 5, tzinfo=UTC), datetime(2026, 6, 30, 22, 30, tzinfo=UTC)]
)
def test_an_english_moment_is_written_in_the_providers_zone(value: datetime) -> None:
    assert formats.moment(value) == format_datetime(value, "d MMM y HH:mm", tzinfo=PROVIDER_ZONE, locale="en")


def test_what_has_no_date_is_a_dash() -> None:
    assert formats.day(None) == formats.moment(None) == "–"
