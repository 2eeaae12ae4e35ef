"""What the lines of an offer would cost the partner, and what its margins make of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from resellertui.domain.leads.offer import OfferedLine, line_amount, price_by_margin
from resellertui.domain.money import Currency
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.pricing import Benefit, PricedGroup, Reach, charge, price_lines
from resellertui.domain.pricing.explaining import group_steps, terms_step, tier_steps
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.domain.reinvoicing.margin import ChargedLine, MarginRule
from resellertui.formats import day
from resellertui.services.billing.drafting import Item, Quote, count_active, quote
from resellertui.services.reinvoicing.pricing import margins_of
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, Product
from resellertui.store.queries import organisations as organisation_queries

NOBODY = 0
"""The client in whose place an offer is priced: who asks is not known to the partner."""


@dataclass(frozen=True)
class CostedLine:
    """A line of an offer with all its amounts, in minor units without VAT."""

    line: OfferedLine
    unit_price: Decimal
    amount: int
    cost: int
    """What the provider would charge the partner for it today, ordered with the other lines."""
    public: int
    """What the provider would charge whoever orders these lines alone at public price."""
    by_margin: Decimal | None
    """The unit price that the partner's margins gave; None where none holds."""
    rule: MarginRule | None


@dataclass(frozen=True)
class Costing:
    """The lines of an offer as they would be ordered today."""

    lines: tuple[CostedLine, ...]
    quote: Quote | None
    """None without any line."""
    active: dict[str, int]


def costed(unit: Unit, partner: Organisation, lines: Sequence[OfferedLine]) -> Costing:
    """Price lines as the partner's order for a new client, and by the partner's margins.

    Raises:
        Refused: the provider has no price, or no VAT rate, for the partner.
    """
    if not lines:
        return Costing((), None, {})
    earning = _earns(unit, partner.id)
    benefit = charge(Reach.FULL, Payment.PARTNER, Side.PARTNER, entrusted=False, earning=earning).benefit
    items = [_item(one, benefit) for one in lines]
    active = dict(count_active(unit, items, partner.id, unit.today))
    found = quote(unit, items, partner, active)
    plain = [_item(one, Benefit.NONE) for one in lines]
    public = quote(unit, plain, partner, _ordered(unit, plain))
    costs = [one.charged.minor for one in found.priced]
    prices = _prices(unit, partner, lines, costs)
    rows = []
    for line, cost, theirs in zip(lines, costs, public.priced, strict=True):
        by_margin, rule = prices[line.kind.sku]
        unit_price = by_margin if line.own_price is None else line.own_price
        amount = line_amount(unit_price, line.quantity, line.periods)
        kept = None if rule is None else by_margin
        rows.append(CostedLine(line, unit_price, amount, cost, theirs.charged.minor, kept, rule))
    return Costing(tuple(rows), found, active)


def price_sentences(unit: Unit, costing: Costing) -> tuple[str, ...]:
    """Return how the provider's prices of the lines come about, step by step."""
    if costing.quote is None:
        return ()
    _priced, groups = price_lines(costing.quote.lines, costing.quote.currency)
    sentences = [terms_step(unit.terms, day(unit.terms.effective))]
    for group in groups:
        sentences += _group(unit, costing, costing.quote, group)
    return tuple(sentences)


def _earns(unit: Unit, partner_id: int) -> bool:
    member = organisation_queries.programme_member(unit.session, partner_id)
    return member is not None and not is_suspended(member.state, member.suspend_on, unit.today)


def _item(line: OfferedLine, benefit: Benefit) -> Item:
    months = line.kind.period_months
    product = Product(id=NOBODY, sku=line.kind.sku, family=line.kind.family, name=line.name, period_months=months)
    return Item(
        kind=line.kind,
        product=product,
        quantity=line.quantity,
        periods=line.periods,
        reach=Reach.FULL.value,
        method=Payment.PARTNER,
        benefit=benefit,
    )


def _ordered(unit: Unit, items: Sequence[Item]) -> dict[str, int]:
    """Count these lines alone towards the degressive tiers."""
    found: dict[str, int] = {}
    for one in items:
        group = unit.terms.family(one.kind.family).degressive
        if group:
            found[group] = found.get(group, 0) + one.quantity
    return found


def _prices(
    unit: Unit, partner: Organisation, lines: Sequence[OfferedLine], costs: Sequence[int]
) -> dict[str, tuple[Decimal, MarginRule | None]]:
    """Return the unit price that margins give each product, of all its lines together, and the margin."""
    margins = margins_of(unit, partner.id)
    currency = Currency(partner.currency)
    found = {}
    for sku, kind in {one.kind.sku: one.kind for one in lines}.items():
        together = [(one, cost) for one, cost in zip(lines, costs, strict=True) if one.kind.sku == sku]
        charged = ChargedLine(
            client_id=NOBODY,
            family=kind.family,
            sku=sku,
            currency=currency,
            charged_on=unit.today,
            cost=sum(cost for _one, cost in together),
            quantity=sum(one.units for one, _cost in together),
            periods=1,
        )
        rule = margins.rule_for(charged)
        found[sku] = (price_by_margin(rule, charged, kind.prices[currency]), rule)
    return found


def _group(unit: Unit, costing: Costing, found: Quote, group: PricedGroup) -> list[str]:
    rows = [costing.lines[place].line for place in group.members]
    family = unit.terms.family(rows[0].kind.family)
    is_sample = any(one.kind.mark is Mark.SAMPLE for one in rows)
    sample_reward = is_sample if family.rate is None else family.mark is Mark.SAMPLE
    tier = tier_steps([family.degressive], costing.active, unit.terms) if group.line.degressive_rate else []
    members = [found.lines[place] for place in group.members]
    return [
        *tier,
        *group_steps(group, members, family.label, sample_price=is_sample, sample_reward=sample_reward),
    ]
