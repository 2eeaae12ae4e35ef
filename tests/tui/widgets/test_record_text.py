"""Texts in cells: literal, harmless, and exactly as wide as asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.hostile import FORBIDDEN, HOSTILE

from resellertui.domain.text import visible
from resellertui.tui.text import cell, fitted, phrase, plain
from resellertui.tui.widgets.columns import GAP, Column, fit


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_literal_on_every_road(text: str) -> None:
    shown = visible(text)

    assert plain(text).plain == shown
    assert cell(text).plain == shown
    assert phrase("[b]$name[/b] was added.", name=text).plain == f"{shown} was added."
    assert not FORBIDDEN & set(map(ord, shown))


@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)), st.integers(0, 60), st.booleans())
def test_a_fitted_text_has_exactly_its_cells(text: str, cells: int, right: bool) -> None:
    assert cell_len(fitted(text, cells, right=right)) == cells


def test_a_cut_shows_and_never_splits_a_wide_character() -> None:
    assert fitted("日本株式会社", 6) == "日本… "
    assert fitted("Genève", 6) == "Genève"
    assert fitted("Genève-Ville", 6) == "Genèv…"
    assert fitted("12", 5, right=True) == "   12"


columns_and_space = st.tuples(
    st.lists(
        st.builds(
            Column,
            key=st.just("k"),
            heading=st.just("h"),
            width=st.integers(1, 30),
            limit=st.one_of(st.none(), st.integers(30, 50)),
            weight=st.integers(0, 3),
            priority=st.integers(0, 4),
        ),
        min_size=1,
        max_size=9,
    ),
    st.integers(1, 250),
)


@given(columns_and_space)
def test_columns_never_need_more_than_there_is_and_the_less_important_hide_first(
    case: tuple[list[Column], int],
) -> None:
    columns, space = case
    placed = fit(columns, space)

    assert sum(each.cells for each in placed) + GAP * (len(placed) - 1) <= space
    assert placed
    assert all(each.cells >= 1 for each in placed)
    least_hidden = min(
        (c.priority for c in columns if all(c is not p.column for p in placed) and c.priority), default=9
    )
    assert max(each.column.priority for each in placed) <= least_hidden


def test_spare_cells_go_to_the_columns_with_weight_up_to_their_limit() -> None:
    placed = fit((Column("a", "A", 10, weight=1), Column("b", "B", 10, limit=12, weight=1), Column("c", "C", 5)), 60)

    assert [each.cells for each in placed] == [60 - 12 - 5 - 2 * GAP, 12, 5]
