"""Partners' documents as people read them in a terminal: to the partner with costs, to the client without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resellertui.cli import printing
from resellertui.domain.reinvoicing.margin_words import offers_words
from resellertui.domain.reinvoicing.status import status_label
from resellertui.domain.wording import _, ngettext

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.document_views import (
        BilledDocument,
        BilledRow,
        DueReminder,
        IssueReport,
        OpenTotal,
        ReceivedDocument,
        ReinvoiceRow,
        ReinvoiceView,
    )
    from resellertui.services.reinvoicing.folders import FolderReport
    from resellertui.services.reinvoicing.statement import ClientStatement


def list_table(rows: Sequence[ReinvoiceRow], totals: Sequence[OpenTotal]) -> str:
    """Return a partner's list, and below it what is open."""
    heads = (_("Id"), _("Number"), _("State"), _("Client"), _("Month"), _("Due on"), _("Total"), _("Open"), _("Margin"))
    table = printing.table(
        (*heads, _("Currency")),
        [
            (
                *(one.id, one.number, status_label(one.status), one.client, one.period, one.due_on),
                *(one.total, one.open, one.margin, one.currency),
            )
            for one in rows
        ],
    )
    sums = [
        _("{open} {currency} are open, {overdue} of them overdue; {back} are to be given back.").format(
            open=one.open, currency=one.currency, overdue=one.overdue, back=one.to_give_back
        )
        for one in totals
    ]
    return "\n".join([table, *([""] if sums else []), *sums])


def received_table(rows: Sequence[BilledRow]) -> str:
    """Return a client's list of what partners billed it."""
    heads = (_("Id"), _("Number"), _("State"), _("Issued by"), _("Month"), _("Due on"), _("Total"), _("Open"))
    return printing.table(
        (*heads, _("Currency")),
        [
            (
                *(one.id, one.number, status_label(one.status), one.partner, one.period, one.due_on),
                *(one.total, one.open, one.currency),
            )
            for one in rows
        ],
    )


def due_table(rows: Sequence[DueReminder]) -> str:
    """Return the reminders that may go today."""
    heads = (_("Id"), _("Number"), _("Client"), _("Due on"), _("Days overdue"), _("Open"), _("Currency"), _("Reminder"))
    return printing.table(
        heads,
        [
            (one.id, one.number, one.client, one.due_on, one.days_overdue, one.open, one.currency, one.level)
            for one in rows
        ],
        empty=_("No reminder is due."),
    )


def report_text(report: IssueReport) -> str:
    """Return what a run did."""
    parts = []
    if report.issued:
        of_issued = (_("Number"), _("Client"), _("Due on"), _("Total"), _("Currency"))
        rows = [(one.number, one.client, one.due_on, one.total, one.currency) for one in report.issued]
        parts.append(printing.table(of_issued, rows))
    if report.skipped:
        of_skipped = (_("No invoice for"), _("Currency"), _("Because"), _("What to do"))
        rows_of_skipped = [(one.client, one.currency, one.reason, one.remedy) for one in report.skipped]
        parts.append(printing.table(of_skipped, rows_of_skipped))
    if report.hindered:
        of_hindered = (_("Not issued for"), _("Currency"), _("Field"), _("Reason"))
        parts.append(
            printing.table(
                of_hindered,
                [
                    (one.client, one.currency, note.field, note.reason)
                    for one in report.hindered
                    for note in one.obstacles
                ],
            )
        )
    count = len(report.issued)
    parts.append(ngettext("{count} invoice issued.", "{count} invoices issued.", count).format(count=count))
    if report.cancelled:
        parts.append(_("Stopped: what is listed is issued, the rest is not. Run it again to go on."))
    return "\n\n".join(parts)


def document_page(view: ReinvoiceView) -> str:
    """Return a document as its partner reads it."""
    heads = (_("Line"), _("Product"), _("Name"), _("Quantity"), _("Cost"), _("Amount"), _("Margin"), _("Credited"))
    lines = [
        (
            *(one.position, one.label, one.name, f"{one.quantity} × {one.periods}"),
            *(one.cost, one.amount, one.margin, one.credited),
        )
        for one in view.lines
    ]
    agreed = offers_words(one.offer for one in view.lines)
    parts = [_head(view), printing.table(heads, lines), *([agreed] if agreed else []), _foot(view)]
    if view.payments:
        heads_of_payments = (_("Paid on"), _("Amount"), _("Method"), _("Note"))
        rows = [(one.paid_on, one.amount, one.method, one.note) for one in view.payments]
        parts.append(printing.table(heads_of_payments, rows))
    if view.reminders:
        reminders = [(one.level, one.sent_on, one.open_amount) for one in view.reminders]
        parts.append(printing.table((_("Reminder"), _("Sent on"), _("Open")), reminders))
    return "\n\n".join(parts)


def received_page(view: ReceivedDocument) -> str:
    """Return a document as its client reads it."""
    heads = (_("Line"), _("Product"), _("Name"), _("Quantity"), _("Amount"), _("VAT"))
    lines = [
        (
            *(one.position, one.label, one.name, f"{one.quantity} × {one.periods}"),
            *(one.amount, f"{one.vat_percent} %"),
        )
        for one in view.lines
    ]
    return "\n\n".join([_head(view), printing.table(heads, lines), _foot(view)])


def statement_text(statement: ClientStatement) -> str:
    """Return a statement."""
    from resellertui.services.reinvoicing.statement import entry_label

    parts = []
    for part in statement.parts:
        rows = [(one.day, entry_label(one.kind), one.number, one.amount, one.balance) for one in part.entries]
        heads = (_("Date"), _("What"), _("Number"), _("Amount"), _("Open"))
        parts += [
            _("Open before: {amount} {currency}").format(amount=part.opening, currency=part.currency),
            printing.table(heads, rows),
            _("Open: {amount} {currency}").format(amount=part.closing, currency=part.currency),
        ]
    return "\n\n".join(parts) or _("Nothing was billed or paid.")


def _head(view: BilledDocument) -> str:
    return printing.record(
        [
            (_("Document"), view.number),
            (_("Id"), view.id),
            (_("State"), status_label(view.status)),
            (_("Issued by"), view.seller.name),
            (_("Issued to"), view.buyer.name),
            (_("Address"), ", ".join(view.buyer.lines)),
            (_("Month"), view.period),
            (_("Issued on"), view.issued_on),
            (_("Due on"), view.due_on if view.kind == "invoice" else None),
            (_("Credits"), None if view.corrects is None else view.corrects.number),
            (_("Supplement to"), None if view.supplements is None else view.supplements.number),
            (_("Credit notes"), tuple(one.number for one in view.credit_notes)),
            (_("Reason"), view.reason),
            (_("Account"), view.iban),
            (_("Reference"), view.reference),
        ]
    )


def _foot(view: BilledDocument) -> str:
    return printing.record(
        [
            (_("Without VAT"), f"{view.net} {view.currency}"),
            *(
                (_("VAT {rate} %").format(rate=one.percent), f"{one.amount}  {one.reason}".rstrip())
                for one in view.vat_lines
            ),
            (_("Total"), f"{view.total} {view.currency}"),
            *(
                ((_("Credited"), view.credited), (_("Paid"), view.paid), (_("Open"), view.open))
                if view.kind == "invoice"
                else ()
            ),
        ]
    )


def folder_text(report: FolderReport) -> str:
    """Return what was written into a folder, and whether it was stopped."""
    count = len(report.files)
    if report.cancelled:
        last = _("{written} of {count} files are written to {folder}, the last one {last}.")
        none = _("{written} of {count} files are written to {folder}.")
        words = last if count else none
        what = words.format(
            written=count, count=report.documents, folder=report.folder, last="".join(report.files[-1:])
        )
        return "\n".join((what, _("Stopped: what is written stays, the others were not reached.")))
    if not count:
        return _("No document is meant: nothing was written.")
    words = ngettext("{count} file is written to {folder}.", "{count} files are written to {folder}.", count)
    return words.format(count=count, folder=report.folder)
