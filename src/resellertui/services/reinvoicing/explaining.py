"""How the amounts of a charged line and of a partner's document came about: with costs and margins to the partner only.

The client of a document is told its lines, its VAT and its total; to anybody else there is no such document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from resellertui.domain.access import Action
from resellertui.domain.billing import vat_to_date
from resellertui.domain.errors import NotFound
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.charged import BY_MARGIN, LineState, PricedBy, line_state_words
from resellertui.domain.reinvoicing.margin import MarginRule, price_at
from resellertui.domain.reinvoicing.margin_table import MarginTable
from resellertui.domain.wording import _
from resellertui.formats import day
from resellertui.services.billing.explanation import Explanation, ExplanationPart, again_words
from resellertui.services.reinvoicing.document_reading import document_id, open_of
from resellertui.services.reinvoicing.finding_documents import own_document, received_document
from resellertui.services.reinvoicing.line_rows import row_views, why_words
from resellertui.services.reinvoicing.line_views import ChargedRow
from resellertui.services.reinvoicing.line_words import price_steps
from resellertui.services.reinvoicing.pricing import margins_of
from resellertui.services.reinvoicing.rights import allowed_partner
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import ReinvoiceDocument, ReinvoiceDocumentLine, ReinvoiceVat
from resellertui.store.queries import reinvoice_documents as queries
from resellertui.store.queries import reinvoice_lines as line_queries


def explain_charge(unit: Unit, reference: str) -> Explanation:
    """Explain the resale price of a charged line to the partner that was charged.

    Raises:
        NotFound: none of one's own organisation.
        Forbidden: no right to the accounting.
    """
    partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
    number = parse_id(Kind.CHARGED_LINE, reference) or 0
    if number not in line_queries.of_partner(unit.session, partner_id, [number]):
        raise not_found(reference)
    (row,) = row_views(unit, partner_id, [number])
    parts = (
        ExplanationPart(title=_("Price without VAT"), sentences=tuple(price_steps(row))),
        ExplanationPart(title=_("How it stands"), sentences=(_standing(row),)),
    )
    return Explanation(
        id=row.id, title=_("{name} for {client}").format(name=row.name, client=row.client), agrees=True, parts=parts
    )


def explain_bill(unit: Unit, reference: str) -> Explanation:
    """Explain a partner's invoice or credit note to the partner, or to the client that it is addressed to.

    Raises:
        NotFound: none that the actor's organisation issued or received.
        Forbidden: no right to the accounting.
        Ambiguous: several partners gave the same number.
    """
    try:
        document = own_document(unit, Action.REINVOICE_VIEW, reference)
    except NotFound:
        document = received_document(unit, reference)
    lines, rates = queries.lines_of(unit.session, document.id), queries.vat_of(unit.session, document.id)
    told = [ExplanationPart(title=_("The document"), sentences=tuple(_document(unit, document)))]
    same = _adds_up(document, lines, rates)
    if document.partner_id == unit.actor.org_id:
        margins = margins_of(unit, document.partner_id)
        told.append(ExplanationPart(title=_("Prices"), sentences=tuple(_prices(unit, document, lines, margins))))
        same = same and all(_is_by_margin(one, margins) for one in lines if one.corrects_id is None)
    sums = (*_amounts(document, lines), *_vat(document, rates), again_words(same=same))
    told.append(ExplanationPart(title=_("VAT and total"), sentences=sums))
    shown = document_id(document)
    return Explanation(id=shown, title=document.number, agrees=same, parts=tuple(told))


def _standing(row: ChargedRow) -> str:
    if row.invoice:
        return _("It is billed by invoice {invoice} ({id}).").format(invoice=row.invoice, id=row.invoice_id)
    state = line_state_words(LineState(row.state))
    if row.state_reason:
        return _("It is {state}: {reason}").format(state=state, reason=row.state_reason)
    return _("It is {state}.").format(state=state)


def _document(unit: Unit, document: ReinvoiceDocument) -> Iterator[str]:
    facts = {
        "id": document_id(document),
        "partner": document.seller["name"],
        "client": document.buyer["name"],
        "day": day(document.issued_on),
    }
    if document.corrects_id is None:
        yield _("{id} is an invoice of {partner} to {client}, issued on {day}.").format(**facts)
        return
    invoice = queries.document(unit.session, document.corrects_id)
    number = "–" if invoice is None else invoice.number
    yield _("{id} is a credit note of {partner} to {client}, issued on {day}.").format(**facts)
    yield _("It takes from invoice {number}: {reason}").format(number=number, reason=document.reason)


def _prices(
    unit: Unit, document: ReinvoiceDocument, lines: Sequence[ReinvoiceDocumentLine], margins: MarginTable
) -> Iterator[str]:
    """Say what each line cost and what says its price, for the partner only."""
    currency = Currency(document.currency)
    for one in lines:
        facts = {
            "line": show_id(Kind.CHARGED_LINE, one.line_id),
            "amount": Money(one.amount, currency),
            "cost": Money(one.cost, currency),
            "currency": currency.value,
            "why": _why(unit, document, one, margins),
        }
        if one.corrects_id is not None:
            yield _("{line}: {amount} {currency} are taken off.").format(**facts)
        else:
            yield _("{line}: {cost} {currency} cost, {amount} {currency} charged, {why}.").format(**facts)


def _why(unit: Unit, document: ReinvoiceDocument, line: ReinvoiceDocumentLine, margins: MarginTable) -> str:
    return why_words(unit, PricedBy(line.priced_by), _rule(line, margins), str(document.buyer["name"]))


def _rule(line: ReinvoiceDocumentLine, margins: MarginTable) -> MarginRule | None:
    return None if line.rule_id is None else margins.rule(line.rule_id)


def _is_by_margin(line: ReinvoiceDocumentLine, margins: MarginTable) -> bool:
    """Return whether a line charges what its margin says; what a person set, or a refund's share, is not computed."""
    if line.priced_by not in BY_MARGIN:
        return True
    return line.amount == price_at(_rule(line, margins), line.cost, line.quantity * line.periods)


def _amounts(document: ReinvoiceDocument, lines: Sequence[ReinvoiceDocumentLine]) -> Iterator[str]:
    currency = Currency(document.currency)
    for one in lines:
        yield _("Line {position}, “{name}”: {amount} {currency} without VAT.").format(
            position=one.position, name=one.name, amount=Money(one.amount, currency), currency=currency.value
        )


def _vat(document: ReinvoiceDocument, rates: Sequence[ReinvoiceVat]) -> Iterator[str]:
    currency = Currency(document.currency)
    for one in rates:
        yield (
            _("VAT at {rate} % on {base}: {amount}. {reason}")
            .format(
                rate=one.percent, base=Money(one.base, currency), amount=Money(one.amount, currency), reason=one.reason
            )
            .rstrip()
        )
    parts = " + ".join(str(Money(one, currency)) for one in (document.net, *(one.amount for one in rates)))
    facts = {
        "parts": parts,
        "total": Money(document.total, currency),
        "currency": currency.value,
        "credited": Money(document.credited, currency),
        "paid": Money(document.paid, currency),
        "open": Money(open_of(document), currency),
    }
    yield _("Total: {parts} = {total} {currency}.").format(**facts)
    if document.kind == "invoice":
        yield _("Open: {total} − {credited} credited − {paid} paid = {open} {currency}.").format(**facts)


def _adds_up(
    document: ReinvoiceDocument, lines: Sequence[ReinvoiceDocumentLine], rates: Sequence[ReinvoiceVat]
) -> bool:
    """Return whether the sums come out again; the VAT of credit notes is cumulative, and no one of them proves it."""
    is_sum = document.net == sum(one.amount for one in lines) == sum(one.base for one in rates)
    is_total = document.total == document.net + sum(one.amount for one in rates)
    is_vat = document.kind != "invoice" or all(
        vat_to_date(one.base, Decimal(one.percent)) == one.amount for one in rates
    )
    return is_sum and is_total and is_vat
