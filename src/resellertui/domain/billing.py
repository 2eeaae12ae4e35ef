"""The life of orders and documents: dates, numbers, what a refund gives back.

Decided here where the rules are silent:

- An order's pro forma is due 30 days after it was made. Its price, payer, benefit and VAT are fixed when it is ordered;
  the subscription, and the period of service on the invoice, start on the day it is paid in full.
- A refund is stated without VAT. The VAT of the same rates follows it cumulatively, rounded once on what was refunded
  so far, so that refunds in parts give back to the cent what one refund does. It does not end a subscription by itself.
- Paying by bank or card is recorded as the organisation's people, or the provider's staff, say: the console moves no
  money itself, and the provider compares it with its bank by the reference. In locked mode only staff may say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from resellertui.domain.calendar import add_months
from resellertui.domain.money import round_half_up
from resellertui.domain.sharing import spread

DAYS_TO_PAY = 30
"""How long an order's pro forma may be paid."""


class ProductState(StrEnum):
    """Where a subscription stands."""

    PENDING = "pending"
    ACTIVE = "active"
    TERMINATED = "terminated"
    CANCELLED = "cancelled"


def service_period(start: date, months: int, anchor_day: int) -> tuple[date, date]:
    """Return the first and last day of service of so many months; the next period starts the day after."""
    return start, add_months(start, months, anchor_day) - timedelta(days=1)


def show_number(year: int | None, sequence: int | None) -> str | None:
    """Return a document's number, such as `2026-000012`; None while it has none."""
    return None if year is None or sequence is None else f"{year}-{sequence:06d}"


def split_refund(amount: int, left: Sequence[int]) -> list[int]:
    """Spread a refund, without VAT, over lines in proportion to what is left of them; none gets more than its own."""
    return spread(amount, left)


def vat_to_date(refunded: int, percent: Decimal) -> int:
    """Return the VAT refunded once so much of a rate's base is: computed on the sum, rounded once."""
    return int(round_half_up(Decimal(refunded).scaleb(-2) * percent.scaleb(-2)).scaleb(2))


def reversed_to_date(cashback: int, refunded: int, charged: int) -> int:
    """Return how much of a line's cashback is reversed once so much of its charged amount is refunded."""
    if charged == 0:
        return 0
    return int(round_half_up((Decimal(cashback) * refunded / charged).scaleb(-2)).scaleb(2))
