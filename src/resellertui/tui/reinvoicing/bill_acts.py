"""What is done with documents to clients, the same in their list and on a document's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from resellertui.domain.access import Action
from resellertui.domain.reinvoicing.status import Status
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.document_views import BilledRow, ReinvoiceView
from resellertui.services.reinvoicing.statement import ClientStatement, entry_label
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.progress import Watch, with_progress
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.explaining import EXPLAIN, explain
from resellertui.tui.exported_file import write_exported
from resellertui.tui.exporting import no_files_here
from resellertui.tui.reinvoicing.bill_forms import CreditForm, PaymentForm, RepaymentForm

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

_BILL = Action.REINVOICE_BILL
PAY = Command("bill.pay", "p", "Payment", "Record what the client paid.", permission=_BILL, footer=20)
REPAY = Command("bill.repay", "b", "Take back", "Take back a payment.", permission=_BILL, danger=True, footer=60)
CREDIT = Command(
    "bill.credit", "c", "Credit", "Issue a credit note, whole or in part.", permission=_BILL, danger=True, footer=22
)
REMIND = Command("bill.remind", "r", "Remind", "Send the next reminder of the invoice.", permission=_BILL, footer=24)
SEND = Command("bill.send", "s", "Send again", "Mail the document to the client again.", permission=_BILL, footer=30)
FILES = Command(
    "bill.files", "x", "Export", "Write it as PDF or e-invoice, or all that is listed or marked.", footer=32
)
STATEMENT = Command("bill.statement", "t", "Statement", "See what the client was billed and paid.", footer=34)
BILL_ACTS = (PAY, CREDIT, REMIND, SEND, FILES, STATEMENT, EXPLAIN, REPAY)


class BillActs:
    """Mixed into hosts that name `BILL_ACTS` in their `VERBS` and know which document is meant."""

    app: ConsoleApp

    def at_hand(self) -> BilledRow | None:
        """Return the document that is meant, as far as it has been read."""
        raise NotImplementedError

    async def meant(self) -> ReinvoiceView | None:
        """Return the whole document that is meant."""
        one = self.at_hand()
        return None if one is None else await self.app.ask(self.app.services.reinvoice_documents.document, one.id)

    def reason_against(self, command: Command) -> str | None:
        """Return what of the document's state stands in the way."""
        one = self.at_hand()
        if command in BILL_ACTS and one is None:
            return _("No document is under the cursor.")
        if command is FILES and self.app.is_locked:
            return no_files_here()
        return None if one is None else _reason(command, one)

    @work(group="dialog", exclusive=True)
    async def action_pay(self) -> None:
        """Record a payment."""
        with self.app.reporting():
            if view := await self.meant():
                today = formats.today(self.app.services).isoformat()
                await self.app.push_screen_wait(PaymentForm(view, today))

    @work(group="dialog", exclusive=True)
    async def action_explain(self) -> None:
        """Derive the amounts of the document, and compute them again."""
        if one := self.at_hand():
            await explain(self.app, one.id)

    @work(group="dialog", exclusive=True)
    async def action_repay(self) -> None:
        """Take a payment back."""
        with self.app.reporting():
            if view := await self.meant():
                today = formats.today(self.app.services).isoformat()
                await self.app.push_screen_wait(RepaymentForm(view, today))

    @work(group="dialog", exclusive=True)
    async def action_credit(self) -> None:
        """Issue a credit note."""
        with self.app.reporting():
            if view := await self.meant():
                await self.app.push_screen_wait(CreditForm(view))

    @work(group="dialog", exclusive=True)
    async def action_remind(self) -> None:
        """Send the next reminder, after a question."""
        with self.app.reporting():
            if view := await self.meant():
                reminders = self.app.services.rehearsing().reinvoice_reminders
                after = await self.app.ask(reminders.remind, view.id)
                effect = _("{client} gets reminder {level}: {open} {currency} are open since {day}.").format(
                    client=view.client,
                    level=after.reminded,
                    open=view.open,
                    currency=view.currency,
                    day=formats.day(view.due_on),
                )
                question = ConfirmDialog(_("Remind of {number}?").format(number=view.number), [effect], yes=_("Remind"))
                if await self.app.push_screen_wait(question):
                    await self.app.tell(self.app.services.reinvoice_reminders.remind, view.id)
                    self.app.say(_("Reminder {level} is on its way.").format(level=after.reminded))

    @work(group="dialog", exclusive=True)
    async def action_send(self) -> None:
        """Mail it again, after a question."""
        with self.app.reporting():
            if view := await self.meant():
                await self.app.ask(self.app.services.rehearsing().reinvoice_documents.send, view.id)
                effect = _("{client} gets {number} once more, with the files as they were issued.").format(
                    client=view.client, number=view.number
                )
                question = ConfirmDialog(_("Send {number} again?").format(number=view.number), [effect], yes=_("Send"))
                if await self.app.push_screen_wait(question):
                    await self.app.tell(self.app.services.reinvoice_documents.send, view.id)
                    self.app.say(_("{number} is on its way.").format(number=view.number))

    @work(group="dialog", exclusive=True)
    async def action_statement(self) -> None:
        """Show what the client was billed and paid in twelve months."""
        with self.app.reporting():
            if one := self.at_hand():
                found = await self.app.ask(self.app.services.reinvoice_statements.show, one.client_id)
                title = _("Statement of {client}").format(client=found.client)
                self.app.push_screen(ReadingDialog(title, statement_lines(found)))

    @work(group="dialog", exclusive=True)
    async def action_files(self) -> None:
        """Write the document, or its client's statement, into a file."""
        with self.app.reporting():
            if one := self.at_hand():
                await export_bill(self.app, one)


async def export_bill(app: ConsoleApp, one: BilledRow, more: Sequence[Choice] = ()) -> str | None:
    """Ask how, write a document or its client's statement, and say where; return what of `more` was chosen instead.

    Raises what the service raises, and a refusal where the file can't be written.
    """
    choices = [
        Choice("facturx", _("PDF"), _("with the e-invoice in it (Factur-X)"), letter="p"),
        Choice("cii", _("CII"), _("the e-invoice alone, as XML"), letter="i"),
        Choice("ubl", _("UBL"), _("the e-invoice alone, as XML"), letter="u"),
        Choice("statement-pdf", _("Statement, PDF"), _("of the client, twelve months"), letter="s"),
        Choice("statement-csv", _("Statement, CSV"), _("of the client, twelve months"), letter="t"),
        *more,
    ]
    chosen = await app.push_screen_wait(ChooseDialog(_("What shall be written?"), choices))
    if chosen is None or chosen in {one.key for one in more}:
        return chosen
    if chosen.startswith("statement"):
        await _write_statement(app, one, as_pdf=chosen.endswith("pdf"))
        return None
    paper = await app.ask(app.services.reinvoice_exports.paper, one.id, chosen)
    path = await app.behind(write_exported, paper.content, app.settings.export_dir, paper.name)
    say_written(app, _("{number} is written.").format(number=paper.number), str(path))
    return None


async def _write_statement(app: ConsoleApp, one: BilledRow, *, as_pdf: bool) -> None:
    statements, name = app.services.reinvoice_statements, f"{one.client_id}-statement"
    if as_pdf:
        printed = await app.ask(statements.pdf, one.client_id)
        content, name = printed.pdf, f"{name}.pdf"
    else:
        found = await app.ask(statements.export, one.client_id)
        content, name = found.csv().encode("utf-8", "backslashreplace"), f"{name}.csv"
    path = await app.behind(write_exported, content, app.settings.export_dir, name)
    say_written(app, _("The statement of {client} is written.").format(client=one.client), str(path))


def say_written(app: ConsoleApp, title: str, path: str) -> None:
    """Say where something was written."""
    app.push_screen(ReadingDialog(title, (path, _("Only you can read the file."))))


async def remind_all(app: ConsoleApp) -> None:
    """Send every reminder that is due, after a question with what goes to whom."""
    due = await app.ask(app.services.reinvoice_reminders.due)
    if not due:
        app.warn(_("No reminder is due today."))
        return
    effects = [
        _("{client}: reminder {level} of {number}, {open} {currency} open, {days} days overdue.").format(
            client=one.client,
            level=one.level,
            number=one.number,
            open=one.open,
            currency=one.currency,
            days=one.days_overdue,
        )
        for one in due[:12]
    ]
    more = len(due) - len(effects)
    if more:
        effects.append(ngettext("… and {count} more.", "… and {count} more.", more).format(count=more))
    title = ngettext("Send {count} reminder?", "Send {count} reminders?", len(due)).format(count=len(due))
    if not await app.push_screen_wait(ConfirmDialog(title, effects, yes=_("Remind"))):
        return

    def remind(actor: Actor, watch: Watch) -> int:
        reminders = app.services.reinvoice_reminders
        return reminders.remind_all(actor, progress=watch.report, cancelled=watch.stopped)

    sent = await with_progress(app, _("Sending reminders"), remind)
    words = ngettext("{count} reminder is on its way.", "{count} reminders are on their way.", sent)
    app.say(words.format(count=sent))


def statement_lines(found: ClientStatement) -> list[str]:
    """Return a statement, line by line."""
    lines = [_("{first} to {last}").format(first=formats.day(found.since), last=formats.day(found.until))]
    if not found.parts:
        return [*lines, _("Nothing was billed or paid.")]
    for part in found.parts:
        lines += ["", _("{currency}: {amount} open before").format(currency=part.currency, amount=part.opening)]
        lines += [
            _("{day}  {what} {number}: {amount}, open {balance}").format(
                day=formats.day(one.day),
                what=entry_label(one.kind),
                number=one.number,
                amount=one.amount,
                balance=one.balance,
            )
            for one in part.entries
        ]
        lines.append(_("{currency}: {amount} open").format(currency=part.currency, amount=part.closing))
    return lines


def _reason(command: Command, one: BilledRow) -> str | None:
    is_note = one.status is Status.CREDIT_NOTE
    if is_note and command in {PAY, REPAY, CREDIT, REMIND}:
        return _("A credit note is neither paid, credited nor reminded of.")
    owes = one.status in {Status.OPEN, Status.PART_PAID, Status.OVERDUE}
    if command is PAY and not owes:
        return _("Nothing of this invoice is open.")
    if command is REPAY and not one.paid.strip("-0."):
        return _("Nothing of it was paid.")
    if command is CREDIT and one.credited == one.total:
        return _("All of it is credited already.")
    if command is REMIND and one.status is not Status.OVERDUE:
        return _("It is not overdue.")
    return None
