"""People, invitations, teams and rights in words, for lists and pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from resellertui.domain.rights import Accounting, accounting_label
from resellertui.domain.roles import ProductRight, Role, reaches_every_client, reaches_every_product
from resellertui.domain.team import Colour, colour_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.people.views import InvitationView, SourceView
from resellertui.services.teams.views import TeamView
from resellertui.services.views import GrantView, PersonView
from resellertui.tui import formats

SWATCH = "■"
"""Painted in the colour whose name stands beside it."""
NONE = "–"
STRONGEST = ProductRight.TECHNICAL
_TERMINAL = {Colour.GREY: "bright_black"}
"""The terminal's names of colours that are not its own word for them."""


def colour_words(colour: Colour) -> str:
    """Return a colour's swatch and word."""
    return f"{SWATCH} {colour_label(colour)}"


def terminal_colour(colour: Colour) -> str:
    """Return the terminal's name of a team's colour."""
    return _TERMINAL.get(colour, colour.value)


def ansi_style(colour: Colour) -> str:
    """Return a colour as the style of a text, in the terminal's own colours."""
    return f"ansi_{terminal_colour(colour)}"


def waiting_words(invitation: InvitationView, today: date) -> str:
    """Return for how long an invitation still waits, with a sign and in words."""
    expires_on = formats.local(invitation.expires_at)
    if invitation.expired or expires_on is None:
        return f"■ {_('invited, expired')}"
    days = (expires_on - today).days
    if days == 0:
        return f"◐ {_('invited, today')}"
    return "◐ " + ngettext("invited, {count} day", "invited, {count} days", days).format(count=days)


def sign_in_words(person: PersonView, today: date) -> str:
    """Return when a person signed in last, as a distance."""
    last = formats.local(person.last_sign_in_at)
    if last is not None:
        return formats.distance(last, today)
    return _("never") if person.joined else _("has not joined")


def products_words(role: Role, grants: Iterable[GrantView]) -> str:
    """Return which products somebody is given, its teams' among them: a word, or how many products and families."""
    if reaches_every_product(role):
        return _("all")
    return _counted(grants)


def clients_words(role: Role, grants: Iterable[GrantView]) -> str:
    """Return which clients somebody is given, its teams' among them: a word or a number."""
    if reaches_every_client(role):
        return _("all")
    if role is Role.EXTERNAL:
        return _("never")
    return _count(len({one.subject_id for one in grants if one.kind == "client"}))


def accounting_words(accounting: Accounting | None) -> str:
    """Return whether a person has the accounting, in a word."""
    if accounting is None:
        return ""
    return {
        Accounting.BY_ROLE: _("yes"),
        Accounting.GRANTED: _("granted"),
        Accounting.NONE: _("no"),
        Accounting.NEVER: _("never"),
    }[accounting]


def accounting_sentence(accounting: Accounting | None) -> str:
    """Return whether a person has the accounting, and why."""
    return "" if accounting is None else accounting_label(accounting)


def right_words(right: ProductRight | None) -> str:
    """Return a right in words."""
    return {ProductRight.TECHNICAL: _("technical"), ProductRight.STATISTICS: _("statistics"), None: ""}[right]


def right_sentence(right: ProductRight) -> str:
    """Return a right with what it allows."""
    return {
        ProductRight.TECHNICAL: _("technical: may change it"),
        ProductRight.STATISTICS: _("statistics: may look at it"),
    }[right]


def because(sources: Iterable[SourceView]) -> str:
    """Return why something is reached."""
    return ", ".join(one.label for one in sources)


def team_products_words(team: TeamView) -> str:
    """Return how many products and families a team was given; empty where that is not the reader's business."""
    return _counted(team.grants) if team.grants_shown else ""


def team_clients_words(team: TeamView) -> str:
    """Return how many clients a team was given; empty where that is not the reader's business."""
    return _count(sum(one.kind == "client" for one in team.grants)) if team.grants_shown else ""


def grant_words(grant: GrantView, families: dict[str, str]) -> str:
    """Return a grant on products as a line to choose."""
    if grant.kind == "family":
        label = families.get(grant.subject_id, grant.subject)
        return _("{family}: all, later ones too ({right})").format(family=label, right=right_words(grant.right))
    return _("{product} ({right})").format(product=grant.subject, right=right_words(grant.right))


def _counted(grants: Iterable[GrantView]) -> str:
    found = {(one.kind, one.subject_id) for one in grants if one.kind != "client"}
    families = sum(kind == "family" for kind, _subject in found)
    products = len(found) - families
    if not families:
        return _count(products)
    words = ngettext("{count} family", "{count} families", families).format(count=families)
    return f"{products} + {words}" if products else words


def _count(number: int) -> str:
    return str(number) if number else NONE
