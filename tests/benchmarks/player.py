"""A program that is played like a piece: each step is rehearsed with all the time it needs, then timed.

What the screen shows at the end of a rehearsed step is what it must show again when the step is timed: an answer that
stopped short of it is not taken for complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.emulation import Emulator
from tests.benchmarks.place import say
from tests.benchmarks.raw_terminal import PATIENCE, Answer, Chunk, RawTerminal

SILENCE = 0.4
"""Seconds without output, then as many without work, after which a rehearsed step is over."""

HARDLY = 0.1
"""The part of that time for which an idle program may be at work."""

LONGEST_SEARCH = 5.0
"""Seconds that a timed step is given to show what its rehearsal showed."""


@dataclass(frozen=True)
class Step:
    """Keys that are written in one go, and the name under which their answer is counted."""

    keys: bytes
    name: str = ""
    """Nothing for a step that only leads to the next one."""
    shows: str = ""
    """What the screen must show afterwards, or the rehearsal went astray."""
    rows_only: bool = False
    """Whether it is answered once every line but the last two, the status and the keys, is as it must be: the count of
    what a filter leaves is made behind the rows, and comes after them."""

    def part_of(self, text: str) -> str:
        """Return the part of a screen that answers the step."""
        return text.rsplit("\n", 2)[0] if self.rows_only else text


class Player:
    """One program that is being played."""

    def __init__(self, argv: Sequence[str | Path], env: Mapping[str, str], cwd: Path | None = None) -> None:
        self.terminal = RawTerminal(argv, env, cwd)
        self.astray = 0
        """How many timed steps never showed what their rehearsal showed."""
        self.late = 0
        """How many answers went on after they had been taken for complete."""
        self._emulator = Emulator()
        self._expected: dict[tuple[Step, ...], str] = {}
        self._way: tuple[Step, ...] = ()

    @property
    def text(self) -> str:
        """What the screen shows."""
        return self._emulator.text

    def wait_for(self, *texts: str) -> None:
        """Wait until the screen shows all the texts and nothing moves; then learn what it writes unasked.

        Raises:
            AssertionError: it does not come to that.
        """
        while not all(text in self.text for text in texts):
            chunks = self.terminal.read(0.3, first=PATIENCE)
            if not chunks:
                raise AssertionError(f"waited in vain for {texts}:\n{self.text}")
            self._emulator.feed(chunks)
        self._emulator.feed(self.terminal.listen(1.5))

    def begin(self) -> None:
        """Mark the place from which every round starts: the same steps lead to the same screens from here."""
        self._way = ()

    def learn(self, other: Player) -> None:
        """Expect what another program showed, that is at the same place of the same piece."""
        self._expected |= other._expected

    def rehearse(self, step: Step) -> None:
        """Do a step with all the time it needs, and remember what it shows.

        Raises:
            AssertionError: it does not show what it must.
        """
        self._way = (*self._way, step)
        self._emulator.feed(self.terminal.ask(step.keys, SILENCE, first=LONGEST_SEARCH).chunks)
        while self._is_at_work():
            pass
        if step.shows not in self.text:
            raise AssertionError(f"{step} was to show “{step.shows}”:\n{self.text}")
        self._expected[self._way] = self.text

    def play(self, step: Step) -> Answer:
        """Do a step that was rehearsed, and return its answer up to the moment when the screen was as it must be."""
        self._way = (*self._way, step)
        rest = self.terminal.read(0.0)
        self.late += bool(self.terminal.strip(rest))
        self._emulator.feed(rest)
        expected = self._expected[self._way]
        answer = self.terminal.ask(step.keys, first=LONGEST_SEARCH)
        wanted, enough = step.part_of(expected), self._feed(answer.chunks, step, expected)
        while self.text != expected:
            more = self.terminal.strip(self.terminal.read(first=LONGEST_SEARCH))
            if not more:
                self.astray += 1
                break
            found = self._feed(more, step, expected)
            enough = enough if enough is not None or found is None else len(answer.chunks) + found
            answer = answer.followed_by(more)
        is_answered = step.rows_only and enough is not None and step.part_of(self.text) == wanted
        return answer.up_to(enough) if is_answered and enough is not None else answer

    def _feed(self, chunks: Sequence[Chunk], step: Step, expected: str) -> int | None:
        """Take chunks in; return how many of them it took until the rows were as they must be, if they are."""
        enough: int | None = None
        for count, chunk in enumerate(chunks, 1):
            self._emulator.feed([chunk])
            if step.rows_only and enough is None and step.part_of(self.text) == step.part_of(expected):
                enough = count
        return enough

    def _is_at_work(self) -> bool:
        """Look for a while whether the program still writes or reads its database; take in what it writes."""
        before = self.terminal.processor()
        chunks = self.terminal.read(SILENCE)
        self._emulator.feed(chunks)
        return bool(self.terminal.strip(chunks)) or self.terminal.processor() - before > HARDLY * SILENCE

    def rehearse_all(self, piece: Sequence[Step]) -> None:
        """Rehearse the steps of a round."""
        self.begin()
        for step in piece:
            self.rehearse(step)

    def leave(self) -> None:
        """End the program."""
        self.terminal.close()


def rehearse(players: Iterable[Player], pieces: Sequence[Sequence[Step]]) -> None:
    """Let every player rehearse the same pieces at the same time; nothing is timed."""
    everyone = list(players)
    say(f"rehearsing {sum(map(len, pieces))} steps")

    def all_of_them(player: Player) -> None:
        for piece in pieces:
            player.rehearse_all(piece)

    with ThreadPoolExecutor(len(everyone)) as threads:
        list(threads.map(all_of_them, everyone))


def remark(players: Iterable[Player]) -> str:
    """Return what there is to say of how well the playing went; nothing if it went as rehearsed."""
    everyone = list(players)
    astray, late = sum(one.astray for one in everyone), sum(one.late for one in everyone)
    words = f"{astray} timed steps never showed what they had shown in rehearsal, {late} went on after their time"
    return words if astray or late else ""
