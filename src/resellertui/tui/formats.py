"""What screens need of dates: today by the services' clock, moments in the reader's zone, and the shared formats."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from textual._context import active_app

from resellertui import formats
from resellertui.domain.calendar import PROVIDER_ZONE, local_date
from resellertui.formats import day, day_and_distance, distance, local

if TYPE_CHECKING:
    from resellertui.services.console import Services

__all__ = ["day", "day_and_distance", "distance", "local", "moment", "today"]


def moment(value: datetime | None) -> str:
    """Return a moment such as `30 Nov 2026 14:05`, in the zone of whoever is signed in to the console; a dash for none.

    The rows of lists are written outside any widget, so the console is found as Textual itself finds it.
    """
    zone = getattr(active_app.get(None), "zone", PROVIDER_ZONE)
    return formats.moment(value, zone)


def today(services: Services) -> date:
    """Return the provider's calendar date now, by the clock that the services have been given."""
    return local_date(services.office.clock.now())
