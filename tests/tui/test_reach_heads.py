"""The short heads of people and teams: never two alike, whatever people are called."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.hostile import FORBIDDEN, HOSTILE

from resellertui.tui.reach_heads import CODE, short_heads


def test_initials_say_more_where_several_people_have_them() -> None:
    assert short_heads(["Ana Müller", "Ben Keller", "Anton Meier"]) == ["AMü", "BK", "AMe"]
    assert short_heads(["Ana Müller"] * 3) == ["AMü", "AMl", "AMe"]
    assert short_heads(["Zoë", "日本株式会社", "مؤسسة", ""]) == ["Zo", "2", "3", "4"]


@settings(max_examples=40)
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=60))
def test_no_two_heads_are_alike_and_each_fits(names: list[str]) -> None:
    heads = short_heads(names)

    assert len(set(heads)) == len(names)
    for one in heads:
        assert 0 < cell_len(one) <= CODE
        assert one.isalnum()
        assert not {ord(ch) for ch in one} & FORBIDDEN
