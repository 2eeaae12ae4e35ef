"""Who is in a team, and who leads it."""

from __future__ import annotations

from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.people.person import the_person
from resellertui.services.teams.team import TeamDesk, changed, team_to_change, tell_joined, tell_leader, tell_left
from resellertui.services.teams.views import TeamView
from resellertui.services.unit import Unit
from resellertui.store.models import Team, TeamMember
from resellertui.store.queries import teams as queries
from resellertui.store.queries.teams import Member


class TeamPlacing(TeamDesk):
    """Putting people into teams."""

    def add_member(self, actor: Actor, team: str, who: str, *, version: int | None = None) -> TeamView:
        """Put a person of the organisation into a team; it is told by mail what that brings.

        Anyone can be in a team: an external user gets its products and never its clients, and who has everything by
        the role gets nothing more.

        Raises:
            NotFound: no such team or person.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
            Refused: the person is in it already.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            membership, user = the_person(unit, who)
            if queries.member(unit.session, found.id, membership.id) is not None:
                raise Refused(_("{name} is in {team} already.").format(name=user.name, team=found.name))
            unit.session.add(TeamMember(team_id=found.id, membership_id=membership.id, is_leader=False))
            view = changed(unit, found)
            unit.record(
                "team.member_added", "team", found.id, {"name": found.name, "person": show_id(Kind.USER, user.id)}
            )
            tell_joined(unit, found, _member(unit, found, membership.id))
            return view

    def remove_member(self, actor: Actor, team: str, who: str, *, version: int | None = None) -> TeamView:
        """Take a person out of a team, which has no leader then if it was that one; it is told by mail.

        Raises:
            NotFound: no such team or person.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
            Refused: the person is not in it.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            place = _place(unit, found, who)
            member = _member(unit, found, place.membership_id)
            unit.session.delete(place)
            unit.record("team.member_removed", "team", found.id, {"name": found.name, "person": _told(member)})
            tell_left(unit, found, [member])
            return changed(unit, found)

    def set_leader(self, actor: Actor, team: str, who: str | None, *, version: int | None = None) -> TeamView:
        """Name one of a team's people as its leader, or nobody; the new leader is told by mail.

        Raises:
            NotFound: no such team or person.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed the team since that version.
            Refused: the person is not in it, or it is so already.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            place = None if who is None else _place(unit, found, who)
            members = queries.members_by_team(unit.session, [found.id])[found.id]
            before = next((one for one in members if one.is_leader), None)
            if (before and before.membership_id) == (place and place.membership_id):
                raise Refused(_("It is so already."), _("Nothing was changed."))
            if before is not None and (old := queries.member(unit.session, found.id, before.membership_id)):
                old.is_leader = False
                unit.session.flush()  # one leader at a time, at every moment
            facts = {"name": found.name, "before": _told(before)}
            leader = None
            if place is not None:
                place.is_leader = True
                unit.session.flush()  # what is told is read back
                leader = _member(unit, found, place.membership_id)
                tell_leader(unit, found, leader)
            facts["after"] = _told(leader)
            unit.record("team.leader_changed", "team", found.id, facts)
            return changed(unit, found)


def _told(member: Member | None) -> str | None:
    """Return a member as the audit names people: by id, which says nothing once the person is erased."""
    return None if member is None else show_id(Kind.USER, member.user_id)


def _place(unit: Unit, team: Team, who: str) -> TeamMember:
    membership, user = the_person(unit, who)
    place = queries.member(unit.session, team.id, membership.id)
    if place is None:
        raise Refused(
            _("{name} is not in {team}.").format(name=user.name, team=team.name),
            _("Nothing was changed."),
            _("Look at who is in it; add the person first where that was meant."),
        )
    return place


def _member(unit: Unit, team: Team, membership_id: int) -> Member:
    """Return a member that is known to be in the team."""
    members = queries.members_by_team(unit.session, [team.id])[team.id]
    return next(one for one in members if one.membership_id == membership_id)
