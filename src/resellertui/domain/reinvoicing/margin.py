"""Margins: what a client is charged for a line that the provider charged its partner, and which rule said so.

Decided here, since the rules say only "percentage or fixed per product":

- A percentage is one of the cost; a fixed amount is added for each unit and period; a resale price is charged for each
  unit and period, whatever the cost. Each line is rounded once, half up; nothing is charged below zero.
- The most specific rule holds: one for a client before one for all clients; then one for a product (its sku) before one
  for its family before one for everything. Of two for the same lines, the one that starts later; of those, the newer.
- A rule holds for lines that the provider charged on its first day or later. One without a margin (`none`) ends what
  held for the same lines, and the next less specific one holds.
- An amount holds for lines in its own currency only: nothing is converted.
- Without any rule a client is charged the cost, and the line says that no margin held.
- What an accepted offer agreed is charged for what its contract's order brought: such a line is priced by the margin
  that this very offer became, whatever is newer, more specific, or has ended it since. Two contracts of the same pair,
  or a margin entered between acceptance and order, change nothing in it. Renewals and all other lines of the client go
  by the rules above, in which an offer's margin is one like the others. In another currency than the offer's, too.
- What the provider gives back is given back to the client in proportion, cumulatively, of what it was charged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from resellertui.domain.errors import Invalid
from resellertui.domain.money import PRICE_DECIMALS, Currency, round_half_up
from resellertui.domain.wording import _

LOWEST_PERCENTAGE, HIGHEST_PERCENTAGE = Decimal(-100), Decimal(1000)
TOO_MUCH = 10**9
"""An amount that is no price: from here on a payment part can't hold it, nor a file the sums of many."""


class Scope(StrEnum):
    """Which products a margin is for."""

    ALL = "all"
    FAMILY = "family"
    PRODUCT = "product"


class Method(StrEnum):
    """How the resale price follows from the cost."""

    PERCENTAGE = "percentage"
    FIXED = "fixed"
    PRICE = "price"
    NONE = "none"


_NARROWNESS = {Scope.ALL: 0, Scope.FAMILY: 1, Scope.PRODUCT: 2}


@dataclass(frozen=True)
class MarginRule:
    """One margin of a partner."""

    id: int
    client_id: int | None
    scope: Scope
    target: str
    method: Method
    value: Decimal
    currency: Currency | None
    starts_on: date
    offer: int | None = None
    """The number of the accepted offer that it came of; None for one that the partner entered."""

    @property
    def narrowness(self) -> int:
        """How specific it is: of two that hold, the greater one decides."""
        return _NARROWNESS[self.scope] + (0 if self.client_id is None else 3)

    def holds_for(self, line: ChargedLine) -> bool:
        """Return whether it is about the line, and had begun when the line was charged."""
        return (
            self.starts_on <= line.charged_on
            and self.client_id in (None, line.client_id)
            and self.currency in (None, line.currency)
            and (self.scope is Scope.ALL or self.target == (line.family if self.scope is Scope.FAMILY else line.sku))
        )

    def is_agreed_for(self, line: ChargedLine) -> bool:
        """Return whether it is what the offer agreed by whose contract the line was ordered."""
        return (
            line.offer is not None
            and self.offer == line.offer
            and (self.client_id, self.scope, self.target) == (line.client_id, Scope.PRODUCT, line.sku)
            and self.currency in (None, line.currency)
        )


@dataclass(frozen=True)
class ChargedLine:
    """A line that the provider charged a partner, as far as its resale price goes."""

    client_id: int
    family: str
    sku: str
    currency: Currency
    charged_on: date
    cost: int
    """In minor units, without VAT."""
    quantity: int
    periods: int
    offer: int | None = None
    """The number of the accepted offer by whose contract it was ordered; None for every other line."""


def rule_for(rules: Iterable[MarginRule], line: ChargedLine) -> MarginRule | None:
    """Return the margin that holds for a line, or None where none does."""
    newest: dict[int, MarginRule] = {}
    for one in rules:
        if one.is_agreed_for(line):
            return one
        if one.holds_for(line):
            other = newest.get(one.narrowness)
            if other is None or (one.starts_on, one.id) > (other.starts_on, other.id):
                newest[one.narrowness] = one
    margins = [one for one in newest.values() if one.method is not Method.NONE]
    return max(margins, key=lambda one: one.narrowness, default=None)


def resale_price(rule: MarginRule | None, line: ChargedLine) -> int:
    """Return what the client is charged, in minor units without VAT; the cost where no margin holds."""
    return price_at(rule, line.cost, line.quantity * line.periods)


def price_at(rule: MarginRule | None, cost: int, units: int) -> int:
    """Return what a margin makes of a cost, both in minor units without VAT; the cost itself where there is none.

    Args:
        rule: the margin.
        cost: of the whole line.
        units: how many there are of it, each counted for each of its periods.
    """
    if rule is None or rule.method is Method.NONE:
        return cost
    exact = Decimal(cost).scaleb(-2)
    price = {
        Method.PERCENTAGE: exact * (1 + rule.value.scaleb(-2)),
        Method.FIXED: exact + rule.value * units,
        Method.PRICE: rule.value * units,
    }[rule.method]
    return max(0, int(round_half_up(price).scaleb(2)))


def given_back(price: int, cost: int, before: int, now: int) -> int:
    """Return what a client gets back of a line's price once the provider gives back a part of its cost.

    Args:
        price: what the client was charged for the line.
        cost: what the provider charged.
        before: how much of the cost the provider gave back earlier.
        now: how much it gives back this time.
    """
    if cost == 0:
        return 0

    def to_date(gone: int) -> int:
        return int(round_half_up((Decimal(price) * gone / cost).scaleb(-2)).scaleb(2))

    return to_date(before + now) - to_date(before)


def margin_percent(cost: int, price: int) -> Decimal | None:
    """Return a margin in per cent of the cost, to two decimals; None where nothing was charged."""
    return round_half_up(Decimal(price - cost) * 100 / abs(cost)) if cost else None


def check_value(method: Method, value: Decimal, currency: Currency | None) -> None:
    """Go on only if a margin can be what was entered.

    Raises:
        Invalid: out of bounds, too many decimals, or an amount without its currency.
    """
    if method is Method.NONE:
        return
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > (2 if method is Method.PERCENTAGE else PRICE_DECIMALS):
        raise Invalid({"value": _("Write a number with a point and few decimals, such as 12.5.")})
    if method is Method.PERCENTAGE:
        if not LOWEST_PERCENTAGE <= value <= HIGHEST_PERCENTAGE:
            raise Invalid(
                {
                    "value": _("A percentage lies between {lowest} and {highest}.").format(
                        lowest=LOWEST_PERCENTAGE, highest=HIGHEST_PERCENTAGE
                    )
                }
            )
        return
    if currency is None:
        raise Invalid({"currency": _("An amount needs its currency: CHF or EUR.")})
    if not 0 <= value < TOO_MUCH:
        raise Invalid({"value": _("An amount is zero or more, and below a thousand million.")})
