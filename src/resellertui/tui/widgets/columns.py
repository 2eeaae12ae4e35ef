"""How the columns of a list share the width there is, and which of them give way when there is too little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 2
"""Cells between two columns."""
LEAST = 3
"""Cells below which a column is not squeezed: two letters and …"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list; `key` names its text in `Row.cells` and its order in `ListQuery.sort`."""

    key: str
    heading: str
    """Words to show, already translated."""
    width: int = 10
    """Cells at which it still reads well."""
    limit: int | None = None
    """The most cells it takes, however wide the list is."""
    weight: int = 0
    """Its share of the cells to spare; without one it keeps its width."""
    right: bool = False
    """Aligned to the right, as numbers and amounts are."""
    priority: int = 0
    """The highest is hidden first when space runs out; 0 is squeezed rather than hidden."""
    sortable: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A column with the cells it got."""

    column: Column
    cells: int


def fit(columns: Sequence[Column], space: int) -> tuple[Placed, ...]:
    """Return the columns that are shown in so many cells, each with its width; they never need more than there is."""
    shown = list(columns)
    while (
        len(shown) > 1
        and _needed([column.width for column in shown]) > space
        and any(column.priority for column in shown)
    ):
        highest = max(column.priority for column in shown)
        last = max(index for index, column in enumerate(shown) if column.priority == highest)
        del shown[last]
    while len(shown) > 1 and _needed([min(column.width, LEAST) for column in shown]) > space:
        shown.pop()
    if not shown:
        return ()
    widths = [column.width for column in shown]
    if _needed(widths) > space:
        _squeeze(widths, space)
    else:
        _spread(shown, widths, space)
    return tuple(Placed(column, cells) for column, cells in zip(shown, widths, strict=True))


def _needed(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _squeeze(widths: list[int], space: int) -> None:
    while _needed(widths) > space and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1


def _spread(columns: Sequence[Column], widths: list[int], space: int) -> None:
    spare = space - _needed(widths)
    while spare > 0:
        growing = [
            index
            for index, column in enumerate(columns)
            if column.weight and (column.limit is None or widths[index] < column.limit)
        ]
        if not growing:
            return
        weights = sum(columns[index].weight for index in growing)
        given = 0
        for index in growing:
            share = max(spare * columns[index].weight // weights, 1)
            limit = columns[index].limit
            room = share if limit is None else min(share, limit - widths[index])
            room = min(room, spare - given)
            widths[index] += room
            given += room
        spare -= given
