"""The installed program in a pseudo-terminal: keys go in as bytes, and what a terminal would show is read back."""

from __future__ import annotations

import os
import select
import signal
import sysconfig
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect
import pyte

PROGRAM = Path(sysconfig.get_path("scripts")) / "resellertui"
"""The program as `pip install` puts it."""

PATIENCE = 40.0
"""Seconds after which what has not come is not coming; a slow machine under load is given its time."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f8": "\x1b[19~",
    "ctrl+c": "\x03",
    "ctrl+q": "\x11",
    "ctrl+p": "\x10",
}
"""What a terminal sends for the keys that are no letters."""

ALTERNATE_ON, ALTERNATE_OFF = b"\x1b[?1049h", b"\x1b[?1049l"
CURSOR_ON = b"\x1b[?25h"
MOUSE_ON, MOUSE_OFF = b"\x1b[?1000h", b"\x1b[?1000l"


class Terminal:
    """One terminal with the program in it."""

    def __init__(
        self, *argv: str, env: Mapping[str, str], columns: int = 80, lines: int = 24, program: Path = PROGRAM
    ) -> None:
        self.raw = b""
        """Everything the program has written."""
        self.keys = 0
        """How many keys were pressed."""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            str(program), list(argv), env=dict(env), dimensions=(lines, columns), timeout=PATIENCE, echo=False
        )
        self.process.delaybeforesend = None

    @property
    def text(self) -> str:
        """What the terminal shows, line by line."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, *texts: str) -> None:
        """Read until the screen shows all the texts."""
        self._wait(lambda: all(text in self.text for text in texts), f"{texts} to be shown")

    def wait_gone(self, *texts: str) -> None:
        """Read until the screen shows none of the texts."""
        self._wait(lambda: not any(text in self.text for text in texts), f"{texts} to go")

    def wait_for_bytes(self, *parts: bytes) -> None:
        """Read until the program has written all the parts, in any order."""
        self._wait(lambda: all(part in self.raw for part in parts), f"{parts!r} to be written")

    def wait_until_quiet(self, seconds: float) -> None:
        """Read until the program has written nothing for so long."""
        deadline = time.monotonic() + PATIENCE
        while select.select([self.process.child_fd], [], [], seconds)[0] and self._read(deadline):
            assert time.monotonic() < deadline, f"it never stopped writing:\n{self.text}"

    def press(self, *keys: str) -> None:
        """Press keys by name, a letter being its own; they go out in one write, as from an impatient hand."""
        self.keys += len(keys)
        self.process.send("".join(KEYS.get(key, key) for key in keys).encode())

    def type(self, text: str) -> None:
        """Type a text, each letter a key."""
        self.press(*text)

    def send(self, data: bytes) -> None:
        """Send bytes as a terminal would, which are no keys: a paste, an answer to a query."""
        self.process.send(data)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self._screen.resize(lines, columns)
        self.process.setwinsize(lines, columns)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        if self.process.pid is None:
            raise AssertionError("the program has not been started")
        os.kill(self.process.pid, number)

    def wait_for_end(self) -> int:
        """Read until the program has ended, and return its exit code."""
        self._wait(lambda: False, "the end", is_end=True)
        self.process.close()
        if self.process.exitstatus is None:
            raise AssertionError(f"killed by signal {self.process.signalstatus}:\n{self.text}")
        return int(self.process.exitstatus)

    def close(self) -> None:
        """End the program, whatever it does, and wait until it has: a busy machine takes a while to let it go."""
        if self.process.isalive():
            self.process.kill(signal.SIGKILL)
            self.process.wait()
        self.process.close()

    def _wait(self, is_there: Callable[[], bool], what: str, *, is_end: bool = False) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_there():
            if not self._read(deadline):
                if is_end:
                    return
                raise AssertionError(f"the program ended while waiting for {what}:\n{self.text}")
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}:\n{self.text}")

    def _read(self, deadline: float) -> bool:
        """Take in what the program has written; return whether it still runs."""
        if not select.select([self.process.child_fd], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return True
        try:
            part = os.read(self.process.child_fd, 65536)
        except OSError:
            return False
        self.raw += part
        self._stream.feed(part)
        return bool(part)
