"""Money by commands, further on: keys, baskets that are none, access, others' invoices, exports page by page."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, STUDIO, Program

from resellertui.services.billing.exporting import csv_text
from resellertui.services.billing.views import DocumentRow

SHOP = "boutique-fleurs.ch"
HOSTINGS = ("order", "--sku", "web-hosting", "--quantity", "35")
TOP_UP = ("prepaid", "topup", "--currency", "CHF", "--amount")


def partnership(demo: Program, *options: str) -> str:
    """Let the client and the agency agree on a partnership, and return its id."""
    asked = demo.by(CLIENT, "partner", "request", "--partner", AGENCY, *options)["partnership"]["id"]
    demo.by(AGENCY, "partner", "accept", asked)
    return str(asked)


def balance(demo: Program, person: str = CLIENT) -> Decimal:
    """Return what stands on the account of a person's organisation in its own currency."""
    return Decimal(demo.by(person, "prepaid", "show")["prepaid"][0]["balance"])


def bought(demo: Program) -> dict[str, Any]:
    """Let the client order and pay, and return the invoice."""
    demo.by(CLIENT, *TOP_UP, "1000.00")
    ordered = demo.by(CLIENT, *HOSTINGS)["order"]
    invoice: dict[str, Any] = demo.by(CLIENT, "invoice", "pay", ordered["document_id"])["invoice"]
    return invoice


def test_money_comes_in_pays_an_order_and_goes_out(demo: Program) -> None:
    before = balance(demo)
    topped = demo.by(CLIENT, *TOP_UP, "1000.00", "--reference", "RF18")["prepaid"]
    assert Decimal(topped["balance"]) == before + 1000

    ordered = demo.by(CLIENT, *HOSTINGS)["order"]
    assert (ordered["state"], ordered["total_excl_vat"], ordered["benefit"]) == ("to_pay", "260.40", "none")
    assert ordered["consequence"]
    number = ordered["document_id"]
    assert number in {one["id"] for one in demo.by(CLIENT, "invoice", "list", "--state", "to_pay")["invoices"]}

    paid = demo.by(CLIENT, "invoice", "pay", number)["invoice"]
    assert (paid["state"], paid["due"], paid["total"]) == ("paid", "0.00", ordered["total"])
    assert demo.by(CLIENT, "invoice", "show", paid["number"])["invoice"] == paid
    assert balance(demo) == before + 1000 - Decimal(paid["total"])

    demo.by(CLIENT, "prepaid", "withdraw", "--amount", "10.00", "--currency", "CHF")
    entries = demo.by(CLIENT, "prepaid", "statement", "--currency", "CHF", "--limit", "3")["entries"]
    assert [one["amount"] for one in entries] == ["-10.00", f"-{paid['total']}", "1000.00"]
    assert entries[2]["reference"] == "RF18"
    assert demo("check", "--json").json["check"]["clean"]


def test_a_page_of_each_is_printed_for_people(demo: Program) -> None:
    demo.by(CLIENT, *TOP_UP, "1000.00")
    ordered = demo("--as", CLIENT, *HOSTINGS, "--pay").out
    assert "260.40" in ordered
    row = demo.by(CLIENT, "invoice", "list")["invoices"][0]
    for command in (("invoice", "list"), ("invoice", "show", row["id"])):
        text = demo("--as", CLIENT, *command).out
        assert row["number"] in text
        assert row["total"] in text
    assert "CHF" in demo("--as", CLIENT, "prepaid", "show").out
    assert row["id"] in demo("--as", CLIENT, "prepaid", "statement", "--currency", "CHF").out


def test_a_dry_run_says_what_an_order_would_do_and_keeps_nothing(demo: Program) -> None:
    before = demo.by(CLIENT, "invoice", "list")["total"]

    tried = demo.by(CLIENT, *HOSTINGS, "--dry-run")

    assert tried["dry_run"]
    assert tried["order"]["total_excl_vat"] == "260.40"
    assert demo.by(CLIENT, "invoice", "list")["total"] == before
    assert demo.by(CLIENT, *HOSTINGS)["order"]["consequence"] == tried["order"]["consequence"]


def test_a_basket_is_one_order_on_one_document(demo: Program, tmp_path: Path) -> None:
    basket = {"lines": [{"sku": "web-hosting", "quantity": 2}, {"sku": "web-hosting", "name": "fleurs.example"}]}

    read = demo.by(CLIENT, "order", "--file", "-", stdin=json.dumps(basket))["order"]

    assert [(one["name"], one["quantity"]) for one in read["lines"]][1] == ("fleurs.example", 1)
    assert len(read["lines"]) == 2
    (tmp_path / "basket.json").write_text(json.dumps(basket), encoding="utf-8")
    again = demo.by(CLIENT, "order", "--file", str(tmp_path / "basket.json"), "--dry-run")["order"]
    assert again["total"] == read["total"]


@pytest.mark.parametrize("basket", ["", "[]", "{", '{"lines": 1}', '{"lines": [], "pay": true}', "[" * 100_000])
def test_what_is_no_basket_is_a_usage_error(demo: Program, basket: str) -> None:
    demo.by(CLIENT, "order", "--file", "-", stdin=basket, code=2)


@pytest.mark.parametrize("line", ["1", "{}", '{"sku": "web-hosting", "price": "0"}', '{"sku": "x", "quantity": 0}'])
def test_a_line_that_can_not_be_ordered_is_named(demo: Program, line: str) -> None:
    error = demo.by(CLIENT, "order", "--file", "-", stdin=f'{{"lines": [{line}]}}', code=3)["error"]

    assert error["fields"][0]["field"].startswith("lines.1")


def test_one_line_or_a_basket_is_ordered_not_both(demo: Program) -> None:
    demo.by(CLIENT, "order", code=2)
    demo.by(CLIENT, *HOSTINGS, "--file", "-", code=2)
    demo.by(CLIENT, "order", "--file", "-", "--quantity", "2", stdin='{"lines": []}', code=2)
    demo.by(CLIENT, "order", "--sku", "no-such", code=4)


def test_the_same_key_twice_changes_nothing(demo: Program) -> None:
    topped = demo.by(CLIENT, *TOP_UP, "1000.00", "--key", "a")
    assert demo.by(CLIENT, *TOP_UP, "1000.00", "--key", "a") == topped

    first = demo.by(CLIENT, *HOSTINGS, "--key", "b")["order"]
    second = demo.by(CLIENT, *HOSTINGS, "--key", "b")["order"]
    assert (first["order_id"], first["repeated"]) == (second["order_id"], False)
    assert second["repeated"]
    assert demo.by(CLIENT, *HOSTINGS, "--pay", "--key", "b", code=5)["error"]["code"] == "conflict"

    pay = ("invoice", "pay", first["document_id"], "--amount", "100.00", "--key", "c")
    assert demo.by(CLIENT, *pay)["invoice"]["paid"] == "100.00"
    assert demo.by(CLIENT, *pay)["invoice"]["paid"] == "100.00"


def test_a_full_partner_earns_cashback_on_the_clients_own_order_until_it_is_refunded(demo: Program) -> None:
    partnership(demo, "--access", "full", "--payment", "client")
    earned = balance(demo, AGENCY)

    invoice = bought(demo)

    answer = demo.by(AGENCY, "cashback", "--limit", "1")
    row = answer["cashback"][0]
    assert (row["amount"], row["state"], row["reversed"]) == ("52.08", "credited", "0.00")
    assert answer["summary"]["credited"]
    assert balance(demo, AGENCY) == earned + Decimal("52.08")
    assert "52.08" in demo("--as", AGENCY, "cashback").out

    note = demo.by(STAFF, "invoice", "refund", invoice["id"], "--reason", "Not delivered")["credit_note"]
    assert (note["kind"], note["corrects"]) == ("credit_note", invoice["number"])
    assert demo.by(CLIENT, "invoice", "show", note["id"])["invoice"]["reason"] == "Not delivered"
    assert demo.by(AGENCY, "cashback", "--limit", "1")["cashback"][0]["reversed"] == "52.08"
    assert balance(demo, AGENCY) == earned
    assert demo("check", "--json").json["check"]["clean"]


def test_a_part_of_a_line_is_refunded_by_staff_only(demo: Program) -> None:
    invoice = bought(demo)
    refund = ("invoice", "refund", invoice["id"], "--reason", "Late", "--line", "1", "--amount", "60.40", "--key", "r")

    assert demo.by(CLIENT, *refund, code=3)["error"]["code"] == "forbidden"
    note = demo.by(STAFF, *refund)["credit_note"]

    assert demo.by(STAFF, *refund)["credit_note"]["id"] == note["id"]
    shown = demo.by(CLIENT, "invoice", "show", invoice["id"])["invoice"]
    assert shown["state"] == "partly_refunded"


def test_what_is_declined_starts_nothing(demo: Program) -> None:
    number = demo.by(CLIENT, *HOSTINGS)["order"]["document_id"]

    declined = demo.by(CLIENT, "invoice", "decline", number, "--reason", "Too many")["invoice"]

    assert (declined["state"], declined["reason"]) == ("void", "Too many")
    demo.by(CLIENT, "invoice", "pay", number, code=3)


def test_a_partner_with_limited_access_does_not_order_for_its_client(demo: Program) -> None:
    number = partnership(demo, "--access", "limited", "--product", SHOP)

    assert demo.by(AGENCY, *HOSTINGS, "--for", number, code=3)["error"]["code"] in {"forbidden", "refused"}
    chosen = demo.by(CLIENT, *HOSTINGS, "--entrust-to", number)["order"]
    assert chosen["benefit"] == "cashback"


def test_the_invoice_of_another_is_not_found(demo: Program) -> None:
    partnership(demo, "--access", "full", "--payment", "client")
    invoice = bought(demo)

    for person in (AGENCY, STUDIO):
        for command in (("show", invoice["id"]), ("pay", invoice["id"]), ("decline", invoice["id"], "--reason", "x")):
            assert demo.by(person, "invoice", *command, code=4)["error"]["code"] == "not_found"
    assert demo.by(AGENCY, "invoice", "show", "INV-99999", code=4)["error"]["code"] == "not_found"


def test_more_than_the_prepaid_account_holds_is_not_paid_from_it(demo: Program) -> None:
    held = balance(demo)
    if held:
        demo.by(CLIENT, "prepaid", "withdraw", "--amount", str(held), "--currency", "CHF")
    demo.by(CLIENT, *TOP_UP, "10.00")
    number = demo.by(CLIENT, *HOSTINGS)["order"]["document_id"]

    assert demo.by(CLIENT, "invoice", "pay", number, code=3)["error"]["code"] == "refused"
    demo.by(CLIENT, *HOSTINGS, "--pay", code=3)
    demo.by(CLIENT, "prepaid", "withdraw", "--amount", "10.01", "--currency", "CHF", code=3)
    demo.by(CLIENT, "invoice", "pay", number, "--method", "cheque", code=3)
    assert balance(demo) == 10
    paid = demo.by(CLIENT, "invoice", "pay", number, "--method", "bank", "--reference", "RF19")["invoice"]
    assert paid["state"] == "paid"


def test_staff_top_up_and_see_an_account_of_others(demo: Program) -> None:
    mine = demo.by(CLIENT, "prepaid", "show")["prepaid"][0]
    organisation = mine["organisation_id"]

    topped = demo.by(STAFF, *TOP_UP, "5.00", "--of", organisation)["prepaid"]

    assert topped == demo.by(STAFF, "prepaid", "show", "--of", organisation)["prepaid"][0]
    assert Decimal(topped["balance"]) == Decimal(mine["balance"]) + 5
    demo.by(CLIENT, *TOP_UP, "5.00", "--of", organisation, code=3)


def test_a_list_is_filtered_and_cut(demo: Program) -> None:
    invoice = bought(demo)
    demo.by(CLIENT, *HOSTINGS)

    part = demo.by(CLIENT, "invoice", "list", "--limit", "1", "--offset", "1")
    assert (len(part["invoices"]), part["total"] >= 2) == (1, True)
    found = demo.by(CLIENT, "invoice", "list", "--text", invoice["number"])["invoices"]
    assert [one["id"] for one in found] == [invoice["id"]]
    assert demo.by(CLIENT, "invoice", "list", "--since", "2999-01-01")["invoices"] == []
    demo.by(CLIENT, "invoice", "list", "--until", "tomorrow", code=2)
    demo.by(CLIENT, "invoice", "list", "--state", "lost", code=2)
    demo.by(CLIENT, "invoice", "list", "--limit", "0", code=2)


def test_an_export_holds_every_document_whatever_is_read_at_once(
    demo: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resellertui.services.billing.exporting.BATCH", 2)
    invoice = bought(demo)
    demo.by(STAFF, "invoice", "refund", invoice["id"], "--reason", "Late", "--amount", "1.00")
    for _each in range(2):
        demo.by(CLIENT, *HOSTINGS)
    listed = demo.by(CLIENT, "invoice", "list", "--limit", "1000")
    file = tmp_path / "invoices.csv"

    told = demo.by(CLIENT, "invoice", "export", "--output", str(file))

    assert told["exported"]["documents"] == listed["total"]
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode())))
    assert [(one["id"], one["total"]) for one in rows] == [(one["id"], one["total"]) for one in listed["invoices"]]
    demo.by(CLIENT, "invoice", "export", "--output", str(file), code=3)
    demo.by(CLIENT, "invoice", "export", "--output", str(file), "--format", "json", "--replace")
    assert json.loads(file.read_text(encoding="utf-8")) == listed
    assert demo("--as", CLIENT, "invoice", "export", "--format", "json").json == listed


def test_a_name_that_a_spreadsheet_would_run_is_defused(demo: Program) -> None:
    demo.by(CLIENT, *HOSTINGS)
    row = DocumentRow(**demo.by(CLIENT, "invoice", "list")["invoices"][0])
    harmful = row.model_copy(update={"holder": '=HYPERLINK("x")'})

    (cells,) = csv.DictReader(io.StringIO(csv_text([harmful])))

    assert cells["holder"] == '\'=HYPERLINK("x")'


def test_an_export_in_a_dry_run_or_in_locked_mode_writes_no_file(demo: Program, tmp_path: Path) -> None:
    file = tmp_path / "invoices.csv"

    assert demo.by(CLIENT, "invoice", "export", "--output", str(file), "--dry-run")["dry_run"]
    demo("--locked", "invoice", "export", "--output", str(file), code=3)
    assert not file.exists()


def test_cashback_is_summed_up_charted_and_written_as_csv(demo: Program, tmp_path: Path) -> None:
    file = tmp_path / "cashback.csv"
    lines = demo.by(AGENCY, "cashback", "--limit", "1000")
    sums = demo.by(AGENCY, "cashback", "--by", "client")["sums"]
    whole = sum(Decimal(one["credited"]) for one in sums)

    assert whole == sum(Decimal(amount) for _currency, amount in lines["summary"]["credited"])
    assert "█" in demo("--as", AGENCY, "cashback").out
    demo.by(AGENCY, "cashback", "--format", "csv", "--output", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode())))
    assert [one["id"] for one in rows] == [one["id"] for one in lines["cashback"]]
    months = demo("--as", AGENCY, "cashback", "--format", "csv", "--by", "month", "--text", "CHF").out
    assert months.splitlines()[0].startswith("id,label,client,currency")
    for wrong in (("--by", "year"), ("--state", "lost"), ("--format", "xml")):
        demo.by(AGENCY, "cashback", *wrong, code=2)
    demo.by(AGENCY, "cashback", "--format", "csv", "--output", str(file), code=3)


def test_the_managed_value_is_told_with_each_clients_part(demo: Program) -> None:
    told = demo.by(AGENCY, "managed", "--limit", "1000")
    for total in told["managed"]["totals"]:
        parts = [Decimal(one["value"]) for one in told["clients"] if one["currency"] == total["currency"]]
        assert sum(parts) == Decimal(total["value"])
        assert total["reached"] is (Decimal(total["value"]) >= Decimal(total["threshold"]))
    (one,) = demo.by(AGENCY, "managed", "--filter", told["clients"][0]["name"], "--limit", "1")["clients"]
    assert one == told["clients"][0]
    explained = demo.by(AGENCY, "explain", one["partnership_id"])["explanation"]
    assert one["value"] in explained["parts"][0]["sentences"][-1]
    assert "own products" in demo("--as", CLIENT, "managed").out
