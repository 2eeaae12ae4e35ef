"""The directory as it is published: what listings say, and nothing else that is known of a partner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PublishedListing:
    """One partner, as everybody may read it. Every text is what stored data say, never markup."""

    id: str
    name: str
    city: str
    country: str
    """Its code."""
    country_name: str
    languages: tuple[tuple[str, str], ...]
    """Each with its code and its name."""
    services: tuple[str, ...]
    description: str
    website: str
    """What to show; empty for none."""
    link: str | None
    """The same as an http or https URL; None where it is none, and leads nowhere."""
    verified_since: date
    verified_words: str
    """The same date in words."""


@dataclass(frozen=True, slots=True)
class PublishedDirectory:
    """All partners that are listed on a day, by name."""

    provider: str
    day: date
    day_words: str
    listings: tuple[PublishedListing, ...]
