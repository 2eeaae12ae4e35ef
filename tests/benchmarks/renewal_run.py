"""Renew what is due in a database and print what that took, as JSON: `python -m tests.benchmarks.renewal_run FILE`."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from resellertui.services.actor import Actor
from resellertui.services.opening import open_services
from resellertui.services.renewals.days import renew_by_date
from resellertui.services.unit import Office, Unit
from resellertui.settings import load_settings


class Watched(Office):
    """An office that notes for how long the write lock is held at most."""

    longest = 0.0

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Unit]:
        """Open a transaction that writes; the wait for the lock does not count, since nobody else is there."""
        started = time.perf_counter()
        with super().writing(actor) as unit:
            yield unit
        Watched.longest = max(Watched.longest, time.perf_counter() - started)


def main() -> None:
    """Renew, and print what it took."""
    office = open_services(load_settings(), database=sys.argv[1]).office
    watched = Watched(**vars(office))
    elapsed, processor = time.perf_counter(), time.process_time()
    counts = renew_by_date(watched, Actor.operator())
    told = {
        "renewed": counts["renewed"],
        "elapsed": time.perf_counter() - elapsed,
        "processor": time.process_time() - processor,
        "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "longest": Watched.longest,
    }
    office.database.close()
    print(json.dumps(told))  # noqa: T201  # read by the program that measures


if __name__ == "__main__":
    main()
