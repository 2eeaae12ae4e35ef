"""A window's lines by place: walked along their index where they are many, listed whole where they are few."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from resellertui.store.queries.portfolio.landmarks import Landmarks
from resellertui.store.queries.portfolio.windows import Mark, Window, mark_of, rows, value

STEP = 1000
"""Lines between two landmarks of a whole list."""

FAR = 20_000
"""Lines beyond which a walk from the nearest landmark is worth making all of them first."""


class Order(Protocol):
    """The lines of a window in their order, as they were at one version."""

    @property
    def total(self) -> int:
        """How many there are."""
        ...

    @property
    def is_exact(self) -> bool:
        """False where `total` is only known to be a lower bound."""
        ...

    def part(self, session: Session, offset: int, limit: int) -> Sequence[int]:
        """Return the partnership ids from a place on."""
        ...

    def place(self, session: Session, mark: Mark) -> int:
        """Return the place of a line by its mark; one that is not there has the place it would have."""
        ...


@dataclass
class Listed:
    """All partnership ids of a window, held in memory: a few bytes each."""

    window: Window
    ids: array[int]
    is_exact = True

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ids)

    def part(self, _session: Session, offset: int, limit: int) -> Sequence[int]:
        """Return the partnership ids from a place on."""
        return self.ids[offset : offset + limit]

    def place(self, session: Session, mark: Mark) -> int:
        """Return the place of a line by its mark."""
        low, high = 0, len(self.ids)
        while low < high:
            middle = (low + high) // 2
            here = mark_of(session, self.window, self.ids[middle]) or mark
            if (here < mark) if not self.window.descending else (here > mark):
                low = middle + 1
            else:
                high = middle
        return low


@dataclass
class Walked:
    """The index of a window, walked from the nearest place that is known."""

    window: Window
    total: int
    is_exact: bool
    landmarks: Landmarks = field(default_factory=Landmarks)

    def part(self, session: Session, offset: int, limit: int) -> Sequence[int]:
        """Return the partnership ids from a place on."""
        if self.is_exact:
            limit = min(limit, self.total - offset)
        if limit <= 0:
            return ()
        if self.window.is_whole and self._distance(offset, limit) > FAR:
            self._survey(session)
        found = self._walk(session, offset, limit)
        if found:
            self.landmarks.add(offset, found[0])
            self.landmarks.add(offset + len(found) - 1, found[-1])
        return [mark[-1] for mark in found]

    def place(self, session: Session, mark: Mark) -> int:
        """Return the place of a line by its mark."""
        if self.window.is_whole and self.total > FAR:
            self._survey(session)
        before, after = self.landmarks.around(mark, descending=self.window.descending)
        if before is not None:
            return before[0] + self._between(session, before[1], mark)
        if after is not None and after[0] < STEP:
            return after[0] - self._between(session, mark, after[1])
        return self._between(session, None, mark)

    def count(self, session: Session) -> int:
        """Return how many lines there are, walking them all."""
        condition, values = self.window.scope
        return value(session, f"SELECT count(*) FROM {self.window.source} WHERE {condition}", values)  # noqa: S608

    def _distance(self, offset: int, limit: int) -> int:
        before = self.landmarks.before(offset)
        ways = [offset - (before[0] if before else 0)]
        if self.is_exact:
            ways.append(self.total - offset - limit)
        return min(ways)

    def _walk(self, session: Session, offset: int, limit: int) -> list[Mark]:
        before, from_end = self.landmarks.before(offset), self.total - offset - limit
        start, mark = before or (0, None)
        if self.is_exact and from_end < offset - start:
            return self._read(session, None, from_end, limit, backwards=True)[::-1]
        return self._read(session, mark, offset - start, limit)

    def _read(
        self, session: Session, mark: Mark | None, skip: int, limit: int, *, backwards: bool = False
    ) -> list[Mark]:
        window = self.window
        condition, values = window.scope
        if mark is not None:
            condition += f" AND {window.beyond(or_at=True)}"
            values = (*values, *mark)
        return rows(
            session,
            f"SELECT {', '.join(window.order)} FROM {window.source} WHERE {condition} "  # noqa: S608  # our own words
            f"ORDER BY {window.ordered(backwards=backwards)} LIMIT ? OFFSET ?",
            (*values, limit, skip),
        )

    def _between(self, session: Session, first: Mark | None, mark: Mark) -> int:
        """Return how many lines stand from the first one, or the beginning, up to but without the other."""
        window = self.window
        condition, values = window.scope
        if first is not None:
            condition += f" AND {window.beyond(or_at=True)}"
            values = (*values, *first)
        condition += f" AND {window.beyond(backwards=True)}"
        return value(session, f"SELECT count(*) FROM {window.source} WHERE {condition}", (*values, *mark))  # noqa: S608

    def _survey(self, session: Session) -> None:
        """Walk the whole list once, and remember every thousandth line."""
        if self.landmarks.is_complete:
            return
        found = self._read(session, None, 0, 1)
        places = [(0, found[0])] if found else []
        while found and (found := self._read(session, places[-1][1], STEP, 1)):
            places.append((places[-1][0] + STEP, found[0]))
        self.landmarks.fill(places)
