"""How a partnership stops: by a person, by its dates; and what that takes with it."""

from __future__ import annotations

from resellertui.domain.calendar import start_of
from resellertui.domain.partnership import Payment, Side, State
from resellertui.services.billing import settling
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.dossier import Dossier, dossier_of, standing_of
from resellertui.services.partnerships.sentences import write_event
from resellertui.services.unit import Unit
from resellertui.store.models import Partnership
from resellertui.store.queries import partnerships as queries
from resellertui.store.queries import people as people_queries


def close(unit: Unit, row: Partnership, by: str, reason: str = "") -> int:
    """Make an active partnership ended: entrustments close and people's grants on the client go.

    Returns:
        How many people lost the client.
    """
    queries.close_entrustments(unit.session, row.id, unit.now)
    if row.payment == Payment.PARTNER.value:
        settling.void_renewals_of_partner(unit, row)
    lost = people_queries.drop_client_grants(unit.session, row.id)
    row.state = State.ENDED.value
    row.ended_at = unit.now
    row.ended_by = by
    row.reason = reason
    row.paused_until = None
    row.proposed_payment = row.proposed_at = None
    row.version += 1
    unit.session.flush()  # what follows in this transaction must find the slot free
    return lost


def close_request(dossier: Dossier, state: State) -> None:
    """End a pending request in the actor's name: withdrawn, or refused."""
    dossier.row.state = state.value
    dossier.row.answered_at = dossier.unit.now
    dossier.row.answered_by_id = dossier.unit.actor.user_id
    dossier.row.version += 1


def record_by_date(unit: Unit, row: Partnership) -> bool:
    """Write down what a date has decided (expired, ended) and tell the sides; return whether there was anything."""
    decided = standing_of(row).on(unit.today)
    if decided.value == row.state:
        return False
    dossier = dossier_of(unit, row, Side.CLIENT)
    if decided is State.EXPIRED:
        row.state = State.EXPIRED.value
        row.version += 1
        unit.session.flush()  # the pair's pending slot must be free for a new request
        write_event(unit, row, "expired", Side.CLIENT, {"expires_on": str(row.expires_on)}, by_date=True)
        dossier = dossier_of(unit, row, Side(row.initiator))
        notices.tell_of_expiry(dossier)
    else:
        close(unit, row, "date")
        if row.end_on is not None:
            row.ended_at = start_of(row.end_on)
            queries.redate_entrustments(unit.session, row.id, unit.now, row.ended_at)
        write_event(unit, row, "ended_by_date", Side.CLIENT, {"end_on": str(row.end_on)}, by_date=True)
        notices.tell_of_end(dossier, Side.CLIENT, Side.PARTNER)
    return True


def people_losing(dossier: Dossier) -> int:
    """Return how many of the partner's people have this client granted."""
    return people_queries.count_client_grants(dossier.unit.session, dossier.row.id)
