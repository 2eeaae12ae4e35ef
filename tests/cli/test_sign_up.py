"""Signing up with `org create`, and the hint about a missing VAT number beside orders and payments."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from tests.cli.conftest import CLIENT, STAFF, Program

PASSWORD = "correct horse battery"
NEW = (
    "org", "create", "--name", "Bottega [red]", "--kind", "company", "--email", "o@b.example", "--country", "IT",
    "--street", "Via Appia", "--city", "Roma",
)  # fmt: skip
OWNER = ("--owner-name", "Ada Rossi", "--owner-email", "ada@b.example", "--password-stdin")
VAT = "IT00743110157"


def test_a_visitor_signs_up_orders_is_told_what_a_vat_number_changes_and_enters_it(live: Program) -> None:
    refused = live("--json", *NEW, *OWNER, "--phone", "x", stdin="short\n", code=3).json["error"]
    assert [one["field"] for one in refused["fields"]] == ["phone", "password", "accept_terms"]
    rehearsed = live("--json", *NEW, *OWNER, "--accept-terms", "--dry-run", stdin=f"{PASSWORD}\n").json
    assert rehearsed["dry_run"]

    made = live("--json", *NEW, *OWNER, "--accept-terms", stdin=f"{PASSWORD}\n").json

    assert made["organisation"]["name"] == "Bottega [red]"
    assert made["person"] == {"name": "Ada Rossi", "email": "ada@b.example"}
    again = live("--json", *NEW, *OWNER, "--accept-terms", stdin=f"{PASSWORD}\n", code=3).json["error"]
    assert [one["field"] for one in again["fields"]] == ["owner_email"]
    live("login", "ada@b.example", "--password-stdin", stdin=f"{PASSWORD}\n")
    number = live("--json", *NEW, "--vat-number", VAT, code=3).json["error"]
    assert [one["field"] for one in number["fields"]] == ["accept_terms"]

    ordered = live("order", "--sku", "web-hosting")
    assert ordered.err.count("\n") == 1
    assert "With a valid VAT number it would be 9.10 EUR instead of 11.10: 2.00 EUR less." in ordered.err
    assert "resellertui org edit --vat-number NUMBER --accept-terms" in ordered.err
    shown = live("--json", "order", "--sku", "web-hosting", "--dry-run")
    assert shown.err == ""
    (amount,) = shown.json["order"]["vat_hint"]["amounts"]
    assert (amount["without_number"], amount["with_number"]) == ("11.10", "9.10")

    paid = live("--json", "invoice", "pay", "INV-1", "--amount", "1.00", "--method", "bank").json
    assert paid["vat_hint"]["sentence"].startswith("With a valid VAT number")
    edited = live("org", "edit", "--vat-number", VAT, "--accept-terms")
    assert "INV-1 is now INV-2: 9.10 EUR instead of 11.10." in edited.out
    last = live("invoice", "pay", "INV-2", "--method", "bank")
    assert "Reverse charge" in last.out
    assert last.err == ""
    assert live("check").code == 0


def test_nobody_signs_up_where_it_is_switched_off_and_others_hear_nothing_of_vat(
    demo: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert demo.database is not None
    answer = demo.by(CLIENT, "order", "--sku", "kdrive-solo", "--dry-run")
    assert answer["order"]["vat_hint"] is None
    with closing(sqlite3.connect(demo.database)) as connection:
        before = connection.execute("SELECT count(*) FROM users").fetchone()
    monkeypatch.setenv("RESELLERTUI_SIGN_UP", "false")

    refusal = demo("--json", *NEW, *OWNER, "--accept-terms", stdin=f"{PASSWORD}\n", code=None)

    assert refusal.json["error"]["code"] == "refused"
    with closing(sqlite3.connect(demo.database)) as connection:
        assert connection.execute("SELECT count(*) FROM users").fetchone() == before
    assert demo.by(STAFF, *NEW, *OWNER, stdin=f"{PASSWORD}\n")["organisation"]["claimed"]
