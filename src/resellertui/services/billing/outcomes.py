"""What an order did, in sentences and figures, as far as whoever ordered may know."""

from __future__ import annotations

from resellertui.domain.identifiers import Kind, show_id, show_optional_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Side
from resellertui.domain.pricing import Benefit
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.billing.explaining_orders import derivation
from resellertui.services.billing.vat_hints import hint_of
from resellertui.services.billing.views import OrderedLineView, OrderOutcome
from resellertui.services.unit import Unit
from resellertui.store.models import Document, DocumentLine, Order
from resellertui.store.queries import billing as queries
from resellertui.store.queries import billing_addresses as addresses
from resellertui.store.queries import organisations as organisation_queries


def outcome_of(unit: Unit, order: Order, document: Document) -> OrderOutcome:
    """Return what an order did; the amounts that a partner earns are told to that partner only."""
    lines = queries.lines_of(unit.session, document.id)
    names = organisation_queries.names(
        unit.session,
        {order.payer_id, order.holder_id, *(one.beneficiary_id for one in lines if one.beneficiary_id is not None)},
    )
    own = lines[0].reach == "own"
    charged_to = Side.CLIENT if document.payer_id == document.holder_id and not own else Side.PARTNER
    benefits = [Benefit(one.benefit) for one in lines if one.benefit != Benefit.NONE.value]
    currency = Currency(document.currency)
    return OrderOutcome(
        order_id=show_id(Kind.ORDER, order.id),
        consequence=_consequence(unit, document, lines, names),
        charged_to=charged_to,
        payer=names.get(document.payer_id, ""),
        benefit=benefits[0] if benefits else Benefit.NONE,
        currency=document.currency,
        total_excl_vat=str(Money(document.net, currency)),
        vat=str(Money(document.vat, currency)),
        total=str(Money(document.total, currency)),
        state=document.state,
        lines=tuple(
            OrderedLineView(
                product_id=show_optional_id(Kind.PRODUCT, one.product_id),
                sku=one.sku,
                name=one.name,
                quantity=one.quantity,
                charged=str(Money(one.charged, currency)),
            )
            for one in lines
        ),
        document_id=show_id(Kind.INVOICE, document.id) if document.payer_id == unit.actor.org_id else None,
        # only a rehearsal is asked how it comes about: of what was done, `explain` tells it at any time
        derivation=derivation(unit, order, document, lines)[0] if unit.office.dry_run else (),
        # what a rehearsal has paid is not final: it was not kept
        vat_hint=hint_of(unit, [document]) if document.state == "to_pay" or unit.office.dry_run else None,
    )


def _consequence(unit: Unit, document: Document, lines: list[DocumentLine], names: dict[int, str]) -> str:
    currency = Currency(document.currency)
    sentences = [
        _("{payer} is charged {total} {currency} ({net} without VAT) and gets the invoice.").format(
            payer=names.get(document.payer_id, ""),
            total=Money(document.total, currency),
            net=Money(document.net, currency),
            currency=document.currency,
        )
    ]
    if document.payer_id == unit.actor.org_id:
        sentences += _addressed(unit, document, names)
    discount = sum(one.public - one.charged for one in lines if one.benefit == Benefit.DISCOUNT.value)
    if discount:
        sentences.append(
            _("That is {amount} {currency} less than at public price: the partner's discount.").format(
                amount=Money(discount, currency), currency=document.currency
            )
        )
    earned: dict[int, int] = {}
    for one in lines:
        if one.benefit == Benefit.CASHBACK.value and one.beneficiary_id is not None:
            earned[one.beneficiary_id] = earned.get(one.beneficiary_id, 0) + one.charged - (one.partner_net or 0)
    earned = {partner_id: amount for partner_id, amount in earned.items() if amount}  # some families reward nothing
    for partner_id, amount in earned.items():
        text = (
            _("{partner} earns {amount} {currency} cashback once it is paid.")
            if partner_id == unit.actor.org_id
            else _("{partner} earns cashback once it is paid.")
        )
        sentences.append(
            text.format(partner=names.get(partner_id, ""), amount=Money(amount, currency), currency=document.currency)
        )
    if not discount and not earned:
        sentences.append(_("No partner earns anything."))
    payer = names.get(document.payer_id, "")
    if document.state == "paid" and document.payer_id != unit.actor.org_id:
        sentences.append(_("It is paid at once, within the limit that {payer} has set.").format(payer=payer))
    if document.state == "to_pay":
        sentences.append(
            _("It waits in the To pay of {payer} until {day}.").format(payer=payer, day=day(document.due_on))
        )
    return " ".join(sentences)


def _addressed(unit: Unit, document: Document, names: dict[int, str]) -> list[str]:
    """Say to where the invoice goes; nothing where the payer has no other address than its own."""
    address = document.buyer.get("billing_address")
    if address is not None:
        sentence = _("It is addressed to “{label}”: {name}, {city}.")
        return [sentence.format(label=address["label"], name=address["name"], city=address["city"])]
    if not addresses.has_any(unit.session, document.payer_id):
        return []
    return [_("It is addressed to {payer} itself.").format(payer=names.get(document.payer_id, ""))]
