"""What the products that someone holds cost in a year, and what the partner earns on them, by one version of the terms.

An estimate to compare versions with: every product renews as it is, for the same payer, at today's quantities.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from resellertui.domain.money import Currency, Money
from resellertui.domain.pricing.charging import Benefit
from resellertui.domain.pricing.lines import ListPrice, OrderLine, price_lines
from resellertui.domain.programme.terms import ProductKind, Terms

MONTHS = 12


@dataclass(frozen=True)
class Holding:
    """Products of one kind whose renewal is charged and rewarded in the same way."""

    sku: str
    quantity: int
    benefit: Benefit
    beneficiary: Hashable = None


@dataclass(frozen=True)
class Yearly:
    """A year's price and benefit, without VAT."""

    price: Money
    benefits: Mapping[Hashable, Money]
    """What each partner earns, as discount or cashback."""

    @property
    def benefit(self) -> Money:
        """What all partners earn together."""
        return Money(sum(one.minor for one in self.benefits.values()), self.price.currency)


def price_year(holdings: Sequence[Holding], terms: Terms, currency: Currency, active: Mapping[str, int]) -> Yearly:
    """Return what a year of these holdings costs their payer, and earns.

    Args:
        holdings: what is renewed; every kind is in the terms.
        terms: whose prices, rates and tiers apply.
        currency: the payer's.
        active: the payer's active subscriptions by degressive group.
    """
    lines = [_year_of(one, terms, currency, active) for one in holdings]
    priced, _groups = price_lines(lines, currency)
    benefits: dict[Hashable, int] = {}
    for line, price in zip(lines, priced, strict=True):
        if line.benefit is not Benefit.NONE:
            earned = (price.discount + price.cashback).minor
            benefits[line.beneficiary] = benefits.get(line.beneficiary, 0) + earned
    return Yearly(
        price=Money(sum(price.charged.minor for price in priced), currency),
        benefits={partner: Money(minor, currency) for partner, minor in benefits.items()},
    )


def affected_kinds(before: Terms, after: Terms) -> frozenset[str]:
    """Return the skus in both versions whose price or benefit is not decided by the same values."""
    kept = {kind.sku for kind in before.kinds} & {kind.sku for kind in after.kinds}
    return frozenset(sku for sku in kept if _decided_by(before, sku) != _decided_by(after, sku))


def _decided_by(terms: Terms, sku: str) -> tuple[object, ...]:
    kind = terms.kind(sku)
    family = terms.family(kind.family)
    tiers = [(tier.threshold, tier.rate) for tier in terms.tiers.get(family.degressive, ())]
    return kind.prices, kind.reseller_prices, kind.period_months, kind.family, family.rate, family.degressive, tiers


def _year_of(holding: Holding, terms: Terms, currency: Currency, active: Mapping[str, int]) -> OrderLine:
    kind = terms.kind(holding.sku)
    family = terms.family(kind.family)
    tier = terms.tier(family.degressive, active.get(family.degressive, 0))
    return OrderLine(
        family=family.id,
        unit_price=_in_a_year(kind.prices[currency], kind),
        quantity=holding.quantity,
        periods=1,
        reward=family.rate if family.rate is not None else ListPrice(_in_a_year(kind.reseller_prices[currency], kind)),
        degressive_rate=tier.rate if tier is not None else Decimal(0),
        benefit=holding.benefit,
        beneficiary=holding.beneficiary,
    )


def _in_a_year(price: Decimal, kind: ProductKind) -> Decimal:
    return price * MONTHS / kind.period_months
