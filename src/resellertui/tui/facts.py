"""Facts of a record below each other: labels aligned, values as they are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from resellertui.domain.text import visible

GAP = 2


def fact_lines(facts: Sequence[tuple[str, str]]) -> Content:
    """Return one line for each label and value; a fact without a label is a heading, one without a value left out."""
    shown = [(visible(label), visible(value)) for label, value in facts if value]
    width = max((cell_len(label) for label, _value in shown), default=0) + GAP
    lines = []
    for label, value in shown:
        if not label:
            lines += [Content(""), Content.styled(value, "bold")]
        else:
            pad = " " * (width - cell_len(label))
            lines.append(Content.assemble((label + pad, "$text-muted"), value))
    return Content("\n").join(lines)
