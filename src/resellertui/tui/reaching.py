"""The key that opens the page of who reaches what, the same wherever a client, a person or a team is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from resellertui.domain.access import Action
from resellertui.tui.commands import Command

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

REACH = Command(
    "app.reach",
    "W",
    "Who reaches what",
    "See which people and teams reach which clients and products, and why.",
    permission=Action.CLIENT_LIST,
)

CHANGE = Command(
    "reach.change",
    "space",
    "Grant",
    "Grant the client to the person or team of the cell, or take it back.",
    permission=Action.PEOPLE_CHANGE,
    footer=20,
)


class Subject(NamedTuple):
    """What is in front where the page is opened from, by public ids."""

    person: str | None = None
    """A person, or a team."""
    client: str | None = None
    """The partnership with an active client."""


def open_reach(app: ConsoleApp, person: str | None = None, client: str | None = None) -> None:
    """Open the page, with the cursor on a person or team and on a client: by their public ids, where they are named."""
    from resellertui.tui.screens.reach import ReachPage

    if not isinstance(app.screen, ReachPage):
        app.push_screen(ReachPage(person=person, client=client))
