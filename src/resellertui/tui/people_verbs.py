"""The commands on people and teams."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.tui.commands import Command

INVITE = Command(
    "people.invite",
    "n",
    "Invite",
    "Invite a person to your organisation by mail.",
    permission=Action.PEOPLE_CHANGE,
    footer=20,
)
ROLE = Command(
    "people.role",
    "e",
    "Role",
    "Change the person's role.",
    permission=Action.PEOPLE_CHANGE,
    footer=30,
)
REMOVE = Command(
    "people.remove",
    "d,delete",
    "Remove",
    "Take the person out of your organisation, or withdraw the invitation.",
    permission=Action.PEOPLE_CHANGE,
    danger=True,
    footer=40,
)
RESEND = Command(
    "people.resend",
    "u",
    "Send again",
    "Send the invitation again, with a new token and a new expiry.",
    permission=Action.PEOPLE_CHANGE,
    footer=50,
)
ACCOUNTING = Command(
    "people.accounting",
    "a",
    "Accounting",
    "Give a collaborator the right to the accounting, or take it back.",
    permission=Action.PEOPLE_CHANGE,
    footer=36,
)
TEAMS = Command(
    "people.teams",
    "t",
    "Teams",
    "Choose the teams that the person is in.",
    permission=Action.PEOPLE_CHANGE,
    footer=37,
)
GIVE = Command(
    "people.give",
    "p",
    "Give right",
    "Give a right on products: to change, or to look.",
    permission=Action.PEOPLE_CHANGE,
    footer=31,
)
TAKE = Command(
    "people.take",
    "P",
    "Take right",
    "Take rights on products back.",
    permission=Action.PEOPLE_CHANGE,
    danger=True,
    footer=32,
)
CLIENTS = Command(
    "people.clients",
    "c",
    "Clients",
    "Choose the clients that are granted.",
    permission=Action.CLIENT_GRANT,
    footer=33,
)
PERSON_VERBS = (ROLE, GIVE, TAKE, CLIENTS, ACCOUNTING, TEAMS, REMOVE)
"""What is done on a person's page."""

NEW_TEAM = Command(
    "team.new",
    "n",
    "New team",
    "Make a team: people who share rights on products, and clients.",
    permission=Action.PEOPLE_CHANGE,
    footer=20,
)
EDIT_TEAM = Command(
    "team.edit",
    "e",
    "Edit",
    "Change the team's name or colour.",
    permission=Action.PEOPLE_CHANGE,
    footer=35,
)
DELETE_TEAM = Command(
    "team.delete",
    "d,delete",
    "Delete",
    "Delete the team: its members lose what they have through it alone.",
    permission=Action.PEOPLE_CHANGE,
    danger=True,
    footer=40,
)
MEMBERS = Command(
    "team.members",
    "m",
    "Members",
    "Choose who is in the team.",
    permission=Action.PEOPLE_CHANGE,
    footer=30,
)
LEADER = Command(
    "team.leader",
    "l",
    "Leader",
    "Choose which member leads the team.",
    permission=Action.PEOPLE_CHANGE,
    footer=34,
)
TEAM_GIVE = Command(
    "team.give",
    "p",
    "Give right",
    "Give the team a right on products: to change, or to look.",
    permission=Action.PEOPLE_CHANGE,
    footer=31,
)
TEAM_TAKE = Command(
    "team.take",
    "P",
    "Take right",
    "Take the team's rights on products back.",
    permission=Action.PEOPLE_CHANGE,
    danger=True,
    footer=32,
)
TEAM_CLIENTS = Command(
    "team.clients",
    "c",
    "Clients",
    "Choose the clients that the team has.",
    permission=Action.CLIENT_GRANT,
    footer=33,
)
TEAM_VERBS = (MEMBERS, TEAM_GIVE, TEAM_TAKE, TEAM_CLIENTS, LEADER, EDIT_TEAM, DELETE_TEAM)
"""What is done on a team's page."""
