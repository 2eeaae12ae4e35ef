"""One side of who reaches what, whole: the people who reach a client, or what a person or team reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.consequence import enumerate_names
from resellertui.domain.roles import ProductRight, role_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.people.views import ReachedClientView
from resellertui.services.reach_views import ReachPersonView
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.reach_heads import Head
from resellertui.tui.reach_words import PAUSED, reasons
from resellertui.tui.reaching import CHANGE
from resellertui.tui.sections.listing import FILTER
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.filter_bar import FilterBar
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


class ReachedDialog(Dialog[None]):
    """A list to read, with what belongs to all of it above."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        FILTER,
        Command("reached.close", "q", "Close", "Close the list.", palette=False),
    )
    HELP_TITLE = "One side of who reaches what"
    DEFAULT_CSS = """
    ReachedDialog RecordList { height: 1fr; min-height: 4; }
    ReachedDialog .list-foot { height: 1; }
    """

    def __init__(self, title: str, notes: Sequence[str], source: Source, columns: Sequence[Column]) -> None:
        super().__init__(classes="-tall")
        self._title = title
        self._notes = tuple(notes)
        self.records = RecordList(source, columns, empty=_nothing)
        self._status = Line(classes="section-status")

    def title_text(self) -> str:
        """Return whose side it is."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """Yield the notes, the list, and its foot."""
        for note in self._notes:
            yield Static(plain(note), classes="effect")
        yield self.records
        with Horizontal(classes="list-foot"):
            self._filter = FilterBar(self.records)
            yield self._filter
            yield self._status

    def on_mount(self) -> None:
        """Start in the list."""
        self.watch(self.records, "status", lambda words: self._status.say(plain(words)))
        self.set_focus(self.records)

    @on(RecordList.Opened)
    def read(self) -> None:
        """Show the row whole, where it may be cut."""
        row = self.records.cursor_row
        if row is not None:
            self.app.push_screen(ReadingDialog(row.cells["name"], [one for one in row.cells.values() if one][1:]))

    def action_filter(self) -> None:
        """Type a filter."""
        self._filter.open()

    def action_close(self) -> None:
        """Close."""
        self.finish(None)


class ReachedClients(Source):
    """Windows on the clients that a person reaches, however many."""

    def __init__(self, app: ConsoleApp, person: str) -> None:
        self._app = app
        self._person = person

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        answer = await self._app.ask(self._app.services.reach.by_person, self._person, query.filter, offset, limit)
        return Page(answer.total, offset, [_client_row(one) for one in answer.clients])

    async def position(self, query: ListQuery, key: str) -> int | None:  # noqa: ARG002  # as the protocol has it
        """Return nothing: the list begins anew when something changes."""
        return None

    async def find(self, query: ListQuery, typed: str) -> int | None:  # noqa: ARG002  # as above
        """Return nothing: there is a filter, and no jump."""
        return None

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # as above
        """Return that the order is always by name."""
        return False


async def people_of_client(app: ConsoleApp, reference: str) -> ReachedDialog:
    """Return who reaches a client, and why. Raises what the service raises."""
    found = await app.ask(app.services.reach.by_client, reference)
    notes = [_("The partnership is paused: nobody reaches it before it is resumed.")] if found.paused else []
    if found.teams:
        words = ngettext("Granted to the team {teams}.", "Granted to the teams {teams}.", len(found.teams))
        notes.append(words.format(teams=enumerate_names([one.name for one in found.teams])))
    items = [
        Item(_person_row(one.person, {"why": reasons(one.sources)}, Tone.MUTED if found.paused else None))
        for one in found.people
    ]
    title = _side_title(app, found.client, len(items))
    return ReachedDialog(title, notes, _whole(items), _people_columns())


async def people_of_product(app: ConsoleApp, reference: str) -> ReachedDialog:
    """Return who reaches a product, with which right and why. Raises what the service raises."""
    found = await app.ask(app.services.reach.by_product, reference)
    items = [
        Item(_person_row(one.person, {"right": right_words(one.right), "why": reasons(one.sources)}))
        for one in found.people
    ]
    title = _side_title(app, found.name, len(items))
    right = Column("right", _("Right"), 8, sortable=True)
    return ReachedDialog(title, (), _whole(items), (*_people_columns()[:1], right, *_people_columns()[1:]))


async def clients_of(app: ConsoleApp, head: Head) -> ReachedDialog:
    """Return which clients a person or team has, and why. Raises what the services raise."""
    if not head.is_team:
        columns = (
            Column("name", _("Client"), 24, weight=1, limit=50),
            Column("why", _("Because"), 24, weight=2),
        )
        title = _("Which clients {name} reaches").format(name=head.name)
        return ReachedDialog(title, (head.words(),), ReachedClients(app, head.id), columns)
    return await _of_team(app, head, ("client",), _("Which clients team {name} has"), _("Client"))


async def products_of(app: ConsoleApp, head: Head) -> ReachedDialog:
    """Return which products a person or team reaches, and why. Raises what the services raise."""
    if head.is_team:
        title = _("On what team {name} has a right")
        return await _of_team(app, head, ("product", "family"), title, _("Product or family"))
    found = await app.ask(app.services.reach.by_person, head.id, "", 0, 0)
    items = [
        Item(
            Row(
                one.id,
                {"name": one.name, "family": one.family, "right": right_words(one.right), "why": reasons(one.sources)},
            )
        )
        for one in found.products
    ]
    columns = (
        Column("name", _("Product"), 20, weight=1, limit=44, sortable=True),
        Column("family", _("Family"), 10, limit=16, priority=1, sortable=True),
        Column("right", _("Right"), 8, sortable=True),
        Column("why", _("Because"), 20, weight=2),
    )
    title = _("Which products {name} reaches").format(name=head.name)
    return ReachedDialog(title, (head.words(),), _whole(items), columns)


def right_words(right: ProductRight | None) -> str:
    """Return what a right lets its holder do."""
    if right is None:
        return ""
    return _("change") if right is ProductRight.TECHNICAL else _("look")


async def _of_team(app: ConsoleApp, head: Head, kinds: Sequence[str], title: str, heading: str) -> ReachedDialog:
    team = await app.ask(app.services.teams.show, head.id)
    items = [
        Item(Row(one.subject_id, {"name": one.subject, "right": right_words(one.right)}))
        for one in team.grants
        if one.kind in kinds
    ]
    names = [one.name for one in team.members]
    notes = [
        ngettext("{count} person is in it: {names}.", "{count} people are in it: {names}.", len(names)).format(
            count=len(names), names=enumerate_names(names)
        )
        if names
        else _("Nobody is in it.")
    ]
    right = () if "client" in kinds else (Column("right", _("Right"), 8, sortable=True),)
    columns = (Column("name", heading, 30, weight=1, sortable=True), *right)
    return ReachedDialog(title.format(name=head.name), notes, _whole(items), columns)


def _side_title(app: ConsoleApp, subject: str, count: int) -> str:
    """Return what the list of people says; to who does not manage people only what is its own is shown."""
    if not app.offers(CHANGE):
        return _("How you reach {subject}").format(subject=subject)
    people = ngettext("{count} person", "{count} people", count).format(count=count)
    return _("Who reaches {subject}: {people}").format(subject=subject, people=people)


def _client_row(one: ReachedClientView) -> Row:
    name = f"{PAUSED} {one.client}" if one.paused else one.client
    return Row(one.partnership_id, {"name": name, "why": reasons(one.sources)}, Tone.MUTED if one.paused else None)


def _person_row(one: ReachPersonView, cells: dict[str, str], tone: Tone | None = None) -> Row:
    return Row(one.id, {"name": one.name, "email": one.email, "role": role_label(one.role), **cells}, tone)


def _people_columns() -> tuple[Column, ...]:
    return (
        Column("name", _("Person"), 22, weight=2, limit=40, sortable=True),
        Column("email", _("E-mail"), 24, weight=1, limit=40, priority=2, sortable=True),
        Column("role", _("Role"), 20, priority=1, sortable=True),
        Column("why", _("Because"), 20, weight=3),
    )


def _whole(items: Sequence[Item]) -> WholeSource:
    async def load() -> Sequence[Item]:
        return items

    return WholeSource(load, sort="name")


def _nothing(query: ListQuery) -> Content:
    if query.filter:
        return plain(_("Nothing matches “{filter}”. Press escape to clear it.").format(filter=query.filter))
    return plain(_("There is nothing."))
