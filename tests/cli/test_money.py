"""Ordering, paying, refunding and earning from the shell, as whole commands."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program


def balance(program: Program, person: str) -> str:
    return str(program.by(person, "prepaid", "show")["prepaid"][0]["balance"])


def test_an_order_is_said_before_it_is_done_paid_shown_and_refunded(demo: Program) -> None:
    demo.by(CLIENT, "prepaid", "topup", "--amount", "500.00", "--currency", "CHF", "--key", "t")
    again = demo.by(CLIENT, "prepaid", "topup", "--amount", "500.00", "--currency", "CHF", "--key", "t")
    assert again["prepaid"]["balance"] == "500.00"
    asked = ("order", "--sku", "kdrive-solo", "--key", "o")
    shown = demo.by(CLIENT, *asked, "--dry-run")["order"]
    done = demo.by(CLIENT, *asked)["order"]
    assert shown["consequence"] == done["consequence"]
    assert demo.by(CLIENT, *asked)["order"]["repeated"]
    reference = done["document_id"]
    (waiting,) = demo.by(CLIENT, "invoice", "list", "--state", "to_pay")["invoices"]
    assert (waiting["id"], waiting["due"], waiting["number"]) == (reference, done["total"], None)
    paid = demo.by(CLIENT, "invoice", "pay", reference, "--key", "p")["invoice"]
    assert (paid["state"], paid["due"]) == ("paid", "0.00")
    assert demo.by(CLIENT, "invoice", "pay", reference, "--key", "p")["invoice"]["number"] == paid["number"]
    assert balance(demo, CLIENT) == str(Decimal(500) - Decimal(done["total"]))
    assert demo.by(CLIENT, "explain", paid["number"])["explanation"]["agrees"]
    note = demo.by(STAFF, "invoice", "refund", paid["number"], "--reason", "gone")["credit_note"]
    assert (note["kind"], note["total"], note["corrects"]) == ("credit_note", done["total"], paid["number"])
    assert balance(demo, CLIENT) == "500.00"
    entries = demo.by(CLIENT, "prepaid", "statement", "--currency", "CHF")["entries"]
    assert [one["kind"] for one in entries] == ["refund", "payment", "top_up"]
    assert "refunded" in demo("--as", CLIENT, "invoice", "show", reference).out
    assert demo("check").out.endswith("The database is sound.\n")


@pytest.mark.parametrize(
    ("person", "argv", "code"),
    [
        (CLIENT, ("invoice", "show", "INV-1"), 4),
        (CLIENT, ("invoice", "show", "INV-9999"), 4),
        (CLIENT, ("invoice", "refund", "INV-1", "--reason", "mine"), 3),
        (CLIENT, ("prepaid", "withdraw", "--amount", "1.00", "--currency", "CHF"), 3),
        (CLIENT, ("prepaid", "topup", "--amount", "1,00", "--currency", "CHF"), 3),
        (CLIENT, ("prepaid", "topup", "--amount", "1.00", "--currency", "USD"), 3),
        (CLIENT, ("order", "--sku", "nothing"), 4),
        (CLIENT, ("order",), 2),
        (CLIENT, ("order", "--sku", "domain-ch"), 3),
        (CLIENT, ("order", "--sku", "kdrive-solo", "--pay"), 3),
        (AGENCY, ("order", "--sku", "kdrive-solo", "--for", "nobody@nowhere.example"), 4),
        (CLIENT, ("explain", "nothing"), 2),
        (CLIENT, ("invoice", "list", "--state", "lost"), 2),
    ],
)
def test_what_is_not_to_be_done_says_so(demo: Program, person: str, argv: tuple[str, ...], code: int) -> None:
    answer = demo("--as", person, "--json", *argv, code=code)
    assert answer.json["error"]["title"]


def test_the_demonstration_tells_a_year_of_money(demo: Program) -> None:
    states = {one["state"] for one in demo.by(STAFF, "invoice", "list", "--limit", "200")["invoices"]}
    assert {"to_pay", "paid", "void", "refunded", "partly_refunded", "issued"} <= states
    earned = demo.by(AGENCY, "cashback")
    assert len(earned["summary"]["months"]) >= 3
    assert {one["state"] for one in earned["cashback"]} >= {"credited"}
    for one in earned["cashback"][:3]:
        assert demo.by(AGENCY, "explain", one["id"])["explanation"]["agrees"]


def test_a_basket_and_a_renewal(demo: Program, tmp_path: Path) -> None:
    basket = tmp_path / "basket.json"
    basket.write_text('{"lines": [{"sku": "kdrive-solo"}, {"sku": "domain-ch", "name": "neu-im-netz.ch"}]}')
    done = demo.by(AGENCY, "order", "--file", str(basket), "--pay")["order"]
    assert (done["state"], done["benefit"], len(done["lines"])) == ("paid", "discount", 2)
    kdrive = done["lines"][0]["product_id"]
    before = demo.by(AGENCY, "product", "show", kdrive)["product"]["expires_on"]
    (renewed,) = demo.by(AGENCY, "renew", kdrive, "--pay")["renewals"]
    after = demo.by(AGENCY, "product", "show", kdrive)["product"]["expires_on"]
    assert renewed["state"] == "paid"
    assert int(after[:4]) == int(before[:4]) + 1
    assert "error" in demo("--as", AGENCY, "--json", "order", "--file", str(basket), code=5).json


def test_a_selection_is_exported_as_a_spreadsheet_may_open_it(demo: Program, tmp_path: Path) -> None:
    file = tmp_path / "invoices.csv"
    demo.by(AGENCY, "invoice", "export", "--output", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    listed = demo.by(AGENCY, "invoice", "list", "--limit", "1000")["invoices"]
    assert [one["id"] for one in rows] == [one["id"] for one in listed]
    demo("--as", AGENCY, "invoice", "export", "--output", str(file), code=3)
    assert len(demo.by(AGENCY, "invoice", "export", "--format", "json")["invoices"]) == len(listed)
