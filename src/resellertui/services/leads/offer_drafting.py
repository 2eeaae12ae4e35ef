"""An offer in the making, as only its partner sees it: what it costs, what it brings, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from resellertui import formats
from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.leads.offer import OfferedLine, WantedLine, read_lines, read_validity
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.margin import margin_percent
from resellertui.domain.reinvoicing.margin_words import margin_words
from resellertui.domain.wording import _
from resellertui.services.billing.explanation import ExplanationPart
from resellertui.services.leads.costing import CostedLine, Costing, price_sentences
from resellertui.services.leads.lead_views import DraftLineView, DraftView, OfferInput
from resellertui.services.leads.offer_reading import price_text
from resellertui.services.leads.views import OfferLineView
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation


def read_offer(
    unit: Unit, partner: Organisation, offer: OfferInput
) -> tuple[list[OfferedLine], date, list[FieldProblem]]:
    """Return the lines of an offer that can be priced, its last day, and everything that stands against it."""
    wanted = [WantedLine(one.sku, one.quantity, one.periods, one.name, one.price) for one in offer.lines]
    lines, problems = read_lines(unit.terms, Currency(partner.currency), wanted, unit.today)
    try:
        until = read_validity(offer.valid_until, unit.today)
    except Invalid as refusal:
        problems += refusal.fields
        until = read_validity("", unit.today)
    return lines, until, problems


def draft_view(unit: Unit, partner: Organisation, reference: str, costing: Costing, until: date) -> DraftView:
    """Return an offer in the making."""
    currency = Currency(partner.currency)
    total, cost = sum(one.amount for one in costing.lines), sum(one.cost for one in costing.lines)
    return DraftView(
        request=reference,
        currency=currency.value,
        lines=tuple(_line(one, currency) for one in costing.lines),
        total=str(Money(total, currency)),
        cost=str(Money(cost, currency)),
        margin=str(Money(total - cost, currency)),
        margin_percent=_percent(cost, total),
        valid_until=until,
        explanation=_explanation(unit, costing, currency),
    )


def line_words(label: str, name: str, unit_price: Decimal, quantity: int, periods: int, amount: Money) -> str:
    """Return how a line of an offer comes to its amount, in one line."""
    named = _("{label} “{name}”").format(label=label, name=name) if name else label
    factors = [str(one) for one in (quantity, periods) if one != 1]
    if not factors and price_text(unit_price) == str(amount):
        return _("{product}: {amount} {currency}").format(
            product=named, amount=formats.amount(str(amount)), currency=amount.currency.value
        )
    product = " × ".join([*factors, formats.amount(price_text(unit_price))])
    return _("{product}: {sum} = {amount} {currency}").format(
        product=named, sum=product, amount=formats.amount(str(amount)), currency=amount.currency.value
    )


def _line(one: CostedLine, currency: Currency) -> DraftLineView:
    line = one.line
    return DraftLineView(
        position=line.position,
        line=OfferLineView(
            sku=line.kind.sku,
            label=line.kind.label,
            name=line.name,
            quantity=line.quantity,
            periods=line.periods,
            period_months=line.kind.period_months,
            unit_price=price_text(one.unit_price),
            amount=str(Money(one.amount, currency)),
        ),
        cost=str(Money(one.cost, currency)),
        public=str(Money(one.public, currency)),
        margin=str(Money(one.amount - one.cost, currency)),
        margin_percent=_percent(one.cost, one.amount),
        by=_by(one),
        warning=_warning(one),
    )


def _by(one: CostedLine) -> str:
    if one.line.own_price is not None:
        return _("your own figure")
    if one.rule is None:
        return _("at cost: no margin holds")
    return _("{margin} ({id})").format(margin=margin_words(one.rule), id=show_id(Kind.MARGIN, one.rule.id))


def _warning(one: CostedLine) -> str:
    if one.amount < one.cost:
        return _("Below your cost.")
    if one.amount > one.public:
        return _("Above the public price.")
    return ""


def _percent(cost: int, price: int) -> str:
    found = margin_percent(cost, price)
    return "" if found is None else f"{found:f}"


def _explanation(unit: Unit, costing: Costing, currency: Currency) -> tuple[ExplanationPart, ...]:
    if not costing.lines:
        return ()
    words = [
        _("{line}; {by}; it costs you {cost}.").format(
            line=line_words(
                one.line.kind.label,
                one.line.name,
                one.unit_price,
                one.line.quantity,
                one.line.periods,
                Money(one.amount, currency),
            ),
            by=_by(one),
            cost=Money(one.cost, currency),
        )
        for one in costing.lines
    ]
    return (
        ExplanationPart(title=_("What the provider would charge you today"), sentences=price_sentences(unit, costing)),
        ExplanationPart(
            title=_("What you offer"),
            sentences=(*words, total_words([one.amount for one in costing.lines], currency)),
        ),
    )


def total_words(amounts: Sequence[int], currency: Currency) -> str:
    """Say how the lines of an offer add up."""
    total = Money(sum(amounts), currency)
    if len(amounts) == 1:
        return _("Total without VAT: {total} {currency}.").format(total=total, currency=currency.value)
    parts = " + ".join(str(Money(one, currency)) for one in amounts)
    return _("Total without VAT: {parts} = {total} {currency}.").format(
        parts=parts, total=total, currency=currency.value
    )
