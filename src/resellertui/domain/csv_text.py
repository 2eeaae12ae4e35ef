"""Tables as CSV, one record a line, with no cell that a spreadsheet would run.

An amount below zero is a number, and nothing that runs: with a mark before it a spreadsheet would take it for a text,
and leave it out of its sums without a word.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from resellertui.domain.client_file.formulas import defuse

_BELOW_ZERO = re.compile(r"-[0-9]+(?:\.[0-9]+)?", re.ASCII)


def csv_text(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> str:
    """Return the columns of records as CSV; what a record does not have, or has as None, is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for one in records:
        writer.writerow([_cell(one.get(name)) for name in columns])
    return text.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if _BELOW_ZERO.fullmatch(text) else defuse(text)
