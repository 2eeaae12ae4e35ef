"""Support desk: who calls, by the code that is said, and the queue of cases with its clocks; for the provider's staff.

A caller's data stay on the screen for the call alone (`domain/desk`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.desk import is_to_hide
from resellertui.domain.errors import NotFound, ResellerError, SlowedDown
from resellertui.domain.support_case import CaseState
from resellertui.domain.wording import _, ngettext
from resellertui.services.support.access_views import OpenAccessRow
from resellertui.services.support.case_views import CaseTab
from resellertui.services.support.code_views import CallerView
from resellertui.tui.commands import Command
from resellertui.tui.desk_acts import LOOK, look_through
from resellertui.tui.desk_source import QueueSource
from resellertui.tui.desk_words import caller_facts, caller_lines, load_words
from resellertui.tui.dialogs.desk import NoteCallDialog, TransferCodeDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.dialogs.scrolling import ScrollingDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.screens.desk_case import DeskCasePage
from resellertui.tui.sections.listing import FILTER, ListSection
from resellertui.tui.text import plain
from resellertui.tui.widgets.code_bar import CodeBar
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.line import Line
from resellertui.tui.widgets.record_source import ListQuery, Source

LOOKED_AFTER = 5.0
"""Seconds after which the caller's accesses are read again, and it is seen whether anyone is still there."""

ROUNDS = 6
"""After so many of them the queue is read again, for its clocks."""

CODE = Command("desk.code", "c", "Code", "Type or paste the code that a caller says.", Action.SUPPORT_DESK, footer=5)
NOTE = Command(
    "desk.note",
    "n",
    "New case",
    "Open a case for the caller who was identified.",
    permission=Action.SUPPORT_ANSWER,
    footer=20,
)
WHOLE = Command("desk.whole", "v", "Caller", "Show everything about the caller.", Action.SUPPORT_DESK, footer=40)
TRANSFER = Command(
    "desk.transfer",
    "t",
    "Enter a transfer code",
    "Keep the code by which a domain is moved to another registrar.",
    permission=Action.TRANSFER_CODE_ENTER,
)
ERASE = Command(
    "desk.erase",
    "E",
    "Erase a person",
    "Erase what is kept about a person who has asked for it and belongs to no organisation.",
    permission=Action.PERSON_ERASE,
    danger=True,
)


class SupportDeskSection(ListSection, can_focus=False):
    """The code field, the caller's card, and the queue below them."""

    TITLE = "Support desk"
    GUIDE = "desk"
    HELP_TITLE = "Support desk"
    VERBS: ClassVar[tuple[Command, ...]] = (CODE, NOTE, LOOK, WHOLE, TRANSFER, ERASE)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        (CaseTab.OPEN.value, "Open"),
        (CaseTab.ANSWERED.value, "Answered"),
        (CaseTab.CLOSED.value, "Closed"),
    )
    DEFAULT_CSS = """
    SupportDeskSection .desk-said { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    SupportDeskSection .desk-said.-refusing { color: $text-warning; }
    SupportDeskSection .desk-card {
        height: auto; max-height: 8; text-wrap: nowrap; text-overflow: ellipsis; display: none; background: $panel;
    }
    SupportDeskSection .desk-card:ansi { background: ansi_default; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.caller: CallerView | None = None
        """Who was identified, as long as it is shown."""
        self._accesses: Sequence[OpenAccessRow] = ()
        self._case = ""
        """The case that was opened for the caller."""
        self._lines: list[tuple[str, str]] = []
        """What the card shows."""
        self._refusal = self._load = ""
        self._closed_until: datetime | None = None
        self._countdown: Timer | None = None
        self._touched: tuple[int, datetime] | None = None
        self._above: ScrollingDialog | None = None
        """The dialog that shows more of the caller."""
        self._round = 0

    def compose_body(self) -> ComposeResult:
        """Lay out the field, what came of it, the card, and the queue."""
        self.code_bar = CodeBar()
        self._said = Line(classes="desk-said")
        self._card = Static(classes="desk-card")
        yield self.code_bar
        yield self._said
        yield self._card
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Let the clocks run."""
        self._say_load()
        self.app.screen_change_signal.subscribe(self, self._close)
        self.set_interval(LOOKED_AFTER, self.look_after)

    def source(self) -> Source:
        """Return the queue."""
        return QueueSource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("clock", _("Clock"), 18, limit=28),
            Column("subject", _("Subject"), 16, weight=4, limit=70),
            Column("organisation", _("Organisation"), 14, weight=2, limit=40),
            Column("person", _("Person"), 12, weight=1, limit=30, priority=3),
            Column("plan", _("Plan"), 10, priority=2),
            Column("id", _("Case"), 9, priority=1),
            Column("opened", _("Opened"), 17, priority=4),
        )

    def empty(self, query: ListQuery) -> Content:
        """Say how a case comes about."""
        if query.tab == CaseTab.OPEN.value:
            return plain(_("Nothing waits. Press c and enter a caller's code; n opens a case for the caller."))
        return plain(_("There is none of these."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the filter, which the queue has none of."""
        if parameters == (FILTER.id,):
            return False
        return super().check_action(action, parameters)

    def why_not(self, command: Command) -> str | None:
        """Say that nobody was identified, or gives no access."""
        if command in {NOTE, LOOK, WHOLE} and self.caller is None:
            return _("Nobody is identified. Press c and enter the code that the caller says.")
        return super().why_not(command)

    def reload(self) -> object:
        """Read the queue and the caller's accesses again; the cursor stays on its case."""
        self._say_load()
        self._read_accesses()
        return super().reload()

    def step_back(self) -> bool:
        """Clear the card, then go the list's way."""
        if self.caller is not None:
            self.hide_caller()
            return True
        return super().step_back()

    def open_record(self, key: str) -> None:
        """Open a case's page; the caller it is about is gone when it is left."""
        page = DeskCasePage(key)

        def left(_nothing: None) -> None:
            case = None if page.view is None else page.view.case
            if self.caller is not None and case is not None and case.organisation_id == self.caller.organisation_id:
                self.hide_caller()

        self.app.push_screen(page, left)

    def on_paste(self, event: events.Paste) -> None:
        """Take a code that is pasted anywhere on the desk."""
        event.stop()
        self.code_bar.put(event.text)

    def on_click(self) -> None:
        """Note that somebody is there."""
        self._note_touch()

    @on(CodeBar.Left)
    def leave_code(self) -> None:
        """Go back to the queue."""
        self.records.focus_now()

    @on(CodeBar.Entered)
    @work(group="identify", exclusive=True)
    async def identify(self, message: CodeBar.Entered) -> None:
        """Find out who calls; a code that comes too early is not even sent."""
        if self._seconds_to_wait():
            self._show_said()
            return
        self.hide_caller(keep_code=True)
        services = self.app.services
        with self.app.reporting():
            try:
                caller = await self.app.tell(services.support_desk.identify, message.typed)
            except SlowedDown as error:
                seconds = int(str(error.facts.get("seconds", 1)))
                self._closed_until = services.office.clock.now() + timedelta(seconds=seconds)
                self._refuse(_("The next code can be entered now."))
                self._countdown = self._countdown or self.set_interval(1.0, self._show_said)
            except NotFound as error:
                self._refuse(f"{error.title} {error.hint}".strip())
            else:
                self._accesses = await self.app.ask(services.support_looks.open, caller.organisation_id)
                self._show_caller(caller)

    def hide_caller(self, *, keep_code: bool = False) -> None:
        """Take the caller's data off the screen, with every dialog that shows them."""
        self.caller, self._accesses, self._case, self._refusal = None, (), "", ""
        self._card.display = False
        self._card.update("")
        self._lines = []
        if not keep_code:
            self.code_bar.clear()
        if self._above is not None and self._above in self.app.screen_stack:
            self._above.query(".dialog-box").set(display=False)  # it may lie below another dialog
            self._close(self.app.screen)
        else:
            self._above = None
        self._show_said()
        self.refresh_bindings()

    def look_after(self) -> None:
        """Hide a caller before whom nobody sits any more, follow the accesses, let the queue's clocks run."""
        touches, now = self.app.key_order.taken, self.app.services.office.clock.now()
        if self._touched is None or self._touched[0] != touches:
            self._note_touch()
        elif self.caller is not None and is_to_hide(self._touched[1], now):
            self.hide_caller()
        self._round += 1
        if not self.display:
            return
        self._read_accesses()
        if self._round % ROUNDS == 0:
            self._say_load()
            self.records.refresh_rows()

    def action_code(self) -> None:
        """Type a code."""
        self.code_bar.open()

    def action_whole(self) -> None:
        """Show everything about the caller."""
        if self.caller is not None:
            title = self.caller.caller or self.caller.organisation
            self._above = ReadingDialog(title, caller_facts(self.caller, self._accesses, self._case))
            self.app.push_screen(self._above)

    @work(group="dialog", exclusive=True)
    async def action_note(self) -> None:
        """Open a case for the caller."""
        caller = self.caller
        if caller is None:
            return
        asking = NoteCallDialog(caller)
        await self.app.push_screen_wait(asking)
        if asking.outcome is not None:
            case = asking.outcome.case
            if self.caller is caller:  # nobody was away for so long that the card went
                self._case = case.id
                self._show_card()
            self.show_tab(case.state.value)
            self.records.go_to(case.id)

    @work(group="dialog", exclusive=True)
    async def action_look(self) -> None:
        """Look through an access that is open in the caller's organisation."""
        if self.caller is not None:
            organisation = self.caller.organisation_id
            with self.app.reporting():
                case = self._case or await self._case_of(organisation)
                self._above = await look_through(self.app, organisation, case)

    @work(group="dialog", exclusive=True)
    async def action_transfer(self) -> None:
        """Take a domain's transfer code."""
        await self.app.push_screen_wait(TransferCodeDialog())

    @work(group="dialog", exclusive=True)
    async def action_erase(self) -> None:
        """Take whom to erase."""
        from resellertui.tui.dialogs.erasing import ErasePersonDialog

        await self.app.push_screen_wait(ErasePersonDialog())

    async def _case_of(self, organisation: str) -> str:
        """Return the organisation's case that is due first, to be proposed for a look; empty for none."""
        for tab in (CaseTab.OPEN, CaseTab.ANSWERED):
            page = await self.app.ask(self.app.services.support_queue.page, tab)
            for one in page.rows:
                if one.organisation_id == organisation and one.state is not CaseState.CLOSED:
                    return one.id
        return ""

    @work(group="accesses", exclusive=True)
    async def _read_accesses(self) -> None:
        if self.caller is None:
            return
        organisation = self.caller.organisation_id
        with self.app.reporting():
            try:
                accesses = await self.app.ask(self.app.services.support_looks.open, organisation)
            except ResellerError:
                self.hide_caller()  # what can't be followed is not shown, and not asked again
                raise
            if self.caller is not None and self.caller.organisation_id == organisation:
                self._accesses = accesses
                self._show_card()

    @work(group="queue", exclusive=True)
    async def _say_load(self) -> None:
        with self.app.reporting():
            try:
                self._load = load_words(await self.app.ask(self.app.services.support_queue.load))
            except ResellerError as error:  # said in its line: a dialog would come again and again
                self._load = error.title
            self._show_said()

    def _close(self, screen: Screen[Any]) -> None:
        """Close the dialog about a caller who is gone, once nothing lies over it any more."""
        if self.caller is None and isinstance(screen, ScrollingDialog) and screen is self._above:
            self._above = None
            self.call_later(screen.finish, None)

    def _note_touch(self) -> None:
        self._touched = (self.app.key_order.taken, self.app.services.office.clock.now())

    def _show_caller(self, caller: CallerView) -> None:
        self.caller, self._refusal = caller, ""
        self.code_bar.clear()
        self._note_touch()
        self._show_card()
        self._show_said()
        self.records.focus_now()
        self.refresh_bindings()

    def _show_card(self) -> None:
        if self.caller is None:
            return
        lines = caller_lines(self.caller, self._accesses, self._case)
        if lines != self._lines:  # a card that stays as it was is not painted again
            self._lines = lines
            self._card.update(fact_lines(lines))
        self._card.display = True

    def _refuse(self, reason: str) -> None:
        self._refusal = reason
        self._show_said()
        self.code_bar.open()

    def _seconds_to_wait(self) -> int:
        if self._closed_until is None:
            return 0
        left = (self._closed_until - self.app.services.office.clock.now()).total_seconds()
        return max(0, -int(-left // 1))

    def _show_said(self) -> None:
        """Say how long is to be waited, why the last code led nowhere, or how much waits."""
        seconds = self._seconds_to_wait()
        if not seconds and self._countdown is not None:
            self._countdown.stop()
            self._countdown = None
        words = self._refusal or self._load
        if seconds:
            words = ngettext(
                "Too many unknown codes: wait {count} second before the next one.",
                "Too many unknown codes: wait {count} seconds before the next one.",
                seconds,
            ).format(count=seconds)
        self._said.set_class(bool(seconds or self._refusal), "-refusing")
        self._said.say(plain(words))
