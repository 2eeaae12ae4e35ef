"""How the amounts of a document or a cashback came about: computed anew on the spot, down to the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.billing import id_kind, read_document_name, show_number, vat_to_date
from resellertui.domain.errors import Usage
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.ledger import Event, event_label
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.pricing import Benefit, Charging, OrderLine, PricedGroup, Reach, charge, charge_own_order
from resellertui.domain.pricing import explaining as words
from resellertui.domain.pricing.lines import price_lines
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.terms import Terms
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.documents import readable_document
from resellertui.services.billing.drafting import order_line_of
from resellertui.services.billing.explanation import Explanation, ExplanationPart, again_words
from resellertui.services.billing.rights import allow_accounting
from resellertui.services.billing.settling import name_of
from resellertui.services.managed import explain_part
from resellertui.services.published import read_published
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Cashback, Document, DocumentLine, Order
from resellertui.store.queries import billing as queries
from resellertui.store.queries import ledger as ledger_queries


class Explain:
    """Explaining amounts."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def explain(self, actor: Actor, reference: str) -> Explanation:
        """Derive the amounts of a document, by id or number, or of a cashback. Changes nothing.

        A partner that earns cashback from another's invoice is told how its line was priced, and no more of it.

        Raises:
            NotFound: none, or none of the actor's business.
            Usage: it names nothing that has amounts.
        """
        with self._office.reading(actor) as unit:
            number = parse_id(Kind.CASHBACK, reference)
            if number is not None and reference.strip().upper().startswith(Kind.CASHBACK.value):
                return _cashback(unit, number, reference)
            text = reference.strip().upper()
            if text.startswith(f"{Kind.PARTNERSHIP.value}-"):
                return explain_part(unit, reference)
            if read_document_name(reference) is None:
                unit.open_to_everyone("nothing was read")
                raise Usage(
                    _("“{text}” names nothing that has amounts.").format(text=reference),
                    hint=_(
                        "Name an invoice or credit note (INV-12, 2026-000012, CN-2026-000003) or a cashback (CBK-7)."
                    ),
                )
            return _document(unit, readable_document(unit, reference))


def _document(unit: Unit, document: Document) -> Explanation:
    name = show_number(document.kind, document.year, document.sequence)
    number = show_id(id_kind(document.kind), document.id)
    lines = queries.lines_of(unit.session, document.id)
    order = queries.order(unit.session, document.order_id or 0)
    terms = _terms(unit, document)
    parts = []
    agrees = True
    if document.kind == "invoice":
        if order is not None:
            parts.append(_order_part(order, lines))
        priced, agrees = _prices(terms, lines, Currency(document.currency))
        parts.append(ExplanationPart(title=_("Prices"), sentences=priced))
    else:
        parts.append(_refund_part(unit, document, lines))
    vat, same = _vat(unit, document, whole=document.kind == "invoice")
    parts.append(ExplanationPart(title=_("VAT and total"), sentences=vat))
    parts.append(ExplanationPart(title=_("Ledger"), sentences=_entries(unit, document.id)))
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
    priced, agrees = _prices(_terms(unit, document), members, currency)
    sentences = [
        _("“{name}” earns {amount} {currency}: {charged} charged − {net} partner net.").format(
            name=line.name,
            amount=Money(one.amount, currency),
            currency=one.currency,
            charged=Money(line.charged, currency),
            net=Money(line.partner_net or 0, currency),
        )
    ]
    if one.reversed:
        sentences.append(
            _("{amount} {currency} of it were reversed by refunds.").format(
                amount=Money(one.reversed, currency), currency=one.currency
            )
        )
    parts = [
        *([_order_part(order, [line])] if order is not None else []),
        ExplanationPart(title=_("Prices"), sentences=priced),
        ExplanationPart(title=_("Cashback"), sentences=tuple(sentences)),
        ExplanationPart(title=_("Invoice"), sentences=(_invoice_words(unit, one, document),)),
        ExplanationPart(title=_("Ledger"), sentences=_entries(unit, None, line_id=line.id)),
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
        name = show_number(document.year, document.sequence)
        return _("It is a line of {name} ({id}).").format(
            name=name or _("a pro forma"), id=show_id(Kind.INVOICE, document.id)
        )
    if one.credited_on is not None:
        return _("The invoice is its payer's own; it was paid in full on {day}.").format(
            day=one.credited_on.isoformat()
        )
    return _("The invoice is its payer's own; the cashback is credited once it is paid in full.")


def _terms(unit: Unit, document: Document) -> Terms:
    version = queries.terms_version(unit.session, document.terms_id)
    assert version is not None  # noqa: S101  # versions are never deleted
    return read_published(version.text)


def _order_part(order: Order, lines: list[DocumentLine]) -> ExplanationPart:
    chargings = [_charging(order, line) for line in lines]
    moment = order.placed_at.date().isoformat()
    text = (_("Order ORD-{id} of {day}.") if order.kind == "new" else _("Renewal ORD-{id} of {day}.")).format(
        id=order.id, day=moment
    )
    return ExplanationPart(title=_("Who pays"), sentences=(text, *words.charging_steps(chargings)))


def _charging(order: Order, line: DocumentLine) -> Charging:
    """Look the line up in the table again, as it was ordered."""
    earning = line.benefit != Benefit.NONE.value
    if line.reach == "own":
        return charge_own_order(earning=earning)
    method = None if line.method is None else Payment(line.method)
    reach = Reach(line.reach)
    return charge(reach, method, Side(order.side), entrusted=reach is Reach.LIMITED, earning=earning)


def _prices(terms: Terms, lines: list[DocumentLine], currency: Currency) -> tuple[tuple[str, ...], bool]:
    """Price lines again, and say how and whether it gave what is stored."""
    to_price = [order_line_of(one) for one in lines]
    priced, groups = price_lines(to_price, currency)
    sentences = [words.terms_step(terms)]
    for group in groups:
        sentences += _group(terms, group, to_price, lines)
    same = all(
        (one.gross, one.charged) == (price.gross.minor, price.charged.minor)
        and one.partner_net == (None if price.partner_net is None else price.partner_net.minor)
        for one, price in zip(lines, priced, strict=True)
    )
    sentences.append(again_words(same=same))
    return tuple(sentences), same


def _group(terms: Terms, group: PricedGroup, to_price: list[OrderLine], lines: list[DocumentLine]) -> list[str]:
    rows = [lines[place] for place in group.members]
    family = next((one for one in terms.families if one.id == rows[0].family), None)
    kinds = {one.sku: one for one in terms.kinds}
    is_sample = any(kinds[row.sku].mark is Mark.SAMPLE for row in rows if row.sku in kinds)
    sample_reward = is_sample if rows[0].rate is None else family is not None and family.mark is Mark.SAMPLE
    tier = []
    if group.line.degressive_rate and family is not None:
        tier = words.tier_steps([family.degressive], {family.degressive: rows[0].active}, terms)
    label = family.label if family is not None else rows[0].label
    members = [to_price[place] for place in group.members]
    return [*tier, *words.group_steps(group, members, label, sample_price=is_sample, sample_reward=sample_reward)]


def _vat(unit: Unit, document: Document, *, whole: bool) -> tuple[tuple[str, ...], bool]:
    currency = Currency(document.currency)
    rows = queries.vat_of(unit.session, document.id)
    sentences = [
        _("VAT at {rate} %: {base} × {rate} % = {amount}. {reason}").format(
            rate=row.percent, base=Money(row.base, currency), amount=Money(row.amount, currency), reason=row.reason
        )
        for row in rows
    ]
    parts = " + ".join(str(Money(one, currency)) for one in (document.net, *(row.amount for row in rows)))
    sentences.append(
        _("Total: {parts} = {total} {currency}.").format(
            parts=parts, total=Money(document.total, currency), currency=currency.value
        )
    )
    same = sum(row.amount for row in rows) + document.net == document.total
    if whole:
        same = same and all(vat_to_date(row.base, Decimal(row.percent)) == row.amount for row in rows)
    return tuple(sentences), same


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


def _entries(unit: Unit, document_id: int | None, line_id: int | None = None) -> tuple[str, ...]:
    """Say what the ledger holds of a document's payer, or of one line's cashback."""
    sentences = []
    for one in ledger_queries.entries(unit.session, document_id, line_id):
        day: date = one.day
        sentences.append(
            _("TXN-{id}, {day}, {what}: {debit} → {credit}, {amount} {currency}.").format(
                id=one.id,
                day=day.isoformat(),
                what=event_label(Event(one.kind)),
                debit=one.debit,
                credit=one.credit,
                amount=Money(one.amount, Currency(one.currency)),
                currency=one.currency,
            )
        )
    return tuple(sentences)
