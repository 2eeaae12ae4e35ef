"""The registry of jobs that time alone starts. Each is idempotent: run twice, it does nothing the second time.

Those with a `next_day` make up for every day that was missed, each day all of them in their order, since what one of
them does decides what the next one finds: an agreement that ends decides who pays, and what is renewed a review. The
others tell what holds now, and run once: a reminder of what has passed meanwhile reminds nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from resellertui.services.actor import Actor
from resellertui.services.day_by_day import NextDay
from resellertui.services.jobs.arrears import JOB as ARREARS
from resellertui.services.jobs.arrears import follow_arrears
from resellertui.services.jobs.asking import JOB as ASK
from resellertui.services.jobs.asking import ask_registries
from resellertui.services.jobs.delivering import deliver_mails
from resellertui.services.jobs.ending_access import JOB as END_ACCESS
from resellertui.services.jobs.ending_access import record_ended_accesses
from resellertui.services.jobs.expiring import next_past_date, record_past_dates
from resellertui.services.jobs.quote_expiry import JOB as EXPIRE_QUOTES
from resellertui.services.jobs.quote_expiry import expire_quotes
from resellertui.services.jobs.quote_files import JOB as TAKE_QUOTES
from resellertui.services.jobs.quote_files import take_quote_files
from resellertui.services.jobs.reminding import remind_of_end_dates
from resellertui.services.jobs.reminding_of_bills import JOB as REMIND_OF_BILLS
from resellertui.services.jobs.reminding_of_bills import remind_of_bills
from resellertui.services.jobs.reviewing import JOB as REVIEW
from resellertui.services.jobs.reviewing import next_review, review_partners
from resellertui.services.renewals.days import JOB as RENEW
from resellertui.services.renewals.days import next_renewal, renew_by_date
from resellertui.services.unit import Office
from resellertui.store.queries import jobs as queries


@dataclass(frozen=True)
class Job:
    """A named job. It works in short transactions of whole records and returns what it did, counted."""

    name: str
    run: Callable[[Office, Actor], dict[str, int]]
    next_day: NextDay | None = None
    """Where it makes up for days that were missed: finds the next one that is worth it."""


JOBS: tuple[Job, ...] = (
    Job(TAKE_QUOTES, take_quote_files),
    Job("expire", record_past_dates, next_past_date),
    Job(EXPIRE_QUOTES, expire_quotes),
    Job(RENEW, renew_by_date, next_renewal),
    Job("remind", remind_of_end_dates),
    Job(REMIND_OF_BILLS, remind_of_bills),
    Job(END_ACCESS, record_ended_accesses),
    Job(REVIEW, review_partners, next_review),
    Job(ARREARS, follow_arrears),
    Job(ASK, ask_registries),
    Job("deliver", deliver_mails),
)
"""In this order: mails go out last, with what the jobs before them have written."""


def begin_on(session: Session, day: date) -> None:
    """Have the first run make up for the days from this one on, in a database that is made with a history up to it."""
    for one in JOBS:
        if one.next_day is not None:
            queries.set_done_day(session, one.name, day - timedelta(days=1))
