"""Importing clients, second page: what each column means, and the choices for the whole file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.partnership import Access, Payment
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.importing import ColumnView, DateOrderChoice, ImportReport
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.form_dialog import TextDialog
from resellertui.tui.dialogs.progress import Watch, with_progress
from resellertui.tui.import_job import ImportJob, field_words
from resellertui.tui.screens.page import Page
from resellertui.tui.sources import Item, WholeSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_list import RecordList
from resellertui.tui.widgets.record_source import ListQuery, Row, Tone

PREVIEW = Command("import.preview", "p", "Preview", "Show what would change; nothing is written.", footer=11)


class ImportColumnsPage(Page[bool]):
    """Shows the columns as they were guessed; each can be given another meaning."""

    GUIDE = "import"
    HELP_TITLE = "Import: the columns"
    CSS_PATH = "import_clients.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        PREVIEW,
        Command("import.access", "a", "Access", "Choose what is asked of the clients.", footer=20),
        Command("import.country", "c", "Country", "Choose the country of rows that name none.", footer=30),
        Command("import.dates", "t", "Dates", "Say whether dates begin with the day or the month.", footer=40),
        Command(
            "import.errors", "z", "All or nothing", "Take the good rows, or nothing if one is rejected.", footer=50
        ),
    )

    def __init__(self, job: ImportJob) -> None:
        super().__init__()
        self.job = job
        self.records = RecordList(
            WholeSource(self._items, sort="header"),
            (
                Column("number", "", 3, right=True),
                Column("header", _("Column"), 18, weight=1, limit=30),
                Column("means", _("Means"), 22, weight=1, limit=30),
                Column("samples", _("In the file"), 20, weight=2, priority=1),
            ),
            empty=_nothing,
        )

    def title_text(self) -> str:
        """Return what is chosen here."""
        return _("Import clients: what the columns mean")

    def compose_body(self) -> ComposeResult:
        """Lay out the file, the choices and the columns."""
        yield Static(id="file", classes="import-line")
        yield Static(id="choices", classes="import-line")
        yield self.records
        yield Static(id="advice", classes="import-line")

    def on_mount(self) -> None:
        """Show the choices; start in the list."""
        self._show_choices()
        self.set_focus(self.records)

    def why_not(self, command: Command) -> str | None:
        """Say which columns are missing before anything can be tried."""
        if command is PREVIEW and self.job.missing:
            return _("No column means: {fields}. Press enter on the column that does.").format(
                fields=", ".join(field_words(one) for one in self.job.missing)
            )
        return super().why_not(command)

    @on(RecordList.Opened)
    @work(group="dialog", exclusive=True)
    async def choose_meaning(self, message: RecordList.Opened) -> None:
        """Give a column another meaning."""
        column = next(one for one in self.job.view.columns if str(one.number) == message.key)
        choices = [Choice("", field_words(None))]
        choices += [Choice(name, field_words(name), self._taken_by(name, column)) for name in self.job.view.fields]
        title = _("What does “{header}” mean?").format(header=column.header)
        chosen = await self.app.push_screen_wait(ChooseDialog(title, choices, current=column.field or ""))
        if chosen is None or chosen == (column.field or ""):
            return
        with self.app.reporting():
            wanted = {
                number: field for number, field in self.job.mapping.items() if not chosen or field != chosen
            } | self._freed(chosen, column)
            wanted[str(column.number)] = chosen
            self.job.view = await self.app.ask(self.app.services.imports.examine, self.job.data, mapping=wanted)
            self.job.mapping = wanted
            self._show_choices()
            self.records.refresh_rows()

    @work(group="dialog", exclusive=True)
    async def action_access(self) -> None:
        """Choose what is asked of the clients."""
        choices = (
            Choice("limited", _("Limited access"), _("to the products of each row"), "l"),
            Choice("client", _("Full access"), _("the client's payment method"), "c"),
            Choice("partner", _("Full access"), _("your payment method"), "y"),
        )
        current = self.job.payment.value if self.job.payment else "limited"
        dialog = ChooseDialog(_("What is asked of the clients?"), choices, current=current)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is not None:
            self.job.access = Access.LIMITED if chosen == "limited" else Access.FULL
            self.job.payment = None if chosen == "limited" else Payment(chosen)
            self._show_choices()

    @work(group="dialog", exclusive=True)
    async def action_country(self) -> None:
        """Choose the country of rows that name none."""
        await self._choose_country()

    @work(group="dialog", exclusive=True)
    async def action_dates(self) -> None:
        """Say what stands first in dates."""
        await self._choose_dates()

    def action_errors(self) -> None:
        """Take good rows beside bad ones, or all or nothing."""
        self.job.all_or_nothing = not self.job.all_or_nothing
        self._show_choices()

    @work(group="dialog", exclusive=True)
    async def action_preview(self) -> None:
        """Try everything out, and show what would change."""
        from resellertui.tui.screens.import_report import ImportReportPage

        if self.job.needs_date_order and not await self._choose_dates():
            return
        if self.job.needs_country and not await self._choose_country():
            return
        with self.app.reporting():
            options = self.job.options()
            trial = self.app.services.rehearsing().imports

            def attempt(actor: Actor, watch: Watch) -> ImportReport:
                return trial.run(actor, self.job.data, options, progress=watch.report, cancelled=watch.stopped)

            report = await with_progress(self.app, _("Trying it out"), attempt, writes=False)
            if report.cancelled:
                return
            is_imported = await self.app.push_screen_wait(ImportReportPage(self.job, report))
            if is_imported:
                self.leave(True)

    async def _choose_country(self) -> bool:
        dialog = TextDialog(
            _("Rows that name no country"),
            _("Country, by name or code"),
            self.job.country,
            hint=_("Left empty, such rows are rejected."),
            yes=_("Take it"),
        )
        answer = await self.app.push_screen_wait(dialog)
        if answer is None:
            return False
        self.job.country = str(answer["text"]).strip()
        self._show_choices()
        return True

    async def _choose_dates(self) -> bool:
        choices = (
            Choice("dmy", _("The day comes first"), _("31/12/2026"), "d"),
            Choice("mdy", _("The month comes first"), _("12/31/2026"), "m"),
        )
        examples = _("In the file: {examples}").format(examples=", ".join(self.job.view.date_examples))
        lines = (examples,) if self.job.view.date_examples else ()
        current = self.job.date_order.value if self.job.date_order else ""
        dialog = ChooseDialog(_("What stands first in the dates?"), choices, current=current, lines=lines)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is None:
            return False
        self.job.date_order = DateOrderChoice(chosen)
        self._show_choices()
        return True

    def _taken_by(self, name: str, column: ColumnView) -> str:
        other = next((one for one in self.job.view.columns if one.field == name and one.number != column.number), None)
        return "" if other is None else _("now “{header}”").format(header=other.header)

    def _freed(self, chosen: str, column: ColumnView) -> dict[str, str]:
        """Leave out the column that meant this until now."""
        return {
            str(one.number): ""
            for one in self.job.view.columns
            if chosen and one.field == chosen and one.number != column.number
        }

    def _show_choices(self) -> None:
        view = self.job.view
        remembered = " · " + _("columns as last time") if view.remembered else ""
        self.query_one("#file", Static).update(plain(self.job.file_words() + remembered))
        self.query_one("#choices", Static).update(plain(self.job.choice_words()))
        reason = self.why_not(PREVIEW)
        advice = reason or _("Press enter to give a column another meaning, p to see what would change.")
        self.query_one("#advice", Static).update(plain(advice))
        self.refresh_bindings()

    async def _items(self) -> Sequence[Item]:
        return [
            Item(
                Row(
                    str(one.number),
                    {
                        "number": str(one.number),
                        "header": one.header,
                        "means": field_words(one.field),
                        "samples": ", ".join(one.samples),
                    },
                    None if one.field else Tone.MUTED,
                )
            )
            for one in self.job.view.columns
        ]


def _nothing(_query: ListQuery) -> Content:
    return plain(_("The file has no columns."))
