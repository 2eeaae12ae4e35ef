"""A partner's listing in the directory: what it may hold, and how complete it is.

Decided here: at most twelve services of 60 characters each and twelve languages by their codes, and a description
counts as one from 60 characters on. The weights below add up to 100.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.languages import LANGUAGES
from resellertui.domain.text import fold
from resellertui.domain.wording import _, ngettext

MOST_SERVICES = 12
LONGEST_SERVICE = 60
MOST_LANGUAGES = 12
TELLING = 60
"""From how many characters on a description says something."""


@dataclass(frozen=True)
class ListingText:
    """What a partner says of itself in the directory."""

    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a listing, what it is worth, and what it brings."""

    name: str
    points: int
    is_there: bool
    label: str
    brings: str


def normalise_listing(text: ListingText) -> ListingText:
    """Return the listing as it is stored: each service and language once, languages by their codes.

    Raises:
        Invalid: too many or too long services, or an unknown language; everything is named.
    """
    problems: list[FieldProblem] = []
    services = _once(text.services)
    if len(services) > MOST_SERVICES:
        limit = ngettext("{count} service at most.", "{count} services at most.", MOST_SERVICES)
        problems.append(FieldProblem("services", limit.format(count=MOST_SERVICES)))
    for one in services:
        if len(one) > LONGEST_SERVICE:
            reason = _("“{service}…” is too long: {limit} characters at most.")
            problems.append(FieldProblem("services", reason.format(service=one[:20], limit=LONGEST_SERVICE)))
    languages = tuple(dict.fromkeys(one.lower() for one in text.languages))
    unknown = [one for one in languages if one not in LANGUAGES]
    if unknown:
        reason = _("“{language}” is no language code such as fr, it, de or en.").format(language=unknown[0])
        problems.append(FieldProblem("languages", reason))
    elif len(languages) > MOST_LANGUAGES:
        limit = ngettext("{count} language at most.", "{count} languages at most.", MOST_LANGUAGES)
        problems.append(FieldProblem("languages", limit.format(count=MOST_LANGUAGES)))
    if problems:
        raise Invalid(problems)
    return ListingText(services, languages, text.description)


def parts_of(text: ListingText, *, website: str, city: str) -> tuple[Part, ...]:
    """Return the parts of a listing, with those that are missing and what they would bring."""
    return (
        Part("services", 30, bool(text.services), _("Services"), _("you are found by what you offer")),
        Part(
            "description",
            30,
            len(text.description.strip()) >= TELLING,
            _("Description"),
            _("visitors read why they should choose you"),
        ),
        Part("languages", 15, bool(text.languages), _("Languages"), _("you are found by the languages you speak")),
        Part("website", 15, bool(website), _("Website"), _("visitors see your work; it is kept in the client account")),
        Part("city", 10, bool(city), _("Place"), _("you are found by your town; it is kept in the client account")),
    )


def score_of(parts: Iterable[Part]) -> int:
    """Return how complete a listing is, from 0 to 100."""
    return sum(one.points for one in parts if one.is_there)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for one in words:
        found.setdefault(fold(one), one)
    return tuple(found.values())
