"""A request for quotes as a JSON file: what a web form writes, and what stands against one, all of it at once.

One object; its keys are the names of the fields, each a text but `families` and `languages`, which are lists of texts,
and `budget`, which may be a number. UTF-8, with or without a mark; at most 64 KiB.
"""

from __future__ import annotations

from decimal import Decimal

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.leads.json_object import LONGEST_NAME, read_object, shown_name
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
_EXAMPLE = '{"need": "…"}'


def read_request_file(content: bytes) -> dict[str, str | tuple[str, ...]]:
    """Return the fields that a file holds, by name.

    Raises:
        Invalid: it is no such file, with everything that stands against it.
    """
    written = read_object(content, largest=LARGEST, levels=_MOST_LEVELS, example=_EXAMPLE)
    problems: list[FieldProblem] = []
    values: dict[str, str | tuple[str, ...]] = {}
    for name, value in written.items():
        if name not in FIELDS:
            problems.append(FieldProblem(shown_name(name), _unknown()))
        elif (found := _value(name, value)) is None:
            problems.append(FieldProblem(name, _expected(name)))
        else:
            values[name] = found
    if problems:
        raise Invalid(problems)
    return values


def _value(name: str, value: object) -> str | tuple[str, ...] | None:
    """Return a value as the input takes it; None where it is of another kind."""
    if name in LISTS:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        return None
    if name in NUMBERS and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{Decimal(value):f}" if abs(Decimal(value).adjusted()) < LONGEST_NAME else None
    return value.replace("\r\n", "\n") if isinstance(value, str) else None


def _expected(name: str) -> str:
    if name in LISTS:
        return _("It must be a list of texts.")
    return _("It must be a number or a text.") if name in NUMBERS else _("It must be a text.")


def _unknown() -> str:
    return _("There is no such field; there are {names}.").format(names=", ".join(sorted(FIELDS)))
