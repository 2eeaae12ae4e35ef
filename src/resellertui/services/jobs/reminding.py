"""The job that reminds both sides of an end date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.calendar import days_between
from resellertui.domain.partnership import Side, State
from resellertui.services.actor import Actor
from resellertui.services.partnerships.dossier import dossier_of
from resellertui.services.partnerships.notices import remind_of_end
from resellertui.services.partnerships.sentences import write_event
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Partnership
from resellertui.store.queries import jobs as queries

PAGE = 1000
BATCH = 50


def remind_of_end_dates(office: Office, actor: Actor) -> dict[str, int]:
    """Send the reminders that are due; after a standstill only the nearest one of each partnership."""
    reminded, after = 0, 0
    while True:
        due, last = _due(office, actor, after)
        for start in range(0, len(due), BATCH):
            with office.writing(actor) as unit:
                allow_running(unit, Action.TICK)
                rows = queries.partnerships(unit.session, due[start : start + BATCH])
                reminded += sum(_remind(unit, row) for row in rows)
        if last is None:
            return {"reminded": reminded}
        after = last


def _due(office: Office, actor: Actor, after: int) -> tuple[list[int], int | None]:
    """Return the partnerships of the next page that need a reminder, and where the page after it starts."""
    with office.reading(actor) as unit:
        allow_running(unit, Action.TICK)
        steps = unit.terms.days.end_reminders
        last_day = date.fromordinal(unit.today.toordinal() + max(steps, default=0))
        page = queries.ending_between(unit.session, unit.today, last_day, after=after, limit=PAGE)
        found = [number for number, end_on, sent in page if reminder_due(end_on, unit.today, steps, sent) is not None]
        return found, page[-1][0] if len(page) == PAGE else None


def _remind(unit: Unit, row: Partnership) -> bool:
    """Remind the sides, unless someone changed or ended it since it was found."""
    if row.state != State.ACTIVE.value or row.end_on is None:
        return False
    step = reminder_due(row.end_on, unit.today, unit.terms.days.end_reminders, row.reminded_for)
    if step is None:
        return False
    row.reminded_for = " ".join([*row.reminded_for.split(), reminder_word(row.end_on, step)])
    days = days_between(unit.today, row.end_on)
    details = {"end_on": row.end_on.isoformat(), "days": days}
    write_event(unit, row, "reminded", Side.CLIENT, details, by_date=True)
    remind_of_end(dossier_of(unit, row, Side.CLIENT), days)
    return True


def reminder_due(end_on: date, today: date, steps: Iterable[int], sent: str) -> int | None:
    """Return the reminder to send today, as its number of days before the end; None when there is none.

    Of several that have become due since the last run only the nearest to the end makes sense still.
    """
    left = days_between(today, end_on)
    reached = [step for step in steps if left <= step]
    if left < 1 or not reached:
        return None
    nearest = min(reached)
    return None if reminder_word(end_on, nearest) in sent.split() else nearest


def reminder_word(end_on: date, step: int) -> str:
    """Return the word by which a partnership remembers a reminder."""
    return f"end:{end_on.isoformat()}:{step}"
