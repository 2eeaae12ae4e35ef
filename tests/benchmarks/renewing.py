"""How fast a run of the jobs renews subscriptions by date, what memory it takes, and how long it keeps others waiting.

Every subscription is due and its payer has the money: each becomes a line of an invoice that is paid, with its number,
its cashback, its mail and its entries in the ledger and the audit. Beside it, the rows that this has made are inserted
into the same tables by plain `executemany`, in one transaction.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session
from tests.benchmarks.connections import copy, raw_file
from tests.benchmarks.databases import database
from tests.benchmarks.figures import Row, Samples, Target, Unit
from tests.benchmarks.place import FOLDER, ROOT, environment, say
from tests.benchmarks.plain import Written, counts, write
from tests.benchmarks.stage import Stage

from resellertui.domain.ledger import Event
from resellertui.services.actor import Actor
from resellertui.services.audit import GENESIS
from resellertui.services.billing.posting import mac_of
from resellertui.services.opening import open_services
from resellertui.services.unit import Unit as Work
from resellertui.settings import load_settings
from resellertui.store.bulk import Heap
from resellertui.store.models import LedgerAccount, LedgerTransaction, LedgerTransfer
from resellertui.store.types import moment_text

MOST = 100_000
"""Subscriptions that are renewed with the large database; of a smaller one, ten for each client."""

EACH = 3
"""Subscriptions of a client that `seed` makes."""

MONEY = 10**9
"""What every payer has, in minor units."""

SAME = 1.1
"""How many times the small run's memory still counts as the same."""

_ACCOUNT = ("id", "kind", "org_id", "currency", "detail")
_TRANSACTION = ("id", "at", "day", "kind", "org_id", "document_id", "user_id", "reference", "previous_mac", "mac")
_TRANSFER = ("transaction_id", "debit_id", "credit_id", "amount", "currency", "line_id")


@dataclass(frozen=True)
class Run:
    """What a run of the jobs took."""

    renewed: int
    elapsed: float
    processor: float
    mebibytes: float
    """Resident at most."""
    longest: float
    """Seconds for which the write lock was held at a stretch."""


def measure(stage: Stage) -> list[Row]:
    """Return the rows about renewing: how fast, with what memory, and the longest hold of the write lock."""
    fast = Row("renew", "renewals, processor time", Unit.ROWS, bare_name="executemany")
    memory = Row("renew", "resident memory of a run of renewals", Unit.MEBIBYTES, target=Target(times_small=SAME))
    lock = Row("renew", "longest hold of the write lock", target=Target(at_most=500))
    remarks = []
    for size in stage.sizes:
        wanted = min(size * 10, MOST)
        say(f"renewing {wanted} subscriptions")
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            path = Path(folder) / "renewals.sqlite"
            copy(database(-(-wanted // EACH)), path)
            make_due(path, stage.home)
            before = Path(folder) / "before.sqlite"
            copy(path, before)
            run = _run(path, stage)
            plain = _write_plainly(path, before)
        fast.ours[size] = Samples([plain.rows / run.processor])
        fast.bare[size] = Samples([plain.rows / plain.processor])
        memory.ours[size], lock.ours[size] = Samples([run.mebibytes]), Samples([run.longest * 1000])
        remarks.append(
            f"{run.renewed} subscriptions are {plain.rows} rows in {run.elapsed:.0f} s, {run.processor:.0f} s of them "
            f"processor time; plainly {plain.elapsed:.1f} s and {plain.processor:.1f} s"
        )
    fast.remark = "; ".join(remarks)
    return [fast, memory, lock]


def make_due(path: Path, home: Path) -> None:
    """Let everything in a seeded database expire in ten days and renew by itself, and give every payer money."""
    services = open_services(load_settings(environment(home)), database=str(path))
    with closing(services), services.office.filling() as session:
        work = Work(services.office, session, Actor.operator())
        day = work.today + timedelta(days=10)
        connection = session.connection()
        connection.exec_driver_sql(
            "UPDATE products SET expires_on = ?, anchor_day = ?, auto_renewal = 1", (day.isoformat(), day.day)
        )
        payers = connection.exec_driver_sql("SELECT id, currency FROM organisations").all()
        rows = _top_ups(work, [(one[0], one[1]) for one in payers])
        while batch := list(islice(rows, 5000)):
            _write(session, batch)


_Three = tuple[list[tuple[object, ...]], tuple[object, ...], tuple[object, ...]]


def _top_ups(work: Work, payers: Iterable[tuple[int, str]]) -> Iterator[_Three]:
    """Give the rows of one top-up after the other: accounts that are new, the transaction, its transfer."""
    banks: dict[str, int] = {}
    previous, account = GENESIS, 0
    for number, (org_id, currency) in enumerate(payers, 1):
        accounts: list[tuple[object, ...]] = []
        if currency not in banks:
            account += 1
            banks[currency] = account
            accounts.append((account, "bank", work.installation.provider_id, currency, ""))
        account += 1
        accounts.append((account, "prepaid", org_id, currency, ""))
        row = LedgerTransaction(
            id=number,
            at=work.now,
            day=work.today,
            kind=Event.TOP_UP.value,
            org_id=org_id,
            document_id=None,
            user_id=None,
            reference="",
            previous_mac=previous,
            mac="",
        )
        transfer = (number, banks[currency], account, MONEY, currency, None)
        part = LedgerTransfer(**dict(zip(_TRANSFER, transfer, strict=True)))
        previous, before = mac_of(work.audit_key, row, [part]), previous
        at, on = moment_text(work.now), work.today.isoformat()
        yield accounts, (number, at, on, row.kind, org_id, None, None, "", before, previous), transfer


def _write(session: Session, batch: list[_Three]) -> None:
    heaps = [Heap(LedgerAccount, _ACCOUNT), Heap(LedgerTransaction, _TRANSACTION), Heap(LedgerTransfer, _TRANSFER)]
    for accounts, transaction, transfer in batch:
        heaps[0].rows.extend(accounts)
        heaps[1].rows.append(transaction)
        heaps[2].rows.append(transfer)
    for heap in heaps:
        heap.write(session)


def _run(path: Path, stage: Stage) -> Run:
    """Renew what is due in a process of its own, so that its memory is its own too."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.renewal_run", path],
        env=stage.env,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Run(**json.loads(told.stdout))


def _write_plainly(path: Path, before: Path) -> Written:
    """Write the rows that the run has made, and no others, into the database as it was before."""
    with raw_file(path) as source, raw_file(before) as target:
        return write(source, target, 1, counts(target))
