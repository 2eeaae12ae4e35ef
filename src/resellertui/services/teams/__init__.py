"""The teams of an organisation: making them, who is in them, what they may do."""

from __future__ import annotations

from resellertui.services.teams.granting import TeamGranting
from resellertui.services.teams.making import TeamMaking
from resellertui.services.teams.placing import TeamPlacing


class Teams(TeamMaking, TeamPlacing, TeamGranting):
    """What an organisation's people read of its teams, and who manages people changes.

    A leader is named and told, and has no power beyond the team's: what a team may do is for those to give who manage
    people (rules: only they change rights).
    """
