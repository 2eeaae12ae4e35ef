"""Which records are marked: some by key, and perhaps all that match a query except a few."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from resellertui.tui.widgets.record_source import ListQuery


@dataclass(frozen=True, slots=True)
class Marks:
    """An immutable set of marked records that costs the same for three and for a million."""

    keys: frozenset[str] = frozenset()
    """Marked one by one; none of them is in `every`."""
    every: ListQuery | None = None
    """All records that match this query are marked too, except `but`."""
    total: int = 0
    """How many records `every` has."""
    but: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.keys) + max(self.total - len(self.but), 0)

    def has(self, key: str, *, in_every: bool) -> bool:
        """Tell whether the record is marked; the caller knows whether it matches `every`."""
        return key not in self.but if in_every and self.every is not None else key in self.keys

    def toggled(self, key: str, *, in_every: bool) -> Marks:
        """Return the marks with this record's turned over."""
        if in_every and self.every is not None:
            return replace(self, but=self.but ^ {key})
        return replace(self, keys=self.keys ^ {key})

    def with_every(self, query: ListQuery, total: int, inside: Collection[str]) -> Marks:
        """Return the marks with all that match the query, `inside` naming the single marks that match it too.

        There is one such query at a time: it takes the place of an earlier one.
        """
        return Marks(keys=self.keys - set(inside), every=query, total=total)

    def without_every(self) -> Marks:
        """Return only the marks that were set one by one."""
        return Marks(keys=self.keys)

    def with_keys(self, keys: Collection[str]) -> Marks:
        """Return the marks with these records marked too; none of them is in `every`."""
        return replace(self, keys=self.keys | set(keys), but=self.but - set(keys))

    def without(self, keys: Collection[str]) -> Marks:
        """Return the marks without those of records that are gone."""
        return replace(self, keys=self.keys - set(keys))
