"""What everything about teams shares: finding one, saying what is known of it, telling its people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resellertui.domain.access import Action
from resellertui.domain.consequence import enumerate_names
from resellertui.domain.errors import Conflict
from resellertui.domain.identifiers import Kind, is_whole_id, parse_id, show_id
from resellertui.domain.notices import About
from resellertui.domain.roles import ProductRight, Role, may_be_granted_clients, reaches_every_product
from resellertui.domain.team import Colour, name_key
from resellertui.domain.wording import _
from resellertui.services.outbox import queue
from resellertui.services.people.person import (
    OWN,
    PeopleDesk,
    client_grant_view,
    manages_people,
    own_name,
    own_org,
    product_grant_view,
)
from resellertui.services.teams.views import TeamMemberView, TeamView
from resellertui.services.unit import Unit, not_found
from resellertui.services.views import GrantView
from resellertui.store.models import Team
from resellertui.store.queries import teams as queries
from resellertui.store.queries.people import Recipient
from resellertui.store.queries.teams import Member

TeamDesk = PeopleDesk


def the_team(unit: Unit, text: str) -> Team:
    """Return the team of the actor's organisation that the text names: by id, or by name whatever its case and accents.

    An id with its prefix never means a team that is called like another one's id.

    Raises:
        NotFound: there is none.
    """
    org_id = own_org(unit)
    found = None if is_whole_id(Kind.TEAM, text) else queries.team_called(unit.session, org_id, name_key(text))
    number = parse_id(Kind.TEAM, text)
    if found is None and number is not None:
        found = queries.team(unit.session, org_id, number)
    if found is None:
        raise not_found(text)
    return found


def team_to_change(unit: Unit, text: str, version: int | None) -> Team:
    """Return the team that the text names, for a change by whoever manages people.

    Raises:
        NotFound: there is none.
        Forbidden: not a legal representative or administrator.
        Conflict: someone changed it since that version.
    """
    unit.allow(Action.PEOPLE_CHANGE, OWN)
    team = the_team(unit, text)
    if version is not None and version != team.version:
        raise Conflict(
            _("The team {name} was changed by someone else while you were looking at it.").format(name=team.name),
            _("Nothing was changed."),
            _("Look at it again, then repeat."),
        )
    return team


def changed(unit: Unit, team: Team) -> TeamView:
    """Count a change of the team, and return the team as it is now."""
    team.version += 1
    unit.session.flush()  # the answer reads it back
    return team_view(unit, team)


def team_view(unit: Unit, team: Team) -> TeamView:
    """Return a team as the actor may see it."""
    return team_views(unit, [team])[0]


def team_views(unit: Unit, teams: Sequence[Team]) -> list[TeamView]:
    """Return teams as the actor may see them, in a fixed number of reads."""
    ids = [one.id for one in teams]
    members = queries.members_by_team(unit.session, ids)
    manages = manages_people(unit)
    shown = [one for one in ids if manages or any(member.user_id == unit.actor.user_id for member in members[one])]
    grants = grants_of(unit, shown)
    return [
        TeamView(
            id=show_id(Kind.TEAM, one.id),
            name=one.name,
            colour=Colour(one.colour),
            leader=next((member.name for member in members[one.id] if member.is_leader), None),
            members=tuple(_member_view(member) for member in members[one.id]),
            grants=tuple(grants.get(one.id, ())),
            grants_shown=one.id in shown,
            created_at=one.created_at,
            version=one.version,
        )
        for one in teams
    ]


def grants_of(unit: Unit, team_ids: Sequence[int]) -> dict[int, list[GrantView]]:
    """Return what teams may do, whoever asks: products and families, then the clients of partnerships not over."""
    products = queries.products_by_team(unit.session, team_ids)
    clients = queries.clients_by_team(unit.session, team_ids)
    return {
        one: [
            *(product_grant_view(unit, grant, name) for grant, name in products[one]),
            *(view for row, name in clients[one] if (view := client_grant_view(unit, row, name)) is not None),
        ]
        for one in team_ids
    }


def subjects_of(grants: Iterable[GrantView]) -> list[str]:
    """Return what grants are on as people call it: a family by its name in the catalogue."""
    return [one.label or one.subject for one in grants]


def tell_joined(unit: Unit, team: Team, member: Member) -> None:
    """Tell someone that it is in a team now, and what that brings."""
    org, name = own_name(unit), team.name
    brought = _brought(Role(member.role), grants_of(unit, [team.id])[team.id])
    subjects = subjects_of(brought)

    def text() -> tuple[str, str]:
        subject = _("You are in the team {team} of {organisation} now").format(team=name, organisation=org)
        line = (
            _("What the team may do, you may too: {rights}.").format(
                rights=enumerate_names(_in_words(brought, subjects))
            )
            if brought
            else _("It changes nothing in what you may do for now.")
        )
        return subject, line + "\n"

    queue(unit, [_recipient(member)], "team.joined", text, org_id=team.org_id, about=(About.TEAM, team.id))


def tell_left(unit: Unit, team: Team, members: Iterable[Member], *, deleted: bool = False) -> None:
    """Tell people that they are no longer in a team, or that it is no more."""
    org, name = own_name(unit), team.name

    def text() -> tuple[str, str]:
        subject = (
            _("The team {team} of {organisation} is no more")
            if deleted
            else _("You are no longer in the team {team} of {organisation}")
        )
        body = _("What only this team let you do, you may no longer do; your own rights and other teams' stay.")
        return subject.format(team=name, organisation=org), body + "\n"

    queue(unit, [_recipient(one) for one in members], "team.left", text, org_id=team.org_id)


def tell_leader(unit: Unit, team: Team, member: Member) -> None:
    """Tell someone that it leads a team now."""
    org, name = own_name(unit), team.name

    def text() -> tuple[str, str]:
        subject = _("You lead the team {team} of {organisation} now").format(team=name, organisation=org)
        return subject, _("Your rights are those of the team's other members.") + "\n"

    queue(unit, [_recipient(member)], "team.leads", text, org_id=team.org_id, about=(About.TEAM, team.id))


def _brought(role: Role, grants: Iterable[GrantView]) -> list[GrantView]:
    """Return the grants that give anything to a person of this role."""
    if reaches_every_product(role):
        return []
    return [one for one in grants if one.kind != "client" or may_be_granted_clients(role)]


def _in_words(grants: Iterable[GrantView], subjects: Iterable[str]) -> list[str]:
    """Return grants as a mail lists them, each with what it is on."""
    words = {
        None: "{subject}",
        ProductRight.TECHNICAL: _("{subject} (may change it)"),
        ProductRight.STATISTICS: _("{subject} (may look)"),
    }
    return [words[one.right].format(subject=called) for one, called in zip(grants, subjects, strict=True)]


def _recipient(member: Member) -> Recipient:
    return Recipient(member.user_id, member.name, member.email, member.language)


def _member_view(member: Member) -> TeamMemberView:
    return TeamMemberView(
        id=show_id(Kind.USER, member.user_id),
        name=member.name,
        email=member.email,
        role=Role(member.role),
        leads=member.is_leader,
    )
