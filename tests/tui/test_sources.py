"""Lists that are held whole, and what is sent to a terminal's clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.tui.clipboard import sequence
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.widgets.record_source import Aim, ListQuery, Row

LOAVES = (
    Item(Row("rye", {"name": "Rye", "price": "10.00"}), order=(("price", 1000),), tabs=("dark",)),
    Item(Row("éclair", {"name": "Éclair", "price": "9.50"}), order=(("price", 950),), tabs=("sweet",)),
    Item(Row("bun", {"name": "Bun", "price": ""}), order=(("price", None),), tabs=("sweet",)),
)


async def load() -> Sequence[Item]:
    """Return the loaves."""
    return LOAVES


async def shown(query: ListQuery) -> list[str]:
    """Return the keys of the rows of a query."""
    page = await WholeSource(load, sort="name").page(query, 0, 10)
    return [row.key for row in page.rows]


async def test_a_filter_ignores_case_and_accents() -> None:
    assert await shown(ListQuery(filter="ECL")) == ["éclair"]


async def test_a_tab_holds_only_its_own() -> None:
    assert await shown(ListQuery(tab="sweet")) == ["éclair", "bun"]


async def test_amounts_sort_by_value_and_what_has_none_comes_last() -> None:
    assert await shown(ListQuery(sort="price")) == ["éclair", "rye", "bun"]


async def test_a_jump_finds_what_begins_so_before_what_contains_it() -> None:
    source = WholeSource(load, sort="name")
    await source.page(ListQuery(), 0, 10)

    assert await source.find(ListQuery(), "b") == 2
    assert await source.find(ListQuery(), "y") == 0
    assert await source.find(ListQuery(), "z") is None


async def test_a_record_that_is_sought_is_found_where_it_is_now_with_the_rows_there() -> None:
    loaves = list(LOAVES)

    async def read() -> Sequence[Item]:
        return tuple(loaves)

    source = WholeSource(read, sort="name")
    await source.page(ListQuery(sort="name"), 0, 10)
    loaves.append(Item(Row("baguette", {"name": "Baguette", "price": "2.00"})))
    landing = await source.land(ListQuery(sort="name"), Aim(key="bun"), 2, 1)

    assert landing.index == 1
    assert [[row.key for row in page.rows] for page in landing.pages] == [["baguette", "bun"], ["éclair", "rye"]]
    assert (await source.land(ListQuery(), Aim(typed="z"), 2, 1)).index is None


def test_text_for_the_clipboard_is_encoded_so_that_it_steers_nothing() -> None:
    assert sequence("\x1b[2J", in_tmux=False) == "\x1b]52;c;G1sySg==\x07"
    assert sequence("a", in_tmux=True).startswith("\x1bPtmux;\x1b\x1b]52;")
