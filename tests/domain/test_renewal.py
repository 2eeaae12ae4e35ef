"""The days of a subscription that expires, and whose money renews it."""

from __future__ import annotations

from datetime import date

import pytest

from resellertui.domain.partnership import Payment, Side
from resellertui.domain.programme.loading import default_terms
from resellertui.domain.renewal import renewable_between, side_of_renewal, timeline, within_limit

DAYS = default_terms().days


@pytest.mark.parametrize(("months", "until"), [(12, date(2027, 9, 6)), (1, date(2027, 2, 28)), (24, date(2027, 9, 6))])
def test_the_published_example(months: int, until: date) -> None:
    days = timeline(date(2026, 11, 30), months, DAYS)
    assert days.attempt_on == date(2026, 11, 16)
    assert days.visible_on == date(2026, 10, 1)
    assert days.blocked_on == date(2026, 11, 30)
    assert days.terminated_on == date(2026, 12, 30)
    assert days.warranty_until == until


def test_what_is_renewed_automatically_lies_between_the_first_attempt_and_the_termination() -> None:
    first, last = renewable_between(date(2026, 11, 16), DAYS)
    assert last == date(2026, 11, 30)
    days = timeline(first, 12, DAYS)
    assert days.terminated_on == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("method", "switched_by", "side"),
    [
        (None, None, Side.CLIENT),
        (None, 7, Side.CLIENT),
        (Payment.CLIENT, 7, Side.CLIENT),
        (Payment.PARTNER, 7, Side.PARTNER),
        (Payment.PARTNER, None, Side.PARTNER),
        (Payment.PARTNER, 3, Side.CLIENT),
    ],
)
def test_the_partners_money_renews_what_the_partner_switched_on(
    method: Payment | None, switched_by: int | None, side: Side
) -> None:
    assert side_of_renewal(method, switched_by, 7) is side


@pytest.mark.parametrize(
    ("limit", "used", "total", "fits"),
    [(None, 0, 0, False), (0, 0, 1, False), (100, 60, 40, True), (100, 60, 41, False)],
)
def test_a_monthly_limit_is_used_up_to_the_cent(limit: int | None, used: int, total: int, fits: bool) -> None:
    assert within_limit(limit, used, total) is fits
