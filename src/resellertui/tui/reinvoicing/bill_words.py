"""Documents of partners in words and rows: as their partner reads them, and as their client does."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.reinvoicing.status import Status, status_label
from resellertui.domain.wording import _, ngettext
from resellertui.services.reinvoicing.document_views import (
    BilledDocument,
    BilledLineView,
    BilledRow,
    ReinvoiceLineView,
    ReinvoiceRow,
    ReinvoiceView,
)
from resellertui.services.reinvoicing.line_words import margin_text
from resellertui.tui import formats
from resellertui.tui.facts import POINT
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row, Tone

Facts = list[tuple[str, str]]

TONES = {
    Status.OVERDUE: Tone.BAD,
    Status.OPEN: Tone.WARNING,
    Status.PART_PAID: Tone.WARNING,
    Status.TO_GIVE_BACK: Tone.WARNING,
    Status.PAID: Tone.GOOD,
    Status.CREDITED: Tone.MUTED,
    Status.CREDIT_NOTE: Tone.MUTED,
}


def bill_columns() -> Sequence[Column]:
    """Return the columns of a partner's list."""
    return (
        Column("number", _("Number"), 13, limit=20),
        Column("client", _("Client"), 10, weight=3, limit=40),
        Column("state", _("State"), 12),
        Column("period", _("Month"), 7, priority=3),
        Column("due_on", _("Due on"), 11, priority=2),
        Column("total", _("Total"), 12, limit=16, right=True),
        Column("open", _("Open"), 12, limit=16, right=True, priority=1),
        Column("margin", _("Margin"), 10, limit=14, right=True, priority=4),
        Column("reminded", _("Reminded"), 8, right=True, priority=5),
    )


def received_columns() -> Sequence[Column]:
    """Return the columns of a client's list."""
    return (
        Column("number", _("Number"), 13, limit=20),
        Column("state", _("State"), 11, limit=14, priority=1),
        Column("partner", _("Issued by"), 12, weight=3, limit=40),
        Column("due_on", _("Due on"), 12, priority=3),
        Column("total", _("Total"), 12, limit=16, right=True),
        Column("open", _("Still to pay"), 14, limit=16, right=True, priority=2),
    )


def bill_row(one: ReinvoiceRow) -> Row:
    """Return a document as its partner's list shows it."""
    row = received_row(one)
    return Row(
        one.id,
        {
            **row.cells,
            "client": one.client,
            "period": one.period,
            "margin": one.margin,
            "reminded": str(one.reminded) if one.reminded else "",
        },
        row.tone,
    )


def received_row(one: BilledRow) -> Row:
    """Return a document as its client's list shows it."""
    owes = one.status in {Status.OPEN, Status.PART_PAID, Status.OVERDUE, Status.TO_GIVE_BACK}
    return Row(
        one.id,
        {
            "number": one.number,
            "state": status_label(one.status),
            "partner": one.partner,
            "due_on": formats.day(one.due_on) if owes else "",
            "total": f"{one.total} {one.currency}",
            "open": f"{one.open} {one.currency}" if owes else "",
        },
        TONES.get(one.status),
    )


def bill_facts(view: ReinvoiceView) -> Facts:
    """Return a whole document, as its partner reads it."""
    sent = _("by mail, {when}").format(when=formats.moment(view.sent_at))
    return [
        (_("State"), status_label(view.status)),
        *_head(view),
        (_("Sent"), sent if view.sent_at else _("not by mail: no address was known")),
        ("", _("Lines")),
        *((POINT, _own_line(one, view.currency)) for one in view.lines),
        *_sums(view),
        (_("Cost"), f"{view.cost} {view.currency}"),
        (_("Margin"), margin_text(view.margin, view.margin_percent, view.currency)),
        *_payments(view),
        *_reminders(view),
        *_notes(view),
    ]


def received_facts(view: BilledDocument, lines: Sequence[BilledLineView]) -> Facts:
    """Return a whole document, as its client reads it: without anything of cost."""
    return [
        (_("Issued by"), view.partner),
        (_("State"), status_label(view.status)),
        *_head(view),
        ("", _("Lines")),
        *((POINT, _line(one, view.currency)) for one in lines),
        *_sums(view),
        *_notes(view),
    ]


def _head(view: BilledDocument) -> Facts:
    return [
        (_("Issued on"), formats.day(view.issued_on)),
        (_("Due on"), formats.day(view.due_on) if view.kind == "invoice" else ""),
        (_("Month"), view.period),
        (_("To"), ", ".join((view.buyer.name, *view.buyer.lines))),
        (_("Pay to"), view.iban),
        (_("Reference"), view.reference),
        (_("Reason"), view.reason),
        (_("Corrects"), view.corrects.number if view.corrects else ""),
        (_("Supplements"), view.supplements.number if view.supplements else ""),
    ]


def _line(one: BilledLineView, currency: str) -> str:
    return _("{position}. {label}, “{name}”: {quantity} from {first} to {last}, {amount} {currency}").format(
        position=one.position,
        label=one.label,
        name=one.name,
        quantity=one.quantity,
        first=formats.day(one.service_from),
        last=formats.day(one.service_to),
        amount=one.amount,
        currency=currency,
    )


def _own_line(one: ReinvoiceLineView, currency: str) -> str:
    words = [
        _line(one, currency),
        _("cost {cost}, margin {margin}").format(
            cost=one.cost, margin=margin_text(one.margin, one.margin_percent, currency)
        ),
    ]
    if one.offer:
        words.append(_("as agreed by {offer}").format(offer=one.offer))
    if one.credited.strip("-0."):
        words.append(_("credited {amount}").format(amount=one.credited))
    if one.reopened:
        words.append(_("open again"))
    return "; ".join(words)


def _sums(view: BilledDocument) -> Facts:
    return [
        ("", _("Sums")),
        (_("Without VAT"), f"{view.net} {view.currency}"),
        *(
            (_("VAT {rate} %").format(rate=one.percent), f"{one.amount} {view.currency} {one.reason}".rstrip())
            for one in view.vat_lines
        ),
        (_("Total"), f"{view.total} {view.currency}"),
        (_("Paid"), f"{view.paid} {view.currency}" if view.paid.strip("-0.") else ""),
        (_("Credited"), f"{view.credited} {view.currency}" if view.credited.strip("-0.") else ""),
        (_("Still to pay"), f"{view.open} {view.currency}" if view.kind == "invoice" else ""),
    ]


def _payments(view: ReinvoiceView) -> Facts:
    if not view.payments:
        return []
    return [
        ("", _("Payments")),
        *((formats.day(one.paid_on), f"{one.amount} {view.currency} {one.note}".rstrip()) for one in view.payments),
    ]


def _reminders(view: ReinvoiceView) -> Facts:
    if not view.reminders and view.next_reminder_on is None:
        return []
    following = view.next_reminder_on
    sent = [
        (formats.day(one.sent_on), _("step {level}, {amount} open").format(level=one.level, amount=one.open_amount))
        for one in view.reminders
    ]
    return [("", _("Reminders")), *sent, (_("Next from"), formats.day(following) if following else "")]


def _notes(view: BilledDocument) -> Facts:
    if not view.credit_notes:
        return []
    title = ngettext("Credit note", "Credit notes", len(view.credit_notes))
    return [
        ("", title),
        *((one.number, f"{one.total} {view.currency}, {formats.day(one.issued_on)}") for one in view.credit_notes),
    ]
