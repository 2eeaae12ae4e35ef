"""What screens need of dates: today by the services' clock, and the formats that commands and mails share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from resellertui.domain.calendar import local_date
from resellertui.formats import day, day_and_distance, distance, local, moment

if TYPE_CHECKING:
    from resellertui.services.console import Services

__all__ = ["day", "day_and_distance", "distance", "local", "moment", "today"]


def today(services: Services) -> date:
    """Return the provider's calendar date now, by the clock that the services have been given."""
    return local_date(services.office.clock.now())
