"""The table: printed, and kept as Markdown and JSON."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.benchmarks.figures import Row, Samples, Unit
from tests.benchmarks.place import commit_here
from tests.benchmarks.stage import Stage

NOTHING = "–"


@dataclass
class Results:
    """What was measured so far."""

    stage: Stage
    rows: list[Row] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """Why topics are missing."""

    def keep(self, folder: Path) -> None:
        """Write the results into the folder, as Markdown and as JSON with every sample."""
        (folder / "results.md").write_text(self.markdown())
        (folder / "results.json").write_text(json.dumps(self.as_json(), indent=1))

    def markdown(self) -> str:
        """Return the results as a Markdown page."""
        sizes = [f"{size:,}".replace(",", " ") for size in self.stage.sizes]
        head = ["", *(f"{size} clients" for size in sizes), "bare"]
        head += [f"{size} ÷ bare" for size in sizes] + ["large ÷ small", "bytes: ours; bare", "target"]
        lines = [
            "# Benchmarks",
            "",
            f"Commit {commit_here()}, {', '.join(machine())}. Median / 95th percentile, at 120×40.",
            "",
            _line(head),
            _line([":--", *["--:"] * (len(head) - 2), ":--"]),
            *(_line(_cells(row, self.stage)) for row in self.rows),
        ]
        remarks = [f"- {row.what}: {row.remark}." for row in self.rows if row.remark]
        remarks += [f"- {trouble}" for trouble in self.troubles]
        return "\n".join(lines + (["", *remarks] if remarks else [])) + "\n"

    def as_json(self) -> dict[str, object]:
        """Return the results with every sample."""
        return {
            "commit": commit_here(),
            "machine": machine(),
            "sizes": self.stage.sizes,
            "rows": [asdict(row) | {"misses": row.misses()} for row in self.rows],
            "troubles": self.troubles,
        }


def machine() -> list[str]:
    """Return on what was measured, and how busy it is."""
    return [
        f"Python {platform.python_version()}",
        f"{platform.system()} {platform.machine()}",
        f"{os.cpu_count()} processors",
        f"load {os.getloadavg()[0]:.1f}",
    ]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(row: Row, stage: Stage) -> list[str]:
    bare = list({id(one): one for one in row.bare.values()}.values())
    return [
        f"{row.what} ({row.unit})",
        *(_value(row.ours.get(size), row.unit) for size in stage.sizes),
        f"{'; '.join(_value(one, row.unit) for one in bare)} {row.bare_name}" if bare else NOTHING,
        *(_ratio(row.times_bare(size)) for size in stage.sizes),
        _ratio(row.times_small()),
        _bytes(row, stage),
        _verdict(row),
    ]


def _value(samples: Samples | None, unit: Unit) -> str:
    if samples is None or not samples.values:
        return NOTHING
    digits = 0 if unit is Unit.ROWS else 1
    if len(samples.values) == 1:
        return f"{samples.median:.{digits}f}"
    return f"{samples.median:.{digits}f} / {samples.late:.{digits}f}"


def _ratio(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"


def _bytes(row: Row, stage: Stage) -> str:
    ours = [row.ours[size].size for size in stage.sizes if size in row.ours]
    bare = next((samples.size for samples in row.bare.values()), None)
    if all(size is None for size in ours):
        return NOTHING
    text = ", ".join(NOTHING if size is None else f"{size:.0f}" for size in ours)
    return text if bare is None else f"{text}; {bare:.0f}"


def _verdict(row: Row) -> str:
    if not row.target.asks_something:
        return NOTHING
    return f"**missed**: {', '.join(misses)}" if (misses := row.misses()) else "met"
