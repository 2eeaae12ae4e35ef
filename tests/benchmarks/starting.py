"""From starting the program to its first paint, and to live data on its first section."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.emulation import Emulator, first_shown
from tests.benchmarks.figures import Row, Samples, Target
from tests.benchmarks.place import ROOT, say
from tests.benchmarks.raw_terminal import PATIENCE, Chunk, RawTerminal
from tests.benchmarks.stage import Stage

SETTLED = 0.5
"""Seconds of silence after which a start is looked at."""

Shown = Callable[[str], bool]


def has_frame(text: str) -> bool:
    """Return whether a part of the frame is there: the menu, or the support button at the bottom."""
    return "Organisation" in text or "Support F2" in text


def is_live(text: str) -> bool:
    """Return whether home shows its counts and its rows."""
    return bool(re.search(r"\d clients: ", text) and re.search(r"\d+–\d+ of \d", text))


def has_label(text: str) -> bool:
    """Return whether the bare app shows its label."""
    return "a bare label" in text


def measure(stage: Stage) -> list[Row]:
    """Return the rows about starting."""
    anything = Row("start", "start → first word painted", bare_name="label app")
    frame = Row("start", "start → frame painted", bare_name="label app", target=Target(times_bare=1.3))
    live = Row("start", "start → live data on Home", bare_name="label app", target=Target(times_bare=2.2))
    label = Samples()
    for row in (anything, frame, live):
        row.ours = {size: Samples() for size in stage.sizes}
        row.bare = dict.fromkeys(stage.sizes, label)
    for turn in range(stage.starts + 1):
        say(f"start {turn} of {stage.starts}")
        (bare,) = _start(stage, stage.bare("label"), has_label)
        for size in stage.sizes if turn % 2 else reversed(stage.sizes):
            times = _start(stage, stage.console(size), lambda text: bool(text.strip()), has_frame, is_live)
            if turn:
                for row, value in zip((anything, frame, live), times, strict=True):
                    row.ours[size].values.append(value)
        if turn:
            label.values.append(bare)
    return [anything, frame, live]


def _start(stage: Stage, argv: list[str | Path], *wanted: Shown) -> tuple[float, ...]:
    """Return the milliseconds from the start to each of the things wanted, the last of which comes last."""
    terminal = RawTerminal(argv, stage.env, ROOT)
    try:
        chunks = _chunks_until(terminal, wanted[-1])
    finally:
        terminal.close()
    moments = [first_shown(chunks, one) for one in wanted]
    return tuple((moment - terminal.started_at) * 1000 for moment in moments if moment is not None)


def _chunks_until(terminal: RawTerminal, is_done: Shown) -> list[Chunk]:
    emulator, chunks = Emulator(), list[Chunk]()
    while not is_done(emulator.text):
        more = terminal.read(SETTLED, first=PATIENCE)
        if not more:
            raise AssertionError(f"the start came to nothing:\n{emulator.text}")
        emulator.feed(more)
        chunks += more
    return chunks
