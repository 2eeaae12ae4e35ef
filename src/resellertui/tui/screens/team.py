"""A team's page: who is in it, what it may do with products, its clients; and what may be changed of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.content import Content

from resellertui.domain.roles import role_label
from resellertui.domain.text import visible
from resellertui.domain.wording import _
from resellertui.services.teams.views import TeamView
from resellertui.services.views import GrantView
from resellertui.tui import formats, rights_giving, team_acts
from resellertui.tui import people_verbs as verbs
from resellertui.tui import people_words as words
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.product import ProductDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.moving import reading_again
from resellertui.tui.reaching import Subject
from resellertui.tui.screens.rights_page import RightsPage
from resellertui.tui.sources import Item
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import Row

MEMBERS, PRODUCTS, CLIENTS = "members", "products", "clients"


class TeamPage(RightsPage):
    """Shows a team of the organisation by its id."""

    VERBS: ClassVar[tuple[Command, ...]] = verbs.TEAM_VERBS
    HELP_TITLE = "A team"

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._team: TeamView | None = None
        self._families: dict[str, str] = {}

    def tabs(self) -> Sequence[tuple[str, str]]:
        """Return the tabs; only partners have clients."""
        clients = ((CLIENTS, _("Clients")),) if self.is_partner else ()
        return ((MEMBERS, _("Members")), (PRODUCTS, _("Products")), *clients)

    def title_text(self) -> str:
        """Return the team's name."""
        return self._reference if self._team is None else f"{self._team.name} · {self._team.id}"

    def reach_subject(self) -> Subject:
        """Return the team."""
        return Subject(person=self._reference)

    async def read(self) -> None:
        """Read the team. Raises what the services raise."""
        self._team = await self.app.ask(self.app.services.teams.show, self._reference)
        self._families = await rights_giving.families(self.app)

    def why_not(self, command: Command) -> str | None:
        """Say what of the team stands in the way."""
        if command not in verbs.TEAM_VERBS or self._team is None:
            return super().why_not(command)
        return team_acts.reason_against(command, self._team)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the clients where the organisation is no partner."""
        if parameters == (verbs.TEAM_CLIENTS.id,) and not self.is_partner:
            return False
        return super().check_action(action, parameters)

    def facts(self) -> Content:
        """Return colour, leader and since when it is there."""
        team = self._team
        if team is None:
            return Content("")
        lines = fact_lines(
            [
                (_("Colour"), words.colour_words(team.colour)),
                (_("Leader"), team.leader or _("nobody")),
                (_("Made on"), formats.day(formats.local(team.created_at))),
            ]
        )
        at = lines.plain.index(words.SWATCH)
        return lines.stylize(words.ansi_style(team.colour), at, at + 1)

    def columns(self, tab: str) -> tuple[Column, ...]:
        """Return the columns of a tab."""
        if tab == MEMBERS:
            return (
                Column("name", _("Person"), 22, weight=3, limit=50),
                Column("role", _("Role"), 20),
                Column("leads", _("Leader"), 8),
                Column("email", _("E-mail"), 22, weight=2, limit=50, priority=1),
            )
        if tab == CLIENTS:
            return (Column("name", _("Client"), 30, weight=1),)
        return (Column("name", _("Product"), 30, weight=1, limit=80), Column("right", _("Right"), 10))

    def nothing(self, tab: str) -> str:
        """Say what would fill a tab, and which key does it."""
        may_change = self.app.offers(verbs.MEMBERS)
        if tab == MEMBERS:
            return _("Nobody is in it. Press m to choose members.") if may_change else _("Nobody is in it.")
        if self._team is not None and not self._team.grants_shown:
            return _("What a team may do is shown to its members, and to who manages people.")
        if tab == CLIENTS:
            return _("It has no client. Press c to grant some.") if may_change else _("It has no client.")
        return (
            _("It has no right on products. Press p to give one.") if may_change else _("It has no right on products.")
        )

    def items(self) -> Sequence[Item]:
        """Return members and rights."""
        if self._team is None:
            return ()
        members = (
            Row(
                one.id,
                {
                    "name": one.name,
                    "role": role_label(one.role),
                    "leads": _("leads it") if one.leads else "",
                    "email": one.email,
                },
            )
            for one in self._team.members
        )
        return [
            *(Item(one, tabs=(MEMBERS,)) for one in members),
            *(Item(self._row(one), tabs=(CLIENTS if one.kind == "client" else PRODUCTS,)) for one in self._team.grants),
        ]

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Open what the row is about."""
        from resellertui.tui.screens.client import ClientPage
        from resellertui.tui.screens.person import PersonPage

        if message.key.startswith("USR-"):
            self.app.push_screen(PersonPage(message.key))
        elif message.key.startswith("PRD-"):
            self.app.push_screen(ProductDialog(message.key))
        elif message.key.startswith("PTN-"):
            self.app.push_screen(ClientPage(message.key))
        else:
            row = self.records.cursor_row
            if row is not None:
                self.app.push_screen(ReadingDialog(row.cells["name"], tuple(row.cells.values())))

    def action_members(self) -> None:
        """Choose the members."""
        self._do(team_acts.choose_members)

    def action_leader(self) -> None:
        """Choose the leader."""
        self._do(team_acts.choose_leader)

    def action_edit(self) -> None:
        """Change name and colour."""
        self._do(team_acts.edit)

    def action_delete(self) -> None:
        """Delete the team."""
        self._do(team_acts.delete, ends=True)

    def action_give(self) -> None:
        """Give a right on products."""
        self._do(lambda app, team: rights_giving.give_products(app, _holder(team)))

    def action_take(self) -> None:
        """Take rights on products back."""
        self._do(lambda app, team: rights_giving.take_products(app, _holder(team)))

    def action_clients(self) -> None:
        """Choose the clients."""
        self._do(lambda app, team: rights_giving.choose_clients(app, _holder(team)))

    @work(group="dialog", exclusive=True)
    async def _do(self, act: Callable[..., Awaitable[object]], *, ends: bool = False) -> None:
        if self._team is not None:
            self.is_ending = ends
            with self.app.reporting(), reading_again(self.app):
                await act(self.app, self._team)

    def _row(self, grant: GrantView) -> Row:
        if grant.kind == "client":
            name = _("{client} (paused)").format(client=grant.subject) if grant.paused else grant.subject
            return Row(grant.subject_id, {"name": name})
        name = grant.subject
        if grant.kind == "family":
            label = self._families.get(grant.subject_id, grant.subject)
            name = _("{family}: all, later ones too").format(family=label)
        key = grant.subject_id if grant.kind == "product" else f"family:{grant.subject_id}"
        return Row(key, {"name": visible(name), "right": words.right_words(grant.right)})


def _holder(team: TeamView) -> rights_giving.Holder:
    return rights_giving.Holder(team.id, team.name, team.grants, is_team=True)
