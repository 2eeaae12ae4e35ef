"""The values of a terms file one by one, each with its mark, and what differs between two files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

_NAMED_BY = ("sku", "from")
"""What a table in a list is called by: a product kind by its sku, a tier or a VAT rate by where it begins."""


@dataclass(frozen=True)
class TermValue:
    """One value of the terms, with where it comes from."""

    path: str
    value: str
    mark: str
    """`published`, `sample` or `decided`; empty where the file says nothing."""


@dataclass(frozen=True)
class Difference:
    """A value that two files do not share; None where a file does not have it."""

    path: str
    before: str | None
    after: str | None


def term_values(text: str) -> tuple[TermValue, ...]:
    """Return every value of a valid terms file, in its order."""
    return tuple(_values(tomllib.loads(text), "", ""))


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return what differs between two valid terms files, in the order of the second one; what is gone comes last."""
    old = {one.path: one.value for one in term_values(before)}
    new = {one.path: one.value for one in term_values(after)}
    changed = [
        Difference(path, old.get(path), value)
        for path, value in new.items()
        if path not in old or not _same(old[path], value)
    ]
    return (*changed, *(Difference(path, value, None) for path, value in old.items() if path not in new))


def _values(value: object, path: str, mark: str) -> Iterator[TermValue]:
    if isinstance(value, dict):
        mark = str(value.get("mark", mark))
        for key, one in value.items():
            inherited = key if path == "days" else mark
            yield from _values(one, f"{path}.{key}".lstrip("."), inherited)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, 1):
            yield from _values(one, f"{path}.{_name(one, number)}", mark)
    else:
        yield TermValue(path, _written(value), mark)


def _name(row: object, number: int) -> str:
    if isinstance(row, dict):
        for key in _NAMED_BY:
            if key in row:
                return _written(row[key])
    return str(number)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(_written(one) for one in value)
    return str(value)


def _same(one: str, other: str) -> bool:
    """Return whether two values are the same text, or the same number written with other zeros."""
    if one == other:
        return True
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
