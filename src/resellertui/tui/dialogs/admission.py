"""One application as staff see it, with the keys that decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.services.programme.views import ApplicationState, ApplicationView
from resellertui.tui.admission_acts import ADMISSION_VERBS, Decides
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.programme_words import admission_lines
from resellertui.tui.text import plain

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


class AdmissionDialog(Decides, ReadingDialog):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Shows an application and follows it while it is open."""

    VERBS: ClassVar[tuple[Command, ...]] = ADMISSION_VERBS
    HELP_TITLE = "An application"

    def __init__(self, view: ApplicationView) -> None:
        super().__init__(f"{view.id} · {view.organisation}", admission_lines(view))
        self._view = view
        self.add_class("-tall")

    def compose_body(self) -> ComposeResult:
        """Yield what is known."""
        yield Static(self._words(), classes="case-text")

    def on_mount(self) -> None:
        """Follow what changes."""
        self.app.changed.subscribe(self, self._note_change)

    def application_id(self) -> str:
        """Return the application that is shown."""
        return self._view.id

    def why_not(self, command: Command) -> str | None:
        """Say that it is decided."""
        if command in ADMISSION_VERBS and self._view.state is not ApplicationState.SUBMITTED:
            return _("It is decided, or was withdrawn.")
        return super().why_not(command)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read it again."""
        with self.app.reporting():
            self._view = await self.app.ask(self.app.services.admissions.show, self._view.id)
            self._lines = tuple(admission_lines(self._view))
            self.query_one(".case-text", Static).update(self._words())
            self.refresh_bindings()

    def _words(self) -> Content:
        return Content("\n").join(plain(line) for line in self._lines)

    def _note_change(self, _nothing: None) -> None:
        self.reload()


def open_admission(app: ConsoleApp, reference: str) -> None:
    """Open an application's dialog."""

    async def show() -> None:
        with app.reporting():
            app.push_screen(AdmissionDialog(await app.ask(app.services.admissions.show, reference)))

    app.run_worker(show(), group="go", exclusive=True)
