"""The console in a real terminal: what it writes there, and how it leaves."""

from __future__ import annotations

import os
import re
import signal
import sys
from io import StringIO
from pathlib import Path

import pexpect
import pytest
from tests.tui.conftest import Town

from resellertui.services.console import Services

pytestmark = pytest.mark.pty

PROGRAM = """
import sys
from resellertui.settings import load_settings
from resellertui.services.opening import open_services
from resellertui.services.actor import Actor
from resellertui.tui.app import ConsoleApp, run_console
settings = load_settings()
services = open_services(settings)
person = services.accounts.refresh(Actor(user_id=int(sys.argv[1]), org_id=int(sys.argv[2])))
sys.exit(run_console(ConsoleApp.over(services, settings, signed_in=person)))
"""


def start(town: Town, home: Path, seen: StringIO, **extra: str) -> pexpect.spawn[str]:
    """Start the console of the agency in a terminal of 80 by 24, and wait for its first page."""
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm-256color", "RESELLERTUI_SECRETS": "file"}
    child: pexpect.spawn[str] = pexpect.spawn(
        sys.executable,
        ["-c", PROGRAM, str(town.agency.owner.user_id), str(town.agency.number)],
        env=env | {"PYTHONPATH": os.pathsep.join(sys.path)} | extra,
        dimensions=(24, 80),
        encoding="utf-8",
        codec_errors="replace",
        timeout=30,
    )
    child.logfile_read = seen
    child.expect("What needs you")
    return child


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_console_and_gives_the_terminal_back(
    services: Services, town: Town, home: Path, number: signal.Signals
) -> None:
    seen = StringIO()
    child = start(town, home, seen)

    child.kill(number)
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 128 + number
    assert "\x1b[?1049l" in seen.getvalue()


def test_without_colour_none_is_written(services: Services, town: Town, home: Path) -> None:
    seen = StringIO()
    child = start(town, home, seen, NO_COLOR="1")

    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    assert not re.search(r"\x1b\[[0-9;]*[34]8;[25];", seen.getvalue())


def test_with_sixteen_colours_no_others_are_written(services: Services, town: Town, home: Path) -> None:
    seen = StringIO()
    child = start(town, home, seen, RESELLERTUI_THEME="ansi")

    child.sendcontrol("q")
    child.expect(pexpect.EOF)
    child.close()

    assert not re.search(r"\x1b\[[0-9;]*[34]8;[25];", seen.getvalue())
