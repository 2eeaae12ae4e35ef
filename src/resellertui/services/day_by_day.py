"""Work that belongs to a day: what was missed is made up for day after day, as it would have been done then.

Dates, terms, counts and months are those of the day that is worked on, and each day finds what the one before has left.
So two years in one run come to the sums of two years of runs a day, as long as nobody did anything meanwhile; what
somebody did meanwhile holds as it is now. What is written down is dated when it is written: no document, and no move of
money, is back-dated.

The first run ever works on its own day alone; a database that is made with a history of its own says where it ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from resellertui.domain.access import Action
from resellertui.domain.errors import ResellerError
from resellertui.services.actor import Actor
from resellertui.services.running import allow_running
from resellertui.services.unit import Office, Unit
from resellertui.store.queries import jobs as queries
from resellertui.store.queries.terms import next_effective

NextDay = Callable[[Unit, date], date | None]
"""Returns the next day after one on which dates alone make something due; None where there is none."""


class DayJob(Protocol):
    """A job that does the work of one day, `Unit.today`, in short transactions of whole records."""

    @property
    def name(self) -> str:
        """What it is called in the list of runs."""

    @property
    def run(self) -> Callable[[Office, Actor], dict[str, int]]:
        """Do the day's work, and count it; done again, it does what is left."""

    @property
    def next_day(self) -> NextDay | None:
        """Find the day that is worth working on next."""


@dataclass
class Worked:
    """What came of the days: the counts of each job, and the errors of those that could not go on."""

    counts: dict[str, Counter[str]]
    failures: dict[str, ResellerError] = field(default_factory=dict)

    def moved(self) -> int:
        """Return how much was done by which the next day may find more to do: mails are none of it."""
        return sum(counts.total() - counts["mails"] for counts in self.counts.values())


def work_days(office: Office, actor: Actor, jobs: Sequence[DayJob]) -> Worked:
    """Do the work of every day since the last run, in order, and on each day the jobs one after the other.

    A job that fails is left where it stands, and goes on from there the next time; the others go on. A rehearsal, which
    keeps nothing for the next day to find, works on today alone.
    """
    worked = Worked({one.name: Counter() for one in jobs})
    with office.reading(actor) as unit:
        allow_running(unit, Action.TICK)
        today = unit.today
        first = _first_days(unit, [one.name for one in jobs], today)
    day: date | None = min(first.values(), default=None)
    while day is not None:
        before = worked.moved()
        for one in jobs:
            if one.name not in worked.failures and first[one.name] <= day:
                _work(office.on(day), actor, one, worked)
        day = _following(office.on(day), actor, jobs, today, is_idle=before == worked.moved())
    return worked


def _first_days(unit: Unit, names: Sequence[str], today: date) -> dict[str, date]:
    """Return the day from which each job goes on; one that never ran goes on with the others."""
    done = {one: queries.done_day(unit.session, one) for one in names}
    last = max((one for one in done.values() if one is not None), default=None)
    if last is None or unit.office.dry_run:
        return dict.fromkeys(names, today)
    return {name: min((one or last) + timedelta(days=1), today) for name, one in done.items()}


def _work(office: Office, actor: Actor, job: DayJob, worked: Worked) -> None:
    try:
        worked.counts[job.name].update(job.run(office, actor))
        with office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            queries.set_done_day(unit.session, job.name, unit.today)
    except ResellerError as error:
        worked.failures[job.name] = error


def _following(office: Office, actor: Actor, jobs: Sequence[DayJob], today: date, *, is_idle: bool) -> date | None:
    """Return the day to work on after the office's; after one on which nothing was to do, the next that has something.

    What one day has changed may bring on more the next day: only idle days are passed over.
    """
    with office.reading(actor) as unit:
        allow_running(unit, Action.TICK)
        day = unit.today
        if day >= today:
            return None
        if not is_idle:
            return day + timedelta(days=1)
        found = [one.next_day(unit, day) for one in jobs if one.next_day is not None]
        found.append(next_effective(unit.session, day))
    return min((one for one in found if one is not None and one < today), default=today)
