"""What tests in a terminal are given: a home that holds nothing, a demonstration, and terminals to open on it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.pty.terminal import PROGRAM, Terminal

Open = Callable[..., Terminal]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return what a person's shell would hand the program, with a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "COVERAGE_PROCESS_START") if name in os.environ}
    shell = {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return kept | shell | {"RESELLERTUI_SECRETS": "file"} | more


@pytest.fixture
def machine(played: Path, tmp_path: Path) -> Path:
    """Give a home with a demonstration in it, `demo.sqlite`."""
    home = tmp_path / "home"
    shutil.copytree(played, home)
    return home


@pytest.fixture
def terminal(machine: Path) -> Iterator[Open]:
    """Give the way to open the program in a terminal, which is closed after the test."""
    opened: list[Terminal] = []

    def start(*argv: str, columns: int = 80, lines: int = 24, **variables: str) -> Terminal:
        one = Terminal(*argv, env=environment(machine, **variables), columns=columns, lines=lines)
        opened.append(one)
        return one

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def command(machine: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Give the way to run a command on the demonstration, without a terminal."""

    def run(*argv: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, "--db", str(machine / "demo.sqlite"), *argv],
            env=environment(machine),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
