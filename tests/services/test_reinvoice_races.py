"""Several processes that issue, credit and pay on one database, and runs that are killed: nothing twice or lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from datetime import datetime
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

from tests.builders import Builder
from tests.forked import CONTEXT, forked, started
from tests.services.billed import billed, biller, charged, lines_by_state, margin
from tests.services.life import rows
from tests.services.test_money_races import patient

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import ResellerError
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.services.reinvoicing import crediting, issuing
from resellertui.services.reinvoicing.document_inputs import CreditInput, IssueInput, ReinvoicePaymentInput
from resellertui.services.reinvoicing.papers import Paper
from resellertui.settings import load_settings
from resellertui.store.sqlite import copy_to

PROCESSES, CLIENTS, KILLS = 2, 6, 3

RESULT = (
    "SELECT client_id, number, net, vat, total FROM reinvoice_documents ORDER BY id",
    "SELECT document_id, position, line_id, amount FROM reinvoice_document_lines ORDER BY id",
    "SELECT line_id, state, billed_line_id, version FROM reinvoice_lines ORDER BY line_id",
    "SELECT document_id, kind, digest FROM reinvoice_papers ORDER BY 1, 2",
    "SELECT kind, recipient, subject, body FROM outbox ORDER BY id",
    "SELECT a.document_id, a.position, a.paper FROM outbox_attachments a ORDER BY a.mail_id",
    "SELECT action, count(*) FROM audit_entries GROUP BY 1 ORDER BY 1",
)


def opened_at(path: str, moment: str) -> Services:
    """Open a database in a process of its own, whose papers cost nothing."""
    for module in (issuing, crediting):
        vars(module).update(papers_of=lambda bill: (Paper("pdf", "x.pdf", "a/b", repr(bill).encode()),))
    return open_services(load_settings(), database=path, clock=FixedClock(datetime.fromisoformat(moment)))


def act(environment: dict[str, str], path: str, moment: str, owner: Actor, barrier: Barrier) -> None:
    """Issue the same month as the other processes, then credit and pay the same invoices."""
    os.environ.update(environment)
    services = opened_at(path, moment)
    barrier.wait(60)
    patient(lambda: services.reinvoice_runs.issue(owner, IssueInput.of(period="2026-11")))
    for number in range(1, CLIENTS + 1):
        name = f"2026-{number:04d}"
        again = CreditInput.of(document=name, lines=[{"position": 1}], reopen=True, reason="x")
        paid = ReinvoicePaymentInput.of(document=name)
        for wish in (
            lambda again=again: services.reinvoice_credits.credit(owner, again),
            lambda paid=paid: services.reinvoice_payments.record(owner, paid),
        ):
            try:
                patient(wish)
            except ResellerError:
                continue  # another process was quicker
    services.close()


def issue_all(environment: dict[str, str], path: str, moment: str, owner: Actor, ready: Event) -> None:
    """Issue the month, once the database is open."""
    os.environ.update(environment)
    services = opened_at(path, moment)
    ready.set()
    services.reinvoice_runs.issue(owner, IssueInput.of(period="2026-11", key="run"))
    services.close()


def settle(services: Services, make: Builder) -> Actor:
    """Make a partner with clients for which it was charged two lines each."""
    agency = biller(services, make)
    margin(services, agency)
    for number in range(CLIENTS):
        charged(services, agency, billed(services, make, agency, f"Client{number}"), "web-hosting", "mail-hosting")
    return agency.owner


def test_processes_side_by_side_number_without_gaps_and_bill_nothing_twice(services: Services, make: Builder) -> None:
    owner, path = settle(services, make), services.office.database.path
    barrier = CONTEXT.Barrier(PROCESSES)
    moment = services.office.clock.now().isoformat()
    children = [forked(act, dict(os.environ), str(path), moment, owner, barrier) for _number in range(PROCESSES)]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
        assert child.exitcode == 0
    numbers = rows(services, "SELECT number FROM reinvoice_documents WHERE kind = 'invoice' ORDER BY sequence")
    assert [one for (one,) in numbers] == [f"2026-{place:04d}" for place in range(1, CLIENTS + 1)]
    notes = rows(services, "SELECT number FROM reinvoice_documents WHERE kind = 'credit_note' ORDER BY sequence")
    assert [one for (one,) in notes] == [f"CN-2026-{place:04d}" for place in range(1, CLIENTS + 1)]
    assert lines_by_state(services) == {"billed": CLIENTS, "open": CLIENTS}
    sent = rows(services, "SELECT count(*), count(DISTINCT subject) FROM outbox WHERE kind LIKE 'reinvoice.%'")
    assert sent == [(2 * CLIENTS, 2 * CLIENTS)]
    settled = "SELECT DISTINCT paid + credited >= total FROM reinvoice_documents WHERE kind = 'invoice'"
    assert rows(services, settled) == [(1,)]
    assert [one.text for one in services.maintenance.check(Actor.operator()).findings] == []


def result(path: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return [list(connection.execute(statement)) for statement in RESULT]


def test_a_run_that_is_killed_and_finished_equals_one_that_was_not(
    services: Services, make: Builder, tmp_path: Path
) -> None:
    owner = settle(services, make)
    moment, path = services.office.clock.now().isoformat(), services.office.database.path
    assert path is not None
    whole, cut = tmp_path / "whole.sqlite", tmp_path / "cut.sqlite"
    for target in (whole, cut):
        copy_to(path, target)
    environment = dict(os.environ)
    process = started(issue_all, environment, str(whole), moment, owner)
    begun = time.perf_counter()
    process.join(120)
    assert process.exitcode == 0
    elapsed, chance = time.perf_counter() - begun, random.Random(7)  # noqa: S311  # moments, not secrets
    killed = 0
    for _turn in range(KILLS):
        process = started(issue_all, environment, str(cut), moment, owner)
        time.sleep(chance.uniform(0, elapsed / KILLS))
        process.kill()
        process.join(120)
        killed += process.exitcode == -signal.SIGKILL
    assert killed, "the runs were over before they were killed"
    process = started(issue_all, environment, str(cut), moment, owner)
    process.join(120)
    assert process.exitcode == 0
    assert result(cut) == result(whole)
    with closing(open_services(load_settings(), database=str(cut), clock=services.office.clock)) as opened:
        assert [one.text for one in opened.maintenance.check(Actor.operator()).findings] == []
