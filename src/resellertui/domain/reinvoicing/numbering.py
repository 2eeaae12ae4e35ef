"""The numbers of a partner's documents: gapless in each year, invoices and credit notes in a series each.

A series that was begun elsewhere is continued by the number of its first invoice; every later year begins at 1.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def next_sequence(last: int | None, *, is_new: bool, first_number: int = 1) -> int:
    """Return the next number of a series in a year.

    Args:
        last: the highest number of the year, or None where it has none.
        is_new: whether nothing was ever issued in the series.
        first_number: what a series that is new begins with.
    """
    if last is not None:
        return last + 1
    return first_number if is_new else 1


def show_document_number(prefix: str, year: int, sequence: int) -> str:
    """Return a number as it is printed, such as `CN2026-0012`."""
    return f"{prefix}{year}-{sequence:04d}"


def file_name(text: str) -> str:
    """Return a number, or the name of a file that bears one, as every file system takes it."""
    return _UNSAFE.sub("-", text).strip("-.") or "document"
