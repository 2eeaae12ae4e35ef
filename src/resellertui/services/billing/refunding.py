"""Writing a credit note: what goes back of each line and of each rate's VAT, and of the cashback that lines earned."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from resellertui.domain.billing import reversed_to_date, split_refund, vat_to_date
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.ledger import AccountKind, Event
from resellertui.domain.money import Currency, Money
from resellertui.domain.wording import _
from resellertui.services.billing.plans import is_refundable
from resellertui.services.billing.posting import balance, book_of, post
from resellertui.services.billing.settling import number
from resellertui.services.unit import Unit
from resellertui.store.models import Document, DocumentLine, DocumentVat
from resellertui.store.queries import billing as queries


def refund(unit: Unit, document: Document, amount: str, place: int | None, reason: str) -> Document:
    """Refund an amount without VAT, of one line or of all in proportion to what is left of them.

    Premium support is not refunded (rules: Premium): where an invoice has other lines too, only those are.

    Raises:
        Refused: the document is no paid invoice, nothing of it is left, or it is about Premium support.
        Invalid: more than is left, or no such line.
    """
    if document.kind != "invoice" or document.state != "paid":
        raise Refused(_("Only an invoice that is paid can be refunded."), _("Nothing was changed."))
    lines = queries.lines_of(unit.session, document.id)
    gone = queries.refunded_of(unit.session, [one.id for one in lines])
    if place is not None and all(one.position != place for one in lines):
        raise Invalid({"line": _("The invoice has no line {number}.").format(number=place)})
    meant = [one for one in lines if place in (None, one.position) and is_refundable(unit, document, one)]
    if not meant:
        raise Refused(_("Premium support is not refunded."), _("Nothing was changed."))
    left = [one.charged - gone.get(one.id, 0) if one in meant else 0 for one in lines]
    if not sum(left):
        raise Refused(_("Nothing of it is left to refund."), _("Nothing was changed."))
    currency = Currency(document.currency)
    wanted = Money.parse(amount, currency) if amount else Money(sum(left), currency)
    if not 0 < wanted.minor <= sum(left):
        raise Invalid(
            {
                "amount": _("From 0.01 to {left} {currency} without VAT can be refunded.").format(
                    left=Money(sum(left), currency), currency=currency.value
                )
            }
        )
    shares = split_refund(wanted.minor, left)
    note = _note(unit, document, reason)
    vat = _vat_back(unit, document, lines, shares, gone)
    note.net, note.vat = sum(shares), sum(part for _row, _base, part in vat)
    note.total = note.net + note.vat
    number(unit, note)
    unit.session.add(note)
    unit.session.flush()  # its lines refer to it
    _write_lines(unit, note, lines, shares)
    for row, base, part in vat:
        unit.session.add(
            DocumentVat(
                document_id=note.id,
                position=row.position,
                percent=row.percent,
                country=row.country,
                base=base,
                amount=part,
                reason=row.reason,
            )
        )
    document.refunded += note.total
    unit.session.flush()  # sums over what was refunded follow
    back = book_of(unit).refund(
        document.payer_id,
        Money(note.net, currency),
        [(row.country, Money(part, currency)) for row, _base, part in vat],
    )
    post(unit, Event.REFUND, document.payer_id, back, document_id=note.id)
    _reverse(unit, note, lines)
    unit.record(
        "invoice.refund",
        "document",
        document.id,
        {"credit_note": note.id, "net": note.net, "total": note.total, "reason": reason},
        for_org_id=document.payer_id,
    )
    return note


def _vat_back(
    unit: Unit, document: Document, lines: Sequence[DocumentLine], shares: Sequence[int], gone: dict[int, int]
) -> list[tuple[DocumentVat, int, int]]:
    """Return base and VAT that go back at each rate.

    Where a period is split over several rates, what goes back is shared out over what is left at each of them.
    """
    rows = queries.vat_of(unit.session, document.id)
    before = queries.refunded_vat(unit.session, document.id)
    bases = split_refund(sum(shares), [row.base - before.get(row.position, (0, 0))[0] for row in rows])
    is_last = all(share + gone.get(line.id, 0) == line.charged for line, share in zip(lines, shares, strict=True))
    found = []
    for row, base in zip(rows, bases, strict=True):
        old_base, old_vat = before.get(row.position, (0, 0))
        to_date = row.amount if is_last else vat_to_date(old_base + base, Decimal(row.percent))
        found.append((row, base, to_date - old_vat))
    return found


def _note(unit: Unit, document: Document, reason: str) -> Document:
    return Document(
        kind="credit_note",
        state="issued",
        issuer_id=document.issuer_id,
        payer_id=document.payer_id,
        holder_id=document.holder_id,
        order_id=document.order_id,
        corrects_id=document.id,
        currency=document.currency,
        terms_id=document.terms_id,
        made_on=unit.today,
        due_on=unit.today,
        paid=0,
        refunded=0,
        issuer=document.issuer,
        buyer=document.buyer,
        reason=reason,
        made_at=unit.now,
    )


def _write_lines(unit: Unit, note: Document, lines: Sequence[DocumentLine], shares: Sequence[int]) -> None:
    for line, share in zip(lines, shares, strict=True):
        if not share:
            continue
        unit.session.add(
            DocumentLine(
                document_id=note.id,
                position=line.position,
                product_id=line.product_id,
                corrects_id=line.id,
                sku=line.sku,
                family=line.family,
                label=line.label,
                name=line.name,
                unit_price=line.unit_price,
                quantity=line.quantity,
                periods=line.periods,
                period_months=line.period_months,
                rate=None,
                list_price=None,
                degressive_rate="0",
                active=0,
                reach=line.reach,
                method=line.method,
                partnership_id=None,
                beneficiary_id=None,
                benefit="none",
                entrust_id=None,
                gross=share,
                public=share,
                charged=share,
                partner_net=None,
                service_from=line.service_from,
                service_to=line.service_to,
            )
        )


def _reverse(unit: Unit, note: Document, lines: Sequence[DocumentLine]) -> None:
    """Reverse the cashback of the lines, cumulatively: reversed to date = cashback × refunded to date ÷ charged."""
    gone = queries.refunded_of(unit.session, [one.id for one in lines])
    currency = Currency(note.currency)
    for line in lines:
        one = queries.cashback_of_line(unit.session, line.id)
        if one is None or one.state != "credited":  # what was given up was never credited
            continue
        to_date = reversed_to_date(one.amount, gone.get(line.id, 0), line.charged)
        more = Money(to_date - one.reversed, currency)
        if more.minor <= 0:
            continue
        one.reversed = to_date
        held = balance(unit, AccountKind.PREPAID, one.partner_id, currency)
        back = book_of(unit).reverse_cashback(one.partner_id, more, held, line.id)
        post(unit, Event.CASHBACK_REVERSAL, one.partner_id, back, document_id=note.id)
