"""Issuing invoices from the console: the question with what a month would make, the run, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from resellertui.domain.errors import Invalid, ResellerError
from resellertui.domain.reinvoicing.margin_words import offers_words
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.document_inputs import IssueInput
from resellertui.services.reinvoicing.document_views import DraftView, IssueReport, PreviewView, SkippedView
from resellertui.services.reinvoicing.line_words import margin_text
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.progress import Watch, with_progress
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.dialogs.rehearsing_form import RehearsingForm
from resellertui.tui.widgets.form import CheckField, ChoiceField, Field, TextField

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

SHOWN = 12
"""How many invoices the question describes; it counts the others."""
SOME, EVERYBODY = "some", "everybody"


@dataclass(frozen=True)
class Billed:
    """A client that invoices may be limited to."""

    id: str
    name: str


class IssueForm(RehearsingForm):
    """Answers the month, whether it is for all clients, and whether supplements are made."""

    GUIDE = "re-invoicing"
    HELP_TITLE = "Issuing invoices"

    def __init__(self, clients: Sequence[Billed], month: str) -> None:
        """Ask.

        Args:
            clients: those that were marked, or the one under the cursor; nobody for all.
            month: which one is proposed.
        """
        self._clients = tuple(clients)
        fields: list[Field] = [
            TextField("period", _("Month"), month, hint=_("All open lines charged up to its last day go along."))
        ]
        if clients:
            one = clients[0].name if len(clients) == 1 else ""
            some = one or ngettext("{count} client", "{count} clients", len(clients)).format(count=len(clients))
            fields.append(ChoiceField("whom", _("For"), ((SOME, some), (EVERYBODY, _("All clients"))), SOME))
        fields.append(CheckField("supplement", _("A further invoice where the month has one")))
        super().__init__(_("Issue invoices"), *fields, yes=_("Issue and send"), danger=True)
        self.add_class("-tall")

    def footer_words(self, command: Command) -> str:
        """Call going on what it is here."""
        return _("Issue") if command.verb == "save" else super().footer_words(command)

    def meant(self, values: dict[str, Any]) -> Sequence[Billed]:
        """Return the clients that are meant; nobody for all."""
        return self._clients if values.get("whom") == SOME else ()

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return what would be issued to whom, what stands in the way, and who gets nothing and why."""
        clients = self.meant(values)
        preview = await self.app.ask(
            self.app.services.reinvoice_runs.preview,
            values["period"],
            clients[0].id if len(clients) == 1 else "",
            supplement=values["supplement"],
        )
        return preview_lines(preview, {one.id for one in clients})

    def submit(self, values: dict[str, Any]) -> None:
        """Go on with what is entered; the run says at its end what came of it."""
        if not values["period"].strip():
            self.form.show_problems(Invalid({"period": _("It is missing.")}).fields)
            return
        self.finish(values)


async def issue(app: ConsoleApp, clients: Sequence[Billed], month: str) -> bool:
    """Ask with the consequences, issue, and say what came of it; return whether anything was tried.

    Raises what the services raise.
    """
    key = uuid4().hex
    form = IssueForm(clients, month or f"{formats.today(app.services):%Y-%m}")
    values = await app.push_screen_wait(form)
    if values is None:
        return False
    meant = form.meant(values)

    def run(actor: Actor, watch: Watch) -> list[str]:
        if not meant:
            wish = IssueInput.of(period=values["period"], supplement=values["supplement"], key=key)
            runs = app.services.reinvoice_runs
            return report_lines(runs.issue(actor, wish, progress=watch.report, cancelled=watch.stopped))
        lines: list[str] = []
        for place, client in enumerate(meant):
            watch.report(place, len(meant))
            if watch.is_stopped:
                lines.append(_("Stopped: what is issued stays issued, the others were not reached."))
                break
            wish = IssueInput.of(
                period=values["period"], client=client.id, supplement=values["supplement"], key=f"{key}:{place}"
            )
            try:
                lines += report_lines(app.services.reinvoice_runs.issue(actor, wish))
            except ResellerError as error:
                lines.append(_refusal(client.name, error))
        return lines

    said = await with_progress(app, _("Issuing invoices"), run)
    app.push_screen(ReadingDialog(_("What was issued"), said))
    return True


def preview_lines(preview: PreviewView, only: set[str]) -> list[str]:
    """Return what a run would make, a sentence each; of some clients alone where they are named."""
    drafts = [one for one in preview.drafts if not only or one.client_id in only]
    skipped = [one for one in preview.skipped if not only or one.client_id in only]
    if not drafts and not skipped:
        return [_("Nothing is open that was charged up to the end of this month.")]
    lines = []
    if len(drafts) > 1 and not only:
        for total in preview.totals:
            words = ngettext(
                "{count} invoice: {net} {currency} without VAT, {total} with; your margin {margin}.",
                "{count} invoices: {net} {currency} without VAT, {total} with; your margin {margin}.",
                total.invoices,
            )
            lines.append(
                words.format(
                    count=total.invoices,
                    net=total.net,
                    currency=total.currency,
                    total=total.total,
                    margin=total.margin,
                )
            )
    for draft in sorted(drafts, key=lambda one: not one.obstacles)[:SHOWN]:
        lines += _draft_lines(draft)
    if len(drafts) > SHOWN:
        more = len(drafts) - SHOWN
        lines.append(ngettext("… and {count} more.", "… and {count} more.", more).format(count=more))
    lines += [_skipped(one) for one in skipped]
    if any(not one.obstacles for one in drafts):
        lines.append(_("Each is numbered and mailed at once, and can then be credited only."))
    return lines


def report_lines(report: IssueReport) -> list[str]:
    """Return what a run did, a sentence each."""
    count = len(report.issued)
    words = ngettext(
        "{count} invoice is issued; mails on their way: {mails}.",
        "{count} invoices are issued; mails on their way: {mails}.",
        count,
    )
    lines = [words.format(count=count, mails=report.mails)]
    lines += [
        _("{number}, {client}: {total} {currency}, due {day}.").format(
            number=one.number, client=one.client, total=one.total, currency=one.currency, day=formats.day(one.due_on)
        )
        for one in report.issued
    ]
    for hindered in report.hindered:
        reasons = " ".join(one.reason for one in hindered.obstacles)
        lines.append(_("Not issued, {client}: {reason}").format(client=hindered.client, reason=reasons))
    lines += [_skipped(one) for one in report.skipped]
    if report.cancelled:
        lines.append(_("Stopped: what is issued stays issued, the others were not reached."))
    return lines


def _draft_lines(draft: DraftView) -> list[str]:
    if draft.obstacles:
        reasons = " ".join(one.reason for one in draft.obstacles)
        return [_("✕ {client} can't be billed yet: {reason}").format(client=draft.client, reason=reasons)]
    words = ngettext(
        "{client}: {count} line, {net} + {vat} VAT = {total} {currency}, due {day}; margin {margin}.",
        "{client}: {count} lines, {net} + {vat} VAT = {total} {currency}, due {day}; margin {margin}.",
        len(draft.lines),
    )
    lines = [
        words.format(
            client=draft.client,
            count=len(draft.lines),
            net=draft.net,
            vat=draft.vat,
            total=draft.total,
            currency=draft.currency,
            day=formats.day(draft.due_on),
            margin=margin_text(draft.margin, draft.margin_percent, draft.currency),
        )
    ]
    if draft.supplements:
        lines.append(_("It supplements invoice {number}.").format(number=draft.supplements))
    agreed = offers_words(one.offer for one in draft.lines)
    if agreed:
        lines.append(agreed)
    lines += [one.reason for one in draft.notes]
    if draft.left_out:
        count = len(draft.left_out)
        left = ngettext("{count} line stays: {reason}", "{count} lines stay: {reason}", count)
        lines.append(left.format(count=count, reason=draft.left_out[0].reason))
    return lines


def _skipped(one: SkippedView) -> str:
    return _("No invoice for {client} ({currency}): {reason} {remedy}").format(
        client=one.client, currency=one.currency, reason=one.reason, remedy=one.remedy
    )


def _refusal(name: str, error: ResellerError) -> str:
    reasons = [one.reason for one in error.fields] or [error.title, error.hint]
    return _("Not issued, {client}: {reason}").format(client=name, reason=" ".join(one for one in reasons if one))
