"""A program in a pseudo-terminal whose output is only noted, chunk by chunk, with the moment it came.

Nothing is interpreted while the clock runs; `emulation.py` replays the chunks afterwards.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pexpect

COLUMNS, LINES = 120, 40

IDLE = 0.12
"""Seconds without output after which an answer is complete."""

PATIENCE = 60.0
"""Seconds after which what has not come is not coming."""


class Chunk(NamedTuple):
    """What one read gave."""

    at: float
    """`time.perf_counter()` when it was there."""
    data: bytes


@dataclass(frozen=True)
class Answer:
    """What a program wrote after it was given keys."""

    asked_at: float
    chunks: tuple[Chunk, ...]

    @property
    def seconds(self) -> float:
        """From the key to the last byte; nothing if nothing was written."""
        return self.chunks[-1].at - self.asked_at if self.chunks else 0.0

    @property
    def size(self) -> int:
        """Bytes written."""
        return sum(len(chunk.data) for chunk in self.chunks)

    def up_to(self, count: int) -> Answer:
        """Return the answer as it was after so many chunks."""
        return Answer(self.asked_at, self.chunks[:count])

    def followed_by(self, more: Sequence[Chunk]) -> Answer:
        """Return the answer with what came after it was taken for complete."""
        return Answer(self.asked_at, (*self.chunks, *more))


class RawTerminal:
    """One terminal with a program in it."""

    def __init__(self, argv: Sequence[str | Path], env: Mapping[str, str], cwd: Path | None = None) -> None:
        command, *arguments = map(str, argv)
        self.started_at = time.perf_counter()
        self._process: pexpect.spawn[bytes] = pexpect.spawn(
            command, arguments, env=dict(env), dimensions=(LINES, COLUMNS), echo=False, cwd=cwd and str(cwd)
        )
        self._fd = self._process.child_fd
        self._ticks: set[bytes] = set()

    @property
    def pid(self) -> int:
        """The program's process id."""
        if self._process.pid is None:
            raise AssertionError("the program has not been started")
        return self._process.pid

    def read(self, idle: float = IDLE, *, first: float | None = None) -> list[Chunk]:
        """Read until nothing came for `idle` seconds, the first output being waited for up to `first` seconds."""
        chunks: list[Chunk] = []
        deadline = time.perf_counter() + (idle if first is None else first)
        while (left := deadline - time.perf_counter()) > 0:
            if not select.select([self._fd], [], [], left)[0]:
                break
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                break
            now = time.perf_counter()
            if not data:
                break
            chunks.append(Chunk(now, data))
            if data not in self._ticks:
                deadline = now + idle
        return chunks

    def ask(self, keys: bytes, idle: float = IDLE, *, first: float = PATIENCE) -> Answer:
        """Write the keys in one go and return what is written until the program is silent again."""
        asked_at = time.perf_counter()
        os.write(self._fd, keys)
        return Answer(asked_at, self.strip(self.read(idle, first=first)))

    def listen(self, seconds: float) -> list[Chunk]:
        """Learn what the program writes without being asked, a clock for example: it is no answer to any key."""
        deadline, heard = time.perf_counter() + seconds, list[Chunk]()
        while (left := deadline - time.perf_counter()) > 0:
            heard += self.read(left)
        self._ticks |= {chunk.data for chunk in heard}
        return heard

    def strip(self, chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
        """Return the chunks up to the last one that is no tick of a clock."""
        last = max((n for n, chunk in enumerate(chunks) if chunk.data not in self._ticks), default=-1)
        return tuple(chunks[: last + 1])

    def memory(self) -> int:
        """Return the KiB of memory that the program holds (VmRSS)."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))

    def processor(self) -> float:
        """Return the seconds of processor time that the program has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program, whatever it does."""
        self._process.close(force=True)
