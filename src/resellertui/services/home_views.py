"""What Home draws, as the services answer it. Amounts are exact decimals as text, one currency at a time."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from resellertui.services.views import View


class Revenue(StrEnum):
    """What the sums of the months are of."""

    BILLED = "billed"
    """What was billed to clients, less credit notes."""
    CHARGED = "charged"
    """What the provider charged for clients: shown to a partner that bills nobody by the console."""


class MonthSum(View):
    """A month in one currency."""

    month: str
    """`2026-11`."""
    currency: str
    amount: str


class MonthsView(View):
    """The last twelve months, the oldest first: every month of each currency in which there is anything."""

    revenue_is: Revenue
    revenue: tuple[MonthSum, ...]
    cashback: tuple[MonthSum, ...]
    """Credited in the month."""


class WeekSum(View):
    """What renewals of a week are worth in one currency, at public price and without VAT."""

    currency: str
    amount: str


class WeekFigure(View):
    """The subscriptions that come up for renewal in a week."""

    week: date
    """Its Monday; of the week that runs, only what is left of it counts."""
    own: int
    partner: int
    """Of clients, and paid by one's own organisation."""
    client: int
    """Of clients, and paid by them."""
    worth: tuple[WeekSum, ...]


class WeeksView(View):
    """The weeks ahead, the one that runs first."""

    weeks: tuple[WeekFigure, ...]
    has_clients: bool
    is_valued: bool
    """False where there are so many that only their number is said."""
