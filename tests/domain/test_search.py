"""What it means to match, by example, and against the same sentence put into code another way."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resellertui.domain.search import (
    Closeness,
    beginnings,
    closeness,
    is_short,
    matches,
    searchable,
    terms_of,
)
from resellertui.domain.text import fold

TEXT = searchable(["Boulangerie Müller-Lüdi & Fils", "Info@Acme.example", "Genève"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "boul",
        "LANGE",
        "müller",
        "MULLER",
        "muller-l",
        "geneve fils",
        "neve boul",
        "cme.exa",
        "l",
        "lu",
        "LÜ",
        "fi",
        "&",
        "ac",
        "a e",
        "in gen",
    ],
)
def test_a_record_is_found_by(query: str) -> None:
    assert matches(TEXT, terms_of(query))


@pytest.mark.parametrize("query", ["ul", "er", "-l", "@a", "mullerludi", "boul nobody", "filsinfo", "x"])
def test_a_record_is_not_found_by(query: str) -> None:
    assert not matches(TEXT, terms_of(query))


def test_terms_match_in_different_fields_but_no_term_bridges_two() -> None:
    text = searchable(["Anna", "Bern"])

    assert matches(text, terms_of("bern anna"))
    assert not matches(text, terms_of("nnab"))


def test_terms_are_taken_once_and_not_without_end() -> None:
    assert terms_of("Ab ab  ÄB cd") == ("ab", "cd")
    assert len(terms_of(" ".join(str(number) for number in range(100)))) == 8


@pytest.mark.parametrize(
    ("name", "query", "expected"),
    [
        ("muller", "Müller", Closeness.SAME),
        ("muller sarl", "mul", Closeness.BEGINS),
        ("garage muller", "mul", Closeness.WORD_BEGINS),
        ("garage frey-muller", "mul", Closeness.WORD_BEGINS),
        ("garage frey-muller", "ller", Closeness.INSIDE),
        ("garage", "geneve", Closeness.ELSEWHERE),
    ],
)
def test_the_better_answer_stands_first(name: str, query: str, expected: Closeness) -> None:
    assert closeness(name, terms_of(query)) is expected


words = st.text(st.sampled_from("abcAÄÉéßñÑİıøŁł'’-.&@_1٣日本ﬁ\u0301\u200d \t"), max_size=14)


def occurs(term: str, word: str) -> bool:
    """Return whether a term occurs in a word, by looking at every place in it."""
    for place in range(len(word) - len(term) + 1):
        begins = place == 0 or unicodedata.category(word[place - 1])[0] not in "LN"
        if word[place : place + len(term)] == term and (len(term) > 2 or begins):
            return True
    return False


@given(st.lists(words, max_size=4), words)
@example(["aﬁb"], "ﬁ")
@example(["日本"], "本")
@example(["a\u200db"], "b")
def test_matching_is_what_the_definition_says(fields: list[str], query: str) -> None:
    every_word = [word for one in fields for word in fold(one).split()]
    expected = all(any(occurs(term, word) for word in every_word) for term in fold(query).split()[:8])

    assert matches(searchable(fields), terms_of(query)) == expected


@given(words)
def test_short_terms_are_answered_by_the_beginnings_alone(text: str) -> None:
    folded = fold(text)
    starts = beginnings(folded)

    for term in {word[at : at + size] for word in folded.split() for at in range(len(word)) for size in (1, 2)}:
        assert is_short(term)
        assert (f" {term}" in starts) == matches(folded, (term,))
