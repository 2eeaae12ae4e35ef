"""The job that writes down what dates have decided: expired requests, ended agreements."""

from __future__ import annotations

from collections import Counter
from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.partnership import State
from resellertui.services.actor import Actor
from resellertui.services.partnerships.endings import record_by_date
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit
from resellertui.store.queries import jobs as queries

BATCH = 50
"""How many are recorded while the write lock is held: a fraction of a second."""


def next_past_date(unit: Unit, day: date) -> date | None:
    """Return the next day after one that decides about a request or an agreement."""
    return queries.next_past_date(unit.session, day)


def record_past_dates(office: Office, actor: Actor) -> dict[str, int]:
    """Record every pending request past its date and every agreement past its end date, and count them."""
    counts = Counter({State.EXPIRED.value: 0, State.ENDED.value: 0})
    after: int | None = 0
    while after is not None:
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            rows = queries.past_their_dates(unit.session, unit.today, after=after, limit=BATCH)
            for row in rows:
                if record_by_date(unit, row):
                    counts[row.state] += 1
            after = rows[-1].id if len(rows) == BATCH else None
    return dict(counts)
