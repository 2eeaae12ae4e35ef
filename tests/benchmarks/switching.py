"""Going to a section that was seen before, and back to the list of managed clients."""

from __future__ import annotations

from contextlib import ExitStack

from tests.benchmarks.browsing import TO_CLIENTS
from tests.benchmarks.figures import Row, Samples, Target
from tests.benchmarks.place import say
from tests.benchmarks.player import Player, Step, rehearse, remark
from tests.benchmarks.stage import Stage

BACK = Step(b"gc", "switch", shows="› Managed clients")
OTHERS = {b"h": "› Home", b"o": "› Products", b"p": "› Partner"}
"""The keys of the other sections, and what says that one is open."""

PANES = (Step(b"b", "switch", shows="pane b row 00"), Step(b"a", "switch", shows="pane a row 00"))
"""What is done in the bare app: away, and back."""


def away_and_back(letter: bytes) -> list[Step]:
    """Return the steps to another section and back."""
    return [Step(b"g" + letter, "switch", shows=OTHERS[letter]), BACK]


def measure(stage: Stage) -> list[Row]:
    """Return the row about switching."""
    table = Samples()
    row = Row("switch", "go to a section seen before", bare_name="ContentSwitcher", target=Target(times_bare=1.5))
    row.ours = {size: Samples() for size in stage.sizes}
    row.bare = dict.fromkeys(stage.sizes, table)
    with ExitStack() as stack:
        consoles = stack.enter_context(stage.consoles())
        bare = stack.enter_context(stage.bare_app("switcher", "pane a row 00"))
        pieces = [away_and_back(letter) for letter in OTHERS]
        rehearse(consoles.values(), [TO_CLIENTS, *pieces, *pieces])
        rehearse([bare], [PANES])
        everyone: list[tuple[Samples, Player]] = [(row.ours[size], player) for size, player in consoles.items()]
        everyone.append((table, bare))
        for turn in range(stage.rounds):
            say(f"switch, round {turn + 1} of {stage.rounds}")
            _round(everyone, bare, pieces[turn % len(pieces)])
            everyone.append(everyone.pop(0))
        row.remark = remark([*consoles.values(), bare])
    return [row]


def _round(everyone: list[tuple[Samples, Player]], bare: Player, piece: list[Step]) -> None:
    for _samples, player in everyone:
        player.begin()
    for ours, theirs in zip(piece, PANES, strict=True):
        for samples, player in everyone:
            answer = player.play(theirs if player is bare else ours)
            samples.values.append(answer.seconds * 1000)
            samples.sizes.append(answer.size)
