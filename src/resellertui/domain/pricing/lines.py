"""The price of lines: groups computed once on their gross, then spread over their lines by largest remainder.

Everything is in whole cents of one currency; each step rounds half up. What the rules leave open is decided here:

- A line's gross is rounded by itself, and a group's gross is the sum of its lines': lines add up to the total.
- A reseller list price is rounded by line in the same way. Lines of one family under a price list share a group where
  they have the same list and public price, so that every line costs exactly what the list says.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from resellertui.domain.errors import Refused
from resellertui.domain.money import Currency, Money, round_half_up
from resellertui.domain.pricing.charging import Benefit
from resellertui.domain.sharing import spread
from resellertui.domain.wording import _

_EXACT = Context(prec=60)
"""Digits for the widest product of a unit price, a quantity, periods and two rates: nothing is lost before rounding."""


@dataclass(frozen=True)
class ListPrice:
    """A partner's unit price from a reseller price list, in place of a rate."""

    unit_price: Decimal


@dataclass(frozen=True)
class OrderLine:
    """One line to price, with everything that decides its price."""

    family: str
    unit_price: Decimal
    """Public, without VAT, for one period."""

    quantity: int
    periods: int
    reward: Decimal | ListPrice | None
    """The partner's rate or list price; None where there is neither, which only a line without a benefit can do."""

    degressive_rate: Decimal
    benefit: Benefit
    beneficiary: Hashable = None
    """The partner that earns, where a document has lines of several."""

    @property
    def units(self) -> int:
        """How many times the unit price is charged."""
        return self.quantity * self.periods


@dataclass(frozen=True)
class PricedLine:
    """What one line costs and earns."""

    gross: Money
    public: Money
    """What it would have cost at public price."""

    charged: Money
    partner_net: Money | None
    """None without a benefit."""

    @property
    def discount(self) -> Money:
        """What it costs less than at public price."""
        return self.public - self.charged

    @property
    def cashback(self) -> Money:
        """What the partner is credited once it is paid."""
        return self.charged - (self.charged if self.partner_net is None else self.partner_net)


@dataclass(frozen=True)
class PricedGroup:
    """Lines that were computed as one, with every step on the way."""

    members: tuple[int, ...]
    """The places of its lines in the document, from 0."""

    line: OrderLine
    """The first of them, which has the rates of all."""

    gross: Money
    public: Money
    rewarded: Money | None
    """After the partner's rate or price list, before the degressive rate."""

    partner_net: Money | None


def price_lines(lines: Sequence[OrderLine], currency: Currency) -> tuple[list[PricedLine], list[PricedGroup]]:
    """Price the lines of one document, in order, with the groups that they were computed in.

    Raises:
        Refused: a benefit on a line without a rate or a list price.
    """
    groups: dict[Hashable, list[int]] = {}
    for place, line in enumerate(lines):
        groups.setdefault(_group_key(line), []).append(place)
    priced: dict[int, PricedLine] = {}
    computed = []
    with localcontext(_EXACT):
        for members in groups.values():
            group = _price_group(tuple(members), [lines[place] for place in members], currency, priced)
            computed.append(group)
    return [priced[place] for place in range(len(lines))], computed


def _group_key(line: OrderLine) -> Hashable:
    reward = (line.reward, line.unit_price) if isinstance(line.reward, ListPrice) else line.reward
    return line.family, reward, line.degressive_rate, line.benefit, line.beneficiary


def _price_group(
    members: tuple[int, ...], lines: Sequence[OrderLine], currency: Currency, priced: dict[int, PricedLine]
) -> PricedGroup:
    first = lines[0]
    gross = [_cents(line.unit_price * line.units) for line in lines]
    kept = 1 - first.degressive_rate
    public = _part(sum(gross), kept)
    rewarded = net = None
    publics = spread(public, gross)
    nets: Sequence[int | None] = [None] * len(lines)
    if first.benefit is not Benefit.NONE:
        rewarded = _rewarded(lines, sum(gross))
        net = _part(rewarded, kept)
        nets = spread(net, publics)
    for place, gross_cents, public_cents, net_cents in zip(members, gross, publics, nets, strict=True):
        charged = net_cents if net_cents is not None and first.benefit is Benefit.DISCOUNT else public_cents
        priced[place] = PricedLine(
            gross=Money(gross_cents, currency),
            public=Money(public_cents, currency),
            charged=Money(charged, currency),
            partner_net=None if net_cents is None else Money(net_cents, currency),
        )
    return PricedGroup(
        members=members,
        line=first,
        gross=Money(sum(gross), currency),
        public=Money(public, currency),
        rewarded=None if rewarded is None else Money(rewarded, currency),
        partner_net=None if net is None else Money(net, currency),
    )


def _rewarded(lines: Sequence[OrderLine], gross: int) -> int:
    """Return the group's gross after the partner's rate or price list.

    Raises:
        Refused: there is neither.
    """
    reward = lines[0].reward
    if reward is None:
        raise Refused(
            _("What a partner earns on this family follows a price list, and this line is not on it."),
            _("Name a product of the catalogue by its sku, or give a rate."),
        )
    if isinstance(reward, ListPrice):
        return sum(_cents(reward.unit_price * line.units) for line in lines)
    return _part(gross, 1 - reward)


def _part(cents: int, factor: Decimal) -> int:
    return _cents(Decimal(cents).scaleb(-2) * factor)


def _cents(amount: Decimal) -> int:
    return int(round_half_up(amount).scaleb(2))
