"""`resellertui quote` in the hands of a visitor, a client, partners and staff."""

from __future__ import annotations

import json

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program
from tests.meta.source import ROOT

SAMPLE = ROOT / "assets" / "quote-request.json"


def test_a_visitor_files_by_a_form_and_reaches_its_request_by_the_token(demo: Program) -> None:
    demo("programme", "listing", "--quotes", "--as", AGENCY)
    said = demo("quote", "submit", "--file", "-", "--dry-run", stdin=SAMPLE.read_text())
    assert "Nothing was changed (dry run)." in said.out
    filed = demo("quote", "submit", "--file", str(SAMPLE), "--json").json
    token, reference = filed["token"], filed["request"]["id"]
    assert filed["request"]["partners"] >= 1
    assert filed["request"]["source"] == "command"
    assert reference in demo("quote", "status", token).out
    assert demo("quote", "status", "x" * 32, code=4).err.startswith("This token does not open any request.")
    seen = demo("quote", "lead", reference, "--as", AGENCY, "--dry-run", "--json").json["lead"]
    assert seen["contact"] is None
    assert "•••" in seen["need"]
    assert reference in demo("quote", "leads", "--tab", "to_answer", "--as", AGENCY).out
    assert demo("quote", "leads", "--tab", "bread", "--as", AGENCY, code=2).err
    declined = demo("quote", "decline", reference, "--reason", "No time.", "--as", AGENCY)
    assert "declined" in declined.out
    routed = demo("quote", "routing", "show", reference, "--as", STAFF)
    assert "No time." in routed.out
    assert "Bistro Riva Sagl" in demo("quote", "routing", "list", "--text", "bistro", "--as", STAFF).out
    withdrawn = demo("quote", "withdraw", "--token", token, "--reason", "Solved.", "--json").json["request"]
    assert (withdrawn["state"], withdrawn["close_reason"]) == ("withdrawn", "Solved.")
    assert demo("quote", "withdraw", "--token", token, code=3).err
    assert demo("quote", "withdraw", code=2).err


def test_a_client_files_for_its_organisation_and_staff_route_and_close_it(demo: Program) -> None:
    need = "An intranet for forty people, with mail."
    filed = demo("quote", "submit", "--need", need, "--family", "bread", "--as", CLIENT, "--json", code=3).json
    assert [one["field"] for one in filed["error"]["fields"]] == ["families"]
    filed = demo("quote", "submit", "--need", need, "--language", "Italian", "--as", CLIENT, "--json").json
    reference = filed["request"]["id"]
    assert filed["token"] == ""
    assert filed["request"]["languages"] == ["Italian"]
    assert reference in demo("quote", "list", "--state", "open", "--as", CLIENT).out
    nothing = demo("quote", "list", "--as", STAFF).out
    assert "quote routing list" in nothing, "whoever looks in the wrong place is told the right one"
    assert "No request of yours is meant." in demo("quote", "list", "--state", "open", "--as", STAFF).out
    assert reference in demo("quote", "routing", "list", "--as", STAFF).out
    assert need in demo("quote", "show", reference, "--as", CLIENT).out
    assert demo("quote", "show", reference, "--as", AGENCY, code=4).err
    closed = demo("quote", "routing", "close", reference, "--reason", "A test.", "--as", STAFF, "--json").json
    assert closed["request"]["state"] == "withdrawn"
    assert demo("quote", "routing", "send", reference, "Agency", "--as", STAFF, code=3).err
    both = demo("quote", "submit", "--need", need, "--file", "-", code=2, stdin="{}")
    assert "leave the other options out" in both.err


def test_in_locked_mode_a_visitor_files_through_standard_input_and_names_no_file(
    demo: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = demo.database
    assert database is not None
    monkeypatch.setenv("RESELLERTUI_DATABASE", str(database))
    demo.database = None
    refused = demo("quote", "submit", "--file", str(SAMPLE), "--locked", code=3)
    assert "locked mode" in refused.err
    wish = json.loads(SAMPLE.read_text()) | {"contact_email": "other@weber.example"}
    filed = demo("quote", "submit", "--file", "-", "--locked", "--json", stdin=json.dumps(wish)).json
    assert filed["token"]
    assert demo("quote", "list", "--locked", code=3).err.startswith("Nobody is signed in")
    assert demo("quote", "status", filed["token"], "--locked").code == 0
