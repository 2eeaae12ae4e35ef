"""The console over a real sshd, as docs/ssh.md sets it up: by forced command, locked, without keyring and D-Bus."""

from __future__ import annotations

import base64
import json
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import PASSWORD, STAFF_EMAIL, Builder, quick_hash
from tests.pty.conftest import environment
from tests.pty.ssh_server import SshHost, make_key, needs_sshd
from tests.pty.terminal import PROGRAM, Terminal

from resellertui.adapters.secrets import FileSecrets
from resellertui.services.founding import found
from resellertui.settings import load_settings

pytestmark = [pytest.mark.pty, needs_sshd]

ANN = "ann@fleurs.example"
SECRETS = Path(".config/resellertui/secrets")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a service account's home, Ann's key, and the lines that the program writes of all keys.

    The database is a live one: one for play would carry its own key.
    """
    folder = tmp_path_factory.mktemp("served")
    home = folder / "home"
    home.mkdir()
    line = make_key(folder / "key")
    services = found(
        load_settings({"HOME": str(home)}),
        provider_name="Léman Hébergement SA",
        owner_name="Sofia Staff",
        owner_email=STAFF_EMAIL,
        password=PASSWORD,
        kept=quick_hash(),
        secrets=FileSecrets(home / SECRETS),
    )
    make = Builder(services)
    make.partner("Rive Gauche")
    services.ssh_keys.add(make.organisation("Fleurs du Lac", email=ANN).owner, line)
    services.close()
    written = on_host(home, "profile", "key", "list", "--authorized-keys").stdout
    (folder / "authorized_keys").write_text(written, encoding="utf-8")
    return folder


@pytest.fixture
def host(served: Path, tmp_path: Path) -> Iterator[SshHost]:
    """Give a host whose sshd lets in who has a key, to the console and nothing else; the home is every test's."""
    running = SshHost(tmp_path / "sshd", served / "home", served / "key")
    shutil.copy(served / "authorized_keys", running.authorized_keys)
    yield running
    running.close()


def on_host(home: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the service account, on the host itself."""
    return subprocess.run(
        [PROGRAM, *argv],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def files(folder: Path) -> set[str]:
    """Return what is in a folder, however deep."""
    return {str(one.relative_to(folder)) for one in folder.rglob("*")}


def sign_in(screen: Terminal, email: str = ANN) -> None:
    """Sign in at the console's door."""
    screen.wait_for("sign in", "Password")
    assert "Remember me" not in screen.text
    screen.type(email)
    screen.press("tab")
    screen.type(PASSWORD)
    screen.press("enter")
    screen.wait_for("What needs you")


def as_command(host: SshHost, command: str, email: str) -> Terminal:
    """Connect where a command is forced instead of the console, sign in as it asks, and return when it has ended."""
    line = host.authorized_keys.read_text(encoding="utf-8")
    host.authorized_keys.write_text(line.replace("resellertui --locked", f"resellertui --locked {command}"))
    screen = host.connect()
    screen.wait_for("E-mail:")
    screen.send(f"{email}\r".encode())
    screen.wait_for("Password:")
    screen.send(f"{PASSWORD}\r".encode())
    assert screen.wait_for_end() == 0, screen.text
    host.authorized_keys.write_text(line)
    return screen


def test_codes_are_shown_and_copied_and_where_the_key_lies_is_said(host: SshHost) -> None:
    before = files(host.home)
    screen = host.connect()
    sign_in(screen)
    screen.press("f2")
    screen.wait_for("Your support code", "••• ••• ••• •")
    screen.press("v")
    screen.wait_for("To select or read out: ")
    shown = re.search(r"read out: (\d{3} \d{3} \d{3} \d)\b", screen.text)
    assert shown is not None, screen.text
    digits = shown[1].replace(" ", "")
    assert b"\x1b]52" not in screen.raw, "nothing is copied unasked"
    screen.press("c")
    screen.wait_for_bytes(b"\x1b]52;c;" + base64.b64encode(digits.encode()) + b"\x07")
    screen.wait_for("The code was sent to")

    made = files(host.home) - before
    keys = [host.home / one for one in made if "/secrets/support-" in one]
    assert len(keys) == 1
    assert stat.S_IMODE(keys[0].stat().st_mode) == 0o600
    key = keys[0].read_bytes()
    keys[0].unlink()
    screen.press("v")
    screen.wait_for("••• ••• ••• •")
    screen.press("v")
    screen.wait_for("does not have the key", "It was looked for in the file")
    keys[0].write_bytes(key)
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0
    assert files(host.home) - before == {str(keys[0].relative_to(host.home))}, "no session is remembered"

    told = as_command(host, "support key show", STAFF_EMAIL)
    assert f"in the file {keys[0]}, which only its owner can read" in " ".join(told.raw.decode().split())
    assert re.search(r"This console has it +yes", told.text)
    assert key not in told.raw
    answer = as_command(host, "support code --json", ANN).raw.decode()
    assert json.loads(answer[answer.index("{") :])["code"] == digits
    assert on_host(host.home, "check").returncode == 0


def test_what_a_client_asks_for_does_not_get_past_the_forced_command(host: SshHost, tmp_path: Path) -> None:
    before, out = files(host.home), tmp_path / "out.csv"
    for asked in (
        f"resellertui --db {tmp_path / 'other.sqlite'} --as {STAFF_EMAIL} export clients {out}",
        f"touch {out}",
    ):
        refused = host.run(asked)
        assert refused.returncode == 2
        assert "The console needs a terminal" in refused.stderr
        assert refused.stdout == ""
    elsewhere = ("-o", f"SetEnv=RESELLERTUI_DATABASE={tmp_path / 'other.sqlite'} RESELLERTUI_LOCKED=0")
    screen = host.connect(f"resellertui --at 2030-01-01 --as {STAFF_EMAIL}", options=elsewhere)
    screen.wait_for("sign in", "Password")
    assert "Remember me" not in screen.text
    screen.type(STAFF_EMAIL)
    screen.press("tab")
    screen.type("not the password")
    screen.press("enter")
    screen.wait_for("not right")
    screen.press("ctrl+q")
    assert screen.wait_for_end() == 0
    assert not out.exists()
    assert not (tmp_path / "other.sqlite").exists()
    assert files(host.home) == before


def test_a_dropped_link_leaves_nothing_behind(host: SshHost) -> None:
    before = files(host.home)
    killed, silent = host.connect(), host.connect()
    for screen in (killed, silent):
        sign_in(screen)
        screen.press("g", "p", "n")
        screen.wait_for("Which partner?")
        screen.type("rive")
        screen.wait_for("Rive Gauche")
    running = host.sessions()
    assert len(running) >= 4, "two of the server and two of the program"
    killed.signal(signal.SIGKILL)
    silent.signal(signal.SIGSTOP)  # as when a laptop is shut: no end of the connection arrives
    host.wait_until_gone(running)
    assert files(host.home) == before, "no session, no lock, no journal of the database"
    assert files(host.temporary) == set()
    checked = on_host(host.home, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with closing(sqlite3.connect(host.home / ".local/share/resellertui/resellertui.sqlite")) as database:
        kept = database.execute("SELECT count(*) FROM partnerships").fetchone()
        assert kept == (0,), "what was not confirmed is not done"
