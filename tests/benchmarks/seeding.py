"""How fast the program's `seed` command is, beside the same rows by `executemany`: measured when a database is made."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.connections import raw_file
from tests.benchmarks.databases import database, making_of, notes_of
from tests.benchmarks.figures import Row, Samples, Target, Unit
from tests.benchmarks.place import FOLDER, say
from tests.benchmarks.plain import Written, compare, counts, describe, make_same_schema, write
from tests.benchmarks.stage import Stage

from resellertui.services.seeding import BATCH

BILLED = frozenset({"documents", "document_lines"})

THIRD = Target(share_of_bare=1 / 3)

MOST = 50_000
"""Clients up to which rows are written plainly too: one by one, past this many, that takes the better part of an hour,
since every row finds its places in a dozen indexes and two full texts at random. The program's own speed stays."""


def measure(stage: Stage) -> list[Row]:
    """Return the row about seeding."""
    row = Row("seed", "seed, processor time", Unit.ROWS, bare_name="executemany", target=THIRD, only_large=True)
    remarks = []
    for size in stage.sizes:
        made = min(size, MOST)
        path, notes = database(made), notes_of(made, "plain")
        if not notes.exists():
            notes.write_text(json.dumps(_write_again(path, made)))
        noted, making = json.loads(notes.read_text()), making_of(made)
        plain = Written(**noted["written"])
        row.ours[size] = Samples([plain.rows / making.processor])
        row.bare[size] = Samples([plain.rows / plain.processor])
        remarks.append(
            f"{made} clients are {plain.rows} rows in {making.elapsed:.1f} s, {making.processor:.1f} s of them "
            f"processor time, program start included; plainly {plain.elapsed:.1f} s and {plain.processor:.1f} s"
        )
        remarks += noted["differences"]
    row.remark = "; ".join([*remarks, noted["description"]])
    return [row]


def _write_again(path: Path, clients: int) -> dict[str, object]:
    say(f"writing the rows of {clients} clients plainly")
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder, raw_file(path) as source:
        with raw_file(Path(folder) / "plain.sqlite", hurried=True) as target:
            make_same_schema(source, target)
            # The lists are made for a day: without it the triggers would have nothing to fill them with.
            target.execute(
                "INSERT INTO portfolio_day VALUES (?, ?)", source.execute("SELECT * FROM portfolio_day").fetchone()
            )
            # Invoices are no part of the seeding: the benchmark of lists adds them (invoices.py).
            there = {name: count for name, count in counts(source).items() if name in BILLED}
            written = write(source, target, batches=-(-clients // BATCH), since={"portfolio_day": 1} | there)
            differences = compare(source, target, besides=BILLED)
        return {"written": asdict(written), "differences": differences, "description": describe(source)}
