"""Pricing a described order by one version of the terms: lines, VAT, totals and every step in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from resellertui.domain.errors import FieldProblem, Invalid, NotFound, Usage
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Side
from resellertui.domain.pricing import explaining
from resellertui.domain.pricing.charging import Benefit, Charging, Reach, charge, charge_own_order
from resellertui.domain.pricing.description import DescribedLine, OrderDescription, Period
from resellertui.domain.pricing.lines import ListPrice, OrderLine, PricedGroup, PricedLine, price_lines
from resellertui.domain.programme.marks import Mark
from resellertui.domain.programme.terms import Family, Terms
from resellertui.domain.tax import Taxation, TaxedAmount, VatEntry, taxation_of, vat_of
from resellertui.domain.wording import _


@dataclass(frozen=True)
class PricedOrder:
    """What a described order costs, whom, and what the partner earns."""

    terms_version: str
    charged_to: Side
    invoice_to: Side
    benefit: Benefit
    """What the order earns; with limited access some of its lines may earn nothing."""

    lines: tuple[PricedLine, ...]
    total_excl_vat: Money
    vat: tuple[VatEntry, ...]
    total: Money
    steps: tuple[str, ...]
    """How it was computed, in sentences with the figures."""


@dataclass(frozen=True)
class _Item:
    """A described line with what the terms say about it."""

    described: DescribedLine
    family: Family | None
    """None for a family that the terms do not know, whose rate the line gives itself."""

    label: str
    unit_price: Decimal
    reward: Decimal | ListPrice | None
    is_sample_price: bool = False

    @property
    def is_sample_reward(self) -> bool:
        """Whether what a partner earns on it is made up, in the terms."""
        if self.described.rate is not None or self.family is None:
            return False
        return self.is_sample_price if isinstance(self.reward, ListPrice) else self.family.mark is Mark.SAMPLE


@dataclass
class _Reading:
    """A described order against the terms, with what does not fit."""

    terms: Terms
    currency: Currency
    missing: list[FieldProblem] = field(default_factory=list)

    def item(self, line: DescribedLine, place: str) -> _Item:
        """Return a line with its family, price and reward; one that is not in the terms is noted."""
        if line.sku:
            return self._of_kind(line, place)
        families = [one for one in self.terms.families if one.id == line.family]
        if not families and line.rate is None:
            reason = _("There is no product family “{id}” in these programme terms.").format(id=line.family)
            self.missing.append(FieldProblem(f"{place}.family", reason))
        family = families[0] if families else None
        reward = line.rate if line.rate is not None or family is None else family.rate
        return _Item(line, family, family.label if family else line.family, line.unit_price or Decimal(0), reward)

    def _of_kind(self, line: DescribedLine, place: str) -> _Item:
        try:
            kind = self.terms.kind(line.sku)
        except NotFound as refusal:
            self.missing.append(FieldProblem(f"{place}.sku", refusal.title))
            return _Item(line, None, line.sku, Decimal(0), None)
        family = self.terms.family(kind.family)
        reward: Decimal | ListPrice | None = line.rate if line.rate is not None else family.rate
        if reward is None:
            reward = ListPrice(kind.reseller_prices[self.currency])
        return _Item(line, family, kind.label, kind.prices[self.currency], reward, kind.mark is Mark.SAMPLE)


def price_order(order: OrderDescription, terms: Terms) -> PricedOrder:
    """Price an order by these terms.

    Raises:
        Refused: the partner may not order this, or there is no VAT rate for its days.
        Usage: it counts subscriptions of a degressive group that does not exist.
        NotFound: a product kind or family that is not in the terms.
        Invalid: a line whose family has a price list earns something, and is not on that list.
    """
    _check_groups(order, terms)
    chargings = [_charging(order, line) for line in order.lines]
    items = _items(order, terms)
    _check_rewards(items, chargings)
    active = _active(order, items)
    lines = [
        _order_line(item, charging.benefit, terms, active) for item, charging in zip(items, chargings, strict=True)
    ]
    priced, groups = price_lines(lines, order.currency)
    taxed = _tax(order, priced, terms)
    net = Money(sum(line.charged.minor for line in priced), order.currency)
    total = Money(net.minor + sum(entry.amount.minor for entry in taxed.entries), order.currency)
    return PricedOrder(
        terms_version=terms.version,
        charged_to=chargings[0].charged_to,
        invoice_to=chargings[0].invoice_to,
        benefit=next((one.benefit for one in chargings if one.benefit is not Benefit.NONE), Benefit.NONE),
        lines=tuple(priced),
        total_excl_vat=net,
        vat=taxed.entries,
        total=total,
        steps=(
            *explaining.charging_steps(chargings),
            explaining.terms_step(terms),
            *explaining.tier_steps(_tiered_groups(items), active, terms),
            *_group_steps(groups, items, lines),
            *explaining.vat_steps(taxed.taxation, taxed.periods, taxed.entries),
            explaining.total_step(net, taxed.entries, total),
        ),
    )


@dataclass(frozen=True)
class _Taxed:
    """The VAT of an order, with what it follows from."""

    taxation: Taxation
    periods: Sequence[Period]
    entries: tuple[VatEntry, ...]


def _tax(order: OrderDescription, priced: Sequence[PricedLine], terms: Terms) -> _Taxed:
    taxation = taxation_of(order.buyer, terms.vat)
    periods = [line.service or (order.date, order.date) for line in order.lines]
    amounts = [TaxedAmount(line.charged, *period) for line, period in zip(priced, periods, strict=True)]
    return _Taxed(taxation, periods, vat_of(taxation, amounts, order.currency))


def _charging(order: OrderDescription, line: DescribedLine) -> Charging:
    if order.ordered_for is Side.PARTNER:
        _check_own_order(order)
        return charge_own_order()
    return charge(order.reach, order.payment, order.ordered_by, entrusted=line.entrusted)


def _check_own_order(order: OrderDescription) -> None:
    problems = []
    if order.ordered_by is not Side.PARTNER:
        problems.append(FieldProblem("ordered_by", _("Only the partner orders for its own organisation.")))
    if order.reach is not Reach.NONE:
        problems.append(FieldProblem("access", _("An order for one's own organisation goes by no access.")))
    if order.payment is not None:
        problems.append(FieldProblem("payment", _("The partner pays an order for its own organisation: leave it out.")))
    if problems:
        raise Invalid(problems, _("This order can't be accepted."))


def _check_groups(order: OrderDescription, terms: Terms) -> None:
    unknown = [group for group in order.active_subscriptions if group not in terms.tiers]
    if unknown:
        reason = _("There is no such degressive group: {known}.").format(known=", ".join(terms.tiers))
        raise Usage(
            _("This order can't be understood."),
            reason,
            fields=[FieldProblem(f"active_subscriptions.{group}", reason) for group in unknown],
        )


def _items(order: OrderDescription, terms: Terms) -> list[_Item]:
    reading = _Reading(terms, order.currency)
    items = [reading.item(line, f"lines.{number}") for number, line in enumerate(order.lines, 1)]
    if reading.missing:
        raise NotFound(
            _("Something in this order is not in the programme terms {version}.").format(version=terms.version),
            " ".join(one.reason for one in reading.missing),
            fields=reading.missing,
        )
    return items


def _check_rewards(items: Sequence[_Item], chargings: Sequence[Charging]) -> None:
    problems = [
        FieldProblem(
            f"lines.{number}.family",
            _("Partners buy “{family}” by a price list: name a sku of it, or give a rate.").format(family=item.label),
        )
        for number, (item, charging) in enumerate(zip(items, chargings, strict=True), 1)
        if item.reward is None and charging.benefit is not Benefit.NONE
    ]
    if problems:
        raise Invalid(problems, _("This order can't be accepted."))


def _active(order: OrderDescription, items: Sequence[_Item]) -> Mapping[str, int]:
    """Return the active subscriptions of each degressive group: as described, else the order's own quantities."""
    own: Counter[str] = Counter()
    for item in items:
        if item.family is not None and item.family.degressive:
            own[item.family.degressive] += item.described.quantity
    return {**own, **order.active_subscriptions}


def _order_line(item: _Item, benefit: Benefit, terms: Terms, active: Mapping[str, int]) -> OrderLine:
    group = item.family.degressive if item.family is not None else ""
    tier = terms.tier(group, active.get(group, 0))
    own = item.described.degressive_rate
    return OrderLine(
        family=item.family.id if item.family is not None else item.described.family,
        unit_price=item.unit_price,
        quantity=item.described.quantity,
        periods=item.described.periods,
        reward=item.reward,
        degressive_rate=own if own is not None else tier.rate if tier is not None else Decimal(0),
        benefit=benefit,
    )


def _tiered_groups(items: Sequence[_Item]) -> list[str]:
    """Return the degressive groups whose tiers some line goes by."""
    return list(
        dict.fromkeys(
            item.family.degressive
            for item in items
            if item.family is not None and item.family.degressive and item.described.degressive_rate is None
        )
    )


def _group_steps(groups: Sequence[PricedGroup], items: Sequence[_Item], lines: Sequence[OrderLine]) -> list[str]:
    steps = []
    for group in groups:
        members = [items[place] for place in group.members]
        first = members[0]
        label = first.family.label if first.family is not None else first.label
        steps += explaining.group_steps(
            group,
            [lines[place] for place in group.members],
            label,
            sample_price=any(one.is_sample_price for one in members),
            sample_reward=any(one.is_sample_reward for one in members),
        )
        if first.family is None:
            steps.append(
                _("“{family}” is no family of the programme terms: its rate is the one given.").format(family=label)
            )
    return steps
