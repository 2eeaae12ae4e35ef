"""The monthly limit within which a client's own orders are paid at once with its partner's money (rules: who pays)."""

from __future__ import annotations

from datetime import date

from resellertui.domain.calendar import add_months
from resellertui.domain.renewal import within_limit
from resellertui.services.unit import Unit
from resellertui.store.models import Document
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import renewals as queries


def fits_limit(unit: Unit, document: Document) -> bool:
    """Return whether the partner who pays lets its client order that much this month without asking."""
    row = partnership_queries.active_of_partner(unit.session, document.payer_id, document.holder_id)
    if row is None or row.monthly_limit is None:
        return False
    first = unit.today.replace(day=1)
    last = date.fromordinal(add_months(first, 1, 1).toordinal() - 1)
    used = queries.spent_by_client(unit.session, document.payer_id, document.holder_id, first, last)
    return within_limit(row.monthly_limit, used, document.total)
