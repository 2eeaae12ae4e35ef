"""A request for quotes as a JSON file: what a web form writes, and what stands against one, all of it at once.

One object; its keys are the names of the fields, each a text but `families` and `languages`, which are lists of texts,
and `budget`, which may be a number. UTF-8, with or without a mark; at most 64 KiB.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.text import visible
from resellertui.domain.wording import _

LARGEST = 64 * 1024
"""In bytes."""
TEXTS = (
    "need",
    "currency",
    "region",
    "country",
    "deadline",
    "contact_name",
    "contact_organisation",
    "contact_email",
    "contact_phone",
    "language",
)
LISTS = ("families", "languages")
NUMBERS = ("budget",)
FIELDS = frozenset((*TEXTS, *LISTS, *NUMBERS))

_MOST_LEVELS = 3
"""An object, its lists, and what is in them."""
_LONGEST_NAME = 40


class _NoValue(ValueError):
    """NaN and infinities, which are no JSON, and what is too great or too small to be a number here."""


class _Repeated(ValueError):
    """A name that stands twice in an object."""


def read_request_file(content: bytes) -> dict[str, str | tuple[str, ...]]:
    """Return the fields that a file holds, by name.

    Raises:
        Invalid: it is no such file, with everything that stands against it.
    """
    written = _object(_text(content))
    problems: list[FieldProblem] = []
    values: dict[str, str | tuple[str, ...]] = {}
    for name, value in written.items():
        if name not in FIELDS:
            problems.append(FieldProblem(_shown(name), _unknown()))
        elif (found := _value(name, value)) is None:
            problems.append(FieldProblem(name, _expected(name)))
        else:
            values[name] = found
    if problems:
        raise Invalid(problems)
    return values


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise _refused(_("It is larger than {count} bytes.").format(count=LARGEST))
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise _refused(_("It is not written in UTF-8.")) from None


def _object(text: str) -> Mapping[str, object]:
    if _levels(text) > _MOST_LEVELS:
        raise _refused(_("It has lists or objects inside each other that no request has."))
    try:
        written = json.loads(text, parse_float=_number, parse_constant=_no_value, object_pairs_hook=_once)
    except _NoValue as error:
        raise _refused(_("{value} is no number.").format(value=error)) from None
    except _Repeated as error:
        raise Invalid({_shown(str(error)): _("It stands twice.")}) from None
    except (ValueError, RecursionError) as error:
        place = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "1:1"
        raise _refused(_("It is no JSON, from line and column {place} on.").format(place=place)) from None
    if not isinstance(written, dict):
        raise _refused(_("It must be one object: {example}.").format(example='{"need": "…"}'))
    return written


def _levels(text: str) -> int:
    """Return how deep brackets stand inside each other, without building anything of it."""
    deepest = level = 0
    in_text = is_escaped = False
    for ch in text:
        if in_text:
            is_escaped, in_text = ch == "\\" and not is_escaped, ch != '"' or is_escaped
        elif ch == '"':
            in_text = True
        elif ch in "[{":
            level += 1
            deepest = max(deepest, level)
        elif ch in "]}":
            level -= 1
    return deepest


def _value(name: str, value: object) -> str | tuple[str, ...] | None:
    """Return a value as the input takes it; None where it is of another kind."""
    if name in LISTS:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        return None
    if name in NUMBERS and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{Decimal(value):f}" if abs(Decimal(value).adjusted()) < _LONGEST_NAME else None
    return value.replace("\r\n", "\n") if isinstance(value, str) else None


def _expected(name: str) -> str:
    if name in LISTS:
        return _("It must be a list of texts.")
    return _("It must be a number or a text.") if name in NUMBERS else _("It must be a text.")


def _unknown() -> str:
    return _("There is no such field; there are {names}.").format(names=", ".join(sorted(FIELDS)))


def _shown(name: str) -> str:
    return visible(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…")


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _NoValue(text[:_LONGEST_NAME]) from None  # more digits in its exponent than any decimal has


def _no_value(text: str) -> object:
    raise _NoValue(text)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise _Repeated(name)
        found[name] = value
    return found


def _refused(reason: str) -> Invalid:
    return Invalid({"file": reason})
