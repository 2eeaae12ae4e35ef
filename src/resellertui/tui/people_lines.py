"""The rows of Users & teams: people, who is invited, teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from resellertui.domain.roles import Role, role_label
from resellertui.domain.wording import _
from resellertui.services.people.views import InvitationView
from resellertui.services.teams.views import TeamView
from resellertui.services.views import GrantView, PersonView
from resellertui.tui import formats
from resellertui.tui import people_words as words
from resellertui.tui.sources import Item
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

PEOPLE, TEAMS = "people", "teams"
INVITED = "invited:"


@dataclass(frozen=True)
class Known:
    """A person of the organisation."""

    view: PersonView
    is_last_representative: bool
    today: date
    brought: tuple[GrantView, ...] = ()
    """What its teams bring, as far as the reader may see that."""

    @property
    def key(self) -> str:
        """The person's id."""
        return self.view.id

    def item(self) -> Item:
        """Return the person as the list shows it."""
        one = self.view
        grants = (*one.grants, *self.brought)
        cells = {
            "name": one.name,
            "role": role_label(one.role),
            "sign_in": words.sign_in_words(one, self.today),
            "products": words.products_words(one.role, grants) if one.accounting is not None else "",
            "clients": words.clients_words(one.role, grants) if one.accounting is not None else "",
            "teams": ", ".join(one.teams) or words.NONE,
            "accounting": words.accounting_words(one.accounting),
            "email": one.email,
        }
        last = one.last_sign_in_at.timestamp() if one.last_sign_in_at is not None else None
        return Item(Row(self.key, cells), order=(("sign_in", last),), tabs=(PEOPLE,))


@dataclass(frozen=True)
class Invited:
    """Somebody who is invited."""

    view: InvitationView
    today: date

    @property
    def key(self) -> str:
        """What the list knows the invitation by: one of each address."""
        return INVITED + self.view.email

    def item(self) -> Item:
        """Return the invitation as the list shows it."""
        one = self.view
        cells = {
            "name": one.name,
            "role": role_label(one.role),
            "sign_in": words.waiting_words(one, self.today),
            "email": one.email,
        }
        tone = Tone.BAD if one.expired else Tone.WARNING
        return Item(Row(self.key, cells, tone), order=(("sign_in", None),), tabs=(PEOPLE,))


@dataclass(frozen=True)
class TeamLine:
    """A team."""

    view: TeamView

    @property
    def key(self) -> str:
        """The team's id."""
        return self.view.id

    def item(self) -> Item:
        """Return the team as the list shows it."""
        one = self.view
        cells = {
            "name": one.name,
            "colour": words.colour_words(one.colour),
            "leader": one.leader or words.NONE,
            "members": str(len(one.members)),
            "products": words.team_products_words(one),
            "clients": words.team_clients_words(one),
        }
        row = Row(self.key, cells, swatch=("colour", words.terminal_colour(one.colour)))
        return Item(row, order=(("members", len(one.members)),), tabs=(TEAMS,))


async def read_people(app: ConsoleApp, teams: Sequence[TeamView]) -> Sequence[Known | Invited]:
    """Return who is in the organisation, then who is invited. Raises what the service raises."""
    people = [one for one in await app.ask(app.services.people.list) if one.id]
    invitations = await app.ask(app.services.people.invitations)
    today = formats.today(app.services)
    return [*known_people(people, today, teams), *(Invited(one, today) for one in invitations)]


def known_people(people: Sequence[PersonView], today: date, teams: Sequence[TeamView] = ()) -> list[Known]:
    """Return the people with what has to be known of all of them together."""
    representatives = [one.id for one in people if one.role is Role.LEGAL_REPRESENTATIVE]
    brought: dict[str, list[GrantView]] = {}
    for team in teams:
        for member in team.members:
            brought.setdefault(member.id, []).extend(team.grants)
    return [Known(one, representatives == [one.id], today, tuple(brought.get(one.id, ()))) for one in people]


def section_columns(tab: str, *, is_partner: bool) -> tuple[Column, ...]:
    """Return the columns of a tab; only partners have clients."""
    clients = (Column("clients", _("Clients"), 7, right=True, priority=3),) if is_partner else ()
    if tab == TEAMS:
        return (
            Column("name", _("Team"), 12, weight=3, limit=44, sortable=True),
            Column("colour", _("Colour"), 9, sortable=True),
            Column("leader", _("Leader"), 11, weight=2, limit=30, priority=1, sortable=True),
            Column("members", _("Members"), 7, right=True, priority=2, sortable=True),
            Column("products", _("Products"), 8, weight=1, limit=15, priority=4),
            *clients,
        )
    return (
        Column("name", _("Person"), 13, weight=3, limit=40, sortable=True),
        Column("role", _("Role"), 12, weight=1, limit=20, sortable=True),
        Column("sign_in", _("Last sign-in"), 18, weight=1, limit=26, sortable=True),
        Column("products", _("Products"), 8, weight=1, limit=15, priority=2),
        *clients,
        Column("teams", _("Teams"), 8, weight=2, limit=30, priority=4, sortable=True),
        Column("accounting", _("Accounting"), 10, priority=5),
        Column("email", _("E-mail"), 24, weight=2, limit=40, priority=6, sortable=True),
    )
