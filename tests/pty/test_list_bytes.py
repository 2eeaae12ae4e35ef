"""What the list of clients writes to a terminal for one key: over a slow line every byte is waited for."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pty.conftest import environment
from tests.pty.terminal import PROGRAM, Terminal

pytestmark = pytest.mark.pty

CURSOR_BYTES = 600
"""The most that moving the cursor inside the window writes at 120×40, footer, status and scroll bar included."""
SCREEN_BYTES = 9000
"""The most that showing other rows writes, which is one painting of the list."""


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with a partner of a thousand clients, `thousand.sqlite`."""
    home = tmp_path_factory.mktemp("thousand")
    subprocess.run(
        [PROGRAM, "seed", "--clients", "1000", "--db", str(home / "thousand.sqlite")],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return home


@pytest.fixture
def clients(thousand: Path) -> Iterator[Terminal]:
    """Give the console on the list of the thousand clients, with its cursor on the first."""
    argv = ("--db", str(thousand / "thousand.sqlite"), "--as", "owner@agency.example")
    screen = Terminal(*argv, env=environment(thousand), columns=120, lines=40)
    screen.wait_for("What needs you", "Support F2")
    screen.press("g", "c")
    screen.wait_for("1–34 of ", "● active")
    screen.wait_until_quiet(0.3)
    yield screen
    screen.close()


def written_by(screen: Terminal, key: str) -> int:
    """Press a key, and return how many bytes it made the console write."""
    before = len(screen.raw)
    screen.press(key)
    screen.wait_until_quiet(0.3)
    return len(screen.raw) - before


def cursor_line(screen: Terminal) -> int:
    """Return on which line of the screen the cursor's sign stands."""
    return next(y for y, line in enumerate(screen.text.splitlines()) if "▸" in line[22:])


def test_a_key_writes_no_more_than_what_it_changes(clients: Terminal) -> None:
    assert written_by(clients, "up") == 0
    assert written_by(clients, "home") == 0

    far = {key: written_by(clients, key) for key in ("end", "home", "pagedown", "pageup")}
    assert max(far.values()) <= SCREEN_BYTES, "a far place is painted once"
    assert clients.text.count("·") <= 1

    first = cursor_line(clients)
    near = [written_by(clients, key) for key in ("down", "down", "up", "down")]
    assert cursor_line(clients) == first + 2
    assert max(near) <= CURSOR_BYTES, "inside the window little more than two rows are"
