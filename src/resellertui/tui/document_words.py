"""Documents in words and rows, and what every list of documents does with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from resellertui.domain.billing import document_state_label
from resellertui.domain.countries import name_of
from resellertui.domain.wording import _
from resellertui.services.billing.views import AddresseeView, DocumentRow, DocumentView
from resellertui.tui import formats
from resellertui.tui.dialogs.document import DocumentDialog
from resellertui.tui.explaining import ExplainsRows
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import Row, Tone

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


def document_columns() -> Sequence[Column]:
    """Return the columns of a list of documents."""
    return (
        Column("number", _("Number"), 14),
        Column("state", _("State"), 11, weight=1, limit=18, priority=1),
        Column("holder", _("For"), 12, weight=3, limit=40),
        Column("due_on", _("Due on"), 12, priority=3),
        Column("total", _("Total"), 12, limit=16, right=True),
        Column("due", _("Still to pay"), 14, limit=16, right=True, priority=2),
    )


def due_columns() -> Sequence[Column]:
    """Return the columns of what is to pay: until when and how much comes before a state that all have."""
    return (
        Column("number", _("Number"), 8, limit=12),
        Column("holder", _("For"), 12, weight=3, limit=40),
        Column("due_on", _("Due on"), 12, priority=1),
        Column("due", _("Still to pay"), 14, limit=16, right=True),
        Column("total", _("Total"), 12, limit=16, right=True, priority=2),
        Column("state", _("State"), 11, priority=3),
    )


def document_row(one: DocumentRow) -> Row:
    """Return a document as a list shows it."""
    tone = {"to_pay": Tone.WARNING, "paid": Tone.GOOD, "void": Tone.MUTED}.get(one.state)
    return Row(
        one.id,
        {
            "number": one.number or one.id,
            "state": document_state_label(one.state, overdue=one.overdue),
            "holder": one.holder,
            "due_on": formats.day(one.due_on) if one.state == "to_pay" else "",
            "total": f"{one.total} {one.currency}",
            "due": f"{one.due} {one.currency}" if one.state == "to_pay" else "",
        },
        Tone.BAD if one.overdue else tone,
    )


def document_lines(view: DocumentView) -> list[str]:
    """Return a whole document, line by line."""
    lines = [
        _("{state}, issued to {buyer} for {holder}.").format(
            state=document_state_label(view.state, overdue=view.overdue), buyer=view.buyer.name, holder=view.holder
        ),
        *(view.buyer.lines if view.buyer.billing_address is None else _addressee(view.buyer.billing_address)),
        *([_("It refunds invoice {number}.").format(number=view.corrects)] if view.corrects else []),
        *([view.reason] if view.reason else []),
        "",
    ]
    for one in view.lines:
        # a reduced price is no product of the two numbers before it
        words = (
            _("{position}. {label}, “{name}”: {quantity} × {unit} = {charged} {currency}")
            if one.charged == one.gross
            else _("{position}. {label}, “{name}”: {quantity} × {unit} = {gross}, charged {charged} {currency}")
        )
        lines.append(
            words.format(
                position=one.position,
                label=one.label,
                name=one.name,
                quantity=one.quantity * one.periods,
                unit=one.unit_price,
                gross=one.gross,
                charged=one.charged,
                currency=view.currency,
            )
        )
        lines.append(
            _("   service from {first} to {last}").format(
                first=formats.day(one.service_from), last=formats.day(one.service_to)
            )
        )
    lines += ["", _("Without VAT: {net} {currency}").format(net=view.net, currency=view.currency)]
    lines += [
        _("VAT {rate} %: {amount} {currency}. {reason}").format(
            rate=one.rate, amount=one.amount, currency=view.currency, reason=one.reason
        )
        for one in view.vat_lines
    ]
    lines.append(_("Total: {total} {currency}").format(total=view.total, currency=view.currency))
    lines.append(
        _("Paid {paid} {currency}, refunded {refunded} {currency}, still to pay {due} {currency}.").format(
            paid=view.paid, refunded=view.refunded, due=view.due, currency=view.currency
        )
    )
    return [*lines, _("Priced by the programme terms {version}.").format(version=view.terms_version)]


def _addressee(address: AddresseeView) -> list[str]:
    lines = [_("Addressed to {name}").format(name=address.name), *address.lines, name_of(address.country)]
    if address.reference:
        lines.append(_("Your reference: {reference}").format(reference=address.reference))
    return lines


async def open_document(app: ConsoleApp, reference: str) -> None:
    """Show a whole document."""
    with app.reporting():
        view = await app.ask(app.services.billing.document, reference)
        title = _("Document {number}").format(number=view.number or view.id)
        app.push_screen(DocumentDialog(view.id, title, document_lines(view)))


class DocumentRows(ExplainsRows):
    """Mixed into hosts that list documents: a row opens whole, and `=` explains it."""

    @work(group="dialog", exclusive=True)
    async def open_record(self, key: str) -> None:
        """Show a whole document."""
        await open_document(self.app, key)
