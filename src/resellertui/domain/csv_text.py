"""Tables as CSV, one record a line, with no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from resellertui.domain.client_file.formulas import defuse


def csv_text(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> str:
    """Return the columns of records as CSV; what a record does not have, or has as None, is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for one in records:
        cells = (one.get(name) for name in columns)
        writer.writerow(["" if cell is None else defuse(str(cell)) for cell in cells])
    return text.getvalue()
