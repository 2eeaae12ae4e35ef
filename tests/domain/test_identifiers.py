"""Public ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id


@given(st.sampled_from(Kind), st.integers(0, 10**18 - 1))
def test_what_is_shown_is_read_back(kind: Kind, number: int) -> None:
    assert parse_id(kind, show_id(kind, number)) == number


@given(st.sampled_from(Kind), st.sampled_from(Kind), st.integers(0, 10**18 - 1))
def test_an_id_of_another_kind_is_no_id(kind: Kind, other: Kind, number: int) -> None:
    assert (parse_id(other, show_id(kind, number)) is None) is (kind is not other)


@pytest.mark.parametrize("text", ["ORG-12", "org-12", "12", " Org-12 "])
def test_prefix_and_case_are_free(text: str) -> None:
    assert parse_id(Kind.ORGANISATION, text) == 12


@pytest.mark.parametrize("text", ["", "-12", "ORG12", "ORG-", "ORG--1", "1.5", "١٢", "12 3", "ORG-1" + "0" * 18, "é"])
def test_anything_else_is_no_id(text: str) -> None:
    assert parse_id(Kind.ORGANISATION, text) is None


def test_none_has_no_id() -> None:
    assert show_optional_id(Kind.USER, None) is None
    assert show_optional_id(Kind.USER, 3) == "USR-3"


@given(st.text(max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    number = parse_id(Kind.PRODUCT, text)

    assert number is None or 0 <= number < 10**18
