"""How fast an import is, into each database, beside the same rows by `executemany` into a copy of it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.benchmarks.connections import copy, raw_connection, raw_file
from tests.benchmarks.databases import database
from tests.benchmarks.figures import Row, Samples, Unit
from tests.benchmarks.place import FOLDER, environment, say
from tests.benchmarks.plain import compare, counts, describe, write
from tests.benchmarks.reference import actor_of
from tests.benchmarks.seeding import THIRD
from tests.benchmarks.stage import Stage
from tests.client_files import many

from resellertui.services.importing.imports import BATCH
from resellertui.services.opening import open_services
from resellertui.settings import load_settings


def measure(stage: Stage) -> list[Row]:
    """Return the rows about importing: a file for the first time, and the same file again."""
    row = Row("import", "import, processor time", Unit.ROWS, bare_name="executemany", target=THIRD)
    remarks = []
    for size in stage.sizes:
        say(f"importing {stage.imported} clients beside {size}")
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            ours, bare, remark = _measure_at(size, stage, Path(folder))
        row.ours[size], row.bare[size] = Samples([ours]), Samples([bare])
        remarks.append(f"beside {size} clients {remark}")
    row.remark = "; ".join(remarks)
    return [row]


def _measure_at(size: int, stage: Stage, folder: Path) -> tuple[float, float, str]:
    """Return our rows in a second, the plain ones, and what else there is to say."""
    full, plain = folder / "full.sqlite", folder / "plain.sqlite"
    copy(database(size), full)
    copy(database(size), plain)
    services = open_services(load_settings(environment(stage.home)), database=str(full))
    try:
        actor, data = actor_of(services), many(stage.imported)
        elapsed, started = time.perf_counter(), time.process_time()
        report = services.imports.run(actor, data)
        used = time.process_time() - started
        elapsed = time.perf_counter() - elapsed
        started = time.process_time()
        again = services.imports.run(actor, data)
        used_again = time.process_time() - started
        with raw_connection(services.office.database) as source, raw_file(plain) as target:
            written = write(source, target, -(-stage.imported // BATCH), counts(target))
            differences, description = compare(source, target), describe(source)
    finally:
        services.close()
    words = (
        f"{report.created} clients are {written.rows} rows in {elapsed:.1f} s, {used:.1f} s of them processor time; "
        f"plainly {written.elapsed:.1f} s and {written.processor:.1f} s; the same file again {used_again:.1f} s, "
        f"{again.unchanged} unchanged"
    )
    return written.rows / used, written.rows / written.processor, "; ".join([words, *differences, description])
