"""How the amounts of a record came about: computed anew on the spot, down to the ledger."""

from __future__ import annotations

import re

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.billing import id_kind, read_document_name, show_number
from resellertui.domain.errors import ResellerError, Usage
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.actor import Actor
from resellertui.services.billing.deriving import entry_steps, order_part, price_steps, terms_of, vat_steps
from resellertui.services.billing.documents import readable_document
from resellertui.services.billing.explaining_moves import ACCOUNT, explain_account, explain_transaction
from resellertui.services.billing.explaining_orders import explain_placed, readable_order
from resellertui.services.billing.explaining_products import explain_kind, explain_product
from resellertui.services.billing.explanation import Explanation, ExplanationPart
from resellertui.services.billing.orders import Orders
from resellertui.services.billing.rights import allow_accounting
from resellertui.services.billing.settling import name_of
from resellertui.services.billing.views import RenewInput
from resellertui.services.leads.offer_explaining import explain_offer
from resellertui.services.managed import explain_part
from resellertui.services.reinvoicing.explaining import explain_bill, explain_charge
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Cashback, Document, DocumentLine
from resellertui.store.queries import billing as queries


class Explain:
    """Explaining amounts."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def explain(self, actor: Actor, reference: str) -> Explanation:
        """Derive the amounts of a record: a document, by id or number; an order, a cashback, a transaction, a prepaid
        account, a product, a kind of the catalogue, an offer; what a partner bills its client, or has still to bill;
        of a partnership the client's part in the managed value.

        Changes nothing. A partner that earns cashback from another's invoice is told how its line was priced, and no
        more of it. What can't be derived says why.

        Raises:
            NotFound: none, or none of the actor's business.
            Forbidden: no right to the accounting.
            Usage: it names nothing that has amounts.
        """
        with self._office.reading(actor) as unit:
            found = _derived(unit, reference.strip())
        if found.id.startswith(f"{Kind.PRODUCT.value}-"):
            return found.model_copy(update={"parts": (*found.parts, self._renewal(actor, found.id))})
        return found

    def _renewal(self, actor: Actor, product_id: str) -> ExplanationPart:
        """Say what renewing a product now would cost, computed by what would do it; or why it can't be said."""
        orders = Orders(self._office.rehearsing())
        try:
            outcome = orders.renew(actor, RenewInput.of(products=[product_id]))[0]
        except ResellerError as error:
            why = " ".join(part for part in (error.title, error.detail) if part)
            sentences = [_("What renewing it costs can't be derived: {reason}").format(reason=why)]
        else:
            sentences = [outcome.consequence, *(one for part in outcome.derivation for one in part.sentences)]
        return ExplanationPart(title=_("Renewing it now"), sentences=tuple(sentences))


def _derived(unit: Unit, reference: str) -> Explanation:
    text = reference.upper()
    if ACCOUNT.fullmatch(text):
        return explain_account(unit, text)
    kind = next((one for one in Kind if re.fullmatch(rf"{one.value}-[0-9]{{1,18}}", text)), None)
    if kind is Kind.CASHBACK:
        return _cashback(unit, parse_id(kind, text) or 0, reference)
    if kind is Kind.TRANSACTION:
        return explain_transaction(unit, text)
    if kind is Kind.PRODUCT:
        return explain_product(unit, text)
    if kind is Kind.PARTNERSHIP:
        return explain_part(unit, text)
    if kind is Kind.OFFER:
        return explain_offer(unit, text)
    if kind is Kind.CHARGED_LINE:
        return explain_charge(unit, text)
    if kind in {Kind.REINVOICE, Kind.REINVOICE_CREDIT}:
        return explain_bill(unit, text)
    if kind is Kind.ORDER:
        order, document = readable_order(unit, text)
        is_payer = document.payer_id == unit.actor.org_id
        return (
            _document(unit, document)
            if is_payer or unit.may(Action.LEDGER_VIEW)
            else explain_placed(unit, order, document)
        )
    known = next((one for one in unit.terms.kinds if one.sku == reference.lower()), None)
    if known is not None:
        return explain_kind(unit, known)
    if read_document_name(reference) is None:
        unit.open_to_everyone("nothing was read")
        raise Usage(
            _("“{text}” names nothing that has amounts.").format(text=reference),
            hint=_(
                "Name a document (INV-12, 2026-000012, CN-2026-000003), an order (ORD-4), a cashback (CBK-7), a "
                "transaction (TXN-9), a prepaid account (PREPAID-CHF), a product (PRD-5), a kind of the "
                "catalogue (web-hosting), an offer (OFF-3), a charged line (LIN-4), a partner's invoice or credit note "
                "(RIN-2, RCN-3), or for a client's part in the managed value its partnership (PTN-8)."
            ),
        )
    return _document(unit, readable_document(unit, reference))


def _document(unit: Unit, document: Document) -> Explanation:
    name = show_number(document.kind, document.year, document.sequence)
    number = show_id(id_kind(document.kind), document.id)
    lines = queries.lines_of(unit.session, document.id)
    order = queries.order(unit.session, document.order_id or 0)
    terms = terms_of(unit, document)
    parts = []
    agrees = True
    if document.kind == "invoice":
        if order is not None:
            parts.append(order_part(order, lines))
        priced, agrees = price_steps(unit, terms, lines, Currency(document.currency))
        parts.append(ExplanationPart(title=_("Prices"), sentences=priced))
    else:
        parts.append(_refund_part(unit, document, lines))
    vat, same = vat_steps(unit, document, whole=document.kind == "invoice")
    parts.append(ExplanationPart(title=_("VAT and total"), sentences=vat))
    parts.append(ExplanationPart(title=_("Ledger"), sentences=entry_steps(unit, document.id)))
    return Explanation(
        id=number,
        title=name or _("Pro forma {id}").format(id=number),
        agrees=agrees and same,
        parts=tuple(part for part in parts if part.sentences),
    )


def _cashback(unit: Unit, number: int, reference: str) -> Explanation:
    found = queries.cashback(unit.session, number)
    if found is None:
        unit.may(Action.ACCOUNTING_VIEW, Stance(relation=Relation.OWN))
        raise not_found(reference)
    one, line, document = found
    if not unit.may(Action.LEDGER_VIEW):
        allow_accounting(unit, Action.ACCOUNTING_VIEW, one.partner_id, missing=reference)
    currency = Currency(one.currency)
    order = queries.order(unit.session, document.order_id or 0)
    members = [other for other in queries.lines_of(unit.session, document.id) if other.beneficiary_id == one.partner_id]
    priced, agrees = price_steps(unit, terms_of(unit, document), members, currency)
    sentences = [
        _("“{name}” earns {amount} {currency}: {charged} charged − {net} partner net.").format(
            name=line.name,
            amount=Money(one.amount, currency),
            currency=one.currency,
            charged=Money(line.charged, currency),
            net=Money(line.partner_net or 0, currency),
        )
    ]
    if one.state == "void":
        sentences.append(_("It is void: it will not be credited."))
    if one.reversed:
        sentences.append(
            _("{amount} {currency} of it were reversed by refunds.").format(
                amount=Money(one.reversed, currency), currency=one.currency
            )
        )
    parts = [
        *([order_part(order, [line])] if order is not None else []),
        ExplanationPart(title=_("Prices"), sentences=priced),
        ExplanationPart(title=_("Cashback"), sentences=tuple(sentences)),
        ExplanationPart(title=_("Invoice"), sentences=(_invoice_words(unit, one, document),)),
        ExplanationPart(title=_("Ledger"), sentences=entry_steps(unit, None, line_id=line.id)),
    ]
    same = one.amount == line.charged - (line.partner_net or 0)
    return Explanation(
        id=show_id(Kind.CASHBACK, one.id),
        title=_("Cashback on “{name}”").format(name=line.name),
        agrees=agrees and same,
        parts=tuple(part for part in parts if part.sentences),
    )


def _invoice_words(unit: Unit, one: Cashback, document: Document) -> str:
    """Name the invoice to whom it is issued, and to staff; tell others only what became of it."""
    if document.payer_id == one.partner_id or unit.may(Action.LEDGER_VIEW):
        return _("It is a line of {name} ({id}).").format(name=name_of(document), id=show_id(Kind.INVOICE, document.id))
    if one.state == "void":
        return _("The invoice is its payer's own.")
    if one.credited_on is not None:
        return _("The invoice is its payer's own; it was paid in full on {day}.").format(day=day(one.credited_on))
    return _("The invoice is its payer's own; the cashback is credited once it is paid in full.")


def _refund_part(unit: Unit, document: Document, lines: list[DocumentLine]) -> ExplanationPart:
    currency = Currency(document.currency)
    corrected = queries.document(unit.session, document.corrects_id or 0)
    name = name_of(corrected) if corrected is not None else "–"
    return ExplanationPart(
        title=_("Refund"),
        sentences=(
            _("It refunds invoice {number}: {reason}").format(number=name, reason=document.reason),
            *(
                _("Line {position}, “{name}”: {amount} {currency} go back.").format(
                    position=one.position,
                    name=one.name,
                    amount=Money(one.charged, currency),
                    currency=document.currency,
                )
                for one in lines
            ),
        ),
    )
