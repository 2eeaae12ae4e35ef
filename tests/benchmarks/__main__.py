"""Measure the console, and print what was measured: `python -m tests.benchmarks`, or `make bench`."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Callable

from tests.benchmarks import (
    browsing,
    importing,
    lists,
    memory,
    reference,
    renewing,
    report,
    seeding,
    starting,
    switching,
)
from tests.benchmarks.databases import database, forget
from tests.benchmarks.figures import Row
from tests.benchmarks.place import FOLDER, home_for_now, say
from tests.benchmarks.stage import Stage

from resellertui.domain.errors import ResellerError

TOPICS: dict[str, Callable[[Stage], list[Row]]] = {
    "start": starting.measure,
    "keys": browsing.measure,
    "lists": lists.measure,
    "switch": switching.measure,
    "page": reference.measure,
    "memory": memory.measure,
    "seed": seeding.measure,
    "import": importing.measure,
    "renew": renewing.measure,
}


def main() -> None:
    """Measure the topics that are asked for, all of them by default."""
    options = _options()
    sizes = tuple(sorted({options.small, options.large}))
    if options.anew:
        for size in sizes:
            forget(size)
    for size in sizes:
        database(size)
    with home_for_now() as home:
        stage = Stage(sizes, home, options.rounds, options.starts, options.imported)
        results = report.Results(stage)
        for topic in options.only or TOPICS:
            say(f"topic: {topic}")
            try:
                results.rows += TOPICS[topic](stage)
            except (AssertionError, ResellerError, sqlite3.Error) as error:
                results.troubles.append(f"“{topic}” can't be measured: {error}")
            results.keep(FOLDER)
    sys.stdout.write(results.markdown() + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--small", type=int, default=1000, metavar="N", help="clients of the small database")
    parser.add_argument("--large", type=int, default=1_000_000, metavar="N", help="clients of the large one")
    parser.add_argument("--only", choices=list(TOPICS), action="append", help="this topic; may be given again")
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="how often each key is timed, at least")
    parser.add_argument("--starts", type=int, default=9, metavar="N", help="how often each program is started")
    parser.add_argument(
        "--imported", type=int, default=10_000, metavar="N", help="clients in the file that is imported"
    )
    parser.add_argument("--anew", action="store_true", help="make the databases anew, and time that again")
    return parser.parse_args()


if __name__ == "__main__":
    main()
