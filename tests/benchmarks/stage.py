"""The programs that are measured side by side: our console on each database, and bare Textual apps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.databases import database
from tests.benchmarks.place import PERSON, PROGRAM, ROOT, environment
from tests.benchmarks.player import Player

BARE = Path(__file__).parent / "bare"


@dataclass(frozen=True)
class Stage:
    """What a topic is given."""

    sizes: tuple[int, ...]
    """Clients of each database, the smallest first."""
    home: Path
    rounds: int
    """How often each key is timed."""
    starts: int
    """How often each program is started."""
    imported: int
    """Clients in the file that is imported."""

    @property
    def env(self) -> dict[str, str]:
        """The environment of every program."""
        return environment(self.home)

    def console(self, size: int) -> list[str | Path]:
        """Return the command that opens our console on a database."""
        return [PROGRAM, "--db", database(size), "--as", PERSON]

    def bare(self, name: str) -> list[str | Path]:
        """Return the command that runs a bare app."""
        return [sys.executable, BARE / f"{name}.py"]

    @contextmanager
    def consoles(self) -> Iterator[dict[int, Player]]:
        """Give our console, opened and at home, on each database."""
        with ExitStack() as stack:
            yield {size: stack.enter_context(self.console_of(size)) for size in self.sizes}

    @contextmanager
    def console_of(self, size: int) -> Iterator[Player]:
        """Give our console, opened and at home, on one database."""
        player = Player(self.console(size), self.env, ROOT)
        try:
            player.wait_for("Managed clients", "needs you", " clients: ", " of ")
            yield player
        finally:
            player.leave()

    @contextmanager
    def bare_app(self, name: str, shows: str) -> Iterator[Player]:
        """Give a bare app, started."""
        player = Player(self.bare(name), self.env, ROOT)
        try:
            player.wait_for(shows)
            yield player
        finally:
            player.leave()
