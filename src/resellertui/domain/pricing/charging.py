"""Who is charged, at which price, who sees the invoice and what the partner earns: the table of the rules, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from resellertui.domain.errors import Refused
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.wording import _


class Reach(StrEnum):
    """What the partner reaches of the client for whom something is ordered."""

    NONE = "none"
    """There is no active partnership, or it is paused."""

    LIMITED = "limited"
    FULL = "full"


class Price(StrEnum):
    """Which price is charged."""

    PUBLIC = "public"
    DISCOUNTED = "discounted"


class Benefit(StrEnum):
    """What the partner earns; never two of them on one line."""

    NONE = "none"
    CASHBACK = "cashback"
    DISCOUNT = "discount"


@dataclass(frozen=True)
class Charging:
    """The answer of the table."""

    charged_to: Side
    price: Price
    invoice_to: Side
    """Whose invoice it is; to the other side it does not exist."""

    benefit: Benefit


class Row(NamedTuple):
    """One row of the table."""

    reach: Reach
    method: Payment | None
    orders: Side
    """Who orders or renews."""

    entrusted: bool | None
    """Whether the product is entrusted to the partner; None where it makes no difference."""

    charging: Charging | None
    """None where the order is refused."""


_PUBLIC_TO_CLIENT = Charging(Side.CLIENT, Price.PUBLIC, Side.CLIENT, Benefit.NONE)
_CLIENT_WITH_CASHBACK = Charging(Side.CLIENT, Price.PUBLIC, Side.CLIENT, Benefit.CASHBACK)
_PARTNER_DISCOUNTED = Charging(Side.PARTNER, Price.DISCOUNTED, Side.PARTNER, Benefit.DISCOUNT)
_PARTNER_WITH_CASHBACK = Charging(Side.PARTNER, Price.PUBLIC, Side.PARTNER, Benefit.CASHBACK)

TABLE = (
    # access, method, who orders, entrusted: charged to, price, invoice visible to, partner earns
    Row(Reach.NONE, None, Side.CLIENT, None, _PUBLIC_TO_CLIENT),
    Row(Reach.LIMITED, None, Side.CLIENT, True, _CLIENT_WITH_CASHBACK),
    Row(Reach.LIMITED, None, Side.CLIENT, False, _PUBLIC_TO_CLIENT),
    Row(Reach.LIMITED, None, Side.PARTNER, None, None),
    Row(Reach.FULL, Payment.CLIENT, Side.CLIENT, None, _CLIENT_WITH_CASHBACK),
    Row(Reach.FULL, Payment.CLIENT, Side.PARTNER, None, _CLIENT_WITH_CASHBACK),
    Row(Reach.FULL, Payment.PARTNER, Side.PARTNER, None, _PARTNER_DISCOUNTED),
    Row(Reach.FULL, Payment.PARTNER, Side.CLIENT, None, _PARTNER_WITH_CASHBACK),
)


def charge(reach: Reach, method: Payment | None, orders: Side, *, entrusted: bool, earning: bool = True) -> Charging:
    """Look an order for a client up in the table.

    Args:
        reach: the partner's access to the client on that day.
        method: whose payment method is charged, with full access.
        orders: who orders or renews.
        entrusted: whether the line's product is in the partner's care, where access is limited.
        earning: False while the partner is suspended from the programme: the same payer then, without a benefit.

    Raises:
        Refused: the partner may not order this, or such an access has no such payment method.
    """
    _check_method(reach, method)
    for row in TABLE:
        if row[:3] == (reach, method, orders) and row.entrusted in {None, entrusted} and row.charging is not None:
            return row.charging if earning else _without_benefit(row.charging)
    if reach is Reach.LIMITED:
        raise Refused(
            _("With limited access the partner never orders or renews for the client."),
            _("The client orders, and what is entrusted to the partner earns it cashback."),
        )
    raise Refused(
        _("Without a partnership nobody but the client orders for itself."),
        _("An order of the partner for its own organisation is described as one: ordered_for is partner then."),
    )


def charge_own_order(*, earning: bool = True) -> Charging:
    """Return who pays an order that a partner places for its own organisation: itself, at the discounted price."""
    return _PARTNER_DISCOUNTED if earning else _without_benefit(_PARTNER_DISCOUNTED)


def _without_benefit(charging: Charging) -> Charging:
    return replace(charging, price=Price.PUBLIC, benefit=Benefit.NONE)


def _check_method(reach: Reach, method: Payment | None) -> None:
    if reach is Reach.FULL and method is None:
        raise Refused(_("Full access has a payment method: the client's or the partner's."))
    if reach is not Reach.FULL and method is not None:
        raise Refused(
            _("Only full access has a payment method."),
            _("With limited access, or none, the question does not arise: the client pays."),
        )
