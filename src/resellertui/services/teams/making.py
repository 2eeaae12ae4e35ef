"""Reading, making, renaming and deleting teams."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.access import Action
from resellertui.domain.consequence import enumerate_names
from resellertui.domain.errors import Conflict, Refused
from resellertui.domain.team import Colour, name_key, normalise_team_name
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.people.person import OWN, own_org
from resellertui.services.teams.team import (
    TeamDesk,
    changed,
    grants_of,
    subjects_of,
    team_to_change,
    team_view,
    team_views,
    tell_left,
    the_team,
)
from resellertui.services.teams.views import NewTeam, TeamDeletion, TeamEdit, TeamView
from resellertui.services.unit import Unit
from resellertui.store.models import Team
from resellertui.store.queries import teams as queries
from resellertui.store.queries.teams import Member


class TeamMaking(TeamDesk):
    """The teams themselves."""

    def list(self, actor: Actor) -> tuple[TeamView, ...]:
        """Return the teams of the actor's organisation, by name. Members but external users may read it.

        What a team may do only its own people see and those who manage people, as with what is granted to people.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PEOPLE_VIEW, OWN)
            return tuple(team_views(unit, queries.teams_of(unit.session, own_org(unit))))

    def show(self, actor: Actor, team: str) -> TeamView:
        """Return one team, by name or id. Members but external users may read it.

        Raises:
            NotFound: there is none.
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.PEOPLE_VIEW, OWN)
            return team_view(unit, the_team(unit, team))

    def create(self, actor: Actor, wish: NewTeam) -> TeamView:
        """Make a team, without people and rights.

        Raises:
            Forbidden: not a legal representative or administrator.
            Invalid: the name can't be accepted.
            Conflict: another team of the organisation has the name, whatever its case and accents.
        """
        name = normalise_team_name(wish.name)
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            org_id = own_org(unit)
            _check_free(unit, name)
            team = Team(
                org_id=org_id,
                name=name,
                name_folded=name_key(name),
                colour=wish.colour.value,
                created_at=unit.now,
                version=1,
            )
            unit.session.add(team)
            unit.session.flush()  # its number goes into the audit
            unit.record("team.created", "team", team.id, {"name": name, "colour": team.colour})
            return team_view(unit, team)

    def edit(self, actor: Actor, team: str, wish: TeamEdit, *, version: int | None = None) -> TeamView:
        """Rename or recolour a team. Nobody is told: it changes no right.

        Raises:
            NotFound: there is none.
            Forbidden: not a legal representative or administrator.
            Invalid: the name can't be accepted.
            Conflict: another team has the name, or someone changed it since that version.
            Refused: nothing would be different.
        """
        name = None if wish.name is None else normalise_team_name(wish.name)
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            before = {"name": found.name, "colour": found.colour}
            after = {"name": name or found.name, "colour": (wish.colour or Colour(found.colour)).value}
            if before == after:
                raise Refused(_("Nothing is different."), _("Nothing was changed."))
            _check_free(unit, after["name"], but=found)
            found.name, found.name_folded, found.colour = after["name"], name_key(after["name"]), after["colour"]
            unit.record("team.changed", "team", found.id, {"before": before, "after": after})
            return changed(unit, found)

    def preview_delete(self, actor: Actor, team: str) -> TeamDeletion:
        """Return what deleting a team would take away. Those who may delete it may call it; changes nothing.

        Raises:
            NotFound: there is none.
            Forbidden: not a legal representative or administrator.
        """
        with self._office.reading(actor) as unit:
            found = team_to_change(unit, team, None)
            return _deletion(unit, found)

    def delete(self, actor: Actor, team: str, *, version: int | None = None) -> TeamDeletion:
        """Delete a team: what only it let its people do is lost; they are told by mail.

        Raises:
            NotFound: there is none.
            Forbidden: not a legal representative or administrator.
            Conflict: someone changed it since that version.
        """
        with self._office.writing(actor) as unit:
            found = team_to_change(unit, team, version)
            outcome = _deletion(unit, found)
            members = queries.members_by_team(unit.session, [found.id])[found.id]
            tell_left(unit, found, members, deleted=True)
            facts = {
                "name": found.name,
                "members": [one.user_id for one in members],
                "grants": [one.subject_id for one in outcome.team.grants],
            }
            unit.record("team.deleted", "team", found.id, facts)
            queries.delete_team(unit.session, found.id)
            return outcome


def _check_free(unit: Unit, name: str, but: Team | None = None) -> None:
    """Go on only if no other team of the organisation has the name."""
    other = queries.team_called(unit.session, own_org(unit), name_key(name))
    if other is not None and other is not but:
        raise Conflict(
            _("There is a team of this name already: {name}.").format(name=other.name),
            _("Nothing was changed."),
            _("Choose another name; case and accents make no difference."),
        )


def _deletion(unit: Unit, team: Team) -> TeamDeletion:
    members = queries.members_by_team(unit.session, [team.id])[team.id]
    subjects = subjects_of(grants_of(unit, [team.id])[team.id])
    return TeamDeletion(team=team_view(unit, team), effects=tuple(_effects(team, members, subjects)))


def _effects(team: Team, members: Sequence[Member], subjects: Sequence[str]) -> list[str]:
    """Say everything that goes with a team."""
    if not members:
        lost = [_("Nobody is in {team}: nobody loses anything.").format(team=team.name)]
    elif subjects:
        lost = [
            ngettext(
                "{team} gives {count} person: {subjects}.",
                "{team} gives {count} people: {subjects}.",
                len(members),
            ).format(count=len(members), team=team.name, subjects=enumerate_names(subjects)),
            _("Who also has it by the role, by an own grant or by another team keeps it; the others lose it at once."),
        ]
    else:
        lost = [
            ngettext(
                "{count} person is in {team}, which brings no rights.",
                "{count} people are in {team}, which brings no rights.",
                len(members),
            ).format(count=len(members), team=team.name)
        ]
    told = [_("They are told by e-mail.")] if members else []
    return [*lost, *told, _("A deleted team does not come back.")]
