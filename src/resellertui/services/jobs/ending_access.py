"""The job that writes down which temporary accesses are over; the clock ended them already."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.temporary_access import AccessState
from resellertui.services.actor import Actor
from resellertui.services.running import allow_running
from resellertui.services.support.access import record_end, time_of
from resellertui.services.support.access_notices import tell_of_end
from resellertui.services.unit import Office
from resellertui.store.queries import support_access as queries

JOB = "access"
BATCH = 50


def record_ended_accesses(office: Office, actor: Actor) -> dict[str, int]:
    """Record every access that is over, and count them; whoever gave it is mailed where time has ended it."""
    ended, after = 0, 0
    while True:
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            rows = queries.to_end(unit.session, unit.now, after, BATCH)
            for row in rows:
                record_end(unit, row)
                if time_of(row).state_at(unit.now) is AccessState.EXPIRED:
                    tell_of_end(unit, row, queries.count_looks(unit.session, row.id))
                ended += 1
        if len(rows) < BATCH:
            return {"ended": ended}
        after = rows[-1].id
