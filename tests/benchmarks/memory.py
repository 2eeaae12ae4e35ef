"""How much memory the console holds after one has been everywhere, beside a bare table that was scrolled through."""

from __future__ import annotations

from tests.benchmarks.browsing import TO_CLIENTS, moves, searches
from tests.benchmarks.figures import Row, Samples, Target, Unit
from tests.benchmarks.place import say
from tests.benchmarks.player import rehearse
from tests.benchmarks.stage import Stage
from tests.benchmarks.switching import OTHERS, away_and_back

TIMES = 3
"""How often all are started and browsed: memory hardly varies."""

SAME = 1.1
"""How many times the small database's memory still counts as the same."""


def measure(stage: Stage) -> list[Row]:
    """Return the row about memory."""
    table = Samples()
    row = Row("memory", "resident memory after browsing", Unit.MEBIBYTES, bare_name="DataTable")
    row.target = Target(times_bare=2.2, times_small=SAME)
    row.ours = {size: Samples() for size in stage.sizes}
    row.bare = dict.fromkeys(stage.sizes, table)
    pieces = [TO_CLIENTS, moves(), searches(0), searches(1), *map(away_and_back, OTHERS)]
    for turn in range(TIMES):
        say(f"memory, {turn + 1} of {TIMES}")
        with stage.consoles() as consoles, stage.bare_app("table", "row 000") as bare:
            rehearse(consoles.values(), pieces)
            rehearse([bare], [moves(is_bare=True)])
            for size, player in consoles.items():
                row.ours[size].values.append(player.terminal.memory() / 1024)
            table.values.append(bare.terminal.memory() / 1024)
    return [row]
