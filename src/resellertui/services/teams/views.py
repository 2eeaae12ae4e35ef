"""What is said of teams."""

from __future__ import annotations

from datetime import datetime

from resellertui.domain.roles import Role
from resellertui.domain.team import Colour
from resellertui.services.inputs import FilledLine, Input
from resellertui.services.views import GrantView, View


class NewTeam(Input):
    """A team to make."""

    name: FilledLine
    colour: Colour = Colour.BLUE


class TeamEdit(Input):
    """What a team shall be called and look like; what is left out stays as it is."""

    name: FilledLine | None = None
    colour: Colour | None = None


class TeamMemberView(View):
    """A person in a team."""

    id: str
    name: str
    email: str
    role: Role
    leads: bool


class TeamView(View):
    """A team, as the people of its organisation see it."""

    id: str
    name: str
    colour: Colour
    leader: str | None
    """The leader's name."""
    members: tuple[TeamMemberView, ...]
    """The leader first, then by name."""
    grants: tuple[GrantView, ...]
    grants_shown: bool
    """Whether the reader may see the grants: who is in the team, and who manages people. Else there seem to be none."""
    created_at: datetime
    version: int
    """Counts its changes, those of members and grants included: a change can be made to depend on it."""


class TeamDeletion(View):
    """What deleting a team takes away, or took."""

    team: TeamView
    effects: tuple[str, ...]
    """One sentence each."""
