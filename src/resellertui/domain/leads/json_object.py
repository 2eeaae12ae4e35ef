"""JSON that other programs and people write: one object, read without trusting it, with what is wrong in our words."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from resellertui.domain.errors import Invalid
from resellertui.domain.text import visible
from resellertui.domain.wording import _

LONGEST_NAME = 40
"""How much of a field's name, or of a number, is shown or read."""


class _NoValue(ValueError):
    """NaN and infinities, which are no JSON, and what is too great or too small to be a number here."""


class _Repeated(ValueError):
    """A name that stands twice in an object."""


def read_object(content: bytes, *, largest: int, levels: int, example: str) -> Mapping[str, object]:
    """Return the object that a file holds: each name once, numbers as `Decimal` where they are not whole.

    Args:
        content: UTF-8, with or without a mark.
        largest: in bytes.
        levels: how deep lists and objects may stand inside each other.
        example: what is right, for whoever wrote something else.

    Raises:
        Invalid: it holds no such thing, by the field `file`, or that of the name that stands twice.
    """
    return _object(_text(content, largest), levels, example)


def shown_name(name: str) -> str:
    """Return a field's name as it is shown: cut, and without what steers a terminal."""
    return visible(name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…")


def _text(content: bytes, largest: int) -> str:
    if len(content) > largest:
        raise _refused(_("It is larger than {count} bytes.").format(count=largest))
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise _refused(_("It is not written in UTF-8.")) from None


def _object(text: str, levels: int, example: str) -> Mapping[str, object]:
    if _levels(text) > levels:
        raise _refused(_("It has lists or objects inside each other that do not belong there."))
    try:
        written = json.loads(text, parse_float=_number, parse_constant=_no_value, object_pairs_hook=_once)
    except _NoValue as error:
        raise _refused(_("{value} is no number.").format(value=error)) from None
    except _Repeated as error:
        raise Invalid({shown_name(str(error)): _("It stands twice.")}) from None
    except (ValueError, RecursionError) as error:
        place = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "1:1"
        raise _refused(_("It is no JSON, from line and column {place} on.").format(place=place)) from None
    if not isinstance(written, dict):
        raise _refused(_("It must be one object: {example}.").format(example=example))
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


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _NoValue(text[:LONGEST_NAME]) from None  # more digits in its exponent than any decimal has


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
