"""The lines of an offer as a JSON file, and what stands against one, all of it at once: `{"lines": [{"sku": …}, …]}`.

A line's `sku`, `name` and `price` are texts, the price a number where that is easier, `quantity` and `periods` whole
numbers. Whether they make an offer is judged with the rest of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.leads.json_object import LONGEST_NAME, read_object, shown_name
from resellertui.domain.wording import _

LARGEST = 256 * 1024
"""In bytes."""
TEXTS = ("sku", "name")
NUMBERS = ("quantity", "periods")
FIELDS = frozenset((*TEXTS, *NUMBERS, "price"))
OPTIONS = frozenset(("note", "valid_until"))
"""What stands beside the file, as options of the command."""
EXAMPLE = '{"lines": [{"sku": "web-hosting", "quantity": 35, "price": "8.00"}]}'
_MOST_LEVELS = 8
"""An object, the list of lines, a line; more, so that a value that is no value is named by its field."""


def read_offer_file(content: bytes) -> list[dict[str, object]]:
    """Return the lines that a file holds, by the names of their fields.

    Raises:
        Invalid: it is no such file, with everything that stands against it and what is right.
    """
    try:
        written = read_object(content, largest=LARGEST, levels=_MOST_LEVELS, example=EXAMPLE)
    except Invalid as refusal:
        raise _refused(list(refusal.fields)) from refusal
    problems = list(_at_the_top(written))
    given = written.get("lines")
    lines = list(given) if isinstance(given, list) else []
    for place, one in enumerate(lines, 1):
        problems += _of_line(f"lines.{place}", one)
    if problems:
        raise _refused(problems)
    return [{name: _value(name, value) for name, value in one.items()} for one in lines]


def _at_the_top(written: Mapping[str, object]) -> Iterator[FieldProblem]:
    for name in written:
        if name in OPTIONS:
            option = "--" + name.replace("_", "-")
            yield FieldProblem(name, _("A file has lines only: give this as {option}.").format(option=option))
        elif name != "lines":
            yield FieldProblem(shown_name(name), _("There is no such field; there are {names}.").format(names="lines"))
    if not written.get("lines") and not isinstance(written.get("lines"), (str, int, Decimal, dict)):
        yield FieldProblem("lines", _("It is missing."))
    elif not isinstance(written["lines"], list):
        yield FieldProblem("lines", _("It must be a list of lines."))


def _of_line(at: str, line: object) -> Iterator[FieldProblem]:
    if not isinstance(line, dict):
        yield FieldProblem(at, _("It must be a line such as {example}.").format(example='{"sku": "web-hosting"}'))
        return
    for name, value in line.items():
        if name not in FIELDS:
            reason = _("There is no such field; there are {names}.").format(names=", ".join(sorted(FIELDS)))
            yield FieldProblem(f"{at}.{shown_name(name)}", reason)
        elif name in TEXTS and not isinstance(value, str):
            yield FieldProblem(f"{at}.{name}", _("It must be a text."))
        elif name in NUMBERS and (isinstance(value, bool) or not isinstance(value, (int, str))):
            yield FieldProblem(f"{at}.{name}", _("It must be a whole number."))
        elif name == "price" and not _is_price(value):
            yield FieldProblem(f"{at}.price", _("It must be a number or a text."))
    if "sku" not in line:
        yield FieldProblem(f"{at}.sku", _("It is missing."))


def _is_price(value: object) -> bool:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return abs(Decimal(value).adjusted()) < LONGEST_NAME
    return isinstance(value, str)


def _value(name: str, value: object) -> object:
    return f"{value:f}" if name == "price" and isinstance(value, (int, Decimal)) else value


def _refused(problems: list[FieldProblem]) -> Invalid:
    return Invalid(problems, hint=_("A file that is right: {example}.").format(example=EXAMPLE))
