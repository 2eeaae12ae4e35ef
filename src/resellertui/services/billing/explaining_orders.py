"""What an order costs and why, of one that was placed or is only rehearsed, as far as the reader may know.

Whoever pays is told everything; whoever only ordered, who pays and what each line costs; a partner besides how the
lines were priced that earn it something.
"""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.wording import _
from resellertui.services.billing.deriving import order_part, price_steps, terms_of, vat_steps
from resellertui.services.billing.explanation import Explanation, ExplanationPart
from resellertui.services.billing.rights import allow_accounting
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import Document, DocumentLine, Order
from resellertui.store.queries import billing as queries


def readable_order(unit: Unit, reference: str) -> tuple[Order, Document]:
    """Return an order with its document: placed or paid by one's own organisation; any for the provider's staff.

    Raises:
        NotFound: none, or none of the actor's business.
        Forbidden: no right to the accounting.
    """
    number = parse_id(Kind.ORDER, reference)
    order = None if number is None else queries.order(unit.session, number)
    document = None if order is None else queries.document_of_order(unit.session, order.id)
    if order is None or document is None:
        unit.may(Action.ACCOUNTING_VIEW, Stance(relation=Relation.OWN))
        raise not_found(reference)
    if not unit.may(Action.LEDGER_VIEW):
        own = order.payer_id if order.payer_id == unit.actor.org_id else order.org_id
        allow_accounting(unit, Action.ACCOUNTING_VIEW, own, missing=reference)
    return order, document


def explain_placed(unit: Unit, order: Order, document: Document) -> Explanation:
    """Explain an order to whoever placed it, where someone else pays it."""
    parts, agrees = derivation(unit, order, document, queries.lines_of(unit.session, document.id))
    return Explanation(
        id=show_id(Kind.ORDER, order.id),
        title=_("Order ORD-{id}").format(id=order.id),
        agrees=agrees,
        parts=parts,
    )


def derivation(
    unit: Unit, order: Order, document: Document, lines: list[DocumentLine]
) -> tuple[tuple[ExplanationPart, ...], bool]:
    """Derive the amounts of an order as far as the reader's organisation may know, and say whether they agree."""
    currency = Currency(document.currency)
    is_payer = document.payer_id == unit.actor.org_id
    earning = lines if is_payer else [one for one in lines if one.beneficiary_id == unit.actor.org_id]
    parts, agrees = [order_part(order, lines, is_placed=not unit.office.dry_run)], True
    if earning:
        priced, agrees = price_steps(unit, terms_of(unit, document), earning, currency)
        parts.append(ExplanationPart(title=_("Prices"), sentences=priced))
    if is_payer:
        vat, same = vat_steps(unit, document, whole=True)
        agrees = agrees and same
        parts.append(ExplanationPart(title=_("VAT and total"), sentences=vat))
    else:
        charged = [
            _("“{name}”: {charged} {currency} without VAT.").format(
                name=one.name, charged=Money(one.charged, currency), currency=document.currency
            )
            for one in lines
        ]
        why = _("The invoice is its payer's own: its VAT and its total are derived for the payer only.")
        parts.append(ExplanationPart(title=_("What is charged"), sentences=(*charged, why)))
    return tuple(parts), agrees
