"""A person's profile: what each field may hold and how it is stored, and how long mailed tokens and sign-ins count.

Where the rules are silent: the language is the one of the person's mails, any that organisations have (the console
itself speaks the languages that it has complete catalogues of); times are shown in the person's zone, while the dates
of documents stay the provider's; a new address counts once a token mailed to it comes back, and until then the old one
does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from resellertui.domain.calendar import PROVIDER_ZONE
from resellertui.domain.errors import Conflict, Invalid
from resellertui.domain.organisation import normalise_language
from resellertui.domain.text import MAX_NAME, forbidden, tidy
from resellertui.domain.wording import _

FIELDS = ("name", "language", "time_zone")
"""The form's fields in its order; the address has a road of its own."""

CONFIRMATION_LASTS = timedelta(days=7)
"""How long a token that confirms an address is good."""
RESET_LASTS = timedelta(hours=1)
"""How long a token that lets one choose a new password is good."""
CONSOLE_LASTS = timedelta(days=7)
"""How long the sign-in of a console that is not remembered is good; leaving the console ends it before.

Its token is kept nowhere, so that nobody can come back with it; a console that stays open for a working week asks
nobody to sign in again in the middle of a form.
"""
USE_NOTED_EVERY = timedelta(hours=1)
"""How often the use of a remembered sign-in is noted at most: reading stays reading."""


def normalise_profile(values: Mapping[str, str]) -> dict[str, str]:
    """Return the fields as they are stored. Idempotent.

    Raises:
        Invalid: everything that stands against them, each with its reason and an example.
    """
    problems: dict[str, str] = {}
    stored = {}
    for field, normalise in (
        ("name", normalise_name),
        ("language", normalise_language),
        ("time_zone", normalise_time_zone),
    ):
        try:
            stored[field] = normalise(values[field])
        except Invalid as refusal:
            problems[field] = refusal.fields[0].reason
    if problems:
        raise Invalid(problems)
    return stored


def problems_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return what stands against each field, by name."""
    try:
        normalise_profile(values)
    except Invalid as refusal:
        return {one.field: one.reason for one in refusal.fields}
    return {}


def normalise_name(text: str) -> str:
    """Return a person's name as it is stored.

    Raises:
        Invalid: it is empty or too long, or holds what can't be shown.
    """
    name = tidy(text)
    if forbidden(name) is not None:
        raise Invalid({"name": _("It holds a control character.")})
    if len(name) > MAX_NAME:
        raise Invalid({"name": _("It is longer than {count} characters.").format(count=MAX_NAME)})
    if not any(ch.isprintable() and not ch.isspace() for ch in name):
        raise Invalid({"name": _("A name is needed, such as Marie Dupont.")})
    return name


def normalise_time_zone(text: str) -> str:
    """Return the IANA name of a time zone that was typed in any case; an empty text is the provider's zone.

    Raises:
        Invalid: there is no such zone.
    """
    typed = "_".join(text.split())
    if not typed:
        return ""
    known = _zones().get(typed.casefold())
    if known is None:
        raise Invalid({"time_zone": _("This is no time zone; one looks like Europe/Rome. Empty is the provider's.")})
    return known


def zone_of(name: str) -> ZoneInfo:
    """Return the zone in which a person reads times: the provider's where none is chosen or known by that name."""
    if not name:
        return PROVIDER_ZONE
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return PROVIDER_ZONE


def check_version(given: int | None, stored: int) -> None:
    """Go on only if the profile is still at the version that was changed; None changes whatever is there.

    Raises:
        Conflict: it was changed meanwhile.
    """
    if given is not None and given != stored:
        raise Conflict(
            _("The profile was changed elsewhere while you were changing it."),
            _("Nothing was changed."),
            _("Look at it as it is now, then save again."),
        )


def check_same(password: str, again: str) -> None:
    """Refuse a new password that was not typed the same way twice.

    Raises:
        Invalid: the two differ.
    """
    if password != again:
        raise Invalid({"again": _("This is not the same password as the one above.")})


def is_use_noted(used_at: datetime | None, now: datetime) -> bool:
    """Return whether the use of a sign-in was noted so lately that it need not be noted again."""
    return used_at is not None and now - used_at < USE_NOTED_EVERY


def label_of(field: str) -> str:
    """Return what a field is called."""
    return {
        "name": _("Name"),
        "email": _("E-mail"),
        "language": _("Language of mails"),
        "time_zone": _("Time zone"),
    }[field]


def zone_words(name: str) -> str:
    """Return a stored time zone as people read it."""
    return name or _("{zone} (the provider's)").format(zone=PROVIDER_ZONE.key)


@cache
def _zones() -> Mapping[str, str]:
    """Return the names of the zones by their folded form; reading the folder of zones takes a moment."""
    return {name.casefold(): name for name in available_timezones()}
