"""A partner's document as one whole: from its rows to the `Bill` that papers and e-invoices are made of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from resellertui.domain.money import Currency
from resellertui.domain.reinvoicing.bill import Bill, BillKind, BillLine, BillVat, VatCategory
from resellertui.services.reinvoicing.parties import (
    bill_party,
    buyer_vat_number,
    is_registered,
    seller_vat_number,
)
from resellertui.services.unit import Unit
from resellertui.store.models import ReinvoiceDocument, ReinvoiceDocumentLine, ReinvoiceVat
from resellertui.store.queries import reinvoice_documents as queries


def bill_of(unit: Unit, document: ReinvoiceDocument) -> Bill:
    """Return a document that was issued, whole."""
    corrected = None if document.corrects_id is None else queries.document(unit.session, document.corrects_id)
    lines = queries.lines_of(unit.session, document.id)
    return composed(document, lines, queries.vat_of(unit.session, document.id), corrected)


def composed(
    document: ReinvoiceDocument,
    lines: Sequence[ReinvoiceDocumentLine],
    vat: Sequence[ReinvoiceVat],
    corrected: ReinvoiceDocument | None,
) -> Bill:
    """Return a document, whole, from its rows, stored or still to be stored."""
    rates = {one.position: one for one in vat}
    shows_numbers = is_registered(document.seller)
    is_invoice = document.kind == BillKind.INVOICE.value
    return Bill(
        kind=BillKind(document.kind),
        number=document.number,
        issued_on=document.issued_on,
        due_on=document.due_on,
        period_from=document.period_from,
        period_to=document.period_to,
        currency=Currency(document.currency),
        language=document.language,
        seller=bill_party(document.seller, seller_vat_number(document.seller) if shows_numbers else ""),
        buyer=bill_party(document.buyer, buyer_vat_number(document.buyer) if shows_numbers else ""),
        lines=tuple(_line(one, rates[one.vat_position]) for one in lines),
        vat=tuple(
            BillVat(VatCategory(one.category), Decimal(one.percent), one.base, one.amount, one.reason) for one in vat
        ),
        net=document.net,
        vat_total=document.vat,
        total=document.total,
        iban=document.seller.get("iban", "") if is_invoice else "",
        account_holder=document.seller.get("account_holder", "") if is_invoice else "",
        reference=document.reference,
        buyer_reference=document.buyer.get("reference", ""),
        corrects="" if corrected is None else corrected.number,
        corrects_on=None if corrected is None else corrected.issued_on,
        reason=document.reason,
        payment_days=int(document.seller.get("payment_days", 0)),
        closing_line=document.seller.get("closing_line", ""),
    )


def _line(row: ReinvoiceDocumentLine, rate: ReinvoiceVat) -> BillLine:
    return BillLine(
        position=row.position,
        label=row.label,
        name=row.name,
        quantity=row.quantity,
        periods=row.periods,
        period_months=row.period_months,
        service_from=row.service_from,
        service_to=row.service_to,
        amount=row.amount,
        category=VatCategory(rate.category),
        percent=Decimal(rate.percent),
    )
