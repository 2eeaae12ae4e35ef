"""Text as data: shown without ever steering a terminal, compared without case and accents."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile import FORBIDDEN, HOSTILE

from resellertui.domain.text import fold, forbidden, tidy, visible

anything = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_reaches_a_terminal_as_a_control(text: str) -> None:
    shown = visible(text)

    assert not FORBIDDEN & {ord(ch) for ch in shown}
    assert all(unicodedata.category(ch) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for ch in shown)


@given(anything)
def test_what_is_visible_keeps_its_length_and_is_visible_already(text: str) -> None:
    shown = visible(text)

    assert len(shown) == len(text)
    assert visible(shown) == shown


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_what_can_be_printed_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_line_breaks_stay_only_where_lines_are_wanted() -> None:
    assert visible("a\nb", multiline=True) == "a\nb"
    assert visible("a\nb") == "a␊b"
    assert visible("a\x1b[31m", multiline=True) == "a␛[31m"


@given(anything)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Genève", "GENEVE"),
        ("Straße", "strasse"),
        ("Zu\u0308rich", "Zürich"),
        ("  two   blanks ", "two blanks"),
        ("ＦＵＬＬ", "full"),
    ],
)
def test_case_accents_and_blanks_do_not_tell_names_apart(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_names_stay_different() -> None:
    assert fold("Bäcker") != fold("Backer AG")


@given(anything)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_equal_looking_names_are_stored_equal() -> None:
    assert tidy(" Zu\u0308rich ") == "Zürich"


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\x9b", "\r", "\u202e", "\u2066", "\ud800"])
def test_characters_that_steer_are_found(bad: str) -> None:
    assert forbidden(f"a{bad}b") == bad
    assert forbidden(f"a{bad}b", multiline=True) == bad


@pytest.mark.parametrize("text", ["", "日本", "e\u0301", "\u00a0", "👨\u200d👩", "=1+1", "[red]"])
def test_ordinary_text_is_not_forbidden(text: str) -> None:
    assert forbidden(text) is None


@pytest.mark.parametrize("blank", ["\n", "\t"])
def test_line_breaks_are_forbidden_in_a_line_and_allowed_in_a_text(blank: str) -> None:
    assert forbidden(f"a{blank}b") == blank
    assert forbidden(f"a{blank}b", multiline=True) is None
