"""How fast an import is beside plain `sqlite3`: the same rows by `executemany` into the same tables, guards included.

Run it by hand: `python tests/benchmarks/import_ratio.py [CLIENTS]`.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.builders import NOW, PASSWORD, STAFF_EMAIL, Builder, quick_hash
from tests.client_files import many

from resellertui.adapters.clock import FixedClock
from resellertui.services.console import Services
from resellertui.services.founding import found
from resellertui.services.importing.imports import BATCH
from resellertui.settings import load_settings

_clock = time.process_time
"""Processor time: what other programs do meanwhile is not counted, nor is waiting for the disk, on either side."""

TABLES = (
    "organisations",
    "products",
    "partnerships",
    "requested_products",
    "partnership_events",
    "client_records",
    "invitations",
    "outbox",
)


def _installation(folder: Path) -> tuple[Services, Builder]:
    settings = load_settings({"HOME": str(folder), "RESELLERTUI_SECRETS": "file"})
    services = found(
        settings,
        provider_name="Provider",
        owner_name="Staff",
        owner_email=STAFF_EMAIL,
        password=PASSWORD,
        kept=quick_hash(),
        clock=FixedClock(NOW),
    )
    return services, Builder(services)


def _path(services: Services) -> Path:
    path = services.office.database.path
    assert path is not None
    return path


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    try:
        return {
            table: list(connection.execute(f"SELECT * FROM {table} {'WHERE id > 2' * (table == 'organisations')}"))
            for table in TABLES
        }
    finally:
        connection.close()


def _plain(path: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    """Return the seconds that the rows take, in the same short transactions, durable as ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -16000"):
        connection.execute(f"PRAGMA {pragma}")
    started = _clock()
    for start in range(0, max(map(len, rows.values())), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        for table, values in rows.items():
            part = values[start : start + BATCH]
            if part:
                marks = ", ".join("?" * len(part[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", part)
        connection.execute("COMMIT")
    elapsed = _clock() - started
    connection.close()
    return elapsed


def main() -> None:
    """Print the seconds, the rate and the ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    os.environ["RESELLERTUI_SECRETS"] = "file"
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as plain:
        services, make = _installation(Path(ours))
        partner, data = make.partner("Agency"), many(count)
        started = _clock()
        report = services.imports.run(partner.owner, data)
        elapsed = _clock() - started
        started = _clock()
        again = services.imports.run(partner.owner, data)
        second = _clock() - started
        rows = _rows(_path(services))
        services.close()
        other, other_make = _installation(Path(plain))
        other_make.partner("Agency")
        target = _path(other)
        other.close()
        bare = _plain(target, rows)
    written = sum(map(len, rows.values()))
    lines = (
        f"{report.created} clients, {written} rows in {len(TABLES)} tables",
        f"import {elapsed:.2f} s ({count / elapsed:.0f} clients/s, {written / elapsed:.0f} rows/s)",
        f"again  {second:.2f} s ({again.unchanged} unchanged)",
        f"plain  {bare:.2f} s ({written / bare:.0f} rows/s)",
        f"ratio  {bare / elapsed:.2f}",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
