"""Contracts: when the basket of one is ordered, and when it is left to order again (rules: quote requests).

Decided here, where the rules are silent:

- A basket is ordered once: while its order waits to be paid, or once it was paid, it is not ordered again, whatever
  was refunded since.
- An order whose pro forma was declined or withdrawn has bought nothing: the basket is left to order again, at the
  provider's prices of that day and still at the offer's prices for the client. The audit keeps the former order.
"""

from __future__ import annotations

from enum import StrEnum


class OrderState(StrEnum):
    """What became of an order."""

    OPEN = "open"
    """It waits to be paid."""
    DONE = "done"
    DECLINED = "declined"
    VOID = "void"


def has_bought_nothing(state: OrderState) -> bool:
    """Return whether an order has come to nothing, and so leaves the basket that it was of to order again."""
    return state in {OrderState.DECLINED, OrderState.VOID}
