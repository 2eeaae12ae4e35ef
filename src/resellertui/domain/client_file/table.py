"""From text to records: delimiters, quotes and physical lines, before anything is understood.

Broken quoting costs only the records it touches: what lies behind an unclosed quotation mark is read again from the
next line, so that no part of a file disappears into one cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from resellertui.domain.client_file.decoding import decode
from resellertui.domain.client_file.formulas import undefuse
from resellertui.domain.errors import Invalid
from resellertui.domain.text import tidy
from resellertui.domain.wording import _

DELIMITERS = (",", ";", "\t")

_SEP_LINE = re.compile(r'"?sep=([,;\t])"?\s*$', re.IGNORECASE)
_SAMPLE_LINES = 200
_MOST_BROKEN = 1000


class Record(NamedTuple):
    """One record, or what is wrong with it when its quoting is broken; `line` is the physical line it starts on."""

    line: int
    cells: Sequence[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as its cells.

    Lines are physical ones, the first line of the file being 1: the header of an ordinary file. A `sep=` line before
    the header, blank lines, and every line of a quoted cell count as well. The header's cells are tidied; those of the
    records are as the file has them.
    """

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    records: Sequence[Record]
    header_line: int = 1


def read_table(data: bytes) -> Table:
    """Read a comma, semicolon or tab separated file, whichever it is.

    Raises:
        Invalid: no text, nothing in it, a header without rows, or quoting that is broken throughout.
    """
    text, encoding = decode(data)
    lines = list(io.StringIO(text, newline=""))
    told = _SEP_LINE.match(lines[0]) if lines else None
    delimiter = told.group(1) if told else detect_delimiter(lines)
    records = _records(lines, delimiter, start=1 if told else 0)
    header = next(records, None)
    if header is None:
        raise _unreadable(_("The file is empty."))
    if header.problem:
        raise _unreadable(header.problem)
    body = list(records)
    if not body:
        raise _unreadable(_("The file has a header but no rows."))
    names = tuple(tidy(undefuse(cell)) for cell in header.cells)
    return Table(encoding, delimiter, names, body, header.line)


def detect_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter under which the first records have the most columns most regularly; a comma if none does."""
    sample = lines[:_SAMPLE_LINES]
    best, best_score = DELIMITERS[0], 0
    for delimiter in DELIMITERS:
        rows = [row for row in csv.reader(sample, delimiter=delimiter, skipinitialspace=True) if any(row)]
        if len(rows) > 2 and len(lines) > len(sample):
            rows.pop()
        if not rows:
            continue
        regular = sum(1 for row in rows if len(row) == len(rows[0]))
        score = (len(rows[0]) - 1) * regular * 1000 // len(rows)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(lines: Sequence[str], delimiter: str, start: int) -> Iterator[Record]:
    """Yield what is not blank; after a record whose quoting is broken, start again on the line behind its first."""
    broken = 0
    while True:
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter, skipinitialspace=True, strict=True)
        line = start + 1
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    yield Record(line, cells)
                line = start + reader.line_num + 1
        except csv.Error:
            last = start + reader.line_num
            yield _mend(lines[line - 1], delimiter, line, last)
            broken += 1
            if broken > _MOST_BROKEN:
                raise _unreadable(_("Its quotation marks don't match, in more than a thousand places.")) from None
            start = line
        else:
            return


def _mend(text: str, delimiter: str, line: int, last: int) -> Record:
    """Read one line as spreadsheets do when text follows a closing quotation mark; else say what is not closed."""
    if last == line:
        end = "\0end"
        try:
            rows = list(csv.reader([text, end], delimiter=delimiter, skipinitialspace=True))
        except csv.Error:
            return Record(line, (), _("A cell of this row is too long to be read."))
        if rows[-1] == [end]:
            return Record(line, rows[0])
    reason = _("A quotation mark in this row is not closed properly (noticed on line {last}).")
    return Record(line, (), reason.format(last=last))


def _unreadable(reason: str) -> Invalid:
    return Invalid(
        {"file": reason},
        _("The file can't be read as a table."),
        _(
            "It needs a line of column names and one line for each client or product, separated by commas, "
            "semicolons or tabs."
        ),
    )
