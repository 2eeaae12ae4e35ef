"""Support plans: which one holds for an organisation, what it gives, and what may be ordered beside it.

Plans are listed in the programme terms from the lowest to the highest; the one without a kind of product is what
everybody has. Of several that run, the highest counts, and lower ones are not renewed any more: that is what an upgrade
does to the plan before it, which is neither refunded nor shortened (rules: Premium).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from resellertui.domain.billing import ProductState
from resellertui.domain.programme.terms import Plan, ProductKind, Terms
from resellertui.domain.wording import _, ngettext

_OPEN = frozenset({ProductState.ACTIVE.value, ProductState.PENDING.value})


@dataclass(frozen=True)
class Held:
    """A product that may be a plan's, as it stands."""

    sku: str
    state: str
    since: date
    """When it was ordered; for a VIP code, when it began."""
    expires_on: date | None

    def runs_on(self, today: date) -> bool:
        """Return whether it runs: paid for, and its date has not come."""
        return self.state == ProductState.ACTIVE.value and (self.expires_on is None or self.expires_on > today)


def standard_plan(terms: Terms) -> Plan:
    """Return the plan of those who ordered none."""
    return next((one for one in terms.plans if not one.sku), terms.plans[0])


def plan_of_sku(terms: Terms, sku: str) -> Plan | None:
    """Return the plan that a kind of product gives, or None for any other kind."""
    return next((one for one in terms.plans if one.sku and one.sku == sku), None)


def rank(terms: Terms, plan: Plan) -> int:
    """Return how high a plan stands: its place in the terms."""
    return terms.plans.index(plan)


def plan_of(terms: Terms, held: Iterable[Held], today: date) -> Plan:
    """Return the plan of an organisation: the highest one that runs; what waits to be paid does not count."""
    running = [plan for one in held if one.runs_on(today) and (plan := plan_of_sku(terms, one.sku))]
    return max(running, key=lambda one: rank(terms, one), default=standard_plan(terms))


def plans_with_vip(terms: Terms) -> tuple[Plan, ...]:
    """Return the plans that have a VIP code."""
    return tuple(one for one in terms.plans if one.vip_code)


def vip_since(terms: Terms, held: Iterable[Held], today: date) -> date | None:
    """Return since when an organisation has had, without a gap, plans with a VIP code; None where it has none now.

    A code that is older ended with its plan, whether or not anything recorded that, and a plan bought later does not
    bring it back. A subscription that was blocked for some days and then renewed from its old expiry is the same one.
    """
    spans = sorted(
        (one.since, one.expires_on or date.max)
        for one in held
        if one.state not in {ProductState.PENDING.value, ProductState.CANCELLED.value}
        and (plan := plan_of_sku(terms, one.sku))
        and plan.vip_code
    )
    start = end = None
    for first, last in spans:
        if end is None or first > end:
            start, end = first, last
        else:
            end = max(end, last)
    return start if end is not None and end > today else None


def least_periods(terms: Terms, kind: ProductKind) -> int:
    """Return for how many periods a kind of product is ordered at least: a plan for its months, others for one."""
    if plan_of_sku(terms, kind.sku) is None:
        return 1
    return -(-terms.months.premium_min // kind.period_months)


def problem_of_order(terms: Terms, held: Iterable[Held], sku: str, months: int, today: date) -> tuple[str, str]:
    """Return what stands against ordering a plan: a reason for the number of periods, and one for the plan itself.

    A plan is taken for some months at least, again with each upgrade. There is no downgrade: while a plan runs, or
    waits to be paid, only a higher one can be ordered.
    """
    plan = plan_of_sku(terms, sku)
    if plan is None:
        return "", ""
    least = terms.months.premium_min
    periods = (
        ngettext(
            "A Premium plan is taken for {count} month at least.",
            "A Premium plan is taken for {count} months at least.",
            least,
        ).format(count=least)
        if months < least
        else ""
    )
    there = [
        other
        for one in held
        if (one.state == ProductState.PENDING.value or one.runs_on(today))
        and (other := plan_of_sku(terms, one.sku))
        and rank(terms, other) >= rank(terms, plan)
    ]
    if not there:
        return periods, ""
    highest = max(there, key=lambda one: rank(terms, one))
    if highest.id == plan.id:
        return periods, _("The plan {plan} is there already, or waits to be paid.").format(plan=plan.label)
    return periods, _("There is no downgrade from {higher} to {lower}.").format(higher=highest.label, lower=plan.label)


def outranked(terms: Terms, held: Iterable[Held], sku: str, today: date) -> Plan | None:
    """Return the higher plan that runs beside this one, on whose account this one is not renewed; None for none."""
    plan = plan_of_sku(terms, sku)
    if plan is None:
        return None
    current = plan_of(terms, held, today)
    return current if rank(terms, current) > rank(terms, plan) else None


def response_target(plan: Plan) -> str:
    """Return the promised time of the first response, in words."""
    hours = plan.response_hours
    if not hours:
        return _("best effort")
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def labels(plans: Sequence[Plan]) -> str:
    """Return the names of plans in a row."""
    return ", ".join(one.label for one in plans)
