"""What clients pay their partner, as the partner records it: the console moves no money and asks no bank.

Decided here: what is recorded is never more than is still open, and never of a day to come. A payment that was recorded
wrongly, or given back, is an entry below zero with a note; less than nothing is never paid.
"""

from __future__ import annotations

from datetime import date

from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.money import Currency, Money, parse_payment
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.posting import done_before, remember
from resellertui.services.reinvoicing.document_inputs import ReinvoicePaymentInput, RepaymentInput
from resellertui.services.reinvoicing.document_reading import open_of, partner_view
from resellertui.services.reinvoicing.document_views import ReinvoiceView
from resellertui.services.reinvoicing.finding_documents import own_invoice
from resellertui.services.unit import Office, Unit
from resellertui.store.models import ReinvoiceDocument, ReinvoicePayment

PAYMENT, REPAYMENT = "reinvoice.payment", "reinvoice.repayment"


class ReinvoicePayments:
    """Recording what was paid, and taking it back."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def record(self, actor: Actor, payment: ReinvoicePaymentInput) -> ReinvoiceView:
        """Record a payment towards an invoice, all that is open where no amount is named. Return the invoice.

        Raises:
            NotFound: no such invoice of one's own organisation.
            Forbidden: no right to the accounting.
            Refused: nothing of it is open.
            Invalid: more than is open, or a day to come.
        """
        with self._office.writing(actor) as unit:
            invoice = own_invoice(unit, Action.REINVOICE_BILL, payment.document)
            content = payment.model_dump(mode="json", exclude={"key"})
            if done_before(unit, payment.key, PAYMENT, content) is None:
                left, currency = open_of(invoice), Currency(invoice.currency)
                if left <= 0:
                    raise Refused(_("Nothing of this invoice is open."), _("Nothing was changed."))
                amount = parse_payment(payment.amount, currency).minor if payment.amount else left
                if amount > left:
                    reason = _("Only {left} {currency} are open.")
                    raise Invalid({"amount": reason.format(left=Money(left, currency), currency=currency.value)})
                day = _day(unit, payment.paid_on)
                row = _add(unit, invoice, amount, day, payment.method.value, payment.note)
                remember(unit, payment.key, PAYMENT, content, {"payment": row.id})
                unit.record("reinvoice.paid", "reinvoice", invoice.id, {"payment": row.id})
            return partner_view(unit, invoice)

    def take_back(self, actor: Actor, repayment: RepaymentInput) -> ReinvoiceView:
        """Record what was given back, or was recorded wrongly, as an entry below zero. Return the invoice.

        Raises:
            NotFound: no such invoice of one's own organisation.
            Forbidden: no right to the accounting.
            Invalid: more than was paid, no note, or a day to come.
        """
        with self._office.writing(actor) as unit:
            invoice = own_invoice(unit, Action.REINVOICE_BILL, repayment.document)
            content = repayment.model_dump(mode="json", exclude={"key"})
            if done_before(unit, repayment.key, REPAYMENT, content) is None:
                currency = Currency(invoice.currency)
                amount = parse_payment(repayment.amount, currency).minor
                if amount > invoice.paid:
                    reason = _("Only {paid} {currency} were paid.")
                    raise Invalid(
                        {"amount": reason.format(paid=Money(invoice.paid, currency), currency=currency.value)}
                    )
                day = _day(unit, repayment.paid_on)
                row = _add(unit, invoice, -amount, day, repayment.method.value, repayment.note)
                remember(unit, repayment.key, REPAYMENT, content, {"payment": row.id})
                unit.record("reinvoice.paid_back", "reinvoice", invoice.id, {"payment": row.id})
            return partner_view(unit, invoice)


def _day(unit: Unit, typed: date | None) -> date:
    day = typed or unit.today
    if day > unit.today:
        raise Invalid({"paid_on": _("This day is still to come.")})
    return day


def _add(unit: Unit, invoice: ReinvoiceDocument, amount: int, day: date, method: str, note: str) -> ReinvoicePayment:
    row = ReinvoicePayment(
        document_id=invoice.id,
        amount=amount,
        paid_on=day,
        method=method,
        note=note,
        made_at=unit.now,
        made_by_id=unit.actor.user_id,
    )
    unit.session.add(row)
    invoice.paid += amount
    unit.session.flush()  # the audit names it, and the answer reads it back
    return row
