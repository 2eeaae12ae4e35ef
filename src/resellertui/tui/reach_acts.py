"""Granting a client to a person or team from its cell, and taking it back: why not, what it does, then the act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.consequence import enumerate_names
from resellertui.domain.rights import SourceKind
from resellertui.domain.roles import may_be_granted_clients, reaches_every_client
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.people.views import SourceView
from resellertui.services.reach_views import ReachRow
from resellertui.tui.moving import ask_and_do
from resellertui.tui.reach_heads import Head

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


def is_granted(row: ReachRow, place: int, head: Head) -> bool:
    """Return whether the client was granted to the person itself, or to the team."""
    if head.is_team:
        return row.teams[place - len(row.cells)]
    return any(one.kind is SourceKind.OWN for one in row.cells[place].sources)


def against_change(row: ReachRow, place: int, head: Head) -> str | None:
    """Return why the client can be neither granted nor taken back in this cell, or None."""
    if head.role is None or is_granted(row, place, head):
        return None
    if reaches_every_client(head.role):
        return _("{name} reaches every client by the role: only another role changes that.").format(name=head.name)
    if not may_be_granted_clients(head.role):
        return _("External users never reach a client: {name} would need another role.").format(name=head.name)
    teams = [one.team for one in row.cells[place].sources if one.kind is SourceKind.TEAM]
    if teams:
        return _("It comes by {teams}: take the client back from the team, in its column.").format(
            teams=enumerate_names([f"#{one}" for one in teams])
        )
    return None


def way_back(source: SourceView) -> str:
    """Return how a reason is taken away, in words."""
    if source.kind is SourceKind.ROLE:
        return _("{reason}: only another role changes that").format(reason=source.label)
    if source.kind is SourceKind.TEAM:
        return _("{reason}: goes with the team's grant, or with the place in the team").format(reason=source.label)
    return _("{reason}: can be taken back from the person").format(reason=source.label)


async def change_client(app: ConsoleApp, row: ReachRow, place: int, head: Head) -> None:
    """Say who gains or loses what, ask, and grant the client or take it back. Raises what the services raise."""
    is_on = is_granted(row, place, head)

    def act(services: Services, actor: Actor) -> object:
        area = services.teams if head.is_team else services.people
        return (area.revoke_client if is_on else area.grant_client)(actor, head.id, row.partnership_id)

    question = _("Take {client} back from {name}?") if is_on else _("Grant {client} to {name}?")
    done = _("{client} was taken back from {name}.") if is_on else _("{client} was granted to {name}.")
    await ask_and_do(
        app,
        question.format(client=row.client, name=head.name),
        (act,),
        yes=_("Take back") if is_on else _("Grant"),
        done=done.format(client=row.client, name=head.name),
    )
