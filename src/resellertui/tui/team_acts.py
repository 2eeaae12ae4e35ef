"""What is done to teams, in the list and on a team's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.roles import role_label
from resellertui.domain.wording import _
from resellertui.services.moving_rights import RightsAct
from resellertui.services.teams.views import TeamView
from resellertui.tui import people_verbs as verbs
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.pick_many import Pick, PickDialog
from resellertui.tui.dialogs.team import TeamDialog
from resellertui.tui.moving import ask_and_do

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

NOBODY = "nobody"


def reason_against(command: Command, team: TeamView) -> str | None:
    """Return why the command can't be used on the team, in a sentence, or None."""
    if command is verbs.TEAM_TAKE and not any(one.kind != "client" for one in team.grants):
        return _("{name} has no right on products to take back.").format(name=team.name)
    if command is verbs.LEADER and not team.members:
        return _("Nobody is in {name}: add members first, with m.").format(name=team.name)
    return None


async def make(app: ConsoleApp) -> str | None:
    """Make a team; return its id. Raises what the service raises."""
    answer = await app.push_screen_wait(TeamDialog())
    return None if answer is None else str(answer["id"])


async def edit(app: ConsoleApp, team: TeamView) -> None:
    """Change a team's name or colour. Raises what the service raises."""
    await app.push_screen_wait(TeamDialog(team))


async def delete(app: ConsoleApp, team: TeamView) -> bool:
    """Delete a team. Raises what the service raises."""
    reference, version = team.id, team.version
    answer = await ask_and_do(
        app,
        _("Delete the team {name}? It does not come back.").format(name=team.name),
        (lambda services, actor: services.teams.delete(actor, reference, version=version),),
        yes=_("Delete"),
        done=_("The team {name} was deleted.").format(name=team.name),
        danger=True,
    )
    return answer is not None


async def choose_members(app: ConsoleApp, team: TeamView) -> None:
    """Pick who is in a team. Raises what the services raise."""
    people = [one for one in await app.ask(app.services.people.list) if one.id]
    before = {one.id for one in team.members}
    picks = [Pick(one.id, f"{one.name} · {role_label(one.role)}", picked=one.id in before) for one in people]
    chosen = await app.push_screen_wait(PickDialog(_("Who is in {name}?").format(name=team.name), picks))
    if chosen is None:
        return
    acts = [_member_act(team, one, on=True) for one in chosen if one not in before]
    acts += [_member_act(team, one, on=False) for one in sorted(before - {*chosen})]
    if not acts:
        app.say(_("Nothing is different."))
        return
    await ask_and_do(
        app,
        _("Change who is in {name}?").format(name=team.name),
        acts,
        yes=_("Change"),
        done=_("The members of {name} were changed.").format(name=team.name),
    )


async def choose_leader(app: ConsoleApp, team: TeamView) -> None:
    """Choose which member leads a team, or nobody. Raises what the service raises."""
    leader = next((one.id for one in team.members if one.leads), NOBODY)
    choices = [
        *(Choice(one.id, one.name, role_label(one.role)) for one in team.members),
        Choice(NOBODY, _("Nobody leads it")),
    ]
    title = _("Who leads {name}?").format(name=team.name)
    chosen = await app.push_screen_wait(ChooseDialog(title, choices, current=leader))
    if chosen is None or chosen == leader:
        return
    reference, version = team.id, team.version
    who = None if chosen == NOBODY else chosen
    await ask_and_do(
        app,
        _("Change the leader of {name}?").format(name=team.name),
        (lambda services, actor: services.teams.set_leader(actor, reference, who, version=version),),
        yes=_("Change"),
        done=_("The leader of {name} was changed.").format(name=team.name),
    )


def _member_act(team: TeamView, who: str, *, on: bool) -> RightsAct:
    reference = team.id
    if on:
        return lambda services, actor: services.teams.add_member(actor, reference, who)
    return lambda services, actor: services.teams.remove_member(actor, reference, who)
