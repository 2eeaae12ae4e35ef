"""Users & teams: the people of the organisation, who is invited, and the teams they are in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.wording import _
from resellertui.tui import people_acts, team_acts
from resellertui.tui import people_verbs as verbs
from resellertui.tui.commands import Command, find
from resellertui.tui.moving import reading_again
from resellertui.tui.people_lines import (
    PEOPLE,
    TEAMS,
    Invited,
    Known,
    TeamLine,
    read_people,
    section_columns,
)
from resellertui.tui.reaching import Subject
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.landmark import Landmark
from resellertui.tui.widgets.record_source import ListQuery

OF_PEOPLE = (verbs.INVITE, verbs.ROLE, verbs.RESEND, verbs.REMOVE)
OF_TEAMS = (verbs.NEW_TEAM, verbs.EDIT_TEAM, verbs.DELETE_TEAM)
ON_A_ROW = frozenset({*OF_PEOPLE, *OF_TEAMS} - {verbs.INVITE, verbs.NEW_TEAM})


class PeopleSection(ListSection, can_focus=False):
    """Two lists: people with who is invited, and teams. Who does not manage people reads them."""

    TITLE = "Users & teams"
    GUIDE = "people"
    HELP_TITLE = "Users & teams"
    LANDMARK = verbs.INVITE
    VERBS: ClassVar[tuple[Command, ...]] = (*OF_PEOPLE, *OF_TEAMS)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = ((PEOPLE, "People"), (TEAMS, "Teams"))

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, Known | Invited] = {}
        self._teams: dict[str, TeamLine] = {}

    def source(self) -> WholeSource:
        """Return people and teams."""
        return WholeSource(self._load, sort="name")

    def columns(self) -> Sequence[Column]:
        """Return the columns of the first tab."""
        return self._columns(PEOPLE)

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the tab, and which key does it."""
        if query.tab == PEOPLE:
            return plain(_("Nobody is here."))
        if not self.app.offers(verbs.NEW_TEAM):
            return plain(_("There is no team yet. Legal representatives and administrators make them."))
        return plain(_("There is no team yet. Press n to make one: people who share products and clients."))

    def show_tab(self, key: str) -> None:
        """Show a tab, with the columns that say something there."""
        super().show_tab(key)
        self._suit(key)

    def open_record(self, key: str) -> None:
        """Open the person's or the team's page; of an invitation what there is to say."""
        people_acts.open_record(self.app, key, self._people.get(key))

    def reveal(self, record: str) -> None:
        """Put the cursor on a person or a team, and open its page."""
        self.show_tab(TEAMS if record.startswith("TEAM-") else PEOPLE)
        super().reveal(record)

    def reach_subject(self) -> Subject:
        """Return the person or team under the cursor; who is invited is no column."""
        key = self.records.cursor_key
        return Subject(person=key if key in self._teams or isinstance(self._people.get(key or ""), Known) else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of the tab that is shown."""
        command = find(str(parameters[0])) if parameters else None
        if command in (OF_TEAMS if self.tab_line.active == PEOPLE else OF_PEOPLE):
            return False
        return super().check_action(action, parameters)

    def why_not(self, command: Command) -> str | None:
        """Say what of the person's role, or of the reader's, stands in the way."""
        if command not in ON_A_ROW:
            return super().why_not(command)
        key = self.records.cursor_key or ""
        if command in OF_TEAMS:
            return None if key in self._teams else _("There is no team here.")
        person = self._people.get(key)
        if person is None:
            return _("There is no person here.")
        return people_acts.reason_against(command, person, self.app.choice)

    @work(group="dialog", exclusive=True)
    async def action_invite(self) -> None:
        """Invite somebody, and put the cursor on the invitation."""
        with self.app.reporting():
            key = await people_acts.invite(self.app)
            if key is not None:
                self._seek(PEOPLE, key)

    @work(group="dialog", exclusive=True)
    async def action_role(self) -> None:
        """Change the role of the person under the cursor."""
        person = self._people.get(self.records.cursor_key or "")
        if isinstance(person, Known):
            with self.app.reporting(), reading_again(self.app):
                await people_acts.change_role(self.app, person)

    @work(group="dialog", exclusive=True)
    async def action_remove(self) -> None:
        """Remove the person under the cursor, or withdraw the invitation."""
        person = self._people.get(self.records.cursor_key or "")
        if person is not None:
            with self.app.reporting(), reading_again(self.app):
                await people_acts.remove(self.app, person)

    @work(group="dialog", exclusive=True)
    async def action_resend(self) -> None:
        """Send the invitation under the cursor again."""
        person = self._people.get(self.records.cursor_key or "")
        if isinstance(person, Invited):
            with self.app.reporting(), reading_again(self.app):
                await people_acts.resend(self.app, person)

    @work(group="dialog", exclusive=True)
    async def action_new(self) -> None:
        """Make a team, and open its page: what it needs next is there."""
        with self.app.reporting():
            key = await team_acts.make(self.app)
            if key is not None:
                self._seek(TEAMS, key)
                self.open_record(key)

    @work(group="dialog", exclusive=True)
    async def action_edit(self) -> None:
        """Change the name or colour of the team under the cursor."""
        team = self._teams.get(self.records.cursor_key or "")
        if team is not None:
            with self.app.reporting(), reading_again(self.app):
                await team_acts.edit(self.app, team.view)

    @work(group="dialog", exclusive=True)
    async def action_delete(self) -> None:
        """Delete the team under the cursor."""
        team = self._teams.get(self.records.cursor_key or "")
        if team is not None:
            with self.app.reporting(), reading_again(self.app):
                await team_acts.delete(self.app, team.view)

    def _seek(self, tab: str, key: str) -> None:
        self.filter_bar.clear()
        self.tab_line.active = tab
        self._suit(tab)
        self.records.seek(ListQuery(tab=tab), key)

    def _suit(self, tab: str) -> None:
        """Show the columns and offer the keys of a tab."""
        self.records.set_columns(self._columns(tab))
        for landmark in self.query(Landmark):
            landmark.offer(verbs.NEW_TEAM if tab == TEAMS else verbs.INVITE)
        self.refresh_bindings()

    def _columns(self, tab: str) -> tuple[Column, ...]:
        return section_columns(tab, is_partner=self.app.choice is not None and self.app.choice.is_partner)

    async def _load(self) -> Sequence[Item]:
        teams = [TeamLine(one) for one in await self.app.ask(self.app.services.teams.list)]
        people = await read_people(self.app, [one.view for one in teams])
        self._people = {one.key: one for one in people}
        self._teams = {one.key: one for one in teams}
        return [*(one.item() for one in people), *(one.item() for one in teams)]
