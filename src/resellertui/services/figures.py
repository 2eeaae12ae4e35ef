"""The figures that Home draws: months of revenue and cashback, and the weeks of renewals ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from resellertui.domain.cashback import last_months
from resellertui.domain.money import Currency, Money, round_half_up
from resellertui.services.home_views import MonthSum, MonthsView, Revenue, WeekFigure, WeekSum, WeeksView
from resellertui.services.renewals.forecasting import monday
from resellertui.services.unit import Unit
from resellertui.store.queries import cashback as cashback_queries
from resellertui.store.queries import figures as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import renewal_board
from resellertui.store.queries.figures import MonthTotal, Worth
from resellertui.store.queries.renewal_board import BoardChoice

WEEKS = 10
MOST_VALUED = 20_000
"""Renewals up to which their prices are summed up: each one's product is read for it."""
_ALL = 1_000


def months_of(unit: Unit, org_id: int) -> MonthsView:
    """Return a partner's last twelve months; the policy was asked before."""
    months = last_months(unit.today)[::-1]
    since = date.fromisoformat(f"{months[0]}-01")
    billed = queries.billed_by_month(unit.session, org_id, since)
    revenue = billed or queries.charged_by_month(unit.session, org_id, since)
    choice = cashback_queries.Choice(org_id, since=months[0])
    earned = [
        MonthTotal(one.key, one.currency, one.credited)
        for one in cashback_queries.groups(unit.session, "month", choice, 0, _ALL)
    ]
    return MonthsView(
        revenue_is=Revenue.BILLED if billed or not revenue else Revenue.CHARGED,
        revenue=_filled(months, revenue),
        cashback=_filled(months, earned),
    )


def weeks_of(unit: Unit, org_id: int) -> WeeksView:
    """Return the weeks ahead of an organisation's own renewals, and for a partner of its clients'; policy before."""
    org = organisation_queries.organisation(unit.session, org_id)
    assert org is not None  # noqa: S101  # the actor belongs to it
    last = monday(unit.today) + timedelta(days=7 * WEEKS - 1)
    is_partner = organisation_queries.programme_member(unit.session, org_id) is not None
    counts: Counter[tuple[date, str]] = Counter()
    for day, count in queries.own_days(unit.session, org_id, unit.today, last):
        counts[monday(day), "own"] += count
    choice = BoardChoice(org_id, unit.today, unit.today, last)
    if is_partner:
        for one in renewal_board.board_days(unit.session, choice):
            counts[monday(one.expires_on), one.payer] += one.count
    is_valued = counts.total() <= MOST_VALUED
    worth: list[Worth] = []
    if is_valued:
        worth = queries.own_worth(unit.session, org_id, unit.today, last)
        worth += queries.worth_of_clients(unit.session, choice, org.currency) if is_partner else []
    sums = _priced(unit, worth)
    return WeeksView(
        weeks=tuple(_week(monday(unit.today) + timedelta(days=7 * number), counts, sums) for number in range(WEEKS)),
        has_clients=is_partner,
        is_valued=is_valued,
    )


def _week(week: date, counts: Counter[tuple[date, str]], sums: Counter[tuple[date, str]]) -> WeekFigure:
    found = ((code, sums[week, code]) for code in Currency if sums[week, code])
    return WeekFigure(
        week=week,
        own=counts[week, "own"],
        partner=counts[week, "partner"],
        client=counts[week, "client"],
        worth=tuple(WeekSum(currency=code, amount=str(Money(minor, code))) for code, minor in found),
    )


def _priced(unit: Unit, worth: Iterable[Worth]) -> Counter[tuple[date, str]]:
    """Return what is renewed in each week and currency at public price; what has no price there counts for nothing."""
    kinds = {one.sku: one for one in unit.terms.kinds}
    sums: Counter[tuple[date, str]] = Counter()
    for one in worth:
        currency = Currency(one.currency)
        kind = kinds.get(one.sku)
        price = None if kind is None else kind.prices.get(currency)
        if price is not None:
            sums[monday(one.day), currency] += Money.of(round_half_up(price * one.quantity), currency).minor
    return sums


def _filled(months: Sequence[str], found: Iterable[MonthTotal]) -> tuple[MonthSum, ...]:
    """Return every month of each currency in which there is anything, currency by currency."""
    sums = {(one.currency, one.month): one.amount for one in found}
    codes = [code for code in Currency if any(currency == code and sums[currency, month] for currency, month in sums)]
    return tuple(
        MonthSum(month=month, currency=code, amount=str(Money(sums.get((code, month), 0), code)))
        for code in codes
        for month in months
    )
