"""Finding a partner in the directory: what was typed, and which listings it means (rules: section 7).

Decided here, since the rules only name the fields:

- Words are searched as everywhere (`domain/search.py`): without case and accents, each somewhere in the field, those of
  one or two letters where a word begins. Words that name no field may each be anywhere: in the name, the e-mail
  address, the place, a service or a language.
- A place is a town, a country by any of its names, or its code. A language is its code, or the beginning of its name in
  the language itself, English, Italian, French or German.
- Several services or languages are told apart by commas, and all of them are wanted. Every word of one service has to
  be in the same service: `web design` is not found in `web hosting, design`.
- In a line that is typed, `name:`, `place:`, `language:` and `service:` say in which field what follows is looked for,
  up to the next of them.
- Provisionally approved partners are listed like all others; suspended ones are not, from the day of the suspension.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from resellertui.domain.countries import NAMES, names_of
from resellertui.domain.languages import LANGUAGES, languages_called, names_of_language
from resellertui.domain.search import matches, searchable, terms_of
from resellertui.domain.text import fold

FIELDS = ("name", "place", "language", "service")
"""What can be looked for by itself."""

_FIELD = re.compile(rf"(?:^|(?<=\s))({'|'.join(FIELDS)}):", re.IGNORECASE)
_MOST_WISHES = 8
"""Languages or services beyond these are not looked at."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for, as it was typed; an empty text is a field that may hold anything."""

    text: str = ""
    """In any field."""
    name: str = ""
    place: str = ""
    language: str = ""
    service: str = ""

    def understood(self) -> Wish:
        """Return the wish with what its text says of fields put into them, beside what they hold."""
        parts = _FIELD.split(self.text)
        found: dict[str, list[str]] = {one: [getattr(self, one)] for one in FIELDS}
        for field, value in zip(parts[1::2], parts[2::2], strict=True):
            found[field.lower()].append(value.strip())
        return Wish(
            parts[0].strip(),
            *(" ".join(filter(None, found[one])) for one in ("name", "place")),
            *(",".join(filter(None, found[one])) for one in ("language", "service")),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """What a listing is found by."""

    name: str
    email: str
    city: str
    country: str
    """Its code."""
    languages: tuple[str, ...]
    """Their codes."""
    services: tuple[str, ...]


class Finder:
    """Says of listings whether they are meant. Asked for many, it reads the wish once."""

    def __init__(self, wish: Wish) -> None:
        wish = wish.understood()
        self.text = terms_of(wish.text)
        """The words that may be anywhere."""
        self.name = terms_of(wish.name)
        self.place = terms_of(wish.place)
        self.services = tuple(filter(None, map(terms_of, _wishes(wish.service))))
        """The words of each service that is wanted."""
        self.languages = tuple(map(languages_called, _wishes(wish.language)))
        """For each language that is wanted the codes that it may mean; none for one that nobody knows."""

    def finds(self, entry: Entry) -> bool:
        """Return whether a listing is meant."""
        return (
            matches(fold(entry.name), self.name)
            and self._is_there(entry)
            and all(not codes.isdisjoint(entry.languages) for codes in self.languages)
            and all(any(matches(fold(one), terms) for one in entry.services) for terms in self.services)
            and self._is_somewhere(entry)
        )

    def _is_there(self, entry: Entry) -> bool:
        city = fold(entry.city)
        return all(entry.country in countries_matching(one) or matches(city, (one,)) for one in self.place)

    def _is_somewhere(self, entry: Entry) -> bool:
        if not self.text:
            return True
        words = searchable((entry.name, entry.email, entry.city, *entry.services))
        return all(
            matches(words, (one,))
            or entry.country in countries_matching(one)
            or not languages_matching(one).isdisjoint(entry.languages)
            for one in self.text
        )


def place_text(city: str, country: str) -> str:
    """Return where a place is looked for, folded: the town, and every name of the country of this code."""
    return searchable((city, _country(country)))


@lru_cache(maxsize=512)
def countries_matching(term: str) -> frozenset[str]:
    """Return the codes of the countries that a word of a search may mean."""
    return frozenset(code for code in NAMES if matches(_country(code), (term,)))


@lru_cache(maxsize=512)
def languages_matching(term: str) -> frozenset[str]:
    """Return the codes of the languages that a word of a search may mean."""
    return frozenset(code for code in LANGUAGES if matches(_language(code), (term,)))


@cache
def _country(code: str) -> str:
    return searchable(names_of(code))


@cache
def _language(code: str) -> str:
    return searchable((code, *names_of_language(code)))


def _wishes(text: str) -> Iterable[str]:
    return [one.strip() for one in text.split(",") if one.strip()][:_MOST_WISHES]
