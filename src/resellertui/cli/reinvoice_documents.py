"""`resellertui reinvoice …`: a partner's invoices to its clients, from looking ahead to reminding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import printing, reinvoice_files
from resellertui.cli.arguments import ShowProgress, day_option, needed
from resellertui.cli.call import Call, call_of, dumped, usage
from resellertui.cli.options import Verbs
from resellertui.cli.order import Key
from resellertui.cli.progress import Progress
from resellertui.cli.reinvoice_files import Client, Month, Number, Status, Text, query_of
from resellertui.cli.reinvoice_pages import document_page, due_table, list_table, report_text
from resellertui.domain.errors import Interrupted, Refused
from resellertui.domain.reinvoicing.margin_words import offers_words
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.document_views import DraftView, IssueReport, PreviewView

Period = Annotated[str, typer.Argument(metavar="MONTH", help="The month, such as 2026-11.")]
Supplement = Annotated[
    bool, typer.Option("--supplement", help="Make a further invoice where there is one for the month.")
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")]


def declare(app: Verbs) -> None:
    """Add the commands to the group."""
    for verb in (preview, issue, credit, pay, show, remind, send):
        app.verb()(verb)
    app.verb("list")(list_documents)
    app.verb("export")(reinvoice_files.export)
    app.verb("statement")(reinvoice_files.statement)


def preview(ctx: typer.Context, month: Period, client: Client = "", supplement: Supplement = False) -> None:
    """Show what a month's invoices would be, and what stands in their way. Changes nothing."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    found = desk.services.reinvoice_runs.preview(desk.actor, month, client, supplement=supplement)
    call.show({"preview": found.model_dump(mode="json")}, lambda: _preview_text(found))


def issue(
    ctx: typer.Context,
    month: Period,
    client: Client = "",
    supplement: Supplement = False,
    progress: ShowProgress = None,
    key: Key = "",
) -> None:
    """Issue a month's invoices and mail them; what was issued stays when it is stopped."""
    from resellertui.services.reinvoicing.document_inputs import IssueInput

    call = call_of(ctx)
    wish = IssueInput.of(period=month, client=client, supplement=supplement, key=key)
    desk = call.desk(writes=True)
    with Progress(_("Issuing"), shown=progress, can_stop=True) as bar:
        report = desk.services.reinvoice_runs.issue(desk.actor, wish, progress=bar.show, cancelled=bar.is_stopped)
    call.tell({"run": report.model_dump(mode="json")}, lambda: report_text(report))
    _leave(call, report)


def credit(
    ctx: typer.Context,
    reference: Number,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the credit note says it.")],
    lines: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            metavar="N[=AMOUNT]",
            help="A line of the invoice from 1, or a part of it without VAT; repeat it. All lines if left out.",
        ),
    ] = None,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Open the lines again, to be billed anew; whole lines only.")
    ] = False,
    key: Key = "",
) -> None:
    """Issue a credit note of an invoice, whole or in part, and mail it."""
    from resellertui.services.reinvoicing.document_inputs import CreditInput

    call = call_of(ctx)
    wish = CreditInput.of(document=reference, lines=_parts(lines or []), reopen=reopen, reason=reason, key=key)
    desk = call.desk(writes=True)
    note = desk.services.reinvoice_credits.credit(desk.actor, wish)
    call.tell({"credit_note": note.model_dump(mode="json")}, lambda: document_page(note))


def pay(
    ctx: typer.Context,
    reference: Number,
    amount: Annotated[str, typer.Option("--amount", metavar="A", help="A part; all that is open if left out.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it came; today if left out.")] = "",
    method: Annotated[str, typer.Option("--method", metavar="bank|card|cash|other", help="How it was paid.")] = "bank",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What to remember of it.")] = "",
    back: Annotated[
        bool, typer.Option("--back", help="It was given back, or recorded wrongly; needs an amount and a note.")
    ] = False,
    key: Key = "",
) -> None:
    """Record what a client paid towards an invoice, or take it back."""
    from resellertui.services.reinvoicing.document_inputs import ReinvoicePaymentInput, RepaymentInput

    call = call_of(ctx)
    given = {
        "document": reference,
        "amount": amount,
        "paid_on": day_option("--on", on) if on else None,
        "method": method,
        "note": note,
        "key": key,
    }
    if back:
        needed("--amount", amount)
        needed("--note", note)
    wish = RepaymentInput.of(**given) if back else ReinvoicePaymentInput.of(**given)
    desk = call.desk(writes=True)
    payments = desk.services.reinvoice_payments
    view = payments.take_back(desk.actor, wish) if back else payments.record(desk.actor, wish)
    call.tell({"invoice": view.model_dump(mode="json")}, lambda: document_page(view))


def list_documents(
    ctx: typer.Context,
    client: Client = "",
    status: Status = "",
    month: Month = "",
    text: Text = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """List the documents that you issued to clients, newest first, with what is open of them."""
    call = call_of(ctx)
    query = query_of(client, status, month, text)
    desk = call.desk(writes=False)
    page = desk.services.reinvoice_documents.documents(desk.actor, query, offset, limit)
    totals = desk.services.reinvoice_documents.totals(desk.actor, query)
    facts = {"documents": dumped(page.rows), "total": page.total, "open": dumped(totals)}
    call.show(facts, lambda: list_table(page.rows, totals))


def show(ctx: typer.Context, reference: Number) -> None:
    """Show a document with its lines, costs, VAT, payments and reminders."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.reinvoice_documents.document(desk.actor, reference)
    call.show({"document": view.model_dump(mode="json")}, lambda: document_page(view))


def remind(
    ctx: typer.Context,
    reference: Annotated[
        str, typer.Argument(metavar="[REF]", help="The invoice to remind of; left out, what is due is listed.")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Send every reminder that is due.")] = False,
) -> None:
    """List the reminders that may go today, or send one or all of them."""
    call = call_of(ctx)
    if every and reference:
        raise usage("--all", _("Name an invoice, or send all that are due."))
    desk = call.desk(writes=every or bool(reference))
    reminders = desk.services.reinvoice_reminders
    if reference:
        view = reminders.remind(desk.actor, reference)
        call.tell({"invoice": view.model_dump(mode="json")}, lambda: document_page(view))
    elif every:
        with Progress(_("Reminding"), can_stop=True) as bar:
            sent = reminders.remind_all(desk.actor, progress=bar.show, cancelled=bar.is_stopped)
        words = ngettext("{count} reminder was sent.", "{count} reminders were sent.", sent).format(count=sent)
        call.tell({"reminded": sent}, words)
    else:
        rows = reminders.due(desk.actor)
        call.show({"due": dumped(rows)}, lambda: due_table(rows))


def send(ctx: typer.Context, reference: Number) -> None:
    """Mail a document to its client once more."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    view = desk.services.reinvoice_documents.send(desk.actor, reference)
    call.tell(
        {"document": view.model_dump(mode="json")},
        _("{number} was sent to {client} again.").format(number=view.number, client=view.client),
    )


def _parts(lines: list[str]) -> list[dict[str, object]]:
    parts: list[dict[str, object]] = []
    for one in lines:
        position, _mark, amount = one.partition("=")
        if not position.strip().isdecimal():
            raise usage("--line", _("“{text}” is not N or N=AMOUNT.").format(text=one))
        parts.append({"position": int(position), "amount": amount.strip()})
    return parts


def _leave(call: Call, report: IssueReport) -> None:
    """Leave with the exit code of a run that was stopped, or in which something stood in the way."""
    if report.cancelled:
        call.exit_code = Interrupted.exit_code
    elif report.hindered:
        call.exit_code = Refused.exit_code


def _preview_text(found: PreviewView) -> str:
    parts = [_draft_text(one) for one in found.drafts]
    if found.skipped:
        of_skipped = (_("No invoice for"), _("Currency"), _("Because"), _("What to do"))
        rows = [(one.client, one.currency, one.reason, one.remedy) for one in found.skipped]
        parts.append(printing.table(of_skipped, rows))
    heads = (_("Currency"), _("Invoices"), _("Cost"), _("Without VAT"), _("Margin"), _("Total"))
    totals = [(one.currency, one.invoices, one.cost, one.net, one.margin, one.total) for one in found.totals]
    parts.append(printing.table(heads, totals, empty=_("Nothing would be issued.")))
    return "\n\n".join(parts)


def _draft_text(one: DraftView) -> str:
    lines = [
        (line.line_id, line.label, line.name, f"{line.quantity} × {line.periods}", line.cost, line.price, line.margin)
        for line in one.lines
    ]
    heads = (_("Line"), _("Product"), _("Name"), _("Quantity"), _("Cost"), _("Price"), _("Margin"))
    left = [(line.line_id, line.label, line.reason) for line in one.left_out]
    notes = [(_("needed"), note.field, note.reason) for note in one.obstacles]
    notes += [(_("note"), note.field, note.reason) for note in one.notes]
    return "\n".join(
        part
        for part in (
            printing.record(
                [
                    (_("Client"), f"{one.client} ({one.client_id})"),
                    (_("Due on"), one.due_on),
                    (_("Supplement to"), one.supplements),
                    (_("Without VAT"), f"{one.net} {one.currency}"),
                    *(
                        (_("VAT {rate} %").format(rate=rate.percent), f"{rate.amount}  {rate.reason}".rstrip())
                        for rate in one.vat_lines
                    ),
                    (_("Total"), f"{one.total} {one.currency}"),
                    (
                        _("Margin"),
                        one.margin if one.margin_percent is None else f"{one.margin} ({one.margin_percent} %)",
                    ),
                ]
            ),
            printing.table(heads, lines),
            offers_words(line.offer for line in one.lines),
            printing.table((_("Left out"), _("Product"), _("Because")), left) if left else "",
            printing.table((_("What"), _("Field"), _("Reason")), notes) if notes else "",
        )
        if part
    )
