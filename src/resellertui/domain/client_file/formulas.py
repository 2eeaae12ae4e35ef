"""Cells that a spreadsheet would run: how they are made harmless when written, and come back intact when read.

The marker is one leading apostrophe. A cell that already looks marked gets one more, so the encoding is injective:
reading takes away exactly what writing added.
"""

from __future__ import annotations

import re

_RUNS = re.compile(r"[\s'\u200b\ufeff]*[=+\-@＝＋－＠]|'*[\t\r\n]")
"""What a spreadsheet may run, perhaps after blanks, and any number of apostrophes before it.

Taking apostrophes in is what makes the encoding injective: whatever follows a marker is itself to be marked.
"""


def defuse(cell: str) -> str:
    """Return the cell as it may be opened in a spreadsheet: text that would run as a formula gets an apostrophe."""
    return f"'{cell}" if _RUNS.match(cell) else cell


def undefuse(cell: str) -> str:
    """Return what `defuse` was given; a cell that it would not have written is returned as it is."""
    return cell[1:] if cell[:1] == "'" and _RUNS.match(cell, 1) else cell
