"""Offers: what one is made of, what it comes to, and which of several is the best (rules: quote requests).

Decided here, where the rules are silent:

- A line comes to unit price × quantity × periods, rounded once, half up, which is what a margin that sets a price
  charges for the same; an offer's total is the sum of its lines.
- To compare offers for other periods, each line also counts for a year: unit price × quantity × 12 ÷ the months of its
  period, rounded once.
- Lines of the same product have one price, since the margin that the offer becomes is for a product.
- A price by margins is written with as many decimals as the public price has, two at least, and is not rounded below
  the cost; what a margin itself sets for a unit stands as it is. A partner's margins for single clients do not count:
  it does not know who asks.
- An offer can be accepted up to and including its last day: today at the earliest, in 180 days at the latest, in 30
  where nothing is said.
- The best is the lowest among the offers that can be accepted; amounts in different currencies are never compared.
- A partner that has declined a request, or lost it, offers on it no more; a new offer replaces the current one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import TypeVar

from resellertui.domain.errors import FieldProblem, Invalid
from resellertui.domain.hostname import ascii_hostname
from resellertui.domain.money import CENT, PRICE_DECIMALS, Currency, parse_price, round_half_up
from resellertui.domain.programme.product_name import check_product_name
from resellertui.domain.programme.terms import ProductKind, Terms
from resellertui.domain.reinvoicing.margin import ChargedLine, MarginRule, Method, resale_price
from resellertui.domain.support_plan import plan_of_sku, problem_of_order
from resellertui.domain.text import tidy
from resellertui.domain.wording import _

VALID_DAYS, LONGEST_VALID = 30, 180
HIGHEST_PRICE = 10**9
HIGHEST_TOTAL = 10**13
"""In minor units: sums of such totals stay far below what a database counts exactly."""

_MONTHS = 12


@dataclass(frozen=True)
class WantedLine:
    """A line of an offer as it was typed."""

    sku: str
    quantity: int = 1
    periods: int = 1
    name: str = ""
    price: str = ""
    """Of one unit and period; by the margins where empty."""


@dataclass(frozen=True)
class OfferedLine:
    """A line of an offer that can be priced."""

    position: int
    kind: ProductKind
    quantity: int
    periods: int
    name: str
    own_price: Decimal | None
    """The partner's own figure; None where its margins decide."""

    @property
    def units(self) -> int:
        """For how many units and periods it is."""
        return self.quantity * self.periods


def read_lines(
    terms: Terms, currency: Currency, wanted: Sequence[WantedLine], today: date
) -> tuple[list[OfferedLine], list[FieldProblem]]:
    """Return the lines that can be priced, and everything that stands against any of them.

    Args:
        terms: whose catalogue is offered.
        currency: the offer's.
        wanted: the lines as typed.
        today: the day of the offer.
    """
    lines: list[OfferedLine] = []
    problems: list[FieldProblem] = []
    for position, one in enumerate(wanted, 1):
        line, found = _read_line(terms, currency, position, one, today)
        problems += found
        if line is not None:
            lines.append(line)
    return lines, [*problems, *_together(terms, lines)]


def _read_line(
    terms: Terms, currency: Currency, position: int, one: WantedLine, today: date
) -> tuple[OfferedLine | None, list[FieldProblem]]:
    at = f"lines.{position}"
    kind = terms.resolve(one.sku, one.name)
    if kind is None:
        return None, [FieldProblem(f"{at}.sku", _("“{sku}” is not in the catalogue.").format(sku=one.sku))]
    if currency not in kind.prices:
        reason = _("“{kind}” has no price in {currency}.").format(kind=kind.label, currency=currency.value)
        return None, [FieldProblem(f"{at}.sku", reason)]
    problems = []
    name = tidy(one.name).removesuffix(".") if kind.tld else tidy(one.name)
    if name and (wrong := check_product_name(kind, name)):
        problems.append(FieldProblem(f"{at}.name", wrong.reason))
    if kind.tld and one.quantity != 1:
        problems.append(FieldProblem(f"{at}.quantity", _("A domain name is one: its quantity is 1.")))
    too_short, _no_upgrade = problem_of_order(terms, (), kind.sku, one.periods * kind.period_months, today)
    if too_short:
        problems.append(FieldProblem(f"{at}.periods", too_short))
    own_price = None
    if one.price:
        try:
            own_price = read_price(one.price, f"{at}.price")
        except Invalid as refusal:
            problems += refusal.fields
    return OfferedLine(position, kind, one.quantity, one.periods, name, own_price), problems


def read_price(text: str, field: str = "price") -> Decimal:
    """Return the price of one unit and period as it was typed.

    Raises:
        Invalid: it is written in another way, or too high.
    """
    price = parse_price(text, field)
    if price >= HIGHEST_PRICE:
        raise Invalid({field: _("A price is below a thousand million.")})
    return price


def _together(terms: Terms, lines: Sequence[OfferedLine]) -> list[FieldProblem]:
    """Return what stands against lines beside each other."""
    problems = []
    first: dict[str, OfferedLine] = {}
    plan: OfferedLine | None = None
    names: set[str] = set()
    for one in lines:
        other = first.setdefault(one.kind.sku, one)
        if other.own_price != one.own_price:
            reason = _("“{kind}” stands in this offer with another price: give all its lines the same one.")
            problems.append(FieldProblem(f"lines.{one.position}.price", reason.format(kind=one.kind.label)))
        if plan_of_sku(terms, one.kind.sku) is not None:
            if plan is not None or one.quantity != 1:
                reason = _("One support plan can be offered, and one of it.")
                problems.append(FieldProblem(f"lines.{one.position}.sku", reason))
            plan = one
        host = ascii_hostname(one.name) if one.kind.tld and one.name else None
        if host is not None:
            if host in names:
                reason = _("It stands in this offer twice.")
                problems.append(FieldProblem(f"lines.{one.position}.name", reason))
            names.add(host)
    return problems


def read_validity(text: str, today: date) -> date:
    """Return the last day of an offer: as typed, or the usual one.

    Raises:
        Invalid: no day, or one out of bounds.
    """
    if not text:
        return today + timedelta(days=VALID_DAYS)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Invalid({"valid_until": _("Write a day as in 2026-12-31.")}) from None
    last = today + timedelta(days=LONGEST_VALID)
    if not today <= found <= last:
        reason = _("An offer is valid from today until {last} at the latest.")
        raise Invalid({"valid_until": reason.format(last=last.isoformat())})
    return found


def line_amount(unit_price: Decimal, quantity: int, periods: int) -> int:
    """Return what a line comes to, in minor units without VAT."""
    return _minor(unit_price * quantity * periods)


def line_yearly(unit_price: Decimal, quantity: int, period_months: int) -> int:
    """Return what a line comes to in a year, in minor units without VAT."""
    return _minor(unit_price * quantity * _MONTHS / period_months)


def price_by_margin(rule: MarginRule | None, line: ChargedLine, public: Decimal) -> Decimal:
    """Return the price of one unit and period that a margin gives; the cost where none holds.

    Args:
        rule: the margin that holds.
        line: all lines of the product together, at what the provider would charge the partner.
        public: the public price of one unit and period, for its decimals.
    """
    if rule is not None and rule.method is Method.PRICE:
        return rule.value
    exponent = public.normalize().as_tuple().exponent
    decimals = min(PRICE_DECIMALS, max(2, -exponent if isinstance(exponent, int) else 0))
    units, step = line.quantity * line.periods, CENT.scaleb(2 - decimals)
    whole = Decimal(resale_price(rule, line)).scaleb(-2)
    price = (whole / units).quantize(step, rounding=ROUND_HALF_UP)
    if line_amount(price, units, 1) < line.cost <= whole.scaleb(2):
        return (whole / units).quantize(step, rounding=ROUND_CEILING)
    return price


Group = TypeVar("Group")


def best(values: Sequence[tuple[Group, Decimal] | None]) -> frozenset[int]:
    """Return the places of the lowest values, each among those of its group (its currency).

    None stands for what is not compared; where a group has a single value there is nothing to compare it with.
    """
    groups: dict[Group, list[tuple[Decimal, int]]] = {}
    for place, one in enumerate(values):
        if one is not None:
            groups.setdefault(one[0], []).append((one[1], place))
    return frozenset(
        place for found in groups.values() if len(found) > 1 for value, place in found if value == min(found)[0]
    )


def _minor(amount: Decimal) -> int:
    return int(round_half_up(amount).scaleb(2))
