"""Keys in the board of renewals and in the list of invoices, and opening them for the first time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.benchmarks import keys
from tests.benchmarks.browsing import FILTER, LIMIT, moves
from tests.benchmarks.figures import Row, Samples, Target
from tests.benchmarks.invoices import billed
from tests.benchmarks.place import say
from tests.benchmarks.player import Player, Step, rehearse, remark
from tests.benchmarks.stage import Stage

LISTS = {
    "renewals": Step(b"gr", "open", shows="[60 days]", rows_only=True),
    "invoices": Step(b"gi", "open", shows="[All]", rows_only=True),
}
"""The lists, and what opens each from Home."""

FILTERED = frozenset({"renewals"})
LETTERS = ("a", "e", "m", "z", "5")

ROWS = {
    "open": ("opening it from Home", Target(times_small=3)),
    "down": ("cursor down", Target(times_bare=1.3, bytes_at_most=600)),
    "page": ("page down", Target()),
    "end": ("end", LIMIT),
    "home": ("home", LIMIT),
    "letter": ("filter, the first letter", FILTER),
}


def search(letter: str) -> list[Step]:
    """Return the filter of one round, from the first row back to it."""
    return [
        Step(b"/", shows="Show what matches"),
        Step(letter.encode(), "letter", shows=f"/ {letter}", rows_only=True),
        Step(keys.ESCAPE),
    ]


def measure(stage: Stage) -> list[Row]:
    """Return the rows about both lists."""
    for size in stage.sizes:
        billed(size)
    return [row for name in LISTS for row in _measure(stage, name)]


def _measure(stage: Stage, name: str) -> list[Row]:
    rows = {
        part: Row("lists", f"{name}: {what}", target=target, ours={size: Samples() for size in stage.sizes})
        for part, (what, target) in ROWS.items()
        if part != "letter" or name in FILTERED
    }
    table = {step.name: Samples() for step in moves(is_bare=True)}
    searches = [search(letter) for letter in LETTERS] if name in FILTERED else []
    with ExitStack() as stack:
        consoles = stack.enter_context(stage.consoles())
        bare = stack.enter_context(stage.bare_app("table", "row 000"))
        rehearse(consoles.values(), [(LISTS[name],), moves(), *searches])
        rehearse([bare], [moves(is_bare=True)])
        for turn in range(stage.rounds):
            say(f"{name}, round {turn + 1} of {stage.rounds}")
            for part, size, value, written in _round(consoles, bare, turn, searches):
                samples = table[part] if size is None else rows[part].ours[size]
                samples.values.append(value * 1000)
                samples.sizes.append(written)
        rows["down"].remark = remark([*consoles.values(), bare])
        for size, player in consoles.items():
            for turn in range(stage.starts):
                say(f"{name} of {size}, opened {turn + 1} of {stage.starts}")
                with _fresh(stage, size, player) as console:
                    answer = console.play(LISTS[name])
                    rows["open"].ours[size].values.append(answer.seconds * 1000)
                    rows["open"].ours[size].sizes.append(answer.size)
                    rows["open"].remark = rows["open"].remark or remark([console])
    for part, samples in table.items():
        rows[part].bare_name = "DataTable"
        rows[part].bare = dict.fromkeys(stage.sizes, samples)
    return list(rows.values())


@contextmanager
def _fresh(stage: Stage, size: int, rehearsed: Player) -> Iterator[Player]:
    """Give a console that has shown nothing but Home, and knows what another one showed."""
    with stage.console_of(size) as player:
        player.learn(rehearsed)
        player.begin()
        yield player


def _round(
    consoles: dict[int, Player], bare: Player, turn: int, searches: list[list[Step]]
) -> Iterator[tuple[str, int | None, float, int]]:
    """Play one round, the programs taking turns at each key; yield what was measured of whom."""
    everyone: list[tuple[int | None, Player]] = [*consoles.items(), (None, bare)]
    for _size, player in everyone:
        player.begin()
    for ours, theirs in zip(moves(), moves(is_bare=True), strict=True):
        everyone.append(everyone.pop(0))
        for size, player in everyone:
            answer = player.play(theirs if size is None else ours)
            yield ours.name, size, answer.seconds, answer.size
    for player in consoles.values():
        player.begin()
    for step in searches[turn % len(searches)] if searches else ():
        for size, player in consoles.items() if turn % 2 else reversed(consoles.items()):
            answer = player.play(step)
            if step.name:
                yield step.name, size, answer.seconds, answer.size
