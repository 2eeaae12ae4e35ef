"""What an order costs, who pays it, who sees its invoice and what the partner earns: exact, explained, and pure."""

from __future__ import annotations

from resellertui.domain.pricing.charging import Benefit, Charging, Price, Reach, charge, charge_own_order
from resellertui.domain.pricing.description import DescribedLine, OrderDescription, read_order
from resellertui.domain.pricing.lines import ListPrice, OrderLine, PricedGroup, PricedLine, price_lines
from resellertui.domain.pricing.order import PricedOrder, price_order

__all__ = (
    "Benefit",
    "Charging",
    "DescribedLine",
    "ListPrice",
    "OrderDescription",
    "OrderLine",
    "Price",
    "PricedGroup",
    "PricedLine",
    "PricedOrder",
    "Reach",
    "charge",
    "charge_own_order",
    "price_lines",
    "price_order",
    "read_order",
)
