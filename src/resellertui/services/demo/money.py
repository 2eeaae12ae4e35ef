"""A year of the demonstration's money: orders in every way of paying, a refund, what was declined and what waits."""

from __future__ import annotations

from functools import partial

from resellertui.domain.partnership import Payment
from resellertui.services.billing.views import (
    DocumentQuery,
    OrderInput,
    PayInput,
    PaymentMethod,
    PrepaidInput,
    RefundInput,
)
from resellertui.services.demo.cast import AGENCY, House
from resellertui.services.demo.clients import CLIENTS
from resellertui.services.demo.stage import Stage

BUYERS = 14
"""How many of the agency's oldest clients order something in the year."""

BASKETS = (
    ("kdrive-solo", 2),
    ("swiss-backup", 1),
    ("ksuite-pro", 3),
    ("swiss-backup-acronis", 1),
    ("kdrive-team", 1),
)
"""What they order in turn, for two years each: kind and quantity."""


def tell_money(stage: Stage) -> None:
    """Plan the money of the last year."""
    stage.plan(395, partial(_top_up, stage, AGENCY, "4000.00"))
    buyers = [one for one in CLIENTS[:BUYERS] if one.deal is not None and one.deal.payment is not None]
    for place, client in enumerate(buyers):
        days_ago = 372 - place * 365 // max(len(buyers), 1)
        pays_itself = client.deal is not None and client.deal.payment is Payment.CLIENT
        stage.plan(days_ago, partial(_order, stage, client, place, pays_itself=pays_itself))
    paying = [one for one in buyers if one.deal is not None and one.deal.payment is Payment.CLIENT]
    stage.plan(40, partial(_refund, stage, AGENCY, "20.00", "Two weeks without service"))
    stage.plan(33, partial(_refund, stage, paying[0], "", "Ordered twice"))
    stage.plan(26, partial(_refund, stage, paying[1], "15.00", "A week without service"))
    stage.plan(5, partial(_order_unpaid, stage, paying[2]))
    stage.plan(12, partial(_own_order, stage, "ksuite-business", decline=True))
    stage.plan(9, partial(_own_order, stage, "ssl-dv-wildcard", decline=False))


def _top_up(stage: Stage, house: House, amount: str) -> None:
    wish = PrepaidInput.of(amount=amount, currency="CHF", reference="ESR 000")
    stage.services.prepaid.top_up(stage.people[house.key], wish)


def _order(stage: Stage, client: House, place: int, *, pays_itself: bool) -> None:
    """Let the client, or the agency for it, order two years of something and pay it."""
    sku, quantity = BASKETS[place % len(BASKETS)]
    partnership = stage.partnerships[(client.key, AGENCY.key)]
    by_agency = not pays_itself or place % 3 == 0
    orderer = stage.people[AGENCY.key if by_agency else client.key]
    order = OrderInput.of(
        lines=[{"sku": sku, "quantity": quantity, "periods": 2}],
        client=partnership if by_agency else "",
        pay=not pays_itself,
    )
    stage.services.orders.place(orderer, order)
    payer = stage.people[client.key if pays_itself else AGENCY.key]
    for row in stage.services.billing.to_pay(payer):
        payment = PayInput.of(document=row.id, method=PaymentMethod.BANK, reference=f"ESR {place + 1:03d}")
        stage.services.billing.pay(payer, payment)


def _refund(stage: Stage, house: House, amount: str, reason: str) -> None:
    """Let the provider's staff give back the newest paid invoice of an organisation, or a part of it."""
    page = stage.services.billing.documents(stage.people[house.key], DocumentQuery(state="paid"))
    wish = RefundInput.of(document=page.rows[0].id, amount=amount, reason=reason)
    stage.services.billing.refund(stage.staff, wish)


def _order_unpaid(stage: Stage, client: House) -> None:
    """Let a client order something that it has not paid yet: its partner's cashback is pending."""
    order = OrderInput.of(lines=[{"sku": "kdrive-team"}])
    stage.services.orders.place(stage.people[client.key], order)


def _own_order(stage: Stage, sku: str, *, decline: bool) -> None:
    """Let the agency order for itself; one order waits to be paid, the other one is declined."""
    agency = stage.people[AGENCY.key]
    line = {"sku": sku, "name": "agency.example"} if sku.startswith("ssl") else {"sku": sku}
    done = stage.services.orders.place(agency, OrderInput.of(lines=[line]))
    if decline:
        stage.services.billing.decline(agency, done.document_id or "", "Ordered by mistake")
