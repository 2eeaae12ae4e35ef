"""The directory as everybody may search it: the partners, the listing of the one under the cursor, and its files."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.exporting import export_directory, no_files_here
from resellertui.tui.partner_source import PartnerSource, card_lines, card_text, nobody_found, partner_columns
from resellertui.tui.screens.list_page import ListPage
from resellertui.tui.widgets.filter_bar import FilterBar
from resellertui.tui.widgets.record_list import RecordList

SEARCH = Command(
    "partners.search",
    "slash",
    "Search",
    "Show the partners that match what you type; place:, language:, service: and name: name a field.",
    footer=20,
)
EXPORT = Command(
    "partners.export",
    "x",
    "Export",
    "Write the directory to a file that can be published: a page of the web, or JSON.",
    permission=Action.DIRECTORY_EXPORT,
    footer=30,
)


class DirectorySearchBar(FilterBar):
    """Says what is searched."""

    def invitation(self) -> str:
        """Return what the empty input says."""
        return _("Words, or place:geneva language:french service:hosting name:…")


class DirectoryPage(ListPage[None]):
    """All listed partners but one's own organisation."""

    GUIDE = "directory"
    HELP_TITLE = "Directory of partners"
    VERBS: ClassVar[tuple[Command, ...]] = (SEARCH, EXPORT)
    DEFAULT_CSS = """
    DirectoryPage RecordList { height: 1fr; min-height: 4; }
    DirectoryPage .partner-card { height: auto; max-height: 7; margin: 1 0 0 0; }
    """

    def title_text(self) -> str:
        """Return the title."""
        return _("Directory of partners")

    def compose_body(self) -> ComposeResult:
        """Lay out the list, what is typed below it, and the listing under the cursor."""
        self.source = PartnerSource(self.app)
        self.records = RecordList(self.source, partner_columns(), empty=nobody_found)
        yield from self.compose_foot(DirectorySearchBar(self.records))
        yield Static(classes="partner-card")

    def why_not(self, command: Command) -> str | None:
        """Say why files are out of reach."""
        return no_files_here() if command is EXPORT and self.app.is_locked else super().why_not(command)

    def action_search(self) -> None:
        """Type what to search."""
        self.filter_bar.open()

    @work(group="dialog", exclusive=True)
    async def action_export(self) -> None:
        """Ask how, write the directory, and say where."""
        with self.app.reporting():
            await export_directory(self.app)

    @on(RecordList.Highlighted)
    def show_card(self, message: RecordList.Highlighted) -> None:
        """Show the listing under the cursor."""
        card = self.source.card(message.key)
        self.query_one(".partner-card", Static).update(card_text(card) if card else Content(""))

    @on(RecordList.Opened)
    def open_row(self, message: RecordList.Opened) -> None:
        """Show a listing whole."""
        from resellertui.tui.dialogs.reading import ReadingDialog

        card = self.source.card(message.key)
        if card is not None:
            self.app.push_screen(ReadingDialog(card.name, card_lines(card)))
