"""A team: its name and the colours that it can have (rules: who is who)."""

from __future__ import annotations

from enum import StrEnum

from resellertui.domain.errors import Invalid
from resellertui.domain.text import MAX_NAME, fold, forbidden, tidy
from resellertui.domain.wording import _


class Colour(StrEnum):
    """The colours of teams: the names that every terminal has. Never the only sign of a team: its name stands beside.

    Those of sixteen-colour terminals, so that a team looks the same on all of them; orange is none of these.
    """

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    CYAN = "cyan"
    BLUE = "blue"
    MAGENTA = "magenta"
    GREY = "grey"


def colour_label(colour: Colour) -> str:
    """Return the colour in words."""
    return {
        Colour.RED: _("red"),
        Colour.YELLOW: _("yellow"),
        Colour.GREEN: _("green"),
        Colour.CYAN: _("cyan"),
        Colour.BLUE: _("blue"),
        Colour.MAGENTA: _("magenta"),
        Colour.GREY: _("grey"),
    }[colour]


def normalise_team_name(text: str) -> str:
    """Return the name as it is stored: tidy, in one line, as an organisation's. Idempotent.

    Raises:
        Invalid: it is empty, too long, or holds a character that can't be shown.
    """
    name = tidy(text)
    if found := forbidden(name):
        reason = _("It holds a character that can't be shown (U+{code}). Remove it.").format(code=f"{ord(found):04X}")
        raise Invalid({"name": reason})
    if len(name) > MAX_NAME:
        raise Invalid({"name": _("It is too long: {limit} characters at most.").format(limit=MAX_NAME)})
    if not name_key(name) or not any(ch.isprintable() and not ch.isspace() for ch in name):
        raise Invalid({"name": _("A name is needed.")})
    return name


def name_key(name: str) -> str:
    """Return the key under which the names of an organisation's teams are told apart: one of each."""
    return fold(name)
