"""What a command prints: JSON for scripts, aligned tables and sentences for people; never a control character."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from resellertui import formats
from resellertui.domain.calendar import PROVIDER_ZONE
from resellertui.domain.errors import ResellerError
from resellertui.domain.text import visible
from resellertui.domain.wording import _

_zone: ContextVar[ZoneInfo] = ContextVar("resellertui_zone", default=PROVIDER_ZONE)
_GAP = "  "
_NARROWEST = 8
_UNPRINTABLE = re.compile(r"[^\n\x20-\x7e]")
_NO_SELECTORS = {0xFE0E: None, 0xFE0F: None}


def json_text(value: object, *, line: bool = False) -> str:
    """Return the value as JSON that shows letters as they are and escapes whatever could steer a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=None if line else 2, default=_plain)
    return _UNPRINTABLE.sub(_escaped, text)


def say(text: str = "") -> None:
    """Print lines of our own sentences, into which texts from data have been put."""
    print(visible(text, multiline=True))


def warn(text: str) -> None:
    """Print to standard error."""
    print(visible(text, multiline=True), file=sys.stderr, flush=True)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str = "") -> str:
    """Return an aligned table; on a terminal the widest columns give way until it fits."""
    from rich.cells import cell_len

    values = [list(row) for row in rows]
    cells = [[_cell(value) for value in row] for row in values]
    if not cells:
        return empty or _("There is nothing to list.")
    widths = [max(cell_len(line[column]) for line in [[*headers], *cells]) for column in range(len(headers))]
    widths = _narrowed(widths)
    right = [all(type(value) is int or value is None for value in column) for column in zip(*values, strict=True)]
    lines = [[header.upper() for header in headers], *cells]
    return "\n".join(
        _GAP.join(
            _fitted(text, width, right=flush) for text, width, flush in zip(line, widths, right, strict=True)
        ).rstrip(" ")
        for line in lines
    )


def side_by_side(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table whose columns are what is compared; on a terminal several below each other, until each one fits.

    Nothing is cut unless a single column is wider than the terminal; the first column stands in each of them.
    """
    from rich.cells import cell_len

    lines = [[*headers], *([_cell(value) for value in row] for row in rows)]
    widths = [max(cell_len(line[column]) for line in lines) + len(_GAP) for column in range(len(headers))]
    room = shutil.get_terminal_size().columns + len(_GAP) - widths[0] if sys.stdout.isatty() else sum(widths)
    parts: list[list[int]] = []
    for column in range(1, len(headers)):
        if not parts or sum(widths[one] for one in parts[-1]) + widths[column] > room:
            parts.append([])
        parts[-1].append(column)
    return "\n\n".join(
        table([headers[one] for one in (0, *part)], [[row[one] for one in (0, *part)] for row in rows])
        for part in parts
    )


def record(pairs: Iterable[tuple[str, object]]) -> str:
    """Return labelled values, one a line; those that are empty are left out."""
    from rich.cells import cell_len

    shown = [(label, _cell(value)) for label, value in pairs if value not in (None, "", ())]
    width = max((cell_len(label) for label, _value in shown), default=0)
    return "\n".join(f"{_fitted(label, width, right=False)}{_GAP}{value}" for label, value in shown)


def day(value: date | None) -> str:
    """Return a date in the reader's language, or nothing."""
    return formats.day(value) if value else ""


def moment(value: datetime | None) -> str:
    """Return a moment in the reader's language and zone, or nothing."""
    return formats.moment(value, _zone.get()) if value else ""


def read_times_in(zone: ZoneInfo) -> None:
    """Show times in this zone from now on: the one of whoever is signed in."""
    _zone.set(zone)


def error_facts(error: ResellerError) -> dict[str, Any]:
    """Return an error as scripts read it."""
    further = {name: error.facts[name] for name in ("choices", "obstacles") if error.facts.get(name)}
    return {
        "error": {
            "code": error.code,
            "title": error.title,
            "detail": error.detail,
            "hint": error.hint,
            "fields": [{"field": one.field, "reason": one.reason} for one in error.fields],
            **further,
        }
    }


def error_text(error: ResellerError) -> str:
    """Return an error as people read it."""
    about = [f"  {one.field}: {one.reason}" for one in error.fields] if error.fields else [error.detail]
    return "\n".join(part for part in (error.title, *about, error.hint) if part)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(_cell(one) for one in value)
    return visible(str(value)).translate(_NO_SELECTORS)


def _fitted(text: str, width: int, *, right: bool) -> str:
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip(" ") + "…"
    padding = " " * (width - cell_len(text))
    return padding + text if right else text + padding


def _narrowed(widths: list[int]) -> list[int]:
    if not sys.stdout.isatty():
        return widths
    room = shutil.get_terminal_size().columns - len(_GAP) * (len(widths) - 1)
    widths = list(widths)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _escaped(match: re.Match[str]) -> str:
    ch = match[0]
    readable = (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf8sig"}
    if readable and ch.isprintable() and not "\ud800" <= ch <= "\udfff":
        return ch
    return json.dumps(ch)[1:-1]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
