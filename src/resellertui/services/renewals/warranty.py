"""The Renewal Warranty: the provider renews what nobody renewed in time, and invoices it with long to pay."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.billing import VoidReason
from resellertui.domain.renewal import WARRANTY_FAMILY, timeline
from resellertui.services.billing import settling
from resellertui.services.renewals.automatic import Made, draft_renewals, order_of_document
from resellertui.services.unit import Unit
from resellertui.store.models import Product
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import renewals as queries


def renew_under_warranty(unit: Unit, products: Sequence[Product]) -> list[Made]:
    """Renew expired products of one organisation before they are paid.

    A pro forma that waits for one of them becomes the warranty's, with all its lines; for the others one is made.
    """
    found, covered = [], set[int]()
    for product in products:
        if product.id in covered:
            continue
        for document in queries.waiting_renewals(unit.session, product.id)[:1]:
            lines = billing_queries.lines_of(unit.session, document.id)
            rows = [organisation_queries.product(unit.session, one.product_id or 0) for one in lines]
            if any(one is not None and one.family == WARRANTY_FAMILY for one in rows):
                settling.void(
                    unit, document, VoidReason.WITHDRAWN, order_state="void"
                )  # the warranty does not renew itself
                continue
            made = Made(order_of_document(unit, document), document, tuple(one for one in rows if one is not None))
            covered |= {one.id for one in made.products}
            found.append(made)
    left = [one for one in products if one.id not in covered]
    if left:
        found += draft_renewals(unit, left)
    for made in found:
        _serve(unit, made)
    return found


def _serve(unit: Unit, made: Made) -> None:
    """Extend what a pro forma is for, and give it the warranty's time to pay."""
    days = unit.terms.days
    made.document.due_on = min(
        timeline(one.expires_on or unit.today, one.period_months, days).warranty_until for one in made.products
    )
    for line in billing_queries.lines_of(unit.session, made.document.id):
        product = organisation_queries.product(unit.session, line.product_id or 0)
        if product is not None:
            settling.serve(unit, made.document, made.order, line, product)
    made.order.served_on = unit.written_on
    facts = {"document": made.document.id, "due_on": made.document.due_on.isoformat()}
    unit.record("product.warranty", "order", made.order.id, facts, for_org_id=made.order.holder_id)
