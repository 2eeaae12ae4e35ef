"""The rows that an import did not take, as a file of their own: to be corrected and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from resellertui.adapters.filesystem import write_private
from resellertui.domain.client_file import defuse, read_table
from resellertui.domain.errors import Refused
from resellertui.domain.wording import _
from resellertui.services.importing import RejectedView

BOM = b"\xef\xbb\xbf"


def write_rejected_rows(source: Path, data: bytes, rejected: Sequence[RejectedView]) -> Path:
    """Write the header and the rejected rows of a file beside it, each with its reason in a last column.

    A row that is rejected for several reasons is written once, with all of them. Returns the path, which nothing had.

    Raises:
        Refused: the folder can't be written to.
    """
    path = _free_path(source)
    try:
        write_private(path, BOM + rejected_rows(data, rejected).encode())
    except OSError as error:
        raise Refused(
            _("{path} can't be written: {reason}").format(path=path, reason=error.strerror or error)
        ) from error
    return path


def rejected_rows(data: bytes, rejected: Sequence[RejectedView]) -> str:
    """Return the header and the rejected rows as CSV text."""
    reasons: dict[int, list[str]] = {}
    for one in rejected:
        reasons.setdefault(one.line, []).append(f"{one.field}: {one.reason}" if one.field else one.reason)
    table = read_table(data)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerow([*map(defuse, table.header), _("Reason")])
    for record in table.records:
        if record.line in reasons:
            cells = [*record.cells, *[""] * (len(table.header) - len(record.cells))]
            writer.writerow([*cells, defuse(" ".join(reasons[record.line]))])
    return out.getvalue()


def _free_path(source: Path) -> Path:
    path, number = source.with_name(f"{source.stem}-rejected.csv"), 1
    while path.exists():
        number += 1
        path = source.with_name(f"{source.stem}-rejected-{number}.csv")
    return path
