"""The registry of jobs that time alone starts. Each is idempotent: run twice, it does nothing the second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from resellertui.services.actor import Actor
from resellertui.services.jobs.arrears import JOB as ARREARS
from resellertui.services.jobs.arrears import follow_arrears
from resellertui.services.jobs.asking import JOB as ASK
from resellertui.services.jobs.asking import ask_registries
from resellertui.services.jobs.delivering import deliver_mails
from resellertui.services.jobs.ending_access import JOB as END_ACCESS
from resellertui.services.jobs.ending_access import record_ended_accesses
from resellertui.services.jobs.expiring import record_past_dates
from resellertui.services.jobs.quote_expiry import JOB as EXPIRE_QUOTES
from resellertui.services.jobs.quote_expiry import expire_quotes
from resellertui.services.jobs.quote_files import JOB as TAKE_QUOTES
from resellertui.services.jobs.quote_files import take_quote_files
from resellertui.services.jobs.reminding import remind_of_end_dates
from resellertui.services.jobs.reminding_of_bills import JOB as REMIND_OF_BILLS
from resellertui.services.jobs.reminding_of_bills import remind_of_bills
from resellertui.services.jobs.reviewing import JOB as REVIEW
from resellertui.services.jobs.reviewing import review_partners
from resellertui.services.renewals.days import JOB as RENEW
from resellertui.services.renewals.days import renew_by_date
from resellertui.services.unit import Office


@dataclass(frozen=True)
class Job:
    """A named job. It works in short transactions of whole records and returns what it did, counted."""

    name: str
    run: Callable[[Office, Actor], dict[str, int]]


JOBS: tuple[Job, ...] = (
    Job(TAKE_QUOTES, take_quote_files),
    Job("expire", record_past_dates),
    Job(EXPIRE_QUOTES, expire_quotes),
    Job(RENEW, renew_by_date),
    Job("remind", remind_of_end_dates),
    Job(REMIND_OF_BILLS, remind_of_bills),
    Job(END_ACCESS, record_ended_accesses),
    Job(REVIEW, review_partners),
    Job(ARREARS, follow_arrears),
    Job(ASK, ask_registries),
    Job("deliver", deliver_mails),
)
"""In this order: mails go out last, with what the jobs before them have written."""
