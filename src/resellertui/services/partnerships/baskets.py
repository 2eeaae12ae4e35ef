"""What becomes possible with a partnership in force: ordering the baskets of contracts that came of quote requests."""

from __future__ import annotations

from resellertui.domain.partnership import Payment, State
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.unit import Unit
from resellertui.store.models import Partnership
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quote_contracts as queries


def tell_of_baskets(unit: Unit, row: Partnership) -> None:
    """Mail the partner of every basket that it can order from now on: full access, by its own payment method."""
    if row.state != State.ACTIVE.value or row.payment != Payment.PARTNER.value or row.client_id is None:
        return
    waiting = [one for one in queries.of_pair(unit.session, row.partner_id, row.client_id) if one.order_id is None]
    if not waiting:
        return
    from resellertui.services.leads.offer_notices import tell_ready

    client = organisation_queries.names(unit.session, [row.client_id])[row.client_id]
    paused_until = standing_of(row).resumes_on(unit.today)
    for one in waiting:
        tell_ready(unit, one, client, paused_until)
