"""`resellertui quote` from the offer to the order, in the hands of the agency, its client and staff."""

from __future__ import annotations

import json
import shutil
import sys
from os import terminal_size

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program

from resellertui.cli import printing

FLORIST = "Fleurs du Lac SA"


def test_an_offer_is_drafted_made_compared_accepted_and_ordered(demo: Program) -> None:
    demo("programme", "listing", "--quotes", "--as", AGENCY)
    need = "Thirty-five hostings for all our branches."
    request = demo.by(CLIENT, "quote", "submit", "--need", need)["request"]["id"]
    lines = ("--line", "web-hosting:35", "--line", "domain-ch=12.00")

    draft = demo("quote", "offer", request, *lines, "--dry-run", "--as", AGENCY)
    assert "Domain .ch: your own figure. Above the public price." in draft.out
    assert draft.out.rstrip().endswith("Nothing was changed (dry run).")
    assert demo.by(AGENCY, "quote", "offer", request, *lines, "--dry-run")["draft"]["total"] == "272.40"
    for wrong in (
        ("--line", "=3"),
        ("--line", "a:b"),
        ("--line", "a", "--name", "2=x"),
        ("--line", "a", "--name", "x"),
        (),
    ):
        demo("quote", "offer", request, *wrong, "--as", AGENCY, code=2)
    refused = demo.by(AGENCY, "quote", "offer", request, "--line", "bread=1,5", code=3)
    assert [one["field"] for one in refused["error"]["fields"]] == ["lines.1.sku"]
    basket = json.dumps({"lines": [{"sku": "web-hosting", "quantity": 35, "price": "[red]"}]})
    assert demo("quote", "offer", request, "--file", "-", "--as", AGENCY, stdin=basket, code=3).err
    malformed = json.dumps({"lines": [{"sku": 5, "foo": [1]}, "x", {"quantity": True, "price": []}], "note": "Hello"})
    wrong_file = demo.by(AGENCY, "quote", "offer", request, "--file", "-", stdin=malformed, code=3)["error"]
    assert {one["field"]: one["reason"] for one in wrong_file["fields"]} == {
        "note": "A file has lines only: give this as --note.",
        "lines.1.sku": "It must be a text.",
        "lines.1.foo": "There is no such field; there are name, periods, price, quantity, sku.",
        "lines.2": 'It must be a line such as {"sku": "web-hosting"}.',
        "lines.3.quantity": "It must be a whole number.",
        "lines.3.price": "It must be a number or a text.",
        "lines.3.sku": "It is missing.",
    }
    assert '"lines": [{"sku": "web-hosting"' in wrong_file["hint"]
    for broken in ("", "{", "[]", '{"lines": []}', '{"lines": [{"sku": NaN}]}', "[" * 9000, "\xff"):
        refused = demo.by(AGENCY, "quote", "offer", request, "--file", "-", stdin=broken, code=3)["error"]
        assert {one["field"] for one in refused["fields"]} <= {"file", "lines"}
    numbers = json.dumps({"lines": [{"sku": "web-hosting", "price": 12.5}, {"sku": "mail-hosting", "price": 13}]})
    drafted = demo.by(AGENCY, "quote", "offer", request, "--file", "-", "--dry-run", stdin=numbers)["draft"]["lines"]
    assert [one["line"]["unit_price"] for one in drafted] == ["12.50", "13.00"]
    offered = demo.by(AGENCY, "quote", "offer", request, *lines, "--name", "2=kaese.ch", "--key", "k")["offer"]
    assert demo.by(AGENCY, "quote", "offer", request, *lines, "--name", "2=kaese.ch", "--key", "k")["offer"] == offered

    assert "kaese.ch, 1 × 12 months: 12.00" in demo("quote", "compare", request, "--as", CLIENT).out
    assert demo("quote", "compare", request, "--as", AGENCY, code=4).err
    asked = demo.by(CLIENT, "quote", "accept", offered["id"], "--dry-run")
    assert asked["dry_run"] is True
    accepted = demo.by(CLIENT, "quote", "accept", offered["id"], "--if-version", str(offered["version"]))["accepted"]
    assert accepted == asked["accepted"]
    contract = accepted["contract"]
    assert contract in demo("quote", "contracts", "--as", AGENCY).out
    assert "is pending" in demo("quote", "order", contract, "--as", AGENCY, code=3).err
    demo("partner", "accept", accepted["partnership"], "--as", AGENCY)
    assert "Nothing was changed (dry run)." in demo("quote", "order", contract, "--dry-run", "--as", AGENCY).out
    order = demo.by(AGENCY, "quote", "order", contract, "--name", "2=chaes.ch")["order"]
    assert [one["name"] for one in order["lines"]] == ["Web hosting", "chaes.ch"]
    assert order["order_id"] in demo("quote", "contract", contract, "--as", CLIENT).out
    assert "as agreed by OFF-" in demo("reinvoice", "lines", "--as", AGENCY).out
    assert (
        "accepted offers, whatever the margins say: OFF-" in demo("reinvoice", "preview", "2026-11", "--as", AGENCY).out
    )
    demo("invoice", "decline", order["document_id"], "--reason", "Wrong name.", "--as", AGENCY)
    assert (
        f"{order['order_id']} was declined before it was paid"
        in demo("quote", "contract", contract, "--as", CLIENT).out
    )
    again = demo.by(AGENCY, "quote", "order", contract, "--name", "2=zmorge.ch")["order"]
    assert again["order_id"] != order["order_id"]
    assert demo("explain", offered["id"], "--as", CLIENT).out.startswith(f"Offer {offered['id']}")

    noted = demo.by(CLIENT, "quote", "outside", "note", "--provider", "Other", "--product", "Mailbox")["outside"]
    assert noted["contract"] == contract
    assert noted["id"] in demo("quote", "outside", "list", "--breaches", "--as", STAFF).out
    demo("quote", "outside", "settle", noted["id"], "--outcome", "Moves.", "--as", STAFF)
    assert "Moves." in demo("quote", "outside", "list", "--client", FLORIST, "--as", AGENCY).out
    assert demo("check").out.startswith("The database is sound")


def test_offers_are_whole_on_a_terminal_below_each_other_where_they_do_not_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heads = ["", *(f"OFF-{one} Agence numérique de Lausanne" for one in range(12))]
    rows = [["Web hosting", *(f"5.56 CHF for 1 month; {one} × 1 month: 66.72" for one in range(12))]]
    assert len(printing.side_by_side(heads, rows).splitlines()) == 2, "one table in a file"

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: terminal_size((120, 48)))
    shown = printing.side_by_side(heads, rows)

    assert max(map(len, shown.splitlines())) <= 120
    assert shown.count("66.72") == 12
    assert shown.count("Web hosting") == 6
