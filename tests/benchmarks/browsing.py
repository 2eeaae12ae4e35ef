"""Keys in the list of managed clients: how long until everything is painted, and how many bytes that takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from tests.benchmarks import keys
from tests.benchmarks.figures import Row, Samples, Target
from tests.benchmarks.place import say
from tests.benchmarks.player import Player, Step, rehearse, remark
from tests.benchmarks.stage import Stage

JUMPS = ("br", "so", "mur", "za", "gar")
LETTERS = ("a", "e", "m", "z", "5")
WORDS = ("zur", "be", "bru", "sa", "ber")
VARIANTS = len(JUMPS)

TO_CLIENTS = (Step(b"gc", shows="[Active]"),)

LIMIT = Target(at_most=50, times_small=3)
FILTER = Target(at_most=60, times_small=3)
ROWS = {
    "down": ("cursor down", Target(times_bare=1.3, bytes_at_most=600)),
    "page": ("page down", Target()),
    "end": ("end", LIMIT),
    "home": ("home", LIMIT),
    "jump": ("jump, the last letter", LIMIT),
    "letter": ("filter, the first letter", FILTER),
    "word": ("filter, the last letter of a word", FILTER),
    "open": ("open a client (enter)", Target()),
}


def moves(*, is_bare: bool = False) -> list[Step]:
    """Return what is done in any list, from its first row back to it."""
    end, home = (keys.CONTROL_END, keys.CONTROL_HOME) if is_bare else (keys.END, keys.HOME)
    return [
        Step(keys.DOWN, "down"),
        Step(keys.DOWN, "down"),
        Step(keys.PAGE_DOWN, "page"),
        Step(end, "end"),
        Step(home, "home"),
    ]


def searches(variant: int) -> list[Step]:
    """Return the jump, the filters and the opening of one round, from the first row back to it."""
    jump, letter, word = JUMPS[variant], LETTERS[variant], WORDS[variant]
    return [
        Step(b"'", shows="Jump to"),
        Step(jump[:-1].encode(), shows=f"' {jump[:-1]}"),
        Step(jump[-1].encode(), "jump", shows=f"' {jump}"),
        Step(keys.ESCAPE),
        Step(keys.HOME),
        Step(b"/", shows="Show what matches"),
        Step(letter.encode(), "letter", shows=f"/ {letter}", rows_only=True),
        Step(keys.BACKSPACE),
        Step(word[:-1].encode(), shows=f"/ {word[:-1]}"),
        Step(word[-1].encode(), "word", shows=f"/ {word}", rows_only=True),
        Step(keys.ESCAPE),
        Step(keys.ENTER, "open", shows="[Overview]"),
        Step(keys.ESCAPE, shows="[Active]"),
    ]


def measure(stage: Stage) -> list[Row]:
    """Return the rows about keys in the list."""
    rows = {
        name: Row("keys", what, target=target, ours={size: Samples() for size in stage.sizes})
        for name, (what, target) in ROWS.items()
    }
    table = {step.name: Samples() for step in moves(is_bare=True)}
    with ExitStack() as stack:
        consoles = stack.enter_context(stage.consoles())
        bare = stack.enter_context(stage.bare_app("table", "row 000"))
        rehearse(consoles.values(), [TO_CLIENTS, moves(), *map(searches, range(VARIANTS))])
        rehearse([bare], [moves(is_bare=True)])
        for turn in range(stage.rounds):
            say(f"keys, round {turn + 1} of {stage.rounds}")
            for name, size, value, written in _round(consoles, bare, turn):
                samples = table[name] if size is None else rows[name].ours[size]
                samples.values.append(value * 1000)
                samples.sizes.append(written)
        rows["down"].remark = remark([*consoles.values(), bare])
    for name, samples in table.items():
        rows[name].bare_name = "DataTable"
        rows[name].bare = dict.fromkeys(stage.sizes, samples)
    return list(rows.values())


def _round(consoles: dict[int, Player], bare: Player, turn: int) -> Iterator[tuple[str, int | None, float, int]]:
    """Play one round, the programs taking turns at each key; yield what was measured of whom."""
    everyone: list[tuple[int | None, Player]] = [*consoles.items(), (None, bare)]
    for player in (player for _size, player in everyone):
        player.begin()
    for ours, theirs in zip(moves(), moves(is_bare=True), strict=True):
        everyone.append(everyone.pop(0))
        for size, player in everyone:
            answer = player.play(theirs if size is None else ours)
            yield ours.name, size, answer.seconds, answer.size
    for player in consoles.values():
        player.begin()
    for step in searches(turn % VARIANTS):
        for size, player in consoles.items() if turn % 2 else reversed(consoles.items()):
            answer = player.play(step)
            if step.name:
                yield step.name, size, answer.seconds, answer.size
