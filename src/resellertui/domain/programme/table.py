"""Reading a TOML table so that every wrong value becomes a problem and none stops the reading."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.money import Currency, parse_price
from resellertui.domain.programme.marks import Mark
from resellertui.domain.text import forbidden
from resellertui.domain.wording import _

T = TypeVar("T", str, int, bool, date)
_MISSING = object()


class Table:
    """One table of the terms: values are taken out by key and type; what is left at the end is unknown."""

    def __init__(self, values: object, path: str, problems: list[FieldProblem]) -> None:
        self.path = path
        self.problems = problems
        self._left: dict[str, object] = dict(values) if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            self.blame("", _("It is missing, or not a table."))

    def blame(self, key: str, reason: str) -> None:
        """Note a problem of the value under this key, or of the table itself under an empty one."""
        self.problems.append(FieldProblem(".".join(part for part in (self.path, key) if part), reason))

    def take(self, key: str, default: T, *, required: bool = True) -> T:
        """Return the value under the key, which must be of the default's type, or the default."""
        value = self._left.pop(key, _MISSING)
        if type(value) is type(default):
            if isinstance(value, str) and forbidden(value) is not None:
                self.blame(key, _("It holds a control character."))
            return value
        if value is not _MISSING:
            self.blame(key, _wrong_type(type(default)))
        elif required:
            self.blame(key, _("It is missing."))
        return default

    def text(self, key: str) -> str:
        """Return a text that says something."""
        given = type(self._left.get(key)) is str
        value = self.take(key, "")
        if given and not value.strip():
            self.blame(key, _("It is empty."))
        return value

    def count(self, key: str, minimum: int = 1) -> int:
        """Return a whole number of at least the minimum."""
        value = self.take(key, minimum)
        if value < minimum:
            self.blame(key, _("It is less than {minimum}.").format(minimum=minimum))
        return value

    def counts(self, key: str) -> tuple[int, ...]:
        """Return a list of positive whole numbers, greatest first."""
        values = self._left.pop(key, [])
        numbers = [value for value in values if type(value) is int and value > 0] if isinstance(values, list) else []
        if not numbers or numbers != values or numbers != sorted(set(numbers), reverse=True):
            self.blame(key, _("It must be a list of whole numbers above 0, greatest first."))
        return tuple(numbers)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is absent."""
        values = self._left.pop(key, [])
        texts = [value for value in values if type(value) is str and value.strip()] if isinstance(values, list) else []
        if texts != values:
            self.blame(key, _("It must be a list of texts."))
        return tuple(texts)

    def mark(self) -> Mark:
        """Return where the table's values come from."""
        given = type(self._left.get("mark")) is str
        value = self.take("mark", "")
        if value in set(Mark):
            return Mark(value)
        if given:
            self.blame("mark", _("It must be one of {choices}.").format(choices=", ".join(Mark)))
        return Mark.SAMPLE

    def price(self, key: str) -> Decimal:
        """Return an exact, non-negative price or rate, which is written as a string."""
        value = self._left.pop(key, _MISSING)
        if value is _MISSING:
            self.blame(key, _("It is missing."))
        elif not isinstance(value, str):
            self.blame(key, _('Write it as a string in quotes, such as "9.92": other numbers are not exact.'))
        else:
            try:
                return parse_price(value)
            except Invalid as refusal:
                self.blame(key, refusal.fields[0].reason)
        return Decimal(0)

    def amounts(self) -> dict[Currency, Decimal]:
        """Return a price in every currency."""
        return {currency: self.price(currency) for currency in Currency}

    def table(self, key: str) -> Table:
        """Return the table under the key."""
        return Table(self._left.pop(key, _MISSING), f"{self.path}.{key}".lstrip("."), self.problems)

    def has(self, key: str) -> bool:
        """Say whether the key is there and not taken yet."""
        return key in self._left

    def keys(self) -> tuple[str, ...]:
        """Return the keys not taken yet, in the file's order."""
        return tuple(self._left)

    def rows(self, key: str, name: str) -> list[Table]:
        """Return the tables of a list, each called in problems by its value under `name`, else by its number."""
        values = self._left.pop(key, _MISSING)
        if not isinstance(values, list):
            self.blame(key, _("It is missing, or not a list of tables."))
            return []
        where = f"{self.path}.{key}".lstrip(".")
        return [
            Table(row, f"{where}.{row.get(name, number) if isinstance(row, dict) else number}", self.problems)
            for number, row in enumerate(values, 1)
        ]

    def finish(self) -> None:
        """Note every key that nothing has asked for: a misspelt one must not be overlooked."""
        for key in self._left:
            self.blame(key, _("It is not known here."))
        self._left = {}


def _wrong_type(wanted: type) -> str:
    """Return what to say about a value that is not of this type."""
    if wanted is str:
        return _("It must be a text in quotes.")
    if wanted is int:
        return _("It must be a whole number.")
    if wanted is bool:
        return _("It must be true or false.")
    return _("It must be a date such as 2026-01-31.")
