"""What it means that a text matches what was typed: the one definition that every index and every list answers to.

A query is folded (no case, no accents) and split at blanks into terms; a record matches when each term occurs in any of
its fields. A term of three characters or more occurs anywhere in a word; a shorter one only where a word begins, since
everything has an `a` in it somewhere. A word begins after a blank and after any mark that is no letter or digit, so
that `lu` finds Jean-Luc and `ac` finds info@acme.example.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum

from resellertui.domain.text import fold

SHORT = 2
"""The longest term that matches beginnings only: an index of three-letter parts can't answer it."""

COUNTED = 10_000
"""Matches are counted exactly up to here while somebody waits; more are shown as `10 000+` and counted behind."""

_ASCII_BEGINNINGS = re.compile(r"(?<![0-9A-Za-z])(?=(\S{1,2}))")
"""The same as is said of any text in `beginnings`, several times as fast for those that most texts are."""

_MOST_TERMS = 8
"""Terms beyond these are not looked at: nobody types more, and each costs a look at every candidate."""


class Closeness(IntEnum):
    """How well a name answers a query, best first: what the global search sorts by."""

    SAME = 0
    BEGINS = 1
    """The name begins with the first term."""
    WORD_BEGINS = 2
    """A later word of the name begins with it."""
    INSIDE = 3
    """The term is inside the name."""
    ELSEWHERE = 4
    """Another field holds it."""


def terms_of(query: str) -> tuple[str, ...]:
    """Return the terms of a query, each once, in the order typed.

    What no stored text holds (control characters, halves of characters) matches nothing, and never reaches a database.
    """
    words = fold(query).split()
    if not query.isprintable():
        words = ["".join("\ufffd" if unicodedata.category(ch) in {"Cc", "Cs"} else ch for ch in one) for one in words]
    return tuple(dict.fromkeys(words))[:_MOST_TERMS]


def is_short(term: str) -> bool:
    """Return whether the term matches only where a word begins."""
    return len(term) <= SHORT


def searchable(fields: Iterable[str]) -> str:
    """Return the fields as they are searched: folded, with a blank between them, which no term can bridge."""
    return " ".join(folded for one in fields if (folded := fold(one)))


def beginnings(folded: str) -> str:
    """Return the first two characters of every word of a folded text, each once, each after a blank.

    A short term matches the text exactly if a blank and the term occur in this.
    """
    if folded.isascii():
        found = set(_ASCII_BEGINNINGS.findall(folded))
    else:
        found = {
            word[place : place + SHORT]
            for word in folded.split()
            for place in range(len(word))
            if place == 0 or not word[place - 1].isalnum()
        }
    return "".join(f" {one}" for one in sorted(found))


def matches(folded: str, terms: Sequence[str]) -> bool:
    """Return whether a folded text matches every term: the definition itself, for what is short enough to be read."""
    starts = beginnings(folded) if any(map(is_short, terms)) else ""
    return all(f" {term}" in starts if is_short(term) else term in folded for term in terms)


def closeness(name: str, terms: Sequence[str]) -> Closeness:
    """Return how well a record of this folded name answers terms that it is known to match."""
    if not terms:
        return Closeness.ELSEWHERE
    first = terms[0]
    if name == " ".join(terms):
        return Closeness.SAME
    if name.startswith(first):
        return Closeness.BEGINS
    if first not in name:
        return Closeness.ELSEWHERE
    at = name.find(first)
    while at >= 0:
        if not name[at - 1].isalnum():
            return Closeness.WORD_BEGINS
        at = name.find(first, at + 1)
    return Closeness.INSIDE
