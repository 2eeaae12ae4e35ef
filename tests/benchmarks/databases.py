"""Databases of so many clients, made once by the program's own `seed` command and kept; the making is timed."""

from __future__ import annotations

import json
import resource
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.place import FOLDER, HOME, PROGRAM, environment, say

from resellertui.store.schema import HEAD


@dataclass(frozen=True)
class Making:
    """What it took to make a database."""

    clients: int
    elapsed: float
    """Seconds on the wall."""
    processor: float
    """Seconds of processor time of the command, its start included."""


def path_of(clients: int) -> Path:
    """Return where the database of so many clients is kept."""
    return FOLDER / f"clients-{HEAD}-{clients}.sqlite"


def notes_of(clients: int, topic: str) -> Path:
    """Return where what was measured on making a database is kept."""
    return path_of(clients).with_suffix(f".{topic}.json")


def database(clients: int) -> Path:
    """Return the database of so many clients, making it when it is not there yet."""
    path = path_of(clients)
    if not path.exists() or not notes_of(clients, "made").exists():
        making = _make(path, clients)
        notes_of(clients, "made").write_text(json.dumps(asdict(making)))
    return path


def making_of(clients: int) -> Making:
    """Return what it took to make a database that is there."""
    return Making(**json.loads(notes_of(clients, "made").read_text()))


def forget(clients: int) -> None:
    """Remove a database and what was noted of it, so that it is made anew."""
    for left in FOLDER.glob(f"{path_of(clients).stem}.*"):
        left.unlink()


def _make(path: Path, clients: int) -> Making:
    say(f"making a database of {clients} clients, once")
    HOME.mkdir(parents=True, exist_ok=True)
    forget(clients)
    before, started = _processor(), time.perf_counter()
    subprocess.run(
        [PROGRAM, "--db", path, "seed", "--clients", str(clients)],
        env=environment(HOME),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return Making(clients, time.perf_counter() - started, _processor() - before)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
