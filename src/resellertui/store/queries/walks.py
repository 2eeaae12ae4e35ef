"""Long lists read along an index, from the nearest place that is known: what is far from the beginning costs no more.

A list is counted once for each state of the database, and read from whichever end is nearer. The state is told by the
newest audit entry: every change that a list shows is audited in the transaction that makes it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from resellertui.domain.search import COUNTED
from resellertui.store.models import AuditEntry, Model
from resellertui.store.queries.portfolio.landmarks import Landmarks
from resellertui.store.queries.portfolio.windows import Mark

STEP = 20_000
"""Rows that are counted in one go, and of which the last is remembered: a place to read from."""

KEPT = 16
"""Lists that are remembered: what is typed letter by letter makes one for each letter."""


@dataclass(frozen=True)
class Path:
    """The rows of one table that a list shows, in the order of an index."""

    table: type[Model]
    index: str
    """Read through it, since the planner might prefer to sort; the planner chooses where it is empty."""
    order: tuple[InstrumentedAttribute[Any], ...]
    """The columns that order the rows; no two rows have the same values."""
    where: tuple[ColumnElement[bool], ...]
    begin: ColumnElement[bool] | None = None
    """Where the rows begin, by the first column that orders; left out beside a mark, or the planner may start there."""
    end: ColumnElement[bool] | None = None
    descending: bool = False
    tests_rows: bool = False
    """Whether other tables are looked at for each row: it is then counted behind, however few they are."""
    is_short: bool = False
    """Whether there are so few rows that all of them are read at once."""

    def place_of(self, session: Session, condition: ColumnElement[bool]) -> Mark | None:
        """Return the mark of the row for which something more holds; None where it is not in the list."""
        limits = [one for one in (self.begin, self.end) if one is not None]
        row = session.execute(select(*self.order).where(*self.where, *limits, condition)).first()
        return None if row is None else tuple(row)

    def read(
        self, session: Session, mark: Mark | None, skip: int, limit: int, *, backwards: bool = False
    ) -> list[Mark]:
        """Return the marks of some rows from a mark on, the row at it included; from the end backwards where said."""
        is_down = self.descending != backwards
        statement = self._between(select(*self.order), mark, None)
        statement = statement.order_by(*(one.desc() if is_down else one for one in self.order))
        return [tuple(row) for row in session.execute(statement.offset(skip).limit(limit))]

    def count(self, session: Session, first: Mark | None = None, until: Mark | None = None, most: int = -1) -> int:
        """Return how many rows there are from a mark on and before another one, as far as `most`."""
        statement = self._between(select(literal(1)), first, until)
        if most >= 0:
            statement = statement.limit(most)
        return session.scalar(select(func.count()).select_from(statement.subquery("counted"))) or 0

    def _between(self, statement: Select[Any], first: Mark | None, until: Mark | None) -> Select[Any]:
        """Narrow a statement to the rows from a mark on and before another one, in the order of the list."""
        place, begin, end = self._row(), self.begin, self.end
        if first is not None:
            here = self._values(first)
            begin = place <= here if self.descending else place >= here
        if until is not None:
            here = self._values(until)
            end = place > here if self.descending else place < here
        limits = [one for one in (begin, end) if one is not None]
        chosen = statement.select_from(self.table).where(*self.where, *limits)
        return chosen.with_hint(self.table, f"INDEXED BY {self.index}", "sqlite") if self.index else chosen

    def _row(self) -> Any:
        return self.order[0] if len(self.order) == 1 else tuple_(*self.order)

    def _values(self, mark: Mark) -> Any:
        return mark[0] if len(mark) == 1 else tuple_(*(literal(one) for one in mark))


@dataclass(frozen=True)
class Part:
    """Some rows of a list, by their marks."""

    marks: Sequence[Mark]
    total: int
    is_exact: bool
    """False where `total` is only known to be a lower bound."""


@dataclass
class Walk:
    """What is known of one list in one state of the database."""

    path: Path
    total: int | None = None
    """How many rows; None until they are counted."""
    _listed: list[Mark] | None = None
    _landmarks: Landmarks = field(default_factory=Landmarks)

    def part(self, session: Session, offset: int, limit: int, *, hurried: bool = False) -> Part:
        """Return the rows from a place on; `hurried` leaves the counting of many to whoever asks for it later."""
        if self.path.is_short:
            listed = self._all(session)
            return Part(listed[offset : offset + limit], len(listed), is_exact=True)
        if self.total is None and not hurried:
            self.count(session)
        if self.total is not None:
            return Part(self._near(session, offset, limit, self.total), self.total, is_exact=True)
        found = self._from_known(session, offset, limit + 1)
        self._remember(offset, found)
        if len(found) <= limit and (found or not offset):
            self.total = offset + len(found)
        elif not found or (not self.path.tests_rows and self.path.count(session, most=COUNTED + 1) <= COUNTED):
            self.count(session)
        if self.total is not None:
            return Part(found[:limit], self.total, is_exact=True)
        bound = offset + len(found)
        return Part(found[:limit], bound if self.path.tests_rows else max(bound, COUNTED), is_exact=False)

    def count(self, session: Session, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many rows there are; as far as they were counted, once nobody wants to know any more."""
        if self.path.is_short:
            return len(self._all(session))
        if self.total is not None:
            return self.total
        place, mark = 0, None
        while is_wanted():
            found = self.path.read(session, mark, STEP, 1)
            if not found:
                self.total = place + self.path.count(session, mark)
                return self.total
            place, mark = place + STEP, found[0]
            self._landmarks.add(place, mark)
        return place

    def place(self, session: Session, mark: Mark) -> int:
        """Return the place of a row by its mark."""
        if self.path.is_short:
            return self._all(session).index(mark)
        before, after = self._landmarks.around(mark, descending=self.path.descending)
        if before is not None:
            return before[0] + self.path.count(session, before[1], mark)
        if after is not None:
            return after[0] - self.path.count(session, mark, after[1])
        return self.path.count(session, until=mark)

    def _all(self, session: Session) -> list[Mark]:
        if self._listed is None:
            self._listed = self.path.read(session, None, 0, -1)
        return self._listed

    def _near(self, session: Session, offset: int, limit: int, total: int) -> list[Mark]:
        limit = min(limit, total - offset)
        if limit <= 0:
            return []
        before = self._landmarks.before(offset)
        from_end = total - offset - limit
        if from_end < offset - (before[0] if before else 0):
            found = self.path.read(session, None, from_end, limit, backwards=True)[::-1]
        else:
            found = self._from_known(session, offset, limit)
        self._remember(offset, found)
        return found

    def _from_known(self, session: Session, offset: int, limit: int) -> list[Mark]:
        start, mark = self._landmarks.before(offset) or (0, None)
        return self.path.read(session, mark, offset - start, limit)

    def _remember(self, offset: int, found: list[Mark]) -> None:
        if found:
            self._landmarks.add(offset, found[0])
            self._landmarks.add(offset + len(found) - 1, found[-1])


def state_of(session: Session) -> int:
    """Return the number of the newest change that was audited: what a transaction sees is the same while it is."""
    return session.scalar(select(func.max(AuditEntry.id))) or 0


class Walks:
    """Remembers the lists that were looked at last; what it gives out is true in the transaction that asks."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[int, Walk]] = OrderedDict()
        self._lock = Lock()

    def remembered(self, session: Session, name: Hashable, path: Callable[[], Path]) -> Walk:
        """Return what is known of the list that is called so; `path` says how to read it, where nothing is."""
        version = state_of(session)
        with self._lock:
            known = self._known.get(name)
            if known is not None and known[0] == version:
                self._known.move_to_end(name)
                return known[1]
        walk = Walk(path())
        with self._lock:
            self._known[name] = (version, walk)
            self._known.move_to_end(name)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return walk
