"""A person's page: who it is, what it reaches and why, its teams; and what may be changed of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.content import Content

from resellertui.domain.roles import reaches_every_client, reaches_every_product, role_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.people.views import PersonDetail, ReachedClientView
from resellertui.services.teams.views import TeamView
from resellertui.tui import formats, people_acts, rights_giving
from resellertui.tui import people_verbs as verbs
from resellertui.tui import people_words as words
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.product import ProductDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.moving import reading_again
from resellertui.tui.people_lines import Known, known_people
from resellertui.tui.reaching import Subject
from resellertui.tui.screens.rights_page import RightsPage
from resellertui.tui.sources import Item
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import Row

PRODUCTS, CLIENTS, TEAMS = "products", "clients", "teams"
MOST_CLIENTS = 1000
"""How many clients the page lists; the rest it counts."""


class PersonPage(RightsPage):
    """Shows a person of the organisation by its id."""

    VERBS: ClassVar[tuple[Command, ...]] = verbs.PERSON_VERBS
    HELP_TITLE = "A person"

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._detail: PersonDetail | None = None
        self._known: Known | None = None
        self._clients: tuple[ReachedClientView, ...] = ()
        self._clients_total = 0
        self._teams: Sequence[TeamView] = ()
        self._families: dict[str, str] = {}

    def tabs(self) -> Sequence[tuple[str, str]]:
        """Return the tabs; only partners have clients."""
        clients = ((CLIENTS, _("Clients")),) if self.is_partner else ()
        return ((PRODUCTS, _("Products")), *clients, (TEAMS, _("Teams")))

    def title_text(self) -> str:
        """Return the person's name."""
        if self._detail is None:
            return self._reference
        return f"{self._detail.person.name} · {self._detail.person.id}"

    def reach_subject(self) -> Subject:
        """Return the person."""
        return Subject(person=self._reference)

    async def read(self) -> None:
        """Read the person with what it reaches. Raises what the services raise."""
        services = self.app.services
        detail = await self.app.ask(services.people.show, self._reference)
        people = await self.app.ask(services.people.list)
        known = {one.key: one for one in known_people(people, formats.today(services))}
        self._known = known.get(detail.person.id)
        mine = {one.id for one in detail.teams}
        self._teams = [one for one in await self.app.ask(services.teams.list) if one.id in mine]
        self._clients, self._clients_total = (), 0
        if detail.rights_shown and self.is_partner and not reaches_every_client(detail.person.role):
            reach = await self.app.ask(services.reach.by_person, self._reference, "", 0, MOST_CLIENTS)
            self._clients, self._clients_total = reach.clients, reach.total
        self._families = await rights_giving.families(self.app)
        self._detail = detail

    def why_not(self, command: Command) -> str | None:
        """Say what of the person's role, or of the reader's, stands in the way."""
        if command not in verbs.PERSON_VERBS or self._known is None:
            return super().why_not(command)
        return people_acts.reason_against(command, self._known, self.app.choice)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the clients where the organisation is no partner."""
        if parameters == (verbs.CLIENTS.id,) and not self.is_partner:
            return False
        return super().check_action(action, parameters)

    def facts(self) -> Content:
        """Return who it is, and what is not a list."""
        if self._detail is None:
            return Content("")
        one, today = self._detail.person, formats.today(self.app.services)
        last = formats.moment(one.last_sign_in_at) if one.last_sign_in_at is not None else ""
        accounting = words.accounting_sentence(one.accounting) if self._detail.rights_shown else ""
        return fact_lines(
            [
                (_("E-mail"), one.email),
                (_("Role"), role_label(one.role)),
                (_("Last sign-in"), last or words.sign_in_words(one, today)),
                (_("Here since"), formats.day(formats.local(self._detail.joined_at))),
                (_("Accounting"), accounting),
            ]
        )

    def columns(self, tab: str) -> tuple[Column, ...]:
        """Return the columns of a tab."""
        if tab == TEAMS:
            return (
                Column("name", _("Team"), 24, weight=3, limit=60),
                Column("colour", _("Colour"), 10),
                Column("leads", _("Leader"), 14, weight=1, limit=30),
            )
        because = Column("because", _("Because"), 22, weight=3, limit=80)
        if tab == CLIENTS:
            return (Column("name", _("Client"), 24, weight=3, limit=60), because)
        return (
            Column("name", _("Product"), 24, weight=3, limit=60),
            Column("family", _("Family"), 12, limit=20, priority=1),
            Column("right", _("Right"), 10),
            because,
        )

    def nothing(self, tab: str) -> str:
        """Say what would fill a tab, and which key does it."""
        if tab != TEAMS and self._detail is not None and not self._detail.rights_shown:
            return _("Rights are shown to the person itself, and to who manages people.")
        may_change = self.app.offers(verbs.GIVE)
        if tab == TEAMS:
            return _("In no team. Press t to choose teams.") if may_change else _("In no team.")
        reason = self.why_not(verbs.CLIENTS if tab == CLIENTS else verbs.GIVE)
        if reason is not None:
            return reason
        if tab == CLIENTS:
            return _("No client is reached. Press c to grant some.") if may_change else _("No client is reached.")
        return _("No product is reached. Press p to give a right.") if may_change else _("No product is reached.")

    def items(self) -> Sequence[Item]:
        """Return what is reached, and the teams."""
        if self._detail is None:
            return ()
        teams = {one.id: one for one in self._teams}
        return [
            *(self._product_items() if self._detail.rights_shown else ()),
            *(self._client_items() if self._detail.rights_shown and self.is_partner else ()),
            *(
                Item(
                    Row(
                        one.id,
                        {
                            "name": one.name,
                            "colour": words.colour_words(one.colour),
                            "leads": _("leads it") if one.leads else (teams[one.id].leader or words.NONE),
                        },
                        swatch=("colour", words.terminal_colour(one.colour)),
                    ),
                    tabs=(TEAMS,),
                )
                for one in self._detail.teams
            ),
        ]

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Open what the row is about."""
        from resellertui.tui.screens.client import ClientPage
        from resellertui.tui.screens.team import TeamPage

        if message.key.startswith("TEAM-"):
            self.app.push_screen(TeamPage(message.key))
        elif message.key.startswith("PRD-"):
            self.app.push_screen(ProductDialog(message.key))
        elif message.key.startswith("PTN-"):
            self.app.push_screen(ClientPage(message.key))
        else:
            row = self.records.cursor_row
            if row is not None:
                self.app.push_screen(ReadingDialog(row.cells["name"], tuple(row.cells.values())))

    def action_role(self) -> None:
        """Change the role."""
        self._do(
            people_acts.change_role, ends=self._known is not None and people_acts.is_oneself(self.app, self._known)
        )

    def action_accounting(self) -> None:
        """Give the accounting, or take it back."""
        self._do(people_acts.switch_accounting)

    def action_teams(self) -> None:
        """Choose the teams."""
        self._do(people_acts.choose_teams)

    def action_remove(self) -> None:
        """Take the person out of the organisation."""
        self._do(people_acts.remove, ends=True)

    def action_give(self) -> None:
        """Give a right on products."""
        self._do(lambda app, person: rights_giving.give_products(app, _holder(person)))

    def action_take(self) -> None:
        """Take rights on products back."""
        self._do(lambda app, person: rights_giving.take_products(app, _holder(person)))

    def action_clients(self) -> None:
        """Choose the clients."""
        self._do(lambda app, person: rights_giving.choose_clients(app, _holder(person)))

    @work(group="dialog", exclusive=True)
    async def _do(self, act: Callable[..., Awaitable[object]], *, ends: bool = False) -> None:
        if self._known is not None:
            self.is_ending = ends
            with self.app.reporting(), reading_again(self.app):
                await act(self.app, self._known)

    def _product_items(self) -> list[Item]:
        assert self._detail is not None  # noqa: S101  # `items` has looked
        person = self._detail.person
        if reaches_every_product(person.role):
            cells = {
                "name": _("every product, later ones too"),
                "right": words.right_words(words.STRONGEST),
                "because": _("role: {role}").format(role=role_label(person.role)),
            }
            return [Item(Row("every product", cells), tabs=(PRODUCTS,))]
        rows = [self._family_row(family) for family in self._granted_families()]
        for one in self._detail.products:
            cells = {
                "name": one.name,
                "family": self._families.get(one.family, one.family),
                "right": words.right_words(one.right),
                "because": words.because(one.sources),
            }
            rows.append(Row(one.id, cells))
        return [Item(one, tabs=(PRODUCTS,)) for one in rows]

    def _granted_families(self) -> list[str]:
        assert self._detail is not None  # noqa: S101  # `items` has looked
        grants = [*self._detail.person.grants, *(one for team in self._teams for one in team.grants)]
        return list(dict.fromkeys(one.subject_id for one in grants if one.kind == "family"))

    def _family_row(self, family: str) -> Row:
        assert self._detail is not None  # noqa: S101  # `items` has looked
        held = [(_("own grant"), one) for one in self._detail.person.grants]
        held += [(_("team {name}").format(name=team.name), one) for team in self._teams for one in team.grants]
        found = [(label, one.right) for label, one in held if (one.kind, one.subject_id) == ("family", family)]
        rights = {right for _label, right in found}
        label = self._families.get(family, family)
        cells = {
            "name": _("{family}: all, later ones too").format(family=label),
            "right": words.right_words(words.STRONGEST if words.STRONGEST in rights else found[0][1]),
            "because": ", ".join(label for label, _right in found),
        }
        return Row(f"family:{family}", cells)

    def _client_items(self) -> list[Item]:
        assert self._detail is not None  # noqa: S101  # `items` has looked
        person = self._detail.person
        if reaches_every_client(person.role):
            because = _("role: {role}").format(role=role_label(person.role))
            return [Item(Row("every client", {"name": _("every client"), "because": because}), tabs=(CLIENTS,))]
        rows = []
        for one in self._clients:
            reason = words.because(one.sources)
            cells = {"name": one.client, "because": f"{reason} · {one.why_not}" if one.why_not else reason}
            rows.append(Row(one.partnership_id, cells))
        if (rest := self._clients_total - len(self._clients)) > 0:
            more = ngettext("and {count} more", "and {count} more", rest).format(count=rest)
            rows.append(Row("more clients", {"name": more}))
        return [Item(one, tabs=(CLIENTS,)) for one in rows]


def _holder(person: Known) -> rights_giving.Holder:
    return rights_giving.Holder(person.view.id, person.view.name, person.view.grants)
