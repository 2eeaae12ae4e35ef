"""Which of a partner's lines a list shows and in which order, as SQL over the index that has them in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from resellertui.domain.search import is_short
from resellertui.store.models.portfolio import SORTS

Mark = tuple[Any, ...]
"""Where a line stands: the values that order it, the last of them its partnership's id."""

TEXTUAL = frozenset({"name", "reference", "city"})
"""The orders in which one can jump to what is typed."""


@dataclass(frozen=True)
class Window:
    """Which clients, in which order; equal windows show the same."""

    partner_id: int
    tab: str
    terms: tuple[str, ...] = ()
    sort: str = "name"
    descending: bool = False
    membership_id: int | None = None
    """Only the clients granted to this membership; None for all."""

    def __post_init__(self) -> None:
        if self.sort not in SORTS:
            raise ValueError(f"clients are not sorted by {self.sort}")

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The columns that order the lines."""
        first = "products" if self.sort == "products" else f"{self.sort}_key"
        return (first, "partnership_id") if self.sort == "name" else (first, "name_key", "partnership_id")

    @cached_property
    def source(self) -> str:
        """The table, read through the index of this order: the planner might prefer to sort."""
        return f"portfolio_lines INDEXED BY ix_portfolio_lines_{self.sort}"

    @cached_property
    def scope(self) -> tuple[str, Mark]:
        """The condition that holds for every line shown, with its values."""
        condition, values = matching(self.terms)
        parts = ["partner_id = ? AND tab = ?", *([condition] if condition else [])]
        values = (self.partner_id, self.tab, *values)
        if self.membership_id is not None:
            parts.append("partnership_id IN (SELECT partnership_id FROM effective_clients WHERE membership_id = ?)")
            values = (*values, self.membership_id)
        return " AND ".join(parts), values

    @property
    def is_whole(self) -> bool:
        """Whether every line of the tab is shown."""
        return not self.terms and self.membership_id is None

    def ordered(self, *, backwards: bool = False) -> str:
        """Return the ORDER BY terms; from the end backwards where said so."""
        turned = " DESC" if self.descending != backwards else ""
        return ", ".join(f"{one}{turned}" for one in self.order)

    def beyond(self, *, backwards: bool = False, or_at: bool = False) -> str:
        """Return the condition that a line stands after a mark in the order walked, or at it."""
        sign = "<" if self.descending != backwards else ">"
        names = ", ".join(self.order)
        return f"({names}) {sign}{'=' if or_at else ''} ({', '.join('?' * len(self.order))})"


def matching(terms: Sequence[str], text: str = "search", starts: str = "starts") -> tuple[str, Mark]:
    """Return the condition that a row matches every term (see `domain/search`), with its values.

    Args:
        terms: of the query.
        text: the column with the folded text; a line's own where not said.
        starts: the column with the beginnings of its words.
    """
    conditions = [f"instr({starts if is_short(one) else text}, ?) > 0" for one in terms]
    return " AND ".join(conditions), tuple(f" {one}" if is_short(one) else one for one in terms)


def rows(session: Session, statement: str, values: Mark) -> list[Mark]:
    """Return the rows of a statement as tuples."""
    return [tuple(row) for row in session.connection().exec_driver_sql(statement, values)]


def value(session: Session, statement: str, values: Mark) -> int:
    """Return the one number that a statement answers."""
    return int(session.connection().exec_driver_sql(statement, values).scalar_one())


def mark_of(session: Session, window: Window, partnership_id: int) -> Mark | None:
    """Return where a partnership stands in the window; None where it is not in it."""
    condition, values = window.scope
    found = rows(
        session,
        f"SELECT {', '.join(window.order)} FROM portfolio_lines WHERE partnership_id = ? AND {condition}",  # noqa: S608
        (partnership_id, *values),
    )
    return found[0] if found else None


def first_at(session: Session, window: Window, typed: str) -> Mark | None:
    """Return the first line at or after what was typed, in a window ordered by a text; None where there is none."""
    condition, values = window.scope
    edge = typed + "\U0010ffff" if window.descending else typed
    sign = "<=" if window.descending else ">="
    found = rows(
        session,
        f"SELECT {', '.join(window.order)} FROM {window.source} WHERE {condition} "  # noqa: S608  # our own words
        f"AND {window.order[0]} {sign} ? ORDER BY {window.ordered()} LIMIT 1",
        (*values, edge),
    )
    return found[0] if found else None
