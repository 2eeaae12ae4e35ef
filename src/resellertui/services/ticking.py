"""What time alone does: a run through the registry of jobs (rules: dates and time)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from resellertui.adapters.clock import Clock, SystemClock
from resellertui.domain.access import Action
from resellertui.domain.errors import ResellerError
from resellertui.services.actor import Actor
from resellertui.services.day_by_day import work_days
from resellertui.services.jobs import JOBS, Job
from resellertui.services.jobs.outcome import Hindered
from resellertui.services.running import allow_running
from resellertui.services.unit import Office
from resellertui.services.views import View
from resellertui.store.queries import jobs as queries


class JobReport(View):
    """What one job did."""

    job: str
    counts: dict[str, int]
    trouble: str = ""
    """What kept it from doing more, such as a mail server that can't be reached, and what to do; empty for nothing."""


class RunView(View):
    """One run of one job."""

    id: int
    job: str
    at: datetime
    """The moment it was run for."""
    started_at: datetime
    finished_at: datetime | None
    """None where it was interrupted, or goes on."""
    counts: dict[str, int]


class Tick:
    """Runs the jobs, for the provider's staff and the owner of the database."""

    def __init__(self, office: Office, jobs: Sequence[Job] = JOBS, stopwatch: Clock | None = None) -> None:
        self._office = office
        self._jobs = jobs
        self._stopwatch = stopwatch or SystemClock()

    def run(self, actor: Actor) -> tuple[JobReport, ...]:
        """Run every job for the present moment, each in short transactions, and say what each did.

        Dates decide without it: this records, reminds and mails. Running it again changes nothing; a rehearsal says
        what a run would do. A job that fails does not keep the others from running; its error is raised at the end.

        Raises:
            Forbidden: neither staff nor the owner of the database.
            DatabaseTrouble: a job could not go on; what was recorded before stays.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.TICK)
        counts: dict[str, Mapping[str, int]] = {}
        failures: list[ResellerError] = []
        for some in self._in_turn():
            try:
                counts |= self._run(actor, some, failures)
            except ResellerError as error:
                failures.append(error)
        if failures:
            raise failures[0]
        return tuple(_report(one.name, counts[one.name]) for one in self._jobs)

    def runs(self, actor: Actor, limit: int = 200) -> tuple[RunView, ...]:
        """Return the last runs of the jobs, newest first; of runs that did nothing only the last one. Changes nothing.

        Raises:
            Forbidden: neither staff nor the owner of the database.
        """
        with self._office.reading(actor) as unit:
            allow_running(unit, Action.TICK)
            return tuple(
                RunView(
                    id=one.id,
                    job=one.job,
                    at=one.at,
                    started_at=one.started_at,
                    finished_at=one.finished_at,
                    counts=dict(one.outcome or {}),
                )
                for one in queries.runs(unit.session, limit)
            )

    def _in_turn(self) -> list[list[Job]]:
        """Return the jobs as they are run: those of days together, then the others one by one."""
        by_day = [one for one in self._jobs if one.next_day is not None]
        return [by_day, *([one] for one in self._jobs if one.next_day is None)]

    def _run(self, actor: Actor, jobs: Sequence[Job], failures: list[ResellerError]) -> Mapping[str, Mapping[str, int]]:
        """Run some jobs, and return what those did that came to their end."""
        with self._office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            runs = {
                one.name: queries.begin_run(unit.session, one.name, unit.now, self._stopwatch.now()) for one in jobs
            }
        if any(one.next_day is not None for one in jobs):
            worked = work_days(self._office, actor, jobs)
            failures += worked.failures.values()
            done: dict[str, Mapping[str, int]] = {
                name: counts for name, counts in worked.counts.items() if name not in worked.failures
            }
        else:
            done = {one.name: one.run(self._office, actor) for one in jobs}
        with self._office.writing(actor) as unit:
            allow_running(unit, Action.TICK)
            for name, counts in done.items():
                queries.end_run(unit.session, runs[name], self._stopwatch.now(), dict(counts))
        return done


def _report(job: str, counts: Mapping[str, int]) -> JobReport:
    return JobReport(job=job, counts=dict(counts), trouble=counts.trouble if isinstance(counts, Hindered) else "")
