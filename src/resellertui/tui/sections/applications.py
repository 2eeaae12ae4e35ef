"""Applications: who wants to become a partner, decided by the provider's staff; and clients' overdue invoices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.wording import _, ngettext
from resellertui.services.programme.views import ApplicationRow, ApplicationState, ArrearsView
from resellertui.tui import formats
from resellertui.tui.admission_acts import ADMISSION_VERBS, Decides
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.programme_words import arrears_lines
from resellertui.tui.sections.listing import FILTER, ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Page, Row, Source, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

ARREARS, ARREARS_DONE = "arrears", "arrears_done"

DONE = Command(
    "arrears.done",
    "d",
    "Done",
    "Mark the overdue invoice as done, with a note.",
    permission=Action.PROGRAMME_APPROVE,
    footer=60,
)

LICENCE = Command(
    "applications.licence",
    "l",
    "Licence key",
    "Assign a partner the key of the theme licence, replace it, or take it back.",
    permission=Action.PROGRAMME_APPROVE,
)


class ApplicationSource(Source):
    """Windows on the applications in a state, or on the overdue invoices."""

    def __init__(self, app: ConsoleApp) -> None:
        self._app = app
        self.tasks: dict[str, ArrearsView] = {}

    def can_reverse(self, query: ListQuery) -> bool:  # noqa: ARG002  # of no tab
        """Return that the order stays as it is."""
        return False

    async def page(self, query: ListQuery, offset: int, limit: int) -> Page:
        """Return the rows at an offset."""
        services = self._app.services
        if query.tab in {ARREARS, ARREARS_DONE}:
            done = query.tab == ARREARS_DONE
            tasks = await self._app.ask(services.arrears.page, done=done, offset=offset, limit=limit)
            self.tasks |= {one.id: one for one in tasks.rows}
            return Page(tasks.total, tasks.offset, [_task_row(one) for one in tasks.rows])
        page = await self._app.ask(services.admissions.page, ApplicationState(query.tab), offset, limit)
        return Page(page.total, page.offset, [_row(one) for one in page.rows])

    async def position(self, query: ListQuery, key: str) -> int | None:
        """Return where an application is, among the first ones."""
        page = await self.page(query, 0, 1000)
        return next((index for index, row in enumerate(page.rows) if row.key == key), None)

    async def find(self, query: ListQuery, typed: str) -> int | None:
        """Return where the application of this id is."""
        return await self.position(query, typed.upper())


class ApplicationsSection(Decides, ListSection, can_focus=False):  # type: ignore[misc]  # `app` is narrowed
    """The list with its tabs."""

    TITLE = "Applications"
    GUIDE = "becoming-a-partner"
    HELP_TITLE = "Applications"
    VERBS: ClassVar[tuple[Command, ...]] = (*ADMISSION_VERBS, DONE, LICENCE)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        (ApplicationState.SUBMITTED.value, "To decide"),
        (ApplicationState.APPROVED.value, "Approved"),
        (ApplicationState.REJECTED.value, "Rejected"),
        (ApplicationState.WITHDRAWN.value, "Withdrawn"),
        (ARREARS, "Arrears"),
        (ARREARS_DONE, "Done"),
    )

    def source(self) -> Source:
        """Return the applications."""
        self._source = ApplicationSource(self.app)
        return self._source

    def columns(self) -> Sequence[Column]:
        """Return the columns, which suit both."""
        return (
            Column("organisation", _("Organisation"), 18, weight=3, limit=50),
            Column("what", _("What"), 16, weight=3, limit=60),
            Column("since", _("Since"), 17),
            Column("id", _("Id"), 8, priority=1),
        )

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == ApplicationState.SUBMITTED.value:
            return plain(_("No application waits. Organisations apply on their page Programme (g m)."))
        if query.tab == ARREARS:
            return plain(
                _("No task. The daily run makes one when a client's invoice stays unpaid after its partner was told.")
            )
        return plain(_("There is none of these."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the filter, which there is none of, and what is for the other kind of row."""
        if parameters == (FILTER.id,):
            return False
        is_task = self.is_mounted and self.tab_line.active in {ARREARS, ARREARS_DONE}
        if parameters == (DONE.id,) and not is_task:
            return False
        if is_task and parameters and parameters[0] in {one.id for one in ADMISSION_VERBS}:
            return False
        return super().check_action(action, parameters)

    def open_record(self, key: str) -> None:
        """Show a row whole."""
        from resellertui.tui.dialogs.admission import open_admission

        if key in self._source.tasks:
            task = self._source.tasks[key]
            self.app.push_screen(ReadingDialog(f"{task.id} · {task.document}", arrears_lines(task)))
        else:
            open_admission(self.app, key)

    def show_tab(self, key: str) -> None:
        """Show a tab, and offer its keys."""
        super().show_tab(key)
        self.refresh_bindings()

    def application_id(self) -> str:
        """Return the application under the cursor."""
        key = self.records.cursor_key or ""
        return "" if key in self._source.tasks else key

    @work(group="dialog", exclusive=True)
    async def action_licence(self) -> None:
        """Take a partner's licence key; of the organisation under the cursor first."""
        from resellertui.tui.dialogs.application import LicenceDialog

        row = self.records.cursor_row
        name = row.cells["organisation"] if row is not None and self.application_id() else ""
        await self.app.push_screen_wait(LicenceDialog(name))

    @work(group="dialog", exclusive=True)
    async def action_done(self) -> None:
        """Mark the task under the cursor as done."""
        from resellertui.tui.dialogs.application import ArrearsDialog

        task = self._source.tasks.get(self.records.cursor_key or "")
        if task is None:
            return
        if task.done_at is not None:
            self.app.warn(_("{id} is done already.").format(id=task.id))
        else:
            await self.app.push_screen_wait(ArrearsDialog(task.id, task.document))


def _row(one: ApplicationRow) -> Row:
    what = _("sent by {person}").format(person=one.submitted_by) if one.submitted_by else ""
    if one.is_provisional:
        what = _("approved for a time")
    return Row(
        one.id,
        {
            "organisation": one.organisation,
            "what": what,
            "since": formats.moment(one.decided_at or one.submitted_at),
            "id": one.id,
        },
        None if one.state is ApplicationState.SUBMITTED else Tone.MUTED,
    )


def _task_row(one: ArrearsView) -> Row:
    days = ngettext("{count} day overdue", "{count} days overdue", one.days_overdue).format(count=one.days_overdue)
    return Row(
        one.id,
        {
            "organisation": one.client,
            "what": _("{document}, {days}; {partner}").format(
                document=one.document, days=days if one.still_to_pay else _("not to pay any more"), partner=one.partner
            ),
            "since": formats.moment(one.done_at or one.raised_at),
            "id": one.id,
        },
        Tone.MUTED if one.done_at is not None else Tone.WARNING,
    )
