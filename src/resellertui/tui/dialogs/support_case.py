"""A request to the support: writing one, and following it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from resellertui.domain.support_case import state_label
from resellertui.domain.wording import _
from resellertui.services.support.case_views import CaseView, Message, MessageView, NewRequest
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.dialogs.saving_form import SavingForm
from resellertui.tui.formats import moment
from resellertui.tui.text import plain
from resellertui.tui.widgets.form import TextField

REPLY = Command("case.reply", "r", "Reply", "Write again in this request.", footer=10, palette=False)
CLOSE = Command("case.close", "x", "Close it", "Close the request; a reply opens it again.", footer=20, palette=False)


class WritingForm(SavingForm):
    """A form whose text is not lost by one key."""

    def unfinished(self) -> str | None:
        """Say that something is written."""
        return _("What you wrote is lost.") if self.form.is_dirty else None

    def action_cancel(self) -> None:
        """Leave, after a question where something is written."""
        self.leave()

    @work(group="dialog", exclusive=True)
    async def leave(self) -> None:
        """Leave, after a question where something is written."""
        if reason := self.unfinished():
            question = ConfirmDialog(_("Leave without sending it?"), (reason,), yes=_("Leave"), danger=True)
            if not await self.app.push_screen_wait(question):
                return
        self.finish(None)

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        """Send it, or leave."""
        event.prevent_default()
        if event.button.id == "yes":
            self.action_save()
        else:
            self.leave()


class RequestDialog(WritingForm):
    """Asks for a request; answers under `case` the id of what was sent."""

    def __init__(self, page: str) -> None:
        """Ask; `page` is what the page that was open is called, which is sent along."""
        super().__init__(
            _("Write to the support"),
            TextField("subject", _("What it is about")),
            TextField("text", _("What happens, and what you expected"), lines=True),
            effects=(_("The page that is open is named in it: {page}.").format(page=page),) if page else (),
            yes=_("Send"),
        )
        self._page = page

    async def save(self, values: dict[str, Any]) -> str:
        """Send it."""
        request = NewRequest.of(**values, page=self._page)
        done = await self.app.tell(self.app.services.support_cases.open, request)
        values["case"] = done.case.id
        return _("{case} is sent. {effects}").format(case=done.case.id, effects=" ".join(done.effects))


class ReplyDialog(WritingForm):
    """Asks for what is written in a request again."""

    def __init__(self, case: str, version: int) -> None:
        super().__init__(
            _("Reply in {case}").format(case=case), TextField("text", _("Your text"), lines=True), yes=_("Send")
        )
        self._case = case
        self._version = version

    async def save(self, values: dict[str, Any]) -> str:
        """Send it."""
        message = Message.of(**values, version=self._version)
        done = await self.app.tell(self.app.services.support_cases.reply, self._case, message)
        return _("Sent. {effects}").format(effects=" ".join(done.effects))


class CaseDialog(ReadingDialog):
    """Shows a request with its clock and what was written, and follows it while it is open."""

    VERBS: ClassVar[tuple[Command, ...]] = (REPLY, CLOSE)
    HELP_TITLE = "A support request"

    def __init__(self, view: CaseView) -> None:
        super().__init__(f"{view.case.id} · {view.case.subject}", case_lines(view))
        self._view = view
        self.add_class("-tall")

    def compose_body(self) -> ComposeResult:
        """Yield what was written."""
        yield Static(self._words(), classes="case-text")

    def on_mount(self) -> None:
        """Follow what changes."""
        self.app.changed.subscribe(self, self._note_change)

    def why_not(self, command: Command) -> str | None:
        """Say that it is closed."""
        return _("It is closed already.") if command is CLOSE and not self._view.may_close else super().why_not(command)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read it again."""
        with self.app.reporting():
            self._view = await self.app.ask(self.app.services.support_cases.show, self._view.case.id)
            self._lines = tuple(case_lines(self._view))
            self.query_one(".case-text", Static).update(self._words())
            self.refresh_bindings()

    @work(group="dialog", exclusive=True)
    async def action_reply(self) -> None:
        """Write again."""
        await self.app.push_screen_wait(ReplyDialog(self._view.case.id, self._view.case.version))
        self.reload()

    @work(group="act", exclusive=True)
    async def action_close(self) -> None:
        """Close the request."""
        with self.app.reporting():
            case = self._view.case
            done = await self.app.tell(self.app.services.support_cases.close, case.id, case.version)
            self.app.say(f"{done.case.id}: {' '.join(done.effects)}")

    def _words(self) -> Content:
        return Content("\n").join(plain(line) for line in self._lines)

    def _note_change(self, _nothing: None) -> None:
        self.reload()


def case_lines(view: CaseView) -> list[str]:
    """Return a request as lines: how its clock stands, then everything that was written, oldest first."""
    case = view.case
    lines = [
        _("{state} · {clock}").format(state=state_label(case.state), clock=case.clock)
        if state_label(case.state) != case.clock
        else case.clock,
        _("Written {moment} by {person}; plan {plan}, first response: {target}").format(
            moment=moment(case.opened_at), person=case.person or "–", plan=case.plan, target=case.response_target
        ),
    ]
    if case.due_at is not None:
        lines.append(_("The support answers by {moment}.").format(moment=moment(case.due_at)))
    if case.first_answer_late is not None and case.answered_at is not None:
        kept = _("too late") if case.first_answer_late else _("in time")
        lines.append(_("First answered {moment}, {kept}.").format(moment=moment(case.answered_at), kept=kept))
    for one in view.messages:
        lines += ["", _author(one), *(f"  {line}" for line in one.body.split("\n"))]
    return lines


def _author(one: MessageView) -> str:
    who = _("you") if one.is_mine else one.author or "–"
    said = _("{moment}, {person} of the support") if one.is_staff else _("{moment}, {person}")
    return said.format(moment=moment(one.at), person=who)
