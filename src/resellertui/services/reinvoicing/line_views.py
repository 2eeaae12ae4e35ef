"""What use cases about charged lines and leakage are given and answer with. Amounts are exact, without VAT."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from resellertui.services.inputs import FilledLine, Input, Line, Lines, Sought
from resellertui.services.views import View


class LineSort(StrEnum):
    """In which order charged lines are listed."""

    CLIENT = "client"
    """A client's together, oldest first."""
    DATE = "date"
    """By the day of the charge, oldest first."""


class ChargedQuery(Input):
    """Which charged lines a list shows."""

    client: Line = ""
    """By name, e-mail or id; all where it is empty."""
    month: Line = ""
    """When they were charged, such as `2026-11`."""
    state: Line = ""
    """`open`, `held`, `billed`, `waived`, `flagged` (open or held); all where it is empty."""
    currency: Line = ""
    text: Sought = ""
    """Words of the client's or the product's name, a line's id, or the provider's document."""
    sort: LineSort = LineSort.CLIENT
    descending: bool = False


class ChargedRow(View):
    """A charged line with its resale price."""

    id: str
    """`LIN-12`."""
    client: str
    client_id: str
    label: str
    """What the catalogue called the kind of product."""
    name: str
    sku: str
    quantity: int
    periods: int
    period_months: int
    service_from: date
    service_to: date
    document: str
    """The number of the provider's document."""
    document_id: str
    charged_on: date
    days: int
    """Since it was charged."""
    currency: str
    cost: str
    """Below zero for what was given back."""
    resale: str
    margin: str
    percent: str | None
    """The margin in per cent of the cost; None where nothing was charged."""
    priced_by: str
    """`rule`, `offer`, `edited`, `refund`, `cost`."""
    rule_id: str | None
    why: str
    """What says so, in words."""
    price_reason: str
    state: str
    """As it stands today: one whose hold has run out is `open`."""
    state_reason: str
    held_until: date | None
    invoice: str | None
    """The number of one's own invoice that bills it."""
    invoice_id: str | None
    refund_of: str | None
    """The line that it gives back a part of."""
    version: int


class ChargedPage(View):
    """A window on charged lines."""

    total: int
    offset: int
    rows: tuple[ChargedRow, ...]
    exact: bool = True
    """False where `total` is only a lower bound."""


class ChargedTotal(View):
    """What the lines that are meant add up to in one currency."""

    currency: str
    lines: int
    cost: str
    resale: str
    margin: str
    percent: str | None


_Ids = Annotated[tuple[FilledLine, ...], Field(min_length=1, max_length=500)]
_NoVersions = Field(default_factory=dict[str, int])


class LinesInput(Input):
    """Charged lines to decide about, all or none."""

    lines: _Ids
    """Ids such as `LIN-12`."""
    versions: dict[str, int] = _NoVersions
    """The versions that were looked at, by id: someone else's decision since then stands in the way."""


class PriceInput(LinesInput):
    """A price in place of what the margins say, for each of the lines."""

    price: FilledLine
    """Without VAT, with the sign of the cost."""
    reason: Lines


class WaiveInput(LinesInput):
    """Lines that are given up: their client is not charged for them."""

    reason: Lines


class HoldInput(LinesInput):
    """Lines that no invoice takes along for now."""

    reason: Lines
    until: date | None = None
    """The last day on which they are held; until they are released where it is left out."""


class LeakageTotal(View):
    """What became of everything that was charged in one currency: billed + waived + flagged = charged."""

    currency: str
    charged: str
    charged_lines: int
    billed: str
    billed_lines: int
    waived: str
    waived_lines: int
    flagged: str
    """Open and held."""
    flagged_lines: int
    open: str
    open_lines: int
    held: str
    held_lines: int
    resale: str
    """What the flagged lines are worth by the margins."""
    lost: str
    """Charged by the provider's documents and in no state at all; never anything but 0.00."""
    oldest_open: date | None
    late_lines: int
    """Flagged lines that were charged 30 days ago or earlier."""
    late: str
    """What they cost."""
    late_percent: str
    """Their share of the flagged lines."""


class LeakageView(View):
    """The leakage in each currency."""

    totals: tuple[LeakageTotal, ...]


class LeakageBy(StrEnum):
    """By what flagged lines are added up."""

    CLIENT = "client"
    MONTH = "month"


class LeakageRow(View):
    """What is flagged of one client, or of one month's charges, in one currency."""

    id: str
    """The client's id, or the month."""
    label: str
    currency: str
    lines: int
    cost: str
    resale: str
    oldest: date


class LeakagePage(View):
    """A window on such sums: what is worth most first, and of months the newest."""

    total: int
    offset: int
    rows: tuple[LeakageRow, ...]
