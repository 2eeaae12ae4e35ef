"""The outbox: what becomes of the mails, for the provider's staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.content import Content

from resellertui.domain.access import Action
from resellertui.domain.delivery import MailState, mail_state_label
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.outbox_desk import OutboxPage, OutboxQuery
from resellertui.services.views import MailView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.sections.listing import ListSection
from resellertui.tui.served_source import ServedSource
from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery, Row, Source, Tone

RESEND = Command(
    "outbox.resend",
    "u",
    "Send again",
    "Put the mail back among those that wait, for the next delivery.",
    permission=Action.MAIL_DELIVER,
    footer=20,
)
UNSENT, ALL = "unsent", "all"
TONES = {MailState.FAILED: Tone.WARNING, MailState.PARKED: Tone.BAD, MailState.SENT: Tone.MUTED}


class OutboxSource(ServedSource[OutboxQuery, MailView]):
    """Windows on the mails, whatever their number."""

    def asked(self, query: ListQuery) -> OutboxQuery:
        """Return what the tab and the filter ask for."""
        state = None if query.tab in {UNSENT, ALL} else MailState(query.tab)
        asked: OutboxQuery = OutboxQuery.of(state=state, unsent=query.tab == UNSENT, text=query.filter)
        return asked

    def served(self, actor: Actor, asked: OutboxQuery, offset: int, limit: int) -> OutboxPage:
        """Return a part of the mails."""
        return self.app.services.outbox.page(actor, asked, offset, limit)

    def counted(self, actor: Actor, asked: OutboxQuery, is_wanted: Callable[[], bool]) -> int:
        """Return how many mails there are."""
        return self.app.services.outbox.count(actor, asked, is_wanted)

    def placed(self, actor: Actor, asked: OutboxQuery, reference: str) -> int | None:
        """Return where the mail of this id is."""
        return self.app.services.outbox.position(actor, asked, reference)

    def row(self, one: MailView) -> Row:
        """Return a mail as the list shows it."""
        return Row(
            one.id,
            {
                "at": formats.moment(one.created_at),
                "recipient": one.recipient or one.recipient_name,
                "subject": one.subject,
                "state": mail_state_label(one.state),
                "attempts": str(one.attempts) if one.attempts else "",
                "kind": one.kind,
                "error": one.last_error,
            },
            TONES.get(one.state),
        )


class OutboxSection(ListSection, can_focus=False):
    """The list of mails, newest first."""

    TITLE = "Outbox"
    GUIDE = "notices"
    HELP_TITLE = "Outbox"
    VERBS: ClassVar[tuple[Command, ...]] = (RESEND,)
    TABS: ClassVar[tuple[tuple[str, str], ...]] = (
        (UNSENT, "Not delivered"),
        (MailState.FAILED.value, "Failed"),
        (MailState.PARKED.value, "Parked"),
        (MailState.SENT.value, "Sent"),
        (MailState.KEPT.value, "Console only"),
        (ALL, "All"),
    )

    def source(self) -> Source:
        """Return the mails."""
        return OutboxSource(self.app)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column("at", _("Written"), 17),
            Column("recipient", _("To"), 16, weight=2, limit=40),
            Column("subject", _("Subject"), 16, weight=3, limit=80),
            Column("state", _("State"), 8, limit=20),
            Column("attempts", _("Tries"), 5, right=True, priority=1),
            Column("kind", _("Kind"), 20, limit=30, priority=2),
            Column("error", _("Last error"), 16, weight=2, priority=3),
        )

    def empty(self, query: ListQuery) -> Content:
        """Say what would fill the list."""
        if query.tab == UNSENT:
            return plain(_("Everything is delivered. Press ] for the other mails."))
        if query.tab == MailState.PARKED:
            return plain(_("No mail is given up."))
        return plain(_("There is none of these."))

    def why_not(self, command: Command) -> str | None:
        """Say that there is nothing to send."""
        if command is RESEND and self.records.is_settled and self.records.cursor_row is None:
            return _("There is no mail here.")
        return super().why_not(command)

    @work(group="dialog", exclusive=True)
    async def open_record(self, key: str) -> None:
        """Show a mail with what may be read of its text."""
        with self.app.reporting():
            mail = await self.app.ask(self.app.services.mail.show, key)
            self.app.push_screen(ReadingDialog(mail.subject or mail.id, _lines(mail)))

    def action_resend(self) -> None:
        """Send the mail under the cursor again, after a question."""

        def ask(row: Row) -> None:
            self._ask_to_resend(row)

        self.records.on_row(ask)

    @work(group="dialog", exclusive=True)
    async def _ask_to_resend(self, row: Row) -> None:
        question = _("Send {id} to {recipient} again?").format(id=row.key, recipient=row.cells["recipient"])
        effect = _("The next delivery sends it, byte for byte as before.")
        if await self.app.push_screen_wait(ConfirmDialog(question, (effect,), yes=_("Send again"))):
            with self.app.reporting():
                mail = await self.app.tell(self.app.services.outbox.resend, row.key)
                self.app.say(_("{id} waits for the next delivery.").format(id=mail.id))


def _lines(mail: MailView) -> list[str]:
    facts = [
        _("{id}, {kind}").format(id=mail.id, kind=mail.kind),
        _("To {name} <{address}>").format(name=mail.recipient_name, address=mail.recipient),
        _("Written {moment}").format(moment=formats.moment(mail.created_at)),
        _("State: {state}").format(state=mail_state_label(mail.state)),
    ]
    if mail.state is MailState.SENT:
        facts.append(_("Delivered {moment}").format(moment=formats.moment(mail.sent_at)))
    if mail.next_attempt_at is not None:
        facts.append(_("Next attempt {moment}").format(moment=formats.moment(mail.next_attempt_at)))
    if mail.last_error:
        facts.append(_("Last error: {error}").format(error=mail.last_error))
    return [*facts, "", *(mail.body or "").rstrip().split("\n")]
