"""What a terminal would have shown: the noted chunks, replayed after the clock has stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pyte
from tests.benchmarks.raw_terminal import COLUMNS, LINES, Chunk


class Emulator:
    """A screen that is fed with chunks."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)

    def feed(self, chunks: Iterable[Chunk]) -> None:
        """Take the chunks in."""
        for chunk in chunks:
            self._stream.feed(chunk.data)

    @property
    def text(self) -> str:
        """What is shown, line by line."""
        return "\n".join(line.rstrip() for line in self._screen.display)


def first_shown(chunks: Sequence[Chunk], is_there: Callable[[str], bool]) -> float | None:
    """Return the moment of the first chunk after which the screen shows it, or None."""
    emulator = Emulator()
    for chunk in chunks:
        emulator.feed([chunk])
        if is_there(emulator.text):
            return chunk.at
    return None
