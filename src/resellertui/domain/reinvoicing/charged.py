"""Charged lines: what a client pays for one, how one stands on a day, and what may still be decided about it.

Decided here, since the rules are silent:

- What a person set comes before what the margins say; what is billed is what its invoice says.
- A line is held up to and including its day: once that has passed it is open again, whatever a job has recorded.
- Nothing was charged for a line that was waived, so nothing goes back to the client for a refund of it.
- A price has the sign of the cost: what the provider gave back is given back, or kept.
- A client never gets back more of a line than it is charged: what credit notes took off it, and what other refunds of
  it gave back, comes off its share, and off what a person set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from resellertui.domain.reinvoicing.margin import ChargedLine, MarginRule, given_back, resale_price
from resellertui.domain.wording import _


class LineState(StrEnum):
    """What became of a charged line."""

    OPEN = "open"
    HELD = "held"
    BILLED = "billed"
    WAIVED = "waived"


FLAGGED = frozenset({LineState.OPEN, LineState.HELD})
"""The states in which a line is neither billed nor given up."""

LATE_AFTER = 30
"""Days after the charge from which a line that is open is late."""


class PricedBy(StrEnum):
    """What decided a resale price."""

    RULE = "rule"
    OFFER = "offer"
    """The margin of the accepted offer by whose contract it was ordered (see `margin`)."""
    EDITED = "edited"
    REFUND = "refund"
    COST = "cost"


BY_MARGIN = frozenset({PricedBy.RULE, PricedBy.OFFER, PricedBy.COST})
"""What gives a price that follows from the cost alone: it can be computed again."""


@dataclass(frozen=True)
class Said:
    """What was decided about a line beside the margins."""

    edited: int | None = None
    """The price that a person set."""
    billed: int | None = None
    """What its invoice charges, once it is billed."""


@dataclass(frozen=True)
class Back:
    """What the provider gave back of a line at one time, and what was decided about that."""

    line_id: int
    amount: int
    """Of the cost, without a sign."""
    said: Said
    is_waived: bool
    taken_back: int = 0
    """What credit notes took off what its invoice gives back; zero or below."""


@dataclass(frozen=True)
class Price:
    """What a client pays for a line, in minor units without VAT, and what says so."""

    price: int
    by: PricedBy
    rule: MarginRule | None


Choice = Callable[[ChargedLine], MarginRule | None]
"""How the margin of a line is found."""


def price_of_charge(line: ChargedLine, choice: Choice, said: Said) -> Price:
    """Return the price of a line that the provider charged."""
    rule = choice(line)
    by = PricedBy.COST if rule is None else PricedBy.OFFER if rule.is_agreed_for(line) else PricedBy.RULE
    return _settled(Price(resale_price(rule, line), by, rule), said)


def prices_of_refunds(
    original: Price, cost: int, backs: Sequence[Back], *, credited: int, is_waived: bool
) -> dict[int, Price]:
    """Return the price, zero or below, of each line that the provider gave back of one line, by number.

    Args:
        original: the price of the line that they are of.
        cost: what the provider charged for that one.
        backs: all that the provider gave back of it, oldest first.
        credited: what credit notes took off what its invoice charges.
        is_waived: whether the line that they are of was waived.
    """
    charged = 0 if is_waived else original.price
    left = charged - credited + sum(one.said.billed - one.taken_back for one in backs if one.said.billed is not None)
    found, before = {}, 0
    for one in backs:
        share = -given_back(charged, cost, before, one.amount)
        before += one.amount
        settled = _settled(Price(share, PricedBy.REFUND, original.rule), one.said)
        if one.said.billed is None:
            settled = Price(max(settled.price, -max(0, left)), settled.by, settled.rule)
            left += 0 if one.is_waived else settled.price
        found[one.line_id] = settled
    return found


def _settled(price: Price, said: Said) -> Price:
    if said.billed is not None:
        return Price(said.billed, price.by if said.edited is None else PricedBy.EDITED, price.rule)
    return price if said.edited is None else Price(said.edited, PricedBy.EDITED, price.rule)


def state_on(state: LineState, held_until: date | None, day: date) -> LineState:
    """Return how a line stands on a day: one whose hold has run out is open."""
    if state is LineState.HELD and held_until is not None and held_until < day:
        return LineState.OPEN
    return state


def is_late(days: int) -> bool:
    """Return whether a line that is open so many days after its charge is late: from the thirtieth day on."""
    return days >= LATE_AFTER


def line_state_words(state: LineState) -> str:
    """Return how a line stands, in words."""
    return {
        LineState.OPEN: _("open"),
        LineState.HELD: _("held"),
        LineState.BILLED: _("billed"),
        LineState.WAIVED: _("waived"),
    }[state]


def priced_by_words(by: PricedBy) -> str:
    """Return what decided a price where it is no margin."""
    return {
        PricedBy.RULE: _("by a margin"),
        PricedBy.OFFER: _("by the accepted offer"),
        PricedBy.EDITED: _("set by hand"),
        PricedBy.REFUND: _("in proportion to what was charged"),
        PricedBy.COST: _("at cost: no margin holds"),
    }[by]
