"""Pro formas of renewals that wait: what they are for, and when they are for nobody any more."""

from __future__ import annotations

from resellertui.domain.billing import VoidReason
from resellertui.domain.partnership import State
from resellertui.services.billing import settling
from resellertui.services.billing.limits import pays_for_client
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.unit import Unit
from resellertui.store.models import Document, Product
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries


def products_of(unit: Unit, document_id: int) -> list[Product]:
    """Return the products that a document's lines are for."""
    lines = billing_queries.lines_of(unit.session, document_id)
    found = (organisation_queries.product(unit.session, one.product_id or 0) for one in lines)
    return [one for one in found if one is not None]


def withdraw_if_stale(unit: Unit, document: Document) -> bool:
    """End the pro forma of a renewal that its payer is not to be asked for any more; return whether it was.

    What still renews by itself is then due anew, for whoever pays today; anything else can be renewed by hand again.
    """
    order = billing_queries.order(unit.session, document.order_id or 0)
    is_automatic = order is not None and order.placed_by_id is None
    is_off = is_automatic and not document.paid and any(not p.auto_renewal for p in products_of(unit, document.id))
    if not is_off and _is_asked(unit, document, is_automatic=is_automatic):
        return False
    settling.void(unit, document, VoidReason.WITHDRAWN, order_state="void")
    return True


def _is_asked(unit: Unit, document: Document, *, is_automatic: bool) -> bool:
    if document.payer_id == document.holder_id:
        return True
    row = partnership_queries.active_of_partner(unit.session, document.payer_id, document.holder_id)
    if row is None or standing_of(row).on(unit.today) is not State.ACTIVE:
        return False
    return not is_automatic or pays_for_client(row, unit.today)
