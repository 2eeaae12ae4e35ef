"""Facts of a record below each other: labels aligned, values as they are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from resellertui.domain.text import visible

GAP = 2
POINT = "·"


def fact_lines(facts: Sequence[tuple[str, str]]) -> Content:
    """Return one line for each label and value: without a label a heading, with `POINT` for one a sentence.

    What has no value is left out.
    """
    shown = [(visible(label), visible(value)) for label, value in facts if value]
    width = max((cell_len(label) for label, _value in shown), default=0) + GAP
    lines = []
    for label, value in shown:
        if not label:
            lines += [Content(""), Content.styled(value, "bold")]
        elif label == POINT:
            lines.append(Content(f"{POINT} {value}"))
        else:
            pad = " " * (width - cell_len(label))
            lines.append(Content.assemble((label + pad, "$text-muted"), value))
    return Content("\n").join(lines)
