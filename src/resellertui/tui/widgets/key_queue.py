"""Keys that wait for rows: done in the order they were pressed, each when what it acts on is known."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a key does, which decides what becomes of it when the query changes under it."""

    MOVE = "move"
    """Moves the cursor; a new query puts the cursor anew, so a waiting move means nothing to it."""
    ACT = "act"
    """Acts on a row; it is never dropped for a newer query, nor done on a row of it."""
    ASK = "ask"
    """Asks another query."""


@dataclass(frozen=True, slots=True)
class Step:
    """One key's work; `run` answers False as long as it can't be done yet."""

    kind: Kind
    run: Callable[[], bool]
    latest: str = ""
    """Steps that share this name and stand at the end of the queue give way to a newer one."""


class KeyQueue:
    """A queue that is empty as long as every key can be done at once."""

    def __init__(self) -> None:
        self._steps: deque[Step] = deque()
        self._running = False

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def waits_to_act(self) -> bool:
        """Whether a key waits to act on a row."""
        return any(step.kind is Kind.ACT for step in self._steps)

    def do(self, step: Step) -> None:
        """Do the step now, or as soon as those before it are done."""
        if step.kind is Kind.ASK and all(waiting.kind is Kind.MOVE for waiting in self._steps):
            self._steps.clear()
        if step.latest and self._steps and self._steps[-1].latest == step.latest:
            self._steps.pop()
        self._steps.append(step)
        self.advance()

    def advance(self) -> None:
        """Do the waiting steps up to the first that can't be done yet."""
        if self._running:
            return
        self._running = True
        try:
            while self._steps and self._steps[0].run():
                self._steps.popleft()
        finally:
            self._running = False

    def give_up(self) -> None:
        """Drop what waited for rows that will not come; a newer query among it is still asked."""
        asked = [step for step in self._steps if step.kind is Kind.ASK]
        self._steps.clear()
        for step in asked:
            self.do(step)
