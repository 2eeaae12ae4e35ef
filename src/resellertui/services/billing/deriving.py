"""The steps from which explanations are made: who pays, prices, VAT, and the entries of the ledger."""

from __future__ import annotations

from decimal import Decimal

from resellertui.domain.access import Action
from resellertui.domain.billing import vat_to_date
from resellertui.domain.calendar import local_date
from resellertui.domain.ledger import Event, event_label
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.pricing import Benefit, Charging, OrderLine, PricedGroup, Reach, charge, charge_own_order
from resellertui.domain.pricing import explaining as words
from resellertui.domain.pricing.lines import price_lines
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.terms import Terms
from resellertui.domain.registry import Fact, State, said
from resellertui.domain.wording import _
from resellertui.formats import day, moment
from resellertui.services.billing.drafting import order_line_of
from resellertui.services.billing.explanation import ExplanationPart, again_words
from resellertui.services.published import read_published
from resellertui.services.registry.standing import definite_answer
from resellertui.services.unit import Unit
from resellertui.store.models import Document, DocumentLine, Order
from resellertui.store.queries import billing as queries
from resellertui.store.queries import ledger as ledger_queries


def terms_of(unit: Unit, document: Document) -> Terms:
    """Return the terms that priced a document."""
    version = queries.terms_version(unit.session, document.terms_id)
    assert version is not None  # noqa: S101  # versions are never deleted
    return read_published(version.text)


def order_part(order: Order, lines: list[DocumentLine], *, is_placed: bool = True) -> ExplanationPart:
    """Say who pays for lines, and why, as they were ordered; a rehearsed order has no name yet."""
    chargings = [_charging(order, line) for line in lines]
    text = (_("Order ORD-{id} of {day}.") if order.kind == "new" else _("Renewal ORD-{id} of {day}.")).format(
        id=order.id, day=day(local_date(order.placed_at))
    )
    return ExplanationPart(
        title=_("Who pays"), sentences=((text,) if is_placed else ()) + tuple(words.charging_steps(chargings))
    )


def _charging(order: Order, line: DocumentLine) -> Charging:
    """Look the line up in the table again, as it was ordered."""
    earning = line.benefit != Benefit.NONE.value
    if line.reach == "own":
        return charge_own_order(earning=earning)
    method = None if line.method is None else Payment(line.method)
    reach = Reach(line.reach)
    return charge(reach, method, Side(order.side), entrusted=reach is Reach.LIMITED, earning=earning)


def price_steps(
    unit: Unit, terms: Terms, lines: list[DocumentLine], currency: Currency
) -> tuple[tuple[str, ...], bool]:
    """Price lines again, and say how and whether it gave what is stored.

    How much a line earns a partner, by which rate, is told to that partner and to the provider's staff only.
    """
    is_staff = bool(unit.may(Action.LEDGER_VIEW))
    to_price = [order_line_of(one) for one in lines]
    priced, groups = price_lines(to_price, currency)
    sentences = [words.terms_step(terms, day(terms.effective))]
    for group in groups:
        first = lines[group.members[0]]
        others = first.benefit == Benefit.CASHBACK.value and first.beneficiary_id != unit.actor.org_id
        tell_reward = is_staff or not others
        sentences += _group(terms, group, to_price, lines, tell_reward=tell_reward)
    same = all(
        (one.gross, one.charged) == (price.gross.minor, price.charged.minor)
        and one.partner_net == (None if price.partner_net is None else price.partner_net.minor)
        for one, price in zip(lines, priced, strict=True)
    )
    sentences.append(again_words(same=same))
    return tuple(sentences), same


def _group(
    terms: Terms, group: PricedGroup, to_price: list[OrderLine], lines: list[DocumentLine], *, tell_reward: bool
) -> list[str]:
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
    steps = words.group_steps(
        group, members, label, sample_price=is_sample, sample_reward=sample_reward, tell_reward=tell_reward
    )
    return [*tier, *steps]


def vat_steps(unit: Unit, document: Document, *, whole: bool) -> tuple[tuple[str, ...], bool]:
    """Say how VAT and total arise, and whether they come out the same again: VAT of a `whole` document."""
    currency = Currency(document.currency)
    rows = queries.vat_of(unit.session, document.id)
    sentences = [
        _("VAT at {rate} %: {base} × {rate} % = {amount}. {reason}").format(
            rate=row.percent, base=Money(row.base, currency), amount=Money(row.amount, currency), reason=row.reason
        )
        for row in rows
    ]
    if whole:
        sentences += _proof(unit, document)
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


def _proof(unit: Unit, document: Document) -> list[str]:
    """Say which answer of a registry held when the document was made; nothing where there was none, or it is no matter.

    In Northern Ireland services are taxed as in GB, whatever the number.
    """
    number = document.buyer.get("vat_number")
    if not number or document.buyer.get("country") == "GB":
        return []
    answer = definite_answer(unit, document.payer_id, number, until=document.made_at)
    if answer is None:
        return []
    return [
        _("{answer} No other answer counted when the document was made: it is proof {id}.").format(
            answer=said(Fact.VAT_NUMBER, State(answer.state), number, moment(answer.asked_at)), id=answer.id
        )
    ]


def entry_steps(unit: Unit, document_id: int | None, line_id: int | None = None) -> tuple[str, ...]:
    """Say what the ledger holds of a document's payer, or of one line's cashback."""
    sentences = []
    for one in ledger_queries.entries(unit.session, document_id, line_id):
        sentences.append(
            _("TXN-{id}, {day}, {what}: {debit} → {credit}, {amount} {currency}.").format(
                id=one.id,
                day=day(one.day),
                what=event_label(Event(one.kind)),
                debit=one.debit,
                credit=one.credit,
                amount=Money(one.amount, Currency(one.currency)),
                currency=one.currency,
            )
        )
    return tuple(sentences)
