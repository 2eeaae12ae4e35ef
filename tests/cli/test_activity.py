"""Activity, deleting and erasing from scripts, with their keys and exit codes."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.conftest import AGENCY, CLIENT, STAFF, TEAM, Program

PASSWORD = "demo"


def test_the_activity_is_listed_filtered_shown_and_exported(demo: Program, tmp_path: Path) -> None:
    found = demo.by(AGENCY, "activity", "--limit", "3")
    assert (len(found["activity"]), found["offset"]) == (3, 0)
    assert found["total"] > 100
    newest = found["activity"][0]
    assert demo.by(AGENCY, "activity", newest["id"])["act"] == newest
    said = demo("--as", AGENCY, "activity", "--action", "money", "--limit", "1").out
    assert "Refunded an invoice." in said or "Paid an invoice." in said or "A pro forma was withdrawn." in said
    assert "are listed; --limit and --offset list others." in said
    assert "In the name of" in demo("--as", AGENCY, "activity", newest["id"]).out
    table = tmp_path / "acts.csv"
    client = demo.by(AGENCY, "partner", "list", "--state", "active")["partnerships"][0]["client"]
    asked = ("--client", client, "--from", "2020-01-01")
    written = demo.by(AGENCY, "activity", *asked, "--export", str(table))["exported"]
    assert written["title"].endswith(f"did for {client}")
    with table.open(newline="") as file:
        assert len(list(csv.DictReader(file))) == written["acts"]
    assert demo.by(AGENCY, "activity", "--limit", "1")["activity"][0]["action"] == "activity.exported"
    assert demo.by(AGENCY, "activity", "--export", str(table), code=3)["error"]["code"] == "refused"
    assert demo.by(AGENCY, "activity", "--export", "acts.doc", code=2)["error"]["code"] == "usage"
    assert demo.by(AGENCY, "activity", "--from", "soon", code=2)["error"]["code"] == "usage"
    for who in ("Florence Dubuis", CLIENT, "USR-4"):
        assert {one["who_id"] for one in demo.by(CLIENT, "activity", "--person", who)["activity"]} == {"USR-4"}, who
    everything = demo.by(CLIENT, "activity")["total"]
    assert demo.by(CLIENT, "activity", "--person", "USR-1")["total"] < everything
    assert demo.by(CLIENT, "activity", "--from", "0001-01-01", "--to", "9999-12-31")["total"] == everything
    assert demo.by(CLIENT, "activity", "--from", "9999-12-31")["total"] == 0
    assert demo.by(CLIENT, "activity", "--to", "0001-01-01")["total"] == 0
    assert demo.by(TEAM, "activity", code=3)["error"]["code"] == "forbidden"
    assert demo.by(CLIENT, "activity", newest["id"], code=4)["error"]["code"] == "not_found"
    assert (
        demo.by(STAFF, "activity", "--organisation", "Fleurs du Lac SA")["total"] < demo.by(STAFF, "activity")["total"]
    )


def test_deleting_lists_what_is_in_the_way_and_then_erasing_ends_everything(demo: Program) -> None:
    preview = demo.by(CLIENT, "org", "delete", "--dry-run")["deletion"]
    assert {"products", "people"} <= {one["kind"] for one in preview["obstacles"]}
    assert all(one["section"] and one["key"].startswith("g ") for one in preview["obstacles"])
    refused = demo.by(CLIENT, "org", "delete", "--password-stdin", stdin=PASSWORD, code=3)["error"]
    assert refused["obstacles"] == preview["obstacles"]
    assert refused["obstacles"][0]["text"] in refused["detail"]
    assert demo.by(TEAM, "org", "delete", "--dry-run", code=3)["error"]["code"] == "forbidden"

    staff_makes = (
        "org",
        "create",
        "--name",
        "Kiosk",
        "--kind",
        "company",
        "--email",
        "kiosk@k.example",
        "--country",
        "CH",
    )
    made = demo.by(STAFF, *staff_makes, "--owner-email", "kim@k.example", "--password-stdin", stdin="a long one")
    kim = "kim@k.example"
    number = made["organisation"]["id"]
    free = demo("--as", kim, "org", "delete", "--dry-run").out
    assert "Kiosk can be deleted:" in free
    assert "Issued documents and the ledger are kept." in free
    wrong = demo.by(kim, "org", "delete", "--password-stdin", stdin="wrong", code=3)["error"]
    assert wrong["code"] == "wrong_password"
    assert (
        demo.by(kim, "user", "erase", "--self", "--password-stdin", stdin="a long one", code=3)["error"]["code"]
        == "refused"
    )

    gone = demo.by(kim, "org", "delete", "--password-stdin", stdin="a long one")["deletion"]

    assert gone["deleted_at"] is not None
    assert demo.by(kim, "org", "list")["organisations"] == []
    assert [one["id"] for one in demo.by(STAFF, "org", "list")["organisations"] if one["deleted_at"]] == [number]
    assert "Kiosk (deleted)" in demo("--as", STAFF, "org", "list").out
    assert demo.by(CLIENT, "user", "erase", kim, "--reason", "asked", code=4)["error"]["code"] == "not_found"
    assert demo.by(kim, "user", "erase", code=2)["error"]["code"] == "usage"
    assert demo.by(STAFF, "user", "erase", kim, code=3)["error"]["fields"][0]["field"] == "reason"
    erased = demo.by(STAFF, "user", "erase", kim, "--reason", "asked by phone")["erased"]
    assert erased["entries"] > 0
    demo.by(kim, "whoami", code=4)
    assert demo("check").code == 0
