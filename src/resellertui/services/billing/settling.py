"""What happens to a document when money comes: payment, the number, the subscriptions, the cashback; or its end."""

from __future__ import annotations

from resellertui.domain.billing import (
    ProductState,
    VoidReason,
    document_state_label,
    id_kind,
    service_period,
    show_number,
)
from resellertui.domain.calendar import add_months
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import show_id
from resellertui.domain.ledger import AccountKind, Event
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Access, State
from resellertui.domain.renewal import timeline
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.billing.plans import let_lower_run_out
from resellertui.services.billing.posting import balance, book_of, owed_by, post
from resellertui.services.leads.reordering import reopen_basket
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.reinvoicing import parties as reinvoice_parties
from resellertui.services.unit import Unit
from resellertui.store.models import Document, DocumentLine, EntrustedProduct, Order, Partnership, Product
from resellertui.store.queries import billing as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import renewals as renewal_queries


def due(document: Document) -> Money:
    """Return what is still to pay."""
    left = document.total - document.paid if document.state == "to_pay" else 0
    return Money(left, Currency(document.currency))


def pay(unit: Unit, document: Document, source: AccountKind, amount: Money, reference: str = "") -> None:
    """Pay towards a document; in full, it becomes final. What exceeds it goes to the payer's prepaid account.

    Raises:
        Refused: it is not to pay, the prepaid account does not hold the amount, or more than is due is taken from it.
    """
    if document.state != "to_pay":
        raise Refused(
            _("This document is not to pay: it is {state}.").format(state=document_state_label(document.state)),
            _("Nothing was changed."),
        )
    left = due(document)
    towards = Money(min(left.minor, amount.minor), left.currency)
    excess = amount - towards
    if source is AccountKind.PREPAID:
        held = balance(unit, AccountKind.PREPAID, document.payer_id, left.currency)
        if excess.minor:
            raise Refused(
                _("Only {due} {currency} are still to pay.").format(due=left, currency=left.currency.value),
                _("Nothing was changed."),
            )
        if held.minor < amount.minor:
            raise Refused(
                _("The prepaid account holds {held} {currency}, and {amount} are to be paid.").format(
                    held=held, currency=left.currency.value, amount=amount
                ),
                _("Nothing was changed."),
                _("Top it up, or pay a part."),
            )
    transfers = book_of(unit).pay(document.payer_id, source, towards, excess)
    post(unit, Event.PAYMENT, document.payer_id, transfers, document_id=document.id, reference=reference)
    document.paid += towards.minor
    if document.paid == document.total:
        _finish(unit, document)
    unit.session.flush()  # the answer reads it back
    unit.record(
        "invoice.pay",
        "document",
        document.id,
        {"amount": str(amount), "currency": amount.currency.value, "method": source.value, "state": document.state},
        for_org_id=document.payer_id,
    )


def check_still_runs(unit: Unit, document: Document) -> None:
    """Go on only if what a renewal is for still runs: what its date has terminated is paid by nobody any more.

    It is so from that day on, whether or not the job has recorded it (rules: renewal timeline).

    Raises:
        Refused: something of it has been terminated.
    """
    order = queries.order(unit.session, document.order_id or 0)
    if document.state != "to_pay" or order is None or order.kind != "renewal" or order.served_on is not None:
        return
    for line in queries.lines_of(unit.session, document.id):
        product = organisation_queries.product(unit.session, line.product_id or 0)
        if product is None or product.expires_on is None:
            continue
        gone = timeline(product.expires_on, product.period_months, unit.terms.days).terminated_on
        if product.state != ProductState.ACTIVE.value or unit.today >= gone:
            raise Refused(
                _("“{name}” was terminated on {day}: there is nothing to renew.").format(
                    name=product.name, day=day(gone)
                ),
                _("Nothing was changed."),
                _("Decline this and order anew; money that came for it goes into the prepaid account."),
            )


def void(unit: Unit, document: Document, reason: str, *, order_state: str) -> None:
    """End a document that is to pay: what was paid goes back, what it would have started is cancelled."""
    currency = Currency(document.currency)
    given = book_of(unit).give_back(document.payer_id, Money(document.paid, currency))
    post(unit, Event.RETURN, document.payer_id, given, document_id=document.id)
    document.state, document.reason, document.paid = "void", reason, 0
    order = queries.order(unit.session, document.order_id or 0)
    if order is not None:
        order.state = order_state
    for line in queries.lines_of(unit.session, document.id):
        product = organisation_queries.product(unit.session, line.product_id or 0)
        if product is not None and product.state == ProductState.PENDING.value:
            product.state = ProductState.CANCELLED.value
            product.version += 1
    for one in queries.cashbacks_of(unit.session, document.id):
        one.state = "void"
    unit.session.flush()  # the answer reads it back
    unit.record("invoice.void", "document", document.id, {"reason": reason}, for_org_id=document.payer_id)
    if order is not None and order.kind == "new":
        reopen_basket(unit, order)


def void_renewals_of_partner(unit: Unit, partnership: Partnership) -> None:
    """End the pro formas with which a partner would have renewed its client's products, when it does not pay any more.

    They would wait for nobody, and stand in the way of a renewal that somebody pays; the daily job makes them anew.
    """
    if partnership.client_id is None:
        return
    for document in renewal_queries.waiting_for_partner(unit.session, partnership.partner_id, partnership.client_id):
        void(unit, document, VoidReason.PARTNERSHIP, order_state="void")


def number(unit: Unit, document: Document) -> None:
    """Give a document the next number of its issuer's year; the caller holds the write lock."""
    year = unit.written_on.year
    document.sequence = queries.last_number(unit.session, document.issuer_id, document.kind, year) + 1
    document.year, document.issued_on = year, unit.written_on


def name_of(document: Document) -> str:
    """Return the document's number, or its id while it has none."""
    return show_number(document.kind, document.year, document.sequence) or show_id(id_kind(document.kind), document.id)


def _finish(unit: Unit, document: Document) -> None:
    """Make a document that is paid in full final, start or extend what it is for, and credit the cashback."""
    session = unit.session
    order = queries.order(session, document.order_id or 0)
    lines = queries.lines_of(session, document.id)
    for line in lines:
        product = organisation_queries.product(session, line.product_id or 0)
        if product is not None and order is not None and order.served_on is None:
            serve(unit, document, order, line, product)
    if order is not None:
        order.state = "done"
    session.flush()  # lines no longer change once the document is final
    number(unit, document)
    document.state = "paid"
    session.flush()  # the number is taken
    if document.payer_id != document.holder_id:
        reinvoice_parties.keep_buyer(unit, document.payer_id, document.holder_id)
    currency = Currency(document.currency)
    vat = [(one.country, Money(one.amount, currency)) for one in queries.vat_of(session, document.id)]
    settled = book_of(unit).settle(document.payer_id, Money(document.net, currency), vat)
    post(unit, Event.SETTLEMENT, document.payer_id, settled, document_id=document.id)
    # What a partner gave up by deleting its organisation stays void.
    cashbacks = [one for one in queries.cashbacks_of(session, document.id) if one.state == "pending"]
    for one in cashbacks:
        one.state, one.credited_on = "credited", unit.written_on
    for one in cashbacks:
        owed = owed_by(unit, one.partner_id, currency)
        credited = book_of(unit).credit_cashback(one.partner_id, Money(one.amount, currency), owed, one.line_id)
        post(unit, Event.CASHBACK, one.partner_id, credited, document_id=document.id)


def serve(unit: Unit, document: Document, order: Order, line: DocumentLine, product: Product) -> None:
    """Start a new subscription today, or extend one from its old expiry."""
    months = line.period_months * line.periods
    product.payer_id = document.payer_id
    product.version += 1
    if order.kind == "renewal" and product.expires_on is not None:
        product.expires_on = add_months(product.expires_on, months, product.anchor_day)
        return
    product.state = ProductState.ACTIVE.value
    product.anchor_day = unit.today.day
    product.expires_on = add_months(unit.today, months, product.anchor_day)
    line.service_from, line.service_to = service_period(unit.today, months, product.anchor_day)
    if line.entrust_id is not None:
        _entrust(unit, line.entrust_id, product)
    let_lower_run_out(unit, product)


def _entrust(unit: Unit, partnership_id: int, product: Product) -> None:
    """Put a product that starts into the care of the limited partner chosen.

    Not where that partnership no longer stands, or the client has entrusted the product itself meanwhile.
    """
    if partnership_queries.holder_of(unit.session, product.id) is not None:
        return
    row = partnership_queries.partnership(unit.session, partnership_id)
    stands = row is not None and standing_of(row).on(unit.today) is State.ACTIVE
    if row is not None and stands and row.access == Access.LIMITED.value and row.client_id == product.org_id:
        unit.session.flush()  # the guard looks at the product as it is now
        unit.session.add(EntrustedProduct(partnership_id=row.id, product_id=product.id, since=unit.now, until=None))
