"""Temporary access and support requests from scripts: the whole way of each, and the refusals."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import AGENCY, CLIENT, STAFF, TEAM, Program

AT = ("--at", "2026-11-25T10:00")


def test_an_access_is_given_looked_through_verified_and_taken_back(demo: Program, tmp_path: Path) -> None:
    assert demo.by(CLIENT, *AT, "support", "grant", "kdrive", "--dry-run")["dry_run"]
    given = demo.by(CLIENT, *AT, "support", "grant", "kdrive")
    assert given["is_new"]
    assert given["access"]["left"] == "7 days left"
    assert not demo.by(CLIENT, *AT, "support", "grant", "kdrive")["is_new"]
    assert "open your files" in demo("--as", CLIENT, *AT, "support", "grant", "kdrive").out
    case = demo.by(CLIENT, *AT, "support", "request", "new", "--subject", "Help", "--text", "Broken")["request"]["id"]
    look = ("support", "look", given["access"]["id"], "--case", case, "--purpose", "Find [the] file")
    assert demo.by(CLIENT, *AT, *look, code=3)["error"]["code"] == "forbidden"
    assert demo.by(STAFF, *AT, *look, "--dry-run")["look"]["token"] is None
    token = demo.by(STAFF, *AT, *look)["look"]["token"]
    assert demo("--as", STAFF, *AT, *look).out.rstrip().splitlines()[-1].count(".") == 2

    verified = demo.by(STAFF, *AT, "support", "grant", "verify", token)["grant"]
    assert (verified["access_checked"], verified["purpose"]) == (True, "Find [the] file")
    assert demo(*AT, "--json", "support", "grant-verify", "-", stdin=token + "\n").json["grant"] == verified
    key = tmp_path / "key.pem"
    key.write_text(demo.by(STAFF, *AT, "support", "grant", "key")["signing_key"]["public_key"])
    offline = ("support", "grant-verify", token, "--public-key", str(key))
    assert demo(*AT, "--json", *offline).json["grant"] == verified | {"access_checked": False}
    assert "was not looked at" in demo(*AT, *offline).out
    late = demo("--at", "2026-11-25T11:00", "--json", *offline, code=3).json["error"]
    assert (late["code"], late["detail"]) == ("grant_refused", "It has expired.")
    demo(*AT, "support", "grant-verify", token, "--public-key", __file__, code=2)

    shown = demo.by(CLIENT, *AT, "support", "grants")
    assert [one["purpose"] for one in shown["accesses"][0]["looks"]] == ["Find [the] file"] * 2
    assert "Find [the] file" in demo("--as", CLIENT, *AT, "support", "grants").out
    over = demo.by(AGENCY, *AT, "support", "grants", "--clients")
    assert "gain nothing" in over["about"]
    assert [one["id"] for one in demo.by(STAFF, *AT, "support", "accesses")["open_accesses"]] == ["ACC-1"]

    assert demo.by(CLIENT, *AT, "support", "revoke", "all")["revoked"][0]["state"] == "revoked"
    assert demo.by(CLIENT, *AT, "support", "revoke", "kdrive", code=4)["error"]["code"] == "not_found"
    assert demo.by(CLIENT, *AT, "support", "revoke", "kfax", code=3)["error"]["fields"][0]["field"] == "service"
    refused = demo(*AT, "--json", "support", "grant", "verify", token, code=3).json["error"]
    assert "revoked" in refused["detail"]


def test_a_request_is_written_answered_followed_and_closed(demo: Program) -> None:
    made = demo.by(TEAM, *AT, "support", "request", "new", "--subject", "[red] help", stdin="It\r\nbroke\n")
    case = made["request"]["id"]
    assert made["request"]["response_target"]
    assert demo.by(TEAM, *AT, "support", "request", "new", "--subject", " ", "--text", "x", code=3)["error"]["fields"]
    assert [one["id"] for one in demo.by(TEAM, *AT, "support", "request", "list")["requests"]] == [case]
    assert "[red] help" in demo("--as", TEAM, *AT, "support", "request", "list", "--state", "open").out
    assert case in [one["id"] for one in demo.by(STAFF, *AT, "support", "queue")["queue"]]
    assert demo.by(TEAM, *AT, "support", "queue", code=3)["error"]["code"] == "forbidden"
    assert demo.by(CLIENT, *AT, "support", "request", "show", case, code=4)["error"]["code"] == "not_found"

    assert demo.by(TEAM, *AT, "support", "request", "note", case, "--text", "x", code=3)["error"]
    demo.by(STAFF, *AT, "support", "request", "note", case, "--text", "Among us")
    answer = ("support", "request", "answer", case, "--if-version", "1", "--text")
    assert demo.by(STAFF, *AT, *answer, "Try again")["request"]["state"] == "answered"
    assert demo.by(STAFF, *AT, *answer, "Twice", code=5)["error"]["code"] == "conflict"
    again = ("support", "request", "answer", case, "--text", "Still")
    assert demo.by(TEAM, *AT, *again, "--dry-run")["effects"][0] == f"{case} is open again."
    assert demo.by(TEAM, *AT, *again)["request"]["state"] == "open"
    demo.by(TEAM, *AT, "support", "request", "close", case)
    mine = demo.by(TEAM, *AT, "support", "request", "show", case)
    assert [one["body"] for one in mine["messages"]] == ["It\nbroke", "Try again", "Still"]
    text = demo("--as", STAFF, *AT, "support", "request", "show", case).out
    assert "a note among staff" in text
    assert "    broke" in text

    call = ("support", "request", "call", "ORG-1", "--subject", "Called", "--text", "By phone")
    assert demo.by(STAFF, *AT, *call, "--answered")["request"]["channel"] == "call"
    assert demo.by(STAFF, *AT, *call, "--caller", "USR-99999", code=3)["error"]["fields"][0]["field"] == "caller"
    demo("--as", STAFF, *AT, "support", "queue", "--state", "lost", code=2)
    assert demo(*AT, "--json", "check").json["check"]["clean"]
