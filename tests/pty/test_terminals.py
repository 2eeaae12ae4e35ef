"""The program in terminals of every kind: how it leaves, what it writes, and what it does when keys come fast."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.hostile import FORBIDDEN
from tests.pty.conftest import Open, environment
from tests.pty.terminal import ALTERNATE_OFF, ALTERNATE_ON, CURSOR_ON, MOUSE_OFF, MOUSE_ON, PROGRAM, Terminal

pytestmark = pytest.mark.pty

AGENCY, CLIENT, STUDIO = "owner@agency.example", "owner@client.example", "owner@studio.example"

Command = Callable[..., "subprocess.CompletedProcess[str]"]

EVIL = "Evil \x1b]52;c;ZXZpbA==\x07\x1b]0;another title\x07\x9b31m\x1b[2J [@click=app.quit]SA"
"""A name that would write the clipboard, rename the window, clear the screen and quit, if a terminal ever read it."""


@pytest.fixture
def console(terminal: Open, machine: Path) -> Open:
    """Give the way to open the console as a person of the demonstration, at home."""

    def start(person: str = AGENCY, **options: object) -> Terminal:
        screen = terminal("--db", str(machine / "demo.sqlite"), "--as", person, **options)
        screen.wait_for("What needs you", "Go there")
        return screen

    return start


def restored(raw: bytes) -> bool:
    """Return whether what was switched on was switched off again, and the cursor is back."""
    left = raw[raw.rindex(ALTERNATE_OFF) :] if ALTERNATE_OFF in raw else b""
    is_mouse_off = raw.rfind(MOUSE_OFF) > raw.rfind(MOUSE_ON)
    return ALTERNATE_ON in raw and bool(left) and is_mouse_off and raw.rfind(CURSOR_ON) > raw.rfind(b"\x1b[?25l")


def partnerships(machine: Path, email: str) -> list[tuple[int, str]]:
    """Return the partnerships that an organisation has on either side, by number and state."""
    with closing(sqlite3.connect(machine / "demo.sqlite")) as database:
        return database.execute(
            "SELECT partnerships.id, state FROM partnerships JOIN organisations "
            "ON organisations.id IN (client_id, partner_id) WHERE email = ? ORDER BY 1",
            (email,),
        ).fetchall()


def test_leaving_gives_the_terminal_back(console: Open) -> None:
    screen = console()
    screen.press("q")
    screen.wait_for("Leave resellertui?")
    screen.press("y")
    assert screen.wait_for_end() == 0
    assert restored(screen.raw)


def test_a_signal_ends_the_console_cleanly_with_nothing_half_applied(
    console: Open, command: Command, machine: Path
) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        screen = console(CLIENT)
        screen.press("g", "p", "n")
        screen.wait_for("Which partner?")
        screen.type("rive")
        screen.wait_for("Rive Gauche")
        screen.signal(number)
        assert screen.wait_for_end() == 128 + number
        assert restored(screen.raw)
    assert partnerships(machine, CLIENT) == []
    assert command("check").returncode == 0


def test_without_colours_no_colour_is_written(console: Open) -> None:
    screen = console(NO_COLOR="1")
    screen.press("g", "c")
    screen.wait_for("● active")
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0
    assert not re.search(rb"\x1b\[[0-9;:]*[34]8[;:][25]", screen.raw)
    assert not re.search(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])(?:;[0-9;]*)?m", screen.raw)


@pytest.mark.parametrize(
    ("name", "columns", "lines"), [("screen", 80, 24), ("xterm-256color", 60, 15), ("linux", 160, 48), ("dumb", 80, 24)]
)
def test_terminals_of_other_kinds_and_sizes_work(
    terminal: Open, machine: Path, name: str, columns: int, lines: int
) -> None:
    screen = terminal(
        "--db", str(machine / "demo.sqlite"), "--as", AGENCY, columns=columns, lines=lines, TERM=name, COLORTERM=""
    )
    screen.wait_for("What needs you")
    screen.press("g", "c")
    screen.wait_for("● active")
    screen.press("?")
    screen.wait_for("Keys and guide")
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0


def test_a_terminal_that_is_too_small_says_so_and_recovers(terminal: Open, machine: Path) -> None:
    screen = terminal("--db", str(machine / "demo.sqlite"), "--as", AGENCY, columns=40, lines=10)
    screen.wait_for("60")
    screen.wait_until_quiet(1)
    screen.press("g", "c", "q", "y")
    screen.wait_until_quiet(1)
    screen.resize(80, 24)
    screen.wait_for("What needs you", "Support F2")
    screen.press("g", "c")
    screen.wait_for("● active")
    screen.resize(20, 5)
    screen.resize(120, 40)
    screen.wait_for("● active", "Products")
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0


def test_a_burst_of_keys_does_what_it_says_and_then_an_idle_console_writes_nothing(console: Open) -> None:
    screen = console()
    screen.press("g", "c", "/", *"zurich", "enter")
    screen.wait_for("/ zurich", "1–6 of 6")
    screen.press("escape")
    screen.wait_gone("/ zurich", "1–6 of 6")
    screen.wait_for("● active")
    screen.wait_until_quiet(1)
    before = len(screen.raw)
    screen.wait_until_quiet(3)
    assert len(screen.raw) == before
    screen.press(*["down"] * 12, *["up"] * 12, "g", "o")
    screen.wait_for("rive-gauche.ch")
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0
    assert restored(screen.raw)


@pytest.mark.parametrize("content", [None, b"", b"my notes, no database at all", b"SQLite format 3\x00 and no more"])
def test_a_database_that_can_not_be_opened_is_said_in_the_terminal(
    terminal: Open, tmp_path: Path, content: bytes | None
) -> None:
    place = tmp_path / "other.sqlite"
    if content is not None:
        place.write_bytes(content)
    screen = terminal("--db", str(place), columns=200)
    assert screen.wait_for_end() == 6
    assert "other.sqlite" in screen.text
    assert ALTERNATE_ON not in screen.raw
    assert "Traceback" not in screen.text


def test_what_only_the_opening_finds_out_is_said_when_the_terminal_is_back(terminal: Open, machine: Path) -> None:
    with sqlite3.connect(machine / "demo.sqlite") as database:
        database.execute("DROP TABLE installation")
    database.close()
    screen = terminal("--db", str(machine / "demo.sqlite"), "--as", AGENCY)
    assert screen.wait_for_end() == 6
    assert restored(screen.raw)
    assert "no such table" in screen.text
    assert "Traceback" not in screen.text


def test_pasted_lines_fill_one_field_and_send_nothing(console: Open, machine: Path) -> None:
    before = partnerships(machine, AGENCY)
    screen = console()
    screen.press("g", "c", "n")
    screen.wait_for("step 1 of 4")
    screen.send(b"\x1b[200~nobody@paste.example\nsecond line\r\nthird\x1b[201~")
    screen.wait_for("nobody@paste.example")
    screen.wait_for("step 1 of 4")
    screen.press("ctrl+q")
    screen.wait_for("Leave resellertui without keeping it?")
    screen.press("y")
    assert screen.wait_for_end() == 0
    assert partnerships(machine, AGENCY) == before != []


def test_two_consoles_see_each_others_changes(console: Open, command: Command) -> None:
    first, second = console(), console()
    for screen in (first, second):
        screen.wait_for("3 ● ", "asks you for a partnership")
        screen.press("3")
        screen.wait_for("To answer: by you")
    first.press("a")
    first.wait_for("Accept the request")
    second.press("a")
    second.wait_for("Accept the request")
    first.press("enter")
    first.wait_for("State: active")
    second.press("enter")
    second.wait_for("Only a pending request can be answered", "Nothing was changed")
    second.press("escape")
    second.wait_gone("Nothing was changed")
    if "Accept the request" in second.text:
        second.press("escape")
    second.wait_for("State: active")
    assert command("check").returncode == 0


def test_killed_while_importing_leaves_a_sound_database(machine: Path, command: Command) -> None:
    rows = "\n".join(f"Client {n};client{n}@kill.example;CH;{n}-kill.ch;2027-05-01" for n in range(2000))
    (machine / "big.csv").write_text(f"name;e-mail;country;product;expiry\n{rows}\n", encoding="utf-8")
    run = subprocess.Popen(
        [PROGRAM, "--db", str(machine / "demo.sqlite"), "--as", AGENCY, "import", "clients", str(machine / "big.csv")],
        env=environment(machine),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with sqlite3.connect(machine / "demo.sqlite", timeout=30) as database:
        while not database.execute("SELECT 1 FROM organisations WHERE email LIKE '%@kill.example' LIMIT 1").fetchone():
            assert run.poll() is None, "it ended before it could be killed"
    run.kill()
    run.wait()
    database.close()
    checked = command("check")
    assert checked.returncode == 0, checked.stdout


def test_a_hostile_name_reaches_no_terminal_as_control_bytes(console: Open, machine: Path) -> None:
    with sqlite3.connect(machine / "demo.sqlite") as database:
        database.execute(
            "UPDATE organisations SET name = ?, city = ?, name_folded = 'aaa' WHERE email = ?", (EVIL, EVIL, CLIENT)
        )
    database.close()
    screen = console(CLIENT, columns=160, lines=48)
    screen.wait_for("Evil ␛]52;c;ZXZpbA==␇␛]0;another title␇")
    screen.press("g", "p", "n")
    screen.wait_for("Which partner?")
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0
    assert b"\x1b]52" not in screen.raw
    assert b"another title\x07" not in screen.raw
    assert b"\xc2\x9b" not in screen.raw
    assert b"\x1b[2J [@" not in screen.raw
    assert not {*map(ord, screen.text)} & FORBIDDEN - {0x0A}


def test_locked_mode_asks_who_it_is_and_refuses_to_be_pointed_elsewhere(terminal: Open, machine: Path) -> None:
    place = str(machine / "demo.sqlite")
    screen = terminal("--locked", RESELLERTUI_DATABASE=place)
    screen.wait_for("sign in", "Password")
    assert "Remember me" not in screen.text
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0
    for forbidden in (("--db", place), ("--as", AGENCY), ("--at", "2026-12-01")):
        refused = terminal("--locked", *forbidden, RESELLERTUI_DATABASE=place)
        assert refused.wait_for_end() == 3
        assert ALTERNATE_ON not in refused.raw


def test_without_a_terminal_it_says_how_to_use_the_commands(command: Command) -> None:
    run = command()
    assert run.returncode == 2
    assert "resellertui --help" in run.stderr
    assert ALTERNATE_ON.decode() not in run.stdout + run.stderr
