"""Renew what is due in a database and print what that took, as JSON: `python -m tests.benchmarks.renewal_run FILE`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def _peak() -> float:
    """Return the most memory that was resident since this program started; what its parent had does not count."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(one.split()[1]) / 1024 for one in lines if one.startswith("VmHWM:"))


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
        "mebibytes": _peak(),
        "longest": Watched.longest,
    }
    office.database.close()
    print(json.dumps(told))  # noqa: T201  # read by the program that measures


if __name__ == "__main__":
    main()
