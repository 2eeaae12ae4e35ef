"""The table: printed, and kept as Markdown and JSON."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.figures import Row, Samples, Unit
from tests.benchmarks.place import commit_here
from tests.benchmarks.stage import Stage

NOTHING = "–"


def write(rows: list[Row], stage: Stage, folder: Path) -> str:
    """Keep the results in the folder and return them as Markdown."""
    text = markdown(rows, stage)
    (folder / "results.md").write_text(text)
    (folder / "results.json").write_text(json.dumps(as_json(rows, stage), indent=1))
    return text


def markdown(rows: list[Row], stage: Stage) -> str:
    """Return the results as a Markdown page."""
    sizes = [f"{size:,}".replace(",", " ") for size in stage.sizes]
    head = ["", *(f"{size} clients" for size in sizes), "bare"]
    head += [f"{size} ÷ bare" for size in sizes] + ["large ÷ small", "bytes: ours; bare", "target"]
    lines = [
        "# Benchmarks",
        "",
        f"Commit {commit_here()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}. "
        f"Median / 95th percentile, at 120×40.",
        "",
        _line(head),
        _line([":--", *["--:"] * (len(head) - 2), ":--"]),
        *(_line(_cells(row, stage)) for row in rows),
    ]
    remarks = [f"- {row.what}: {row.remark}." for row in rows if row.remark]
    return "\n".join(lines + (["", *remarks] if remarks else [])) + "\n"


def as_json(rows: list[Row], stage: Stage) -> dict[str, object]:
    """Return the results with every sample."""
    return {
        "commit": commit_here(),
        "python": platform.python_version(),
        "sizes": stage.sizes,
        "rows": [asdict(row) | {"misses": row.misses()} for row in rows],
    }


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
