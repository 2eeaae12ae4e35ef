"""The table of who pays and the published figures, as scripts see them: `order --dry-run`, `price`, `explain`."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from tests.charging_table import TABLE, Row
from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program

SHOP = "boutique-fleurs.ch"


def together(demo: Program, row: Row) -> str:
    """Let the client and the agency stand to each other as the row says, and return the partnership."""
    if row.access == "none":
        return ""
    options = ("--product", SHOP) if row.access == "limited" else ("--payment", str(row.method))
    asked = demo.by(CLIENT, "partner", "request", "--partner", AGENCY, "--access", row.access, *options)
    number = str(asked["partnership"]["id"])
    demo.by(AGENCY, "partner", "accept", number)
    return number


def book(demo: Program) -> dict[str, Decimal]:
    """Return the balances of the provider's own accounts."""
    rows = demo.by(STAFF, "ledger")["accounts"]
    return {one["name"]: Decimal(one["balance"]) for one in rows if "ORG" not in one["name"]}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: "-".join(str(part) for part in row[:4]))
def test_a_dry_run_says_what_is_posted_invoiced_and_explained(demo: Program, row: Row) -> None:
    number = together(demo, row)
    orderer = AGENCY if row.orders == "partner" else CLIENT
    asked = ["order", "--sku", "web-hosting", "--quantity", "35"]
    asked += ["--for", number] if row.orders == "partner" else []
    asked += ["--entrust-to", number] if row.entrusted else []
    if row.charged_to == "refused":
        for way in ([], ["--dry-run"]):
            assert demo.by(orderer, *asked, *way, code=3)["error"]["code"] in {"refused", "forbidden"}
        return
    payer, other = (CLIENT, AGENCY) if row.charged_to == "client" else (AGENCY, CLIENT)
    before = book(demo)

    shown = demo.by(orderer, *asked, "--dry-run")
    assert shown.pop("dry_run")
    waiting = {one["id"] for one in demo.by(payer, "invoice", "list", "--state", "to_pay")["invoices"]}
    done = demo.by(orderer, *asked)["order"]
    for field in ("consequence", "charged_to", "payer", "benefit", "total_excl_vat", "vat", "total", "state"):
        assert shown["order"][field] == done[field]
    assert (done["total_excl_vat"], done["vat"], done["total"]) == (row.net, row.vat, row.total)
    assert (done["charged_to"], done["benefit"]) == (row.charged_to, row.earns)
    assert f"{row.total} CHF ({row.net} without VAT)" in done["consequence"]

    to_pay = demo.by(payer, "invoice", "list", "--state", "to_pay")["invoices"]
    (invoice,) = [one["id"] for one in to_pay if one["id"] not in waiting]
    demo.by(other, "invoice", "show", invoice, code=4)
    demo.by(other, "explain", invoice, code=4)
    paid = demo.by(payer, "invoice", "pay", invoice, "--method", "bank")["invoice"]
    assert (paid["net"], paid["vat"], paid["total"], paid["due"]) == (row.net, row.vat, row.total, "0.00")
    moved = {name: after - before.get(name, Decimal(0)) for name, after in book(demo).items()}
    assert moved["income:revenue"] == -Decimal(row.net)
    assert moved["liabilities:vat:CH"] == -Decimal(row.vat)
    assert moved["expenses:cashback"] == Decimal(row.cashback)
    assert demo.by(payer, "explain", invoice)["explanation"]["agrees"]


def priced(demo: Program, net: str, **changes: Any) -> tuple[str, str, str]:
    """Price one line of this price for a Swiss company, and return net, VAT and total."""
    line = {"family": "web_hosting", "unit_price": net, "degressive_rate": "0"}
    order = {
        "date": "2026-11-23",
        "currency": "CHF",
        "access": "none",
        "ordered_by": "client",
        "buyer": {"country": "CH", "kind": "company"},
        "lines": [line | changes],
    }
    answer = demo("price", "-", "--json", stdin=json.dumps(order)).json
    (vat,) = answer["vat"]
    return answer["total_excl_vat"], vat["amount"], answer["total"]


@pytest.mark.parametrize(
    ("net", "vat", "total"),
    [
        ("208.32", "16.87", "225.19"),
        ("347.20", "28.12", "375.32"),
        ("130.92", "10.60", "141.52"),
        ("21.12", "1.71", "22.83"),
    ],
)
def test_the_published_figures_of_vat_come_out_to_the_cent(demo: Program, net: str, vat: str, total: str) -> None:
    assert priced(demo, net) == (net, vat, total)


def test_the_published_example_is_rounded_by_group_and_not_by_unit(demo: Program) -> None:
    """By unit 9.92 would become 7.94 and then 5.96 or 5.95: 208.60 or 208.25."""
    order = {
        "date": "2026-11-23",
        "currency": "CHF",
        "access": "full",
        "payment": "partner",
        "ordered_by": "partner",
        "buyer": {"country": "CH", "kind": "company"},
        "active_subscriptions": {"hosting": 35},
        "lines": [{"family": "web_hosting", "unit_price": "9.92", "quantity": 35}],
    }
    by_lines = order | {"lines": [{"family": "web_hosting", "unit_price": "9.92"}] * 35}
    for wish in (order, by_lines):
        answer = demo("price", "-", "--json", stdin=json.dumps(wish)).json
        assert (answer["total_excl_vat"], answer["vat"][0]["amount"], answer["total"]) == ("208.32", "16.87", "225.19")
        assert sum(Decimal(one["discount"]) for one in answer["lines"]) == Decimal("52.08")
        assert sum(Decimal(one["charged"]) for one in answer["lines"]) == Decimal("208.32")


def test_how_much_is_left_out_of_a_list_is_bounded(demo: Program) -> None:
    for command in (("invoice", "list"), ("cashback",), ("prepaid", "statement", "--currency", "CHF")):
        for offset in ("-1", str(10**30)):
            assert demo.by(CLIENT, *command, "--offset", offset, code=2)["error"]["code"] == "usage"
