"""Reading a JSON object so that every wrong value becomes a problem named by its place, and none stops the reading.

Two kinds of problem are told apart: what can't be understood (a missing or unknown key, another type, no date), and
what is understood but which a rule refuses (a number that is not exact, a rate above the highest).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn, TypeVar

from resellertui.domain.calendar import FIRST_YEAR, LAST_YEAR
from resellertui.domain.errors import FieldProblem, Invalid, Usage
from resellertui.domain.money import parse_price
from resellertui.domain.text import forbidden, tidy
from resellertui.domain.wording import _

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_TEXT = 300


@dataclass
class Problems:
    """What is wrong with one object."""

    malformed: list[FieldProblem] = field(default_factory=list)
    refused: list[FieldProblem] = field(default_factory=list)

    def check(self) -> None:
        """Go on only if nothing is wrong.

        Raises:
            Usage: something can't be understood; everything that is wrong is listed.
            Invalid: all is understood, and something is refused.
        """
        if self.malformed:
            every = [*self.malformed, *self.refused]
            raise Usage(
                _("This order can't be understood."),
                " ".join(f"{one.field}: {one.reason}" for one in every),
                fields=every,
            )
        if self.refused:
            raise Invalid(self.refused, _("This order can't be accepted."))


class Inexact:
    """A JSON number with a fraction or an exponent, kept as it was written to be refused by the field it stands in."""

    def __init__(self, text: str) -> None:
        self.text = text


def load_object(text: str) -> dict[str, object]:
    """Read one JSON object.

    Raises:
        Usage: it is no JSON, no object, or a key stands twice in an object.
    """
    try:
        value = json.loads(text, parse_float=Inexact, parse_constant=_refuse_word, object_pairs_hook=_once_each)
    except json.JSONDecodeError as broken:
        reason = _("{problem}, line {line}, column {column}").format(
            problem=broken.msg, line=broken.lineno, column=broken.colno
        )
        raise Usage(_("This is no valid JSON: {reason}.").format(reason=reason)) from None
    except (ValueError, RecursionError):
        raise Usage(_("This is no valid JSON: a number or the nesting is out of bounds.")) from None
    if not isinstance(value, dict):
        raise Usage(_("An order is described by one JSON object."))
    return value


class Fields:
    """One object: values are taken out by key and type; what is left at the end is unknown."""

    def __init__(self, values: dict[str, object], path: str, problems: Problems) -> None:
        self._left = {key: value for key, value in values.items() if value is not None}
        self._nulls = values.keys() - self._left.keys()
        self.path = path
        self._problems = problems

    def blame(self, key: str, reason: str) -> None:
        """Note that a value can't be understood."""
        self._problems.malformed.append(FieldProblem(self._place(key), reason))

    def refuse(self, key: str, reason: str) -> None:
        """Note that a value is refused by a rule."""
        self._problems.refused.append(FieldProblem(self._place(key), reason))

    def has(self, key: str) -> bool:
        """Say whether the key has a value that is not taken yet; null is none."""
        return key in self._left

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a text, empty where it is missing."""
        value = self._take(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.blame(key, _("It must be a text in quotes."))
            return ""
        if len(value) > LONGEST_TEXT or forbidden(value):
            self.blame(key, _("It is too long, or holds a control character."))
            return ""
        if required and not tidy(value):
            self.blame(key, _("It is empty."))
        return tidy(value)

    def choice(self, key: str, choices: type[Choice], default: Choice, *, required: bool = True) -> Choice:
        """Return one of the choices, or the default."""
        value = self._take(key, required=required)
        if value is None:
            return default
        if isinstance(value, str) and value in set(choices):
            return choices(value)
        self.blame(key, _("It must be one of {choices}.").format(choices=", ".join(choices)))
        return default

    def count(self, key: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number between two bounds, or the default."""
        value = self._take(key, required=False)
        if value is None:
            return default
        if type(value) is not int:
            self.blame(key, _("It must be a whole number."))
            return default
        if not least <= value <= most:
            self.refuse(key, _("It must lie between {least} and {most}.").format(least=least, most=most))
            return default
        return value

    def truth(self, key: str) -> bool:
        """Return true or false; false where it is missing."""
        value = self._take(key, required=False)
        if value is not None and type(value) is not bool:
            self.blame(key, _("It must be true or false."))
        return value is True

    def day(self, key: str, *, required: bool) -> date | None:
        """Return a date."""
        value = self._take(key, required=required)
        if value is None:
            return None
        try:
            day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.blame(key, _("It must be a date such as 2026-11-23."))
            return None
        return day

    def exact(self, key: str, *, required: bool = False) -> Decimal | None:
        """Return a price or a rate, which is written as a string: a JSON number is not exact."""
        value = self._take(key, required=required)
        if value is None:
            return None
        if isinstance(value, (int, Inexact)) and not isinstance(value, bool):
            self.refuse(key, _('Write it as a string in quotes, such as "9.92": JSON numbers are not exact.'))
            return None
        if not isinstance(value, str):
            self.blame(key, _("It must be a text in quotes."))
            return None
        try:
            return parse_price(value, key)
        except Invalid as refusal:
            (self.refuse if value.startswith("-") else self.blame)(key, refusal.fields[0].reason)
            return None

    def part(self, key: str, *, required: bool) -> Fields:
        """Return the object under the key, empty where it is missing."""
        value = self._take(key, required=required)
        if value is not None and not isinstance(value, dict):
            self.blame(key, _("It must be an object."))
        return Fields(value if isinstance(value, dict) else {}, self._place(key), self._problems)

    def parts(self, key: str) -> list[Fields]:
        """Return the objects of a list, of which there is at least one."""
        value = self._take(key, required=True)
        if value is None:
            return []
        if not isinstance(value, list) or not value:
            self.blame(key, _("It must be a list of objects, and not empty."))
            return []
        rows: list[Fields] = []
        for number, one in enumerate(value, 1):
            place = f"{self._place(key)}.{number}"
            if not isinstance(one, dict):
                self._problems.malformed.append(FieldProblem(place, _("It must be an object.")))
            rows.append(Fields(one if isinstance(one, dict) else {}, place, self._problems))
        return rows

    def counts(self, *, most: int) -> dict[str, int]:
        """Return whole numbers from 0 up under keys that are names, those that are null left out."""
        self._nulls.clear()
        return {name: self.count(name, 0, least=0, most=most) for name in list(self._left)}

    def finish(self) -> None:
        """Note every key that nothing has asked for: a misspelt one must not be overlooked."""
        for key in sorted({*self._left, *self._nulls}):
            self.blame(key, _("It is not known here."))

    def _take(self, key: str, *, required: bool) -> object:
        self._nulls.discard(key)
        value = self._left.pop(key, None)
        if value is None and required:
            self.blame(key, _("It is missing."))
        return value

    def _place(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part)


def _refuse_word(word: str) -> NoReturn:
    raise Usage(_("This is no valid JSON: {word} is no number.").format(word=word))


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        seen: set[str] = set()
        for key, _value in pairs:
            if key in seen:
                raise Usage(
                    _("The key “{key}” stands twice in one object.").format(key=key),
                    fields=[FieldProblem(key, _("It stands twice."))],
                )
            seen.add(key)
    return values
