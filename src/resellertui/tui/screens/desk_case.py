"""A case at the desk: its clock, everything that was written, and the keys that answer, note and close."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.errors import Forbidden, NotFound, ResellerError
from resellertui.domain.wording import _
from resellertui.services.support.case_views import CaseView
from resellertui.tui.commands import Command
from resellertui.tui.desk_acts import LOOK, look_through
from resellertui.tui.desk_words import case_facts, message_lines
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.desk import WriteDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.screens.page import Page
from resellertui.tui.text import plain

READ_EVERY = 30.0
"""Seconds after which the clock, and what others wrote meanwhile, are read again."""

ANSWER = Command(
    "desk_case.answer",
    "a",
    "Answer",
    "Answer whoever asked, which ends the clock.",
    permission=Action.SUPPORT_ANSWER,
    footer=10,
)
NOTE = Command(
    "desk_case.note",
    "m",
    "Note",
    "Note something among staff, which the organisation never reads.",
    permission=Action.SUPPORT_ANSWER,
    footer=20,
)
CLOSE = Command(
    "desk_case.close",
    "c",
    "Close the case",
    "Close the case; a reply opens it again.",
    permission=Action.SUPPORT_ANSWER,
    footer=40,
)


class Messages(VerticalScroll, can_focus=True):
    """What was written, to be scrolled."""


class DeskCasePage(Page[None]):
    """Shows a case of any organisation by its id."""

    GUIDE = "desk"
    HELP_TITLE = "A case at the desk"
    CSS_PATH = "desk_case.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (ANSWER, NOTE, LOOK, CLOSE)

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._drafts: dict[bool, str] = {}
        """What was typed and not sent: False for the answer, True for the note."""
        self.view: CaseView | None = None

    def title_text(self) -> str:
        """Return the case's id and subject."""
        return self._reference if self.view is None else f"{self.view.case.id} · {self.view.case.subject}"

    def compose_body(self) -> ComposeResult:
        """Lay out the facts, what stands against sending, and the messages."""
        yield Static(id="case-facts")
        yield Static(id="case-notice")
        with Messages():
            yield Static(id="case-messages")

    def on_mount(self) -> None:
        """Read, and go on reading: the clock runs, and others write."""
        self.query_one("#case-notice").display = False
        self.set_focus(self.query_one(Messages))
        self.reload()
        self.set_interval(READ_EVERY, self.reload)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read the case again; leave when it is no longer the reader's to see."""
        await self._read()

    def unfinished(self) -> str | None:
        """Say that something was typed and not sent."""
        if any(self._drafts.values()):
            return _("What you typed for {case} is not sent.").format(case=self._reference)
        return None

    def why_not(self, command: Command) -> str | None:
        """Say what of the case's state stands in the way."""
        if command is CLOSE and self.view is not None and not self.view.may_close:
            return _("{case} is closed already.").format(case=self.view.case.id)
        return super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def action_answer(self) -> None:
        """Answer."""
        await self._write(is_note=False)

    @work(group="dialog", exclusive=True)
    async def action_note(self) -> None:
        """Note something among staff."""
        await self._write(is_note=True)

    @work(group="dialog", exclusive=True)
    async def action_look(self) -> None:
        """Look through an access for this case."""
        if self.view is not None:
            with self.app.reporting():
                await look_through(self.app, self.view.case.organisation_id, self.view.case.id)

    @work(group="dialog", exclusive=True)
    async def action_close(self) -> None:
        """Close the case, once it is said what that does."""
        if self.view is None:
            return
        case = self.view.case
        with self.app.reporting():
            try:
                rehearsed = await self.app.ask(
                    self.app.services.rehearsing().support_queue.close, case.id, case.version
                )
                title = _("Close {case}?").format(case=case.id)
                question = ConfirmDialog(title, rehearsed.effects, yes=_("Close the case"))
                if await self.app.push_screen_wait(question):
                    await self.app.tell(self.app.services.support_queue.close, case.id, case.version)
                    self.app.say(_("{case} is closed.").format(case=case.id))
            except ResellerError:
                self.reload()
                raise

    async def _write(self, *, is_note: bool) -> None:
        if self.view is None:
            return
        case = self.view.case
        asking = WriteDialog(case.id, case.version, self._drafts.get(is_note, ""), is_note=is_note)
        await self.app.push_screen_wait(asking)
        self._drafts[is_note] = asking.draft
        self.query_one("#case-notice").display = False
        if asking.conflict is not None:
            self._say_notice(asking.conflict, _("What you typed is kept."))
        await self._read()

    def _say_notice(self, error: ResellerError, *more: str) -> None:
        notice = self.query_one("#case-notice", Static)
        notice.update(plain(" ".join(part for part in (error.title, error.detail, error.hint, *more) if part)))
        notice.display = True

    async def _read(self) -> None:
        with self.app.reporting():
            try:
                view = await self.app.ask(self.app.services.support_queue.show, self._reference)
            except (NotFound, Forbidden):
                self.leave()
                raise
            except ResellerError as error:
                if self.view is None:
                    self.leave()
                    raise
                self._say_notice(error)  # in its place: a dialog would come again with each reading
                return
            if self.is_attached:
                self._show_view(view)

    def _show_view(self, view: CaseView) -> None:
        before = 0 if self.view is None else len(self.view.messages)
        self.view = view
        self.retitle()
        self.query_one("#case-facts", Static).update(fact_lines(case_facts(view.case)))
        if len(view.messages) != before:
            self.query_one("#case-messages", Static).update(message_lines(view.messages))
            self.call_after_refresh(self.query_one(Messages).scroll_end, animate=False)
        self.refresh_bindings()
