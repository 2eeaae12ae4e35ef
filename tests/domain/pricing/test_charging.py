"""Who pays, who gets the invoice and what the partner earns: the table of the rules, row by row."""

from __future__ import annotations

from itertools import product

import pytest
from tests.charging_table import TABLE, Row

from resellertui.domain.errors import Refused
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.pricing import Benefit, Charging, Price, Reach, charge, charge_own_order

CLIENT, PARTNER = Side.CLIENT, Side.PARTNER

# access, method, who orders, entrusted → charged to, price, invoice visible to, partner earns
ROWS = [
    ("none", None, "client", False, "client", "public", "client", "none"),
    ("none", None, "client", True, "client", "public", "client", "none"),
    ("limited", None, "client", True, "client", "public", "client", "cashback"),
    ("limited", None, "client", False, "client", "public", "client", "none"),
    ("full", "client", "client", False, "client", "public", "client", "cashback"),
    ("full", "client", "client", True, "client", "public", "client", "cashback"),
    ("full", "client", "partner", False, "client", "public", "client", "cashback"),
    ("full", "client", "partner", True, "client", "public", "client", "cashback"),
    ("full", "partner", "partner", False, "partner", "discounted", "partner", "discount"),
    ("full", "partner", "partner", True, "partner", "discounted", "partner", "discount"),
    ("full", "partner", "client", False, "partner", "public", "partner", "cashback"),
    ("full", "partner", "client", True, "partner", "public", "partner", "cashback"),
]


@pytest.mark.parametrize(("reach", "method", "orders", "entrusted", "charged", "price", "invoice", "earns"), ROWS)
def test_an_order_is_charged_as_its_row_of_the_table_says(
    reach: str, method: str | None, orders: str, entrusted: bool, charged: str, price: str, invoice: str, earns: str
) -> None:
    found = charge(Reach(reach), Payment(method) if method else None, Side(orders), entrusted=entrusted)

    assert found == Charging(Side(charged), Price(price), Side(invoice), Benefit(earns))


@pytest.mark.parametrize("row", TABLE)
def test_the_table_of_the_rules_is_answered_row_by_row(row: Row) -> None:
    method = None if row.method is None else Payment(row.method)
    if row.charged_to == "refused":
        with pytest.raises(Refused):
            charge(Reach(row.access), method, Side(row.orders), entrusted=row.entrusted)
        return
    found = charge(Reach(row.access), method, Side(row.orders), entrusted=row.entrusted)

    wanted = Charging(Side(row.charged_to), Price(row.price), Side(row.invoice_to), Benefit(row.earns))
    assert found == wanted


@pytest.mark.parametrize("entrusted", [True, False])
def test_a_limited_partner_never_orders(entrusted: bool) -> None:
    with pytest.raises(Refused, match="never orders or renews"):
        charge(Reach.LIMITED, None, PARTNER, entrusted=entrusted)


def test_a_stranger_never_orders() -> None:
    with pytest.raises(Refused, match="Without a partnership"):
        charge(Reach.NONE, None, PARTNER, entrusted=True)


@pytest.mark.parametrize("reach", [Reach.NONE, Reach.LIMITED])
@pytest.mark.parametrize("method", Payment)
def test_only_full_access_has_a_payment_method(reach: Reach, method: Payment) -> None:
    with pytest.raises(Refused, match="Only full access"):
        charge(reach, method, CLIENT, entrusted=True)


def test_full_access_always_has_a_payment_method() -> None:
    with pytest.raises(Refused, match="has a payment method"):
        charge(Reach.FULL, None, CLIENT, entrusted=True)


def test_every_combination_is_in_the_table_or_refused() -> None:
    answered = {(row[0], row[1], row[2], row[3]) for row in ROWS}
    for reach, method, orders, entrusted in product(Reach, (None, *Payment), Side, (True, False)):
        if (reach, method, orders, entrusted) in answered:
            continue
        with pytest.raises(Refused):
            charge(reach, method, orders, entrusted=entrusted)


def test_an_order_of_the_partner_for_itself_is_discounted() -> None:
    assert charge_own_order() == Charging(PARTNER, Price.DISCOUNTED, PARTNER, Benefit.DISCOUNT)


@pytest.mark.parametrize(("reach", "method", "orders", "entrusted"), [row[:4] for row in ROWS])
def test_a_suspended_partner_earns_nothing_while_the_payer_stays(
    reach: str, method: str | None, orders: str, entrusted: bool
) -> None:
    arrangement = Reach(reach), Payment(method) if method else None, Side(orders)
    before = charge(*arrangement, entrusted=entrusted)
    suspended = charge(*arrangement, entrusted=entrusted, earning=False)

    assert suspended == Charging(before.charged_to, Price.PUBLIC, before.invoice_to, Benefit.NONE)
    assert charge_own_order(earning=False).benefit is Benefit.NONE
