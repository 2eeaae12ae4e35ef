"""Where the benchmarks keep what they make, and what a program is handed when they start it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FOLDER = ROOT / ".bench"
"""Databases and results; git ignores it."""

HOME = FOLDER / "home"
"""The home in which the databases were made: it holds the keys of their audits."""

PROGRAM = Path(sysconfig.get_path("scripts")) / "resellertui"
"""The program as `pip install` puts it."""

PERSON = "owner@agency.example"
"""Who opens the console: the legal representative of the agency that has the clients."""


def environment(home: Path) -> dict[str, str]:
    """Return what a person's shell would hand a program in a terminal of full colour."""
    shell = {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return {"PATH": os.environ["PATH"], "RESELLERTUI_SECRETS": "file"} | shell


@contextmanager
def home_for_now() -> Iterator[Path]:
    """Give a home that is gone afterwards, with the keys of the databases in it."""
    with tempfile.TemporaryDirectory(prefix="bench-home-") as folder:
        home = Path(folder) / "home"
        HOME.mkdir(parents=True, exist_ok=True)
        shutil.copytree(HOME, home)
        yield home


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def commit_here() -> str:
    """Return the commit that is measured, marked when files differ from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"
