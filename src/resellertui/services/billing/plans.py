"""Support plans among orders: taken for months at least, upgraded at any time, never downgraded, never refunded.

An upgrade is an order of a higher plan. It starts when it is paid; from then on it counts, and the plan below it runs
out beside it: its automatic renewal is switched off, and nobody renews it while the higher one runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.programme.terms import ProductKind
from resellertui.domain.support_plan import outranked, plan_of_sku, problem_of_order, rank
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.billing.views import OrderLineInput
from resellertui.services.support.plans import held_plans, plan_products
from resellertui.services.unit import Unit
from resellertui.store.models import Document, DocumentLine, Product


def check_plans(unit: Unit, org_id: int, kinds: Sequence[ProductKind], lines: Sequence[OrderLineInput]) -> None:
    """Go on only if the support plans among the lines of an order may be ordered.

    Raises:
        Invalid: for too short a time, several plans at once, or more than one of it.
        Refused: no upgrade of what the organisation has, or has ordered.
    """
    wanted = [
        (place, kind, line)
        for place, (kind, line) in enumerate(zip(kinds, lines, strict=True), 1)
        if plan_of_sku(unit.terms, kind.sku)
    ]
    if not wanted:
        return
    problems: dict[str, str] = {}
    for place, _kind, line in wanted:
        if line.quantity != 1:
            problems[f"lines.{place}.quantity"] = _("A support plan is one: its quantity is 1.")
    for place, _kind, _line in wanted[1:]:
        problems[f"lines.{place}.sku"] = _("One support plan can be ordered at once.")
    held = held_plans(unit, org_id)
    for place, kind, line in wanted:
        months = line.periods * kind.period_months
        too_short, no_upgrade = problem_of_order(unit.terms, held, kind.sku, months, unit.today)
        if no_upgrade:
            raise Refused(
                no_upgrade,
                _("Nothing was changed."),
                _("A higher plan can be ordered at any time; a lower one once this one has run out."),
            )
        if too_short:
            problems[f"lines.{place}.periods"] = too_short
    if problems:
        raise Invalid(problems)


def check_still_counts(unit: Unit, product: Product) -> None:
    """Go on only if a product is no support plan beside which a higher one runs.

    Raises:
        Refused: it is; naming the higher one.
    """
    higher = outranked(unit.terms, held_plans(unit, product.org_id), product.sku, unit.today)
    if higher is not None:
        raise Refused(
            _("“{name}” is not renewed: the plan {plan} counts.").format(name=product.name, plan=higher.label),
            _("It runs out on {day}.").format(day=day(product.expires_on)),
        )


def let_lower_run_out(unit: Unit, started: Product) -> None:
    """Switch off the automatic renewal of the plans below one that has just started."""
    plan = plan_of_sku(unit.terms, started.sku)
    if plan is None:
        return
    for one in plan_products(unit, started.org_id):
        other = plan_of_sku(unit.terms, one.sku)
        if one.auto_renewal and other is not None and rank(unit.terms, other) < rank(unit.terms, plan):
            one.auto_renewal, one.auto_renewal_by = False, None
            one.version += 1
            unit.record(
                "product.auto_renewal",
                "product",
                one.id,
                {"before": True, "after": False, "upgraded_to": started.id},
                for_org_id=one.org_id,
            )


def is_refundable(unit: Unit, document: Document, line: DocumentLine) -> bool:
    """Return whether a line may be refunded: not a support plan, by the terms of its document's day or today's."""
    terms = (unit.terms, unit.terms_on(document.made_on))
    return all(plan_of_sku(one, line.sku) is None for one in terms)
