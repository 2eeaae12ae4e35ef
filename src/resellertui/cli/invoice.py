"""`resellertui invoice`: documents issued to one's organisation, paying and refunding them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from resellertui.cli import invoice_files, printing
from resellertui.cli.call import call_of, dumped
from resellertui.cli.invoice_files import Reference, Since, State, Text, Until, query_of
from resellertui.cli.options import Verbs
from resellertui.cli.order import Key, vat_hint_words
from resellertui.domain.billing import document_state_label
from resellertui.domain.errors import Forbidden, NotFound
from resellertui.domain.wording import _

if TYPE_CHECKING:
    from resellertui.cli.call import Desk
    from resellertui.services.billing.views import DocumentRow, DocumentView, VatHintView

app = Verbs(help="Invoices and credit notes.")

app.verb("export")(invoice_files.export)
app.verb("pdf")(invoice_files.pdf)


@app.verb("list")
def list_documents(
    ctx: typer.Context,
    state: State = "",
    since: Since = "",
    until: Until = "",
    text: Text = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many.")] = 50,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out.")] = 0,
) -> None:
    """List the documents issued to your organisation, newest first; the provider's staff sees all."""
    call = call_of(ctx)
    query = query_of(state, since, until, text)
    desk = call.desk(writes=False)
    page = desk.services.billing.documents(desk.actor, query, offset, limit)
    rows = [
        (
            one.id,
            one.number or "–",
            _state(one),
            one.holder,
            one.due_on,
            one.total,
            one.due,
            one.currency,
        )
        for one in page.rows
    ]
    heads = (_("Id"), _("Number"), _("State"), _("For"), _("Due on"), _("Total"), _("Due"), _("Currency"))
    call.show({"invoices": dumped(page.rows), "total": page.total}, lambda: printing.table(heads, rows))


@app.verb()
def show(ctx: typer.Context, reference: Reference) -> None:
    """Show a document: parties, lines, VAT, totals."""
    call = call_of(ctx)
    desk = call.desk(writes=False)
    view = desk.services.billing.document(desk.actor, reference)
    call.show({"invoice": view.model_dump(mode="json")}, lambda: document_page(view))


@app.verb()
def pay(
    ctx: typer.Context,
    reference: Reference,
    method: Annotated[str, typer.Option("--method", metavar="prepaid|bank|card", help="How it is paid.")] = "prepaid",
    amount: Annotated[str, typer.Option("--amount", metavar="A", help="A part; all that is due if left out.")] = "",
    payment_reference: Annotated[
        str, typer.Option("--reference", metavar="R", help="What identifies a payment at the bank.")
    ] = "",
    key: Key = "",
) -> None:
    """Pay a document or a part of it; from outside, what exceeds it lands in the prepaid account."""
    from resellertui.services.billing.views import PayInput

    call = call_of(ctx)
    wish = PayInput.of(document=reference, method=method, amount=amount, reference=payment_reference, key=key)
    desk = call.desk(writes=True)
    hint = _vat_hint(desk, reference)
    view = desk.services.billing.pay(desk.actor, wish)
    facts = {"invoice": view.model_dump(mode="json")}
    if hint is not None:
        facts["vat_hint"] = hint.model_dump(mode="json")
    call.tell(facts, lambda: document_page(view))
    call.hint(vat_hint_words([hint]))


@app.verb()
def decline(
    ctx: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
) -> None:
    """Decline to pay a pro forma: what it would have started is cancelled."""
    call = call_of(ctx)
    desk = call.desk(writes=True)
    view = desk.services.billing.decline(desk.actor, reference, reason)
    call.tell({"invoice": view.model_dump(mode="json")}, lambda: document_page(view))


@app.verb()
def refund(
    ctx: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the credit note says it.")],
    amount: Annotated[str, typer.Option("--amount", metavar="A", help="Without VAT; all that is left.")] = "",
    line: Annotated[int | None, typer.Option("--line", metavar="N", help="Only this line of it, from 1.")] = None,
    key: Key = "",
) -> None:
    """As the provider's staff: refund an invoice, whole or in part, by a credit note."""
    from resellertui.services.billing.views import RefundInput

    call = call_of(ctx)
    wish = RefundInput.of(document=reference, amount=amount, line=line, reason=reason, key=key)
    desk = call.desk(writes=True)
    view = desk.services.billing.refund(desk.actor, wish)
    call.tell({"credit_note": view.model_dump(mode="json")}, lambda: document_page(view))


def _vat_hint(desk: Desk, reference: str) -> VatHintView | None:
    """Return what a VAT number that is missing would have changed; whoever may not read it is told by the payment."""
    try:
        return desk.services.to_pay.vat_hint(desk.actor, [reference])
    except (NotFound, Forbidden):
        return None


def _state(row: DocumentRow) -> str:
    return document_state_label(row.state, overdue=row.overdue)


def document_page(view: DocumentView) -> str:
    """Return a document as people read it."""
    address = view.buyer.billing_address
    lines = [
        (one.position, one.label, one.name, f"{one.quantity} × {one.periods}", one.unit_price, one.charged)
        for one in view.lines
    ]
    heads = (_("Line"), _("Product"), _("Name"), _("Quantity"), _("Unit price"), _("Charged"))
    return "\n".join(
        [
            printing.record(
                [
                    (_("Document"), view.number or view.id),
                    (_("Id"), view.id),
                    (_("State"), _state(view)),
                    (_("Issued to"), view.buyer.name),
                    (_("Addressed to"), None if address is None else ", ".join((address.name, *address.lines))),
                    (_("Your reference"), None if address is None else address.reference),
                    (_("For"), view.holder),
                    (_("Made on"), view.made_on),
                    (_("Issued on"), view.issued_on),
                    (_("Due on"), view.due_on),
                    (_("Refunds"), view.corrects),
                    (_("Reason"), view.reason),
                ]
            ),
            "",
            printing.table(heads, lines),
            "",
            printing.record(
                [
                    (_("Without VAT"), f"{view.net} {view.currency}"),
                    *(
                        (_("VAT {rate} %").format(rate=one.rate), f"{one.amount}  {one.reason}")
                        for one in view.vat_lines
                    ),
                    (_("Total"), f"{view.total} {view.currency}"),
                    (_("Paid"), view.paid),
                    (_("Refunded"), view.refunded),
                    (_("Still to pay"), view.due),
                ]
            ),
        ]
    )
