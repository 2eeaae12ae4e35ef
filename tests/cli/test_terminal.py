"""At a terminal the program asks: for passwords, for confirmations; and ctrl+c leaves it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from tests.cli.conftest import AGENCY, CLIENT, Program

Terminal = Callable[..., "pexpect.spawn[str]"]

pytestmark = pytest.mark.pty


@pytest.fixture
def terminal(demo: Program, home: Path) -> Terminal:
    """Give the program in a pseudo-terminal of 80 by 24, on a demonstration of its own."""
    environment = os.environ | {
        "HOME": str(home),
        "TERM": "xterm-256color",
        "RESELLERTUI_DATABASE": str(demo.database),
        "RESELLERTUI_SECRETS": "file",
    }

    def start(*argv: str) -> pexpect.spawn[str]:
        return pexpect.spawn(
            sys.executable,
            ["-m", "resellertui", *argv],
            env=environment,
            encoding="utf-8",
            dimensions=(24, 80),
            timeout=30,
            preexec_fn=heed_interrupts,
        )

    return start


def heed_interrupts() -> None:
    """Take interrupts as a shell's programs do: whoever runs the tests behind a shell may have had them ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finish(run: pexpect.spawn[str]) -> tuple[str, int | None]:
    """Wait for the program's end, and return what it printed last and its exit code."""
    run.expect(pexpect.EOF)
    run.close()
    return run.before or "", run.exitstatus


@pytest.fixture
def number(demo: Program) -> str:
    """Give an active partnership of the client."""
    ask = ("partner", "request", "--partner", AGENCY, "--access", "full", "--payment", "client")
    number = str(demo.by(CLIENT, *ask)["partnership"]["id"])
    demo.by(AGENCY, "partner", "accept", number)
    return number


def test_ending_shows_what_stops_and_takes_two_confirmations(terminal: Terminal, number: str) -> None:
    run = terminal("--as", CLIENT, "partner", "end", number)
    run.expect("loses access to Fleurs du Lac SA at once")
    run.expect("Type yes: ")
    run.sendline("yes")
    run.expect("to end it: ")
    run.sendline("demo")
    text, code = finish(run)
    assert code == 0
    assert "ended" in text
    assert "demo" not in text


def test_anything_but_yes_ends_nothing(terminal: Terminal, demo: Program, number: str) -> None:
    run = terminal("--as", CLIENT, "partner", "end", number)
    run.expect("Type yes: ")
    run.sendline("y")
    assert finish(run)[1] == 130
    assert demo.by(CLIENT, "partner", "show", number)["partnership"]["state"] == "active"


def test_signing_in_asks_for_both_and_is_remembered(terminal: Terminal) -> None:
    run = terminal("login")
    run.expect("E-mail: ")
    run.sendline(AGENCY)
    run.expect("Password: ")
    run.sendline("demo")
    assert finish(run)[1] == 0
    assert AGENCY in finish(terminal("whoami"))[0]


def test_locked_mode_asks_who_it_is_at_every_run(terminal: Terminal) -> None:
    for _run in range(2):
        run = terminal("--locked", "whoami")
        run.expect("E-mail: ")
        run.sendline(AGENCY)
        run.expect("Password: ")
        run.sendline("demo")
        text, code = finish(run)
        assert (code, AGENCY in text) == (0, True)


def test_ctrl_c_at_a_question_leaves_with_130(terminal: Terminal) -> None:
    run = terminal("login")
    run.expect("E-mail: ")
    run.sendintr()
    text, code = finish(run)
    assert code == 130
    assert "Traceback" not in text


def test_without_a_verb_the_console_opens_as_the_person_named(terminal: Terminal) -> None:
    run = terminal("--as", AGENCY)
    run.expect("Rive Gauche")
    run.sendcontrol("q")
    assert finish(run)[1] == 0
