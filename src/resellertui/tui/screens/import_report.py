"""Importing clients, last page: what would change; then, once it has run, what did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.importing import Change, ImportReport
from resellertui.services.rejected_rows import write_rejected_rows
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.progress import Watch, with_progress
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.import_job import ImportJob, field_words
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Tone
from resellertui.tui.widgets.tab_line import TabLine

START = Command("import.start", "i", "Import", "Write it: create and update clients, and send the requests.", footer=11)
KEEP = Command("import.keep", "x", "Keep rejected", "Write the rejected rows to a CSV file beside the file.", footer=20)
TABS = (
    ("all", "All"),
    ("created", "Created"),
    ("updated", "Updated"),
    ("unchanged", "Unchanged"),
    ("rejected", "Rejected"),
)


class ImportReportPage(Page[bool]):
    """Lists clients and rejected rows; answers True once the file has been imported."""

    GUIDE = "import"
    HELP_TITLE = "Import: what changes"
    CSS_PATH = "import_clients.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        START,
        KEEP,
        Command("import.tab_before", "left_square_bracket", "Tab before", "Show the tab before.", palette=False),
        Command("import.tab_after", "right_square_bracket", "Next tab", "Show the next tab.", footer=30, palette=False),
    )

    def __init__(self, job: ImportJob, report: ImportReport) -> None:
        super().__init__()
        self.job = job
        self.report = report
        self.records = RecordList(
            WholeSource(self._items, sort="client"),
            (
                Column("line", _("Line"), 6, right=True, sortable=True),
                Column("what", _("What"), 11, sortable=True),
                Column("client", _("Client or field"), 18, weight=1, limit=36, sortable=True),
                Column("details", _("Details"), 20, weight=3),
            ),
            ListQuery(tab="all"),
            empty=self._empty,
        )
        self.tab_line = TabLine([(key, _(label)) for key, label in TABS])

    def title_text(self) -> str:
        """Return whether this would be, or was, done."""
        if self.report.dry_run:
            return _("Import clients: what would change (nothing is written yet)")
        if self.report.refused:
            return _("Import clients: nothing was written, because rows were rejected")
        return _("Import clients: stopped; this is done") if self.report.cancelled else _("Import clients: done")

    def compose_body(self) -> ComposeResult:
        """Lay out the counts, the tabs and the list."""
        yield Static(id="counts", classes="import-line")
        yield self.tab_line
        yield self.records
        yield Static(id="advice", classes="import-line")

    def on_mount(self) -> None:
        """Show the counts; start in the list."""
        self._show_report()
        self.set_focus(self.records)

    def why_not(self, command: Command) -> str | None:
        """Say why there is nothing to write or to keep."""
        if command is START:
            if not self.report.dry_run:
                return _("The file has been imported; press escape to leave.")
            if self.job.all_or_nothing and self.report.rejected:
                return _("All or nothing is chosen, and rows are rejected. Escape, then z, takes the good ones.")
            if not self.report.created and not self.report.updated:
                return _("Nothing would change.")
        if command is KEEP and not self.report.rejected:
            return _("No row is rejected.")
        return super().why_not(command)

    def step_back(self) -> bool:
        """Leave with the answer that the file was imported, if it was."""
        if self.report.dry_run:
            return False
        self.leave(True)
        return True

    def action_leave(self) -> None:
        """Leave."""
        self.leave(None if self.report.dry_run else True)

    @work(group="dialog", exclusive=True)
    async def action_start(self) -> None:
        """Ask, then import, with a bar."""
        question = _("Import {file}?").format(file=self.job.path.name)
        if not await self.app.push_screen_wait(ConfirmDialog(question, self._effects(), yes=_("Import"))):
            return
        with self.app.reporting():
            options = self.job.options()

            def bring_in(actor: Actor, watch: Watch) -> ImportReport:
                imports = self.app.services.imports
                return imports.run(actor, self.job.data, options, progress=watch.report, cancelled=watch.stopped)

            self.report = await with_progress(self.app, _("Importing"), bring_in)
            self.retitle()
            self._show_report()
            self.records.refresh_rows()

    @work(group="keep", exclusive=True)
    async def action_keep(self) -> None:
        """Write the rejected rows to a file of their own."""
        with self.app.reporting():
            path = await self.app.behind(write_rejected_rows, self.job.path, self.job.data, self.report.rejected)
            self.app.say(_("The rejected rows are in {path}.").format(path=path))

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self._show_tab(self.tab_line.neighbour(-1))

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self._show_tab(self.tab_line.neighbour(1))

    @on(RecordList.Opened)
    def read(self, message: RecordList.Opened) -> None:
        """Show a line whole."""
        kind, _blank, number = message.key.partition(" ")
        if kind == "rejected":
            rejected = self.report.rejected[int(number)]
            title = _("Line {line} is rejected").format(line=rejected.line)
            lines = [part for part in (field_words(rejected.field) if rejected.field else "", rejected.reason) if part]
        else:
            change = self.report.changes[int(number)]
            title = _("Line {line}: {client}").format(line=change.line, client=change.client)
            lines = list(change.details) or [_("Nothing changes.")]
        self.app.push_screen(ReadingDialog(title, lines))

    @on(TabLine.Chosen)
    def choose_tab(self, message: TabLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self._show_tab(message.key)

    def _effects(self) -> list[str]:
        created, updated = self.report.created, self.report.updated
        sentences = []
        if created:
            words = ngettext("{count} client is created.", "{count} clients are created.", created)
            sentences.append(words.format(count=created))
        if updated:
            words = ngettext("{count} client is updated.", "{count} clients are updated.", updated)
            sentences.append(words.format(count=updated))
        sentences.append(_("Each one that is asked gets an e-mail, the same whether or not it was known here."))
        return sentences

    def _show_tab(self, key: str) -> None:
        self.tab_line.active = key
        self.records.change(tab=key)

    def _show_report(self) -> None:
        report = self.report
        counts = _("{created} created · {updated} updated · {unchanged} unchanged · {rejected} rows rejected").format(
            created=report.created, updated=report.updated, unchanged=report.unchanged, rejected=len(report.rejected)
        )
        self.query_one("#counts", Static).update(plain(counts))
        advice = ""
        if report.dry_run:
            advice = self.why_not(START) or _("Press i to import, escape to change something first.")
        elif report.cancelled:
            advice = _("What the counts say is done; the rest of the file is not. Importing it again does the rest.")
        if len(report.changes) < report.total:
            advice += " " + _("The first {count} of {total} clients are listed.").format(
                count=len(report.changes), total=report.total
            )
        self.query_one("#advice", Static).update(plain(advice))
        self.refresh_bindings()

    async def _items(self) -> Sequence[Item]:
        words = {
            Change.CREATED: _("+ created"),
            Change.UPDATED: _("~ updated"),
            Change.UNCHANGED: _("= unchanged"),
        }
        rejected = [
            Item(
                Row(
                    f"rejected {number}",
                    {
                        "line": str(one.line),
                        "what": _("✕ rejected"),
                        "client": field_words(one.field) if one.field else "",
                        "details": one.reason,
                    },
                    Tone.BAD,
                ),
                order=(("line", one.line),),
                tabs=("all", "rejected"),
            )
            for number, one in enumerate(self.report.rejected)
        ]
        changes = [
            Item(
                Row(
                    f"change {number}",
                    {
                        "line": str(one.line),
                        "what": words[one.what],
                        "client": one.client,
                        "details": " ".join(one.details),
                    },
                    Tone.MUTED if one.what is Change.UNCHANGED else None,
                ),
                order=(("line", one.line),),
                tabs=("all", one.what.value),
            )
            for number, one in enumerate(self.report.changes)
        ]
        return [*rejected, *changes]

    def _empty(self, query: ListQuery) -> Content:
        return plain(_("No row is rejected.") if query.tab == "rejected" else _("There is nothing in this tab."))
