"""Managed clients: the partner's list of its clients, however long, and what is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.partnership import State
from resellertui.domain.wording import _, ngettext
from resellertui.tui.client_acts import CLIENT_ACTS, AtHand, ClientActs
from resellertui.tui.client_source import ClientSource, tab_of
from resellertui.tui.client_words import is_to_answer
from resellertui.tui.commands import Command
from resellertui.tui.exporting import export_clients, no_files_here
from resellertui.tui.reaching import Subject
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Source

ADD = Command(
    "client.add",
    "n",
    "Add a client",
    "Ask an organisation to become your client.",
    permission=Action.PARTNERSHIP_REQUEST_AS_PARTNER,
    footer=83,
)
IMPORT = Command(
    "client.import",
    "i",
    "Import",
    "Bring in the clients that you have already, from a CSV file.",
    permission=Action.CLIENT_IMPORT,
    footer=81,
)
EXPORT = Command(
    "client.export",
    "x",
    "Export",
    "Write the marked clients, or all that match, to a CSV file.",
    permission=Action.CLIENT_EXPORT,
    footer=82,
)


class ClientsSection(ClientActs, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The list, its tabs, and its keys."""

    TITLE = "Managed clients"
    GUIDE = "clients"
    HELP_TITLE = "Managed clients"
    LANDMARK = ADD
    VERBS: ClassVar[tuple[Command, ...]] = (ADD, IMPORT, EXPORT, *CLIENT_ACTS)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (("active", "Active"), ("pending", "Pending"), ("past", "Past"))

    _says_commitment = False

    def source(self) -> Source:
        """Return the windows on the clients."""
        self.clients = ClientSource(self.app)
        return self.clients

    def columns(self) -> Sequence[Column]:
        """Return the columns of the first tab."""
        return _columns("active")

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the tab, and which key does it."""
        if query.tab == "past":
            return plain(_("Partnerships that have ended and requests that came to nothing are kept here."))
        if not self.app.offers(ADD):
            return plain(_("No client is here. Clients that are granted to you appear here."))
        if query.tab == "pending":
            return plain(_("No request is waiting. Press n to add a client."))
        return plain(_("No clients yet. Press n to add one, or i to import a list of them."))

    def open_record(self, key: str) -> None:
        """Open the client's page."""
        from resellertui.tui.screens.client import ClientPage

        self.app.push_screen(ClientPage(key))

    def show_tab(self, key: str) -> None:
        """Show a tab, with the columns that say something there."""
        super().show_tab(key)
        self._says_commitment = False
        self.records.set_columns(_columns(key))

    @on(RecordList.Highlighted)
    def say_commitment(self) -> None:
        """Say in words what the sign of bound clients means, as soon as there is one, where there is room."""
        if self.clients.has_bound and not self._says_commitment and self.tab_line.active == "active":
            self._says_commitment = True
            self.records.set_columns(_columns("active", with_commitment=True))

    @work(group="reveal", exclusive=True)
    async def reveal(self, record: str) -> None:
        """Put the cursor on a client, in the tab that has it, and open it."""
        with self.app.reporting():
            partnership = await self.app.ask(self.app.services.partnerships.show, record)
            self.filter_bar.clear()
            self.show_tab(tab_of(partnership.state))
            self.records.go_to(partnership.id)
            self.open_record(partnership.id)

    def at_hand(self) -> AtHand | None:
        """Return the client under the cursor, unless several are marked."""
        client = None if len(self.records.marks) else self.clients.seen(self.records.cursor_key)
        if client is None:
            return None
        return AtHand(client.partnership_id, client.name, client.state, client.paused, is_to_answer(client))

    async def meant(self) -> tuple[str, ...]:
        """Return the marked clients, else the one under the cursor."""
        marks = self.records.marks
        if len(marks):
            return await self.clients.marked(marks)
        key = self.records.cursor_key
        return () if key is None else (key,)

    def reach_subject(self) -> Subject:
        """Return the client under the cursor, if it is one that people reach."""
        client = self.clients.seen(self.records.cursor_key)
        return Subject(client=client.partnership_id if client is not None and client.state is State.ACTIVE else None)

    def done_with(self) -> None:
        """Take the marks away: what they were for is done."""
        if len(self.records.marks):
            self.records.unmark()

    def rows_for(self, command: Command) -> RecordList | None:
        """Return the list where the client under the cursor is meant, not those that are marked."""
        return None if len(self.records.marks) else super().rows_for(command)

    def why_not(self, command: Command) -> str | None:
        """Say why files are out of reach, or what of the client's state stands in the way."""
        if self.app.is_locked and command is IMPORT:
            return _("In locked mode no files are read: import on the machine that has the database.")
        if self.app.is_locked and command is EXPORT:
            return no_files_here()
        is_empty = self.records.is_settled and not self.records.total and not len(self.records.marks)
        if command in CLIENT_ACTS and is_empty:
            return _("There is no client here.")
        return self.against(command) or super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def action_add(self) -> None:
        """Open the wizard; show the request that it sent."""
        from resellertui.tui.screens.add_client import AddClientWizard

        reference = await self.app.push_screen_wait(AddClientWizard())
        if reference is not None:
            self.filter_bar.clear()
            self.show_tab("pending")
            self.records.go_to(reference)

    def action_import(self) -> None:
        """Open the import."""
        from resellertui.tui.screens.import_clients import ImportPage

        self.app.push_screen(ImportPage())

    @work(group="dialog", exclusive=True)
    async def action_export(self) -> None:
        """Write the marked clients, or all that match, and say where."""
        with self.app.reporting():
            marks = self.records.marks
            asked = self.records.asked
            references = await (self.clients.marked(marks) if len(marks) else self.clients.references(asked))
            if not references:
                self.app.warn(_("There is nothing to export here."))
                return
            report = await export_clients(self.app, references)
            words = ngettext("{count} client written to {path}", "{count} clients written to {path}", report.clients)
            self.app.say(words.format(count=report.clients, path=report.path))
            self.done_with()


def _columns(tab: str, *, with_commitment: bool = False) -> tuple[Column, ...]:
    since = {"active": _("Since"), "pending": _("Asked on"), "past": _("Since")}[tab]
    dates = (
        Column("next_expiry", _("Next expiry"), 11, priority=1, sortable=True),
        Column("since", since, 12, priority=7, sortable=True),
    )
    return (
        Column("name", _("Client"), 18, limit=44, weight=3, sortable=True),
        Column("reference", _("Reference"), 11, priority=6, sortable=True),
        Column("city", _("City"), 10, limit=20, weight=1, priority=5, sortable=True),
        Column("access", _("Access"), 8, priority=2, sortable=True),
        Column("payment", _("Payment"), 9, priority=4, sortable=True),
        *((Column("products", _("Products"), 10, right=True, priority=3, sortable=True),) if tab == "active" else ()),
        *(dates if tab == "active" else (Column("since", since, 12, priority=1, sortable=True),)),
        Column("state", _("State"), 11, sortable=True),
        *((Column("commitment", _("Won by"), 13, weight=1, limit=39, priority=8),) if with_commitment else ()),
    )
