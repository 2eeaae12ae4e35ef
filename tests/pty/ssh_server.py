"""A real sshd on the loopback, run by whoever runs the tests, in front of a service account's home of its own.

Nothing of the machine's own SSH is read or changed: host key, client key and configuration are in the test's folder.
The sessions get sshd's own environment, which knows no D-Bus and no keyring, and `HOME` as the account would have it.
"""

from __future__ import annotations

import grp
import os
import pwd
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.pty.terminal import PATIENCE, PROGRAM, Terminal

SSHD = shutil.which("sshd", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
"""The server, which is often on no person's path."""

SSH, KEYGEN = shutil.which("ssh"), shutil.which("ssh-keygen")

ATTEMPTS = 5
"""How many ports are tried; another program may take a free one before sshd does."""


def why_not() -> str:
    """Return why there can be no sshd of one's own here; nothing where there can."""
    if sys.platform != "linux":
        return "needs Linux, to look at processes"
    if None in (SSHD, SSH, KEYGEN):
        return "needs sshd, ssh and ssh-keygen (Debian: openssh-server and openssh-client)"
    if os.getuid() == 0:
        return ""
    ours, theirs = os.openpty()
    try:
        # Where /dev/pts is mounted as usual, terminals are the group's from the start; elsewhere only root gives them.
        is_usual = os.fstat(theirs).st_gid in {one.gr_gid for one in grp.getgrall() if one.gr_name == "tty"}
    finally:
        os.close(ours)
        os.close(theirs)
    return "" if is_usual else "needs /dev/pts mounted with the group tty, or root: sshd opens no terminal otherwise"


needs_sshd = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can run")


def make_key(place: Path) -> str:
    """Make a pair of keys and return the line of the public one."""
    assert KEYGEN is not None
    subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-C", "laptop", "-f", place], check=True)
    return place.with_suffix(".pub").read_text(encoding="utf-8").strip()


class SshHost:
    """The machine that people connect to."""

    def __init__(self, folder: Path, home: Path, client_key: Path) -> None:
        self.home = home
        """The home of the service account."""
        self.temporary = folder / "tmp"
        """Where the sessions put temporary files."""
        self.authorized_keys = folder / "authorized_keys"
        self._folder, self._client_key, self._opened = folder, client_key, list[Terminal]()
        self._account = pwd.getpwuid(os.getuid()).pw_name
        self.temporary.mkdir(parents=True)
        self._host_key = make_key(folder / "host_key")
        self._port, self._process = self._listening()

    def connect(self, *asked: str, options: tuple[str, ...] = ()) -> Terminal:
        """Connect with a terminal of 80 by 24; what is asked for goes with it."""
        assert SSH is not None
        argv = [*self._arguments("-tt", *options), *asked]
        one = Terminal(*argv, env=self._client_environment() | {"TERM": "xterm-256color"}, program=Path(SSH))
        self._opened.append(one)
        return one

    def run(self, *asked: str) -> subprocess.CompletedProcess[str]:
        """Connect without a terminal, as a script would."""
        assert SSH is not None
        return subprocess.run(
            [SSH, *self._arguments("-T"), *asked],
            env=self._client_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def sessions(self) -> list[int]:
        """Return the processes that serve connections, those of the program included."""
        parents: dict[int, list[int]] = {}
        for one in Path("/proc").glob("[0-9]*/stat"):
            try:
                text = one.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue  # it has ended meanwhile
            parent = int(text.rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(one.parent.name))
        found = [self._process.pid]
        for pid in found:
            found += parents.get(pid, [])
        return found[1:]

    def wait_until_gone(self, processes: list[int]) -> None:
        """Wait until these processes have ended, and until the server has taken leave of every one that was its own."""
        deadline = time.monotonic() + PATIENCE
        for pid in processes:
            try:
                handle = os.pidfd_open(pid)
            except ProcessLookupError:
                continue
            with os.fdopen(handle, closefd=True) as ended:
                left = max(0.0, deadline - time.monotonic())
                assert select.select([ended], [], [], left)[0], f"process {pid} stays"
        while self.sessions():
            assert time.monotonic() < deadline, f"the server keeps {self.sessions()}"
            select.select([], [], [], 0.02)

    def close(self) -> None:
        """Hang up every connection, and end the server."""
        for one in self._opened:
            one.close()
        self._process.terminate()
        self._process.communicate()

    def _listening(self) -> tuple[int, subprocess.Popen[str]]:
        assert SSHD is not None
        for _attempt in range(ATTEMPTS):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = int(probe.getsockname()[1])
            configuration = self._configured(port)
            process = subprocess.Popen(
                [SSHD, "-D", "-e", "-f", configuration], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
            )
            assert process.stderr is not None
            said = process.stderr.readline()
            if "Server listening" in said:
                return port, process
            said += process.communicate()[1]
            missing = re.search(r"privilege separation directory: (/\S+)", said)
            if missing is not None:  # root's server wants it; the machine's own service would make it when it starts
                Path(missing[1]).mkdir(mode=0o755, exist_ok=True)
            elif "in use" not in said:
                break
        raise AssertionError(f"sshd does not start: {said}")

    def _configured(self, port: int) -> Path:
        passed = {"HOME": str(self.home), "PATH": f"{PROGRAM.parent}:/usr/bin:/bin", "TMPDIR": str(self.temporary)}
        if "COVERAGE_PROCESS_START" in os.environ:
            passed["COVERAGE_PROCESS_START"] = os.environ["COVERAGE_PROCESS_START"]
        lines = [
            f"Port {port}",
            "ListenAddress 127.0.0.1",
            f"HostKey {self._folder / 'host_key'}",
            "PidFile none",
            "UsePAM no",
            "StrictModes no",  # the test's folder is below one that everybody may write
            "PermitRootLogin forced-commands-only",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitUserEnvironment no",
            f"AuthorizedKeysFile {self.authorized_keys}",
            "ClientAliveInterval 1",
            "ClientAliveCountMax 2",
            "SetEnv " + " ".join(f'"{name}={value}"' for name, value in passed.items()),
        ]
        place = self._folder / "sshd_config"
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        known = " ".join(self._host_key.split()[:2])
        (self._folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {known}\n", encoding="utf-8")
        return place

    def _arguments(self, *more: str) -> list[str]:
        options = {
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": self._folder / "known_hosts",
            "StrictHostKeyChecking": "yes",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
        }
        given = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        where = ["-p", str(self._port), "-l", self._account, "-i", str(self._client_key)]
        return ["-F", "none", *given, *where, *more, "127.0.0.1"]

    def _client_environment(self) -> dict[str, str]:
        return {"HOME": str(self._folder), "PATH": os.environ["PATH"]}
