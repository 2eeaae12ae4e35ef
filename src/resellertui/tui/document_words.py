"""Documents in words and rows, and the commands that every list of documents has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resellertui.domain.wording import _
from resellertui.services.billing.views import DocumentRow, DocumentView
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.document import DocumentDialog
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

EXPLAIN = Command(
    "document.explain",
    "equals_sign",
    "Explain",
    "Derive the amounts down to the ledger, and compute them again.",
    footer=40,
)


def document_columns() -> Sequence[Column]:
    """Return the columns of a list of documents."""
    return (
        Column("number", _("Number"), 11),
        Column("state", _("State"), 11, weight=1, limit=18),
        Column("holder", _("For"), 12, weight=3, limit=40),
        Column("due_on", _("Due on"), 12, priority=3),
        Column("total", _("Total"), 10, right=True),
        Column("due", _("Still to pay"), 12, right=True, priority=2),
        Column("currency", _("Currency"), 8, priority=1),
    )


def document_row(one: DocumentRow) -> Row:
    """Return a document as a list shows it."""
    tone = {"to_pay": Tone.WARNING, "paid": Tone.GOOD, "void": Tone.MUTED}.get(one.state)
    return Row(
        one.id,
        {
            "number": one.number or one.id,
            "state": state_words(one),
            "holder": one.holder,
            "due_on": formats.day(one.due_on) if one.state == "to_pay" else "",
            "total": one.total,
            "due": one.due if one.state == "to_pay" else "",
            "currency": one.currency,
        },
        Tone.BAD if one.overdue else tone,
    )


def state_words(one: DocumentRow) -> str:
    """Return where a document stands, in words."""
    if one.overdue:
        return _("overdue")
    return {
        "to_pay": _("to pay"),
        "paid": _("paid"),
        "refunded": _("refunded"),
        "partly_refunded": _("partly refunded"),
        "void": _("void"),
        "issued": _("credit note"),
    }[one.state]


def document_lines(view: DocumentView) -> list[str]:
    """Return a whole document, line by line."""
    lines = [
        _("{state}, issued to {buyer} for {holder}.").format(
            state=state_words(view), buyer=view.buyer.name, holder=view.holder
        ),
        *view.buyer.lines,
        *([_("It refunds invoice {number}.").format(number=view.corrects)] if view.corrects else []),
        *([view.reason] if view.reason else []),
        "",
    ]
    for one in view.lines:
        lines.append(
            _("{position}. {label}, “{name}”: {quantity} × {unit} = {charged}").format(
                position=one.position,
                label=one.label,
                name=one.name,
                quantity=one.quantity * one.periods,
                unit=one.unit_price,
                charged=one.charged,
            )
        )
        lines.append(
            _("   service from {first} to {last}").format(
                first=formats.day(one.service_from), last=formats.day(one.service_to)
            )
        )
    lines += ["", _("Without VAT: {net} {currency}").format(net=view.net, currency=view.currency)]
    lines += [
        _("VAT {rate} %: {amount}. {reason}").format(rate=one.rate, amount=one.amount, reason=one.reason)
        for one in view.vat_lines
    ]
    lines.append(_("Total: {total} {currency}").format(total=view.total, currency=view.currency))
    lines.append(
        _("Paid {paid}, refunded {refunded}, still to pay {due}.").format(
            paid=view.paid, refunded=view.refunded, due=view.due
        )
    )
    return [*lines, _("Priced by the programme terms {version}.").format(version=view.terms_version)]


async def open_document(app: ConsoleApp, reference: str) -> None:
    """Show a whole document."""
    with app.reporting():
        view = await app.ask(app.services.billing.document, reference)
        title = _("Document {number}").format(number=view.number or view.id)
        app.push_screen(DocumentDialog(view.id, title, document_lines(view)))


async def explain(app: ConsoleApp, reference: str) -> None:
    """Show where the amounts of a record come from."""
    with app.reporting():
        found = await app.ask(app.services.explain.explain, reference)
        lines: list[str] = []
        for part in found.parts:
            lines += [part.title, *(f"  {one}" for one in part.sentences), ""]
        app.push_screen(ReadingDialog(found.title, lines))
