"""The table of who pays and who earns, row by row as the rules publish it, with the published example's amounts.

The example is 35 web hostings at 9.92 for a Swiss company: 347.20, less 25 % for 35 subscriptions 260.40, less 20 % for
the partner 208.32. All amounts are written by hand.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One row."""

    access: str
    method: str | None
    orders: str
    entrusted: bool
    """Whether the line is entrusted to the partner."""
    charged_to: str
    """`refused` where nobody may order so."""
    price: str = ""
    invoice_to: str = ""
    earns: str = ""
    net: str = ""
    vat: str = ""
    total: str = ""
    discount: str = "0.00"
    cashback: str = "0.00"


PUBLIC = ("260.40", "21.09", "281.49")
DISCOUNTED = ("208.32", "16.87", "225.19")

TABLE = (
    Row("none", None, "client", False, "client", "public", "client", "none", *PUBLIC),
    Row("limited", None, "client", True, "client", "public", "client", "cashback", *PUBLIC, "0.00", "52.08"),
    Row("limited", None, "client", False, "client", "public", "client", "none", *PUBLIC),
    Row("limited", None, "partner", False, "refused"),
    Row("full", "client", "client", False, "client", "public", "client", "cashback", *PUBLIC, "0.00", "52.08"),
    Row("full", "client", "partner", False, "client", "public", "client", "cashback", *PUBLIC, "0.00", "52.08"),
    Row("full", "partner", "partner", False, "partner", "discounted", "partner", "discount", *DISCOUNTED, "52.08"),
    Row("full", "partner", "client", False, "partner", "public", "partner", "cashback", *PUBLIC, "0.00", "52.08"),
)
