"""Support plans: the one that an organisation has, beside all there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.calendar import local_date
from resellertui.domain.programme.terms import Plan
from resellertui.domain.support_plan import (
    Held,
    labels,
    plan_of,
    plan_of_sku,
    plans_with_vip,
    response_target,
    vip_since,
)
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.support.code_views import PlanPage, PlanView
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Product
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries


class SupportPlans:
    """The support plan of one's organisation."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> PlanPage:
        """Return the plan of the actor's organisation, and what the others give. Changes nothing.

        Raises:
            NotFound: the actor acts for no organisation.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.ORG_VIEW, Stance(relation=Relation.OWN))
            org = organisation_queries.organisation(unit.session, actor.org_id or 0)
            if org is None:
                raise not_found()
            current = plan_in(unit, org.id)
            behind = _behind(unit, org.id, current)
            return PlanPage(
                organisation=org.name,
                current=plan_view(current, current),
                until=None if behind is None else behind.expires_on,
                renews=behind is not None and behind.auto_renewal,
                least_months=unit.terms.months.premium_min,
                plans=tuple(plan_view(one, current) for one in unit.terms.plans),
            )


def plan_view(plan: Plan, current: Plan) -> PlanView:
    """Return a plan as screens and scripts read it."""
    return PlanView(
        id=plan.id,
        label=plan.label,
        sku=plan.sku,
        response_hours=plan.response_hours,
        response_target=response_target(plan),
        emergency_calls=plan.emergency_calls,
        account_managers=plan.account_managers,
        vip_code=plan.vip_code,
        is_current=plan.id == current.id,
    )


def held_plans(unit: Unit, org_id: int) -> list[Held]:
    """Return the products of an organisation that give a plan, ended ones included."""
    return [_held(one) for one in plan_products(unit, org_id)]


def plan_in(unit: Unit, org_id: int) -> Plan:
    """Return the support plan of an organisation today."""
    return plan_of(unit.terms, held_plans(unit, org_id), unit.today)


def vip_from(unit: Unit, org_id: int) -> date | None:
    """Return since when the organisation has plans with a VIP code without a gap; None where it has none today."""
    products = plan_products(unit, org_id)
    if not plan_of(unit.terms, [_held(one) for one in products], unit.today).vip_code:
        return None
    begun = billing_queries.started_on(unit.session, [one.id for one in products])  # what was ordered waits to be paid
    held = [replace(_held(one), since=begun.get(one.id, _held(one).since)) for one in products]
    return vip_since(unit.terms, held, unit.today)


def words_on_vip_plans(unit: Unit) -> str:
    """Say which plans have a VIP code."""
    with_code = plans_with_vip(unit.terms)
    if not with_code:
        return _("No plan has a VIP code.")
    return _("Plans with a VIP code: {plans}.").format(plans=labels(with_code))


def _held(product: Product) -> Held:
    return Held(product.sku, product.state, local_date(product.created_at), product.expires_on)


def plan_products(unit: Unit, org_id: int) -> list[Product]:
    """Return the products of an organisation that give a plan, in any state, oldest first."""
    skus = [one.sku for one in unit.terms.plans if one.sku]
    return organisation_queries.products_of_kinds(unit.session, org_id, skus)


def _behind(unit: Unit, org_id: int, plan: Plan) -> Product | None:
    """Return the subscription that gives a plan for the longest."""
    running = [
        one
        for one in plan_products(unit, org_id)
        if _held(one).runs_on(unit.today) and plan_of_sku(unit.terms, one.sku) == plan
    ]
    return max(running, key=lambda one: one.expires_on or date.max, default=None)
