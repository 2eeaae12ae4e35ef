"""A partner's margins as one table: which are about a line, how each stands on a day, and what one more would change.

Decided here, since the rules are silent:

- A margin is overtaken by a later one for the same lines: same client or all, same products. A percentage counts in
  both currencies, so an amount in one overtakes it in that one only.
- Ending a margin ends it in the currencies in which it still stands.
- A margin that is tried out stands for whatever day a line was charged, in place of the ones for the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from resellertui.domain.money import Currency
from resellertui.domain.reinvoicing.margin import ChargedLine, MarginRule, Method, Scope, rule_for

_NEWEST = 2**62


class MarginState(StrEnum):
    """How a margin stands on a day."""

    COMING = "coming"
    HOLDS = "holds"
    OVERTAKEN = "overtaken"
    """A later one for the same lines has taken its place, or ended it."""
    ENDS = "ends"
    """It is the end of others, and itself no margin."""


class Lines(NamedTuple):
    """For which lines a margin is: those of a client or of all, of these products."""

    client_id: int | None
    scope: Scope
    target: str


class Standing(NamedTuple):
    """How a margin stands on a day."""

    state: MarginState
    currencies: tuple[Currency, ...]
    """In which it holds; nothing where it is coming or overtaken."""
    by: MarginRule | None
    """What overtook it, where one did so in all its currencies."""


class MarginTable:
    """All margins of a partner, found by the lines that they are for."""

    def __init__(self, rules: Iterable[MarginRule]) -> None:
        self._rules = {one.id: one for one in rules}
        self._by_lines: dict[Lines, list[MarginRule]] = {}
        for one in self._rules.values():
            self._by_lines.setdefault(lines_of(one), []).append(one)
        self._clients = {one.client_id for one in self._rules.values() if one.client_id is not None}
        # Most clients have no margin of their own: theirs are the same for a kind of product, of which there are few.
        self._general: dict[tuple[str, str], list[MarginRule]] = {}

    def __iter__(self) -> Iterator[MarginRule]:
        """Yield every margin."""
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def rule(self, rule_id: int) -> MarginRule | None:
        """Return a margin by its number."""
        return self._rules.get(rule_id)

    def rule_for(self, line: ChargedLine) -> MarginRule | None:
        """Return the margin that holds for a line, or None."""
        return rule_for(self._about(line), line)

    def trying(self, new: MarginRule, line: ChargedLine) -> MarginRule | None:
        """Return the margin that would hold for a line with one more that stands on every day."""
        tried = replace(new, id=_NEWEST, starts_on=line.charged_on)
        found = rule_for([*self._about(line), tried], line)
        return new if found is tried else found

    def standing(self, rule: MarginRule, day: date) -> Standing:
        """Return how a margin stands on a day."""
        if rule.starts_on > day:
            return Standing(MarginState.COMING, (), None)
        newest = {currency: self._newest(lines_of(rule), currency, day) for currency in _currencies(rule)}
        holding = tuple(currency for currency, one in newest.items() if one == rule)
        if not holding:
            by = max((one for one in newest.values() if one is not None), key=lambda one: (one.starts_on, one.id))
            return Standing(MarginState.OVERTAKEN, (), by)
        return Standing(MarginState.ENDS if rule.method is Method.NONE else MarginState.HOLDS, holding, None)

    def _about(self, line: ChargedLine) -> list[MarginRule]:
        general = self._general.get((line.family, line.sku))
        if general is None:
            general = self._general[line.family, line.sku] = self._of(None, line)
        return [*general, *self._of(line.client_id, line)] if line.client_id in self._clients else general

    def _of(self, client_id: int | None, line: ChargedLine) -> list[MarginRule]:
        targets = ((Scope.ALL, ""), (Scope.FAMILY, line.family), (Scope.PRODUCT, line.sku))
        return [one for scope, target in targets for one in self._by_lines.get(Lines(client_id, scope, target), ())]

    def _newest(self, lines: Lines, currency: Currency, day: date) -> MarginRule | None:
        begun = [one for one in self._by_lines[lines] if one.starts_on <= day and one.currency in (None, currency)]
        return max(begun, key=lambda one: (one.starts_on, one.id), default=None)


def lines_of(rule: MarginRule) -> Lines:
    """Return for which lines a margin is."""
    return Lines(rule.client_id, rule.scope, rule.target if rule.scope is not Scope.ALL else "")


def _currencies(rule: MarginRule) -> tuple[Currency, ...]:
    return tuple(Currency) if rule.currency is None else (rule.currency,)
