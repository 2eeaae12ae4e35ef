"""A run of renewals that is killed again and again, and then finished, does what an uninterrupted one does."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

from tests.builders import TODAY, Builder
from tests.forked import started
from tests.services.test_renewals import rich

from resellertui.adapters.clock import FixedClock
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.opening import open_services
from resellertui.services.renewals.days import renew_by_date
from resellertui.settings import load_settings
from resellertui.store.sqlite import copy_to

PRODUCTS = 300
KILLS = 3

RESULT = (
    "SELECT id, state, expires_on, payer_id, noticed, version FROM products ORDER BY id",
    "SELECT a.kind, a.org_id, a.currency, a.detail, b.debit, b.credit FROM ledger_balances b "
    "JOIN ledger_accounts a ON a.id = b.account_id ORDER BY 1, 2, 3, 4",
    "SELECT payer_id, holder_id, state, due_on, net, vat, paid, count(*) FROM documents "
    "GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5",
    "SELECT product_id, service_from, service_to, charged, partner_net, active, count(*) FROM document_lines "
    "GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2",
    "SELECT state, partner_id, holder_id, product_id, amount FROM cashbacks ORDER BY 1, 2, 3, 4, 5",
    "SELECT kind, recipient, subject, length(body), count(*) FROM outbox GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    "SELECT kind, year, count(*), max(sequence) FROM documents WHERE sequence IS NOT NULL GROUP BY 1, 2",
    "SELECT action, count(*) FROM audit_entries GROUP BY 1 ORDER BY 1",
    "SELECT job, day FROM done_days",
)


def settle(services: Services, make: Builder) -> None:
    """Make holders whose products expire around today: some pay, some lack money, some have a partner or a warranty."""
    agency = make.partner("Agency")
    rich(services, agency, "9000.00")
    orgs = [make.organisation(f"Org {number}") for number in range(12)]
    for number, org in enumerate(orgs):
        if number % 3:
            rich(services, org, f"{number * 10}.00")
        if number % 4 == 1:
            make.active(org, agency, payment=Payment.PARTNER if number % 8 == 1 else Payment.CLIENT)
        if number % 5 == 2:
            make.product(org, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=300))
    path = services.office.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as connection, connection:
        kind = services.office.terms.kind("web-hosting")
        connection.executemany(
            "INSERT INTO products (org_id, sku, family, name, name_folded, quantity, period_months, anchor_day, "
            "expires_on, auto_renewal, created_at, version) VALUES (?, ?, ?, ?, ?, 1, ?, 1, ?, ?, ?, 1)",
            [
                (
                    orgs[number % len(orgs)].number, kind.sku, kind.family, f"p{number}.ch", f"p{number}.ch",
                    kind.period_months, (TODAY + timedelta(days=number // len(orgs) % 25 - 11)).isoformat(),
                    number % 7 != 3, "2026-01-01T00:00:00.000000Z",
                )
                for number in range(PRODUCTS)
            ],
        )  # fmt: skip


def renew(environment: dict[str, str], path: str, moment: str, ready: Event) -> None:
    """Renew what is due, once the database is open."""
    os.environ.update(environment)
    clock = FixedClock(datetime.fromisoformat(moment))
    services = open_services(load_settings(), database=path, clock=clock)
    ready.set()
    renew_by_date(services.office, Actor.operator())
    services.close()


def result(path: Path) -> list[list[tuple[object, ...]]]:
    """Return what a run has made, but for the numbers of rows."""
    with closing(sqlite3.connect(path)) as connection:
        return [list(connection.execute(statement)) for statement in RESULT]


def test_a_run_that_is_killed_and_finished_equals_one_that_was_not(
    services: Services, make: Builder, tmp_path: Path
) -> None:
    settle(services, make)
    moment, path = services.office.clock.now().isoformat(), services.office.database.path
    assert path is not None
    whole, cut = tmp_path / "whole.sqlite", tmp_path / "cut.sqlite"
    for target in (whole, cut):
        copy_to(path, target)
    environment = dict(os.environ)
    process = started(renew, environment, str(whole), moment)
    begun = time.perf_counter()
    process.join(120)
    assert process.exitcode == 0
    elapsed, chance = time.perf_counter() - begun, random.Random(7)  # noqa: S311  # moments, not secrets
    killed = 0
    for _turn in range(KILLS):
        process = started(renew, environment, str(cut), moment)
        time.sleep(chance.uniform(0, elapsed / KILLS))
        process.kill()
        process.join(120)
        killed += process.exitcode == -signal.SIGKILL
    assert killed > 1, "the runs were over before they were killed"
    process = started(renew, environment, str(cut), moment)
    process.join(120)
    assert process.exitcode == 0
    assert result(cut) == result(whole)
    with closing(open_services(load_settings(), database=str(cut), clock=services.office.clock)) as opened:
        assert [one.text for one in opened.maintenance.check(Actor.operator()).findings] == []
