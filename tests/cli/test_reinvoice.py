"""`resellertui reinvoice`: charged lines, margins and settings from the shell."""

from __future__ import annotations

from tests.cli.conftest import AGENCY, CLIENT, STAFF, STUDIO, TEAM, Program


def test_charged_lines_are_listed_decided_about_and_add_up(demo: Program) -> None:
    found = demo.by(AGENCY, "reinvoice", "lines", "--totals", "--state", "flagged")
    first, *_others, second = (one["id"] for one in found["lines"])
    assert found["total"] == len(found["lines"]) == found["totals"][0]["lines"]
    (before,) = demo.by(AGENCY, "reinvoice", "leakage")["leakage"]["totals"]

    edited = demo.by(AGENCY, "reinvoice", "edit", first, "--price", "200.00", "--reason", "agreed [b]")["lines"]
    assert (edited[0]["resale"], edited[0]["priced_by"], edited[0]["price_reason"]) == (
        "200.00",
        "edited",
        "agreed [b]",
    )
    held = demo.by(
        AGENCY, "reinvoice", "hold", "-", "--reason", "asked", "--until", "2099-01-01", stdin=f"{first}\n\n{second}\n"
    )
    assert [(one["state"], one["held_until"]) for one in held["lines"]] == [("held", "2099-01-01")] * 2
    tried = demo.by(AGENCY, "reinvoice", "waive", second, "--reason", "x", "--dry-run")
    assert (tried["dry_run"], tried["lines"][0]["state"]) == (True, "waived")
    assert demo.by(AGENCY, "reinvoice", "lines", "--state", "waived")["total"] == before["waived_lines"]
    demo.by(AGENCY, "reinvoice", "waive", second, "--reason", "a gift")
    (total,) = demo.by(AGENCY, "reinvoice", "leakage")["leakage"]["totals"]
    assert (total["lost"], total["held_lines"], total["waived_lines"], total["charged_lines"]) == (
        "0.00",
        before["held_lines"] + 1,
        before["waived_lines"] + 1,
        before["charged_lines"],
    )
    by_client = demo.by(AGENCY, "reinvoice", "leakage", "--by", "client")["leakage"]
    assert "200.00" in [one["resale"] for one in by_client]
    released = demo.by(AGENCY, "reinvoice", "release", first, second)["lines"]
    assert [one["state"] for one in released] == ["open", "open"]
    assert demo.by(AGENCY, "reinvoice", "edit", first, "--clear")["lines"][0]["priced_by"] == "rule"

    said = demo("--as", AGENCY, "reinvoice", "lines", "--sort", "date", "--newest", "--limit", "1").out
    assert said.splitlines()[0].split()[:2] == ["ID", "CHARGED"]
    assert said.splitlines()[-1] == f"{before['charged_lines']} lines."
    assert "of the cost on the family Backup" in demo("--as", AGENCY, "reinvoice", "lines").out
    assert "Nothing was charged to you" in demo("--as", STUDIO, "reinvoice", "leakage").out
    assert "Lost" in demo("--as", AGENCY, "reinvoice", "leakage").out
    wrong = demo.by(AGENCY, "reinvoice", "edit", first, "--price", "-1", "--reason", "x", code=3)["error"]
    assert wrong["fields"][0]["field"] == "price"
    for argv in (("lines", "--sort", "x"), ("edit", first), ("leakage", "--by", "x"), ("hold", first, "--until", "x")):
        demo.by(AGENCY, "reinvoice", *argv, code=2)
    for other in (CLIENT, STAFF, STUDIO):
        demo.by(other, "reinvoice", "waive", first, "--reason", "x", code=4)


def test_margins_are_added_tried_out_listed_and_ended(demo: Program) -> None:
    tried = demo.by(AGENCY, "reinvoice", "rule-preview", "--percentage", "20")["preview"]
    assert tried["totals"][0]["affected"] > 0
    known = demo.by(AGENCY, "reinvoice", "rules")["total"]

    usual = demo.by(AGENCY, "reinvoice", "rule-add", "--percentage", "20", "--from", "2026-01-01", "--note", "usual")
    assert demo.by(AGENCY, "reinvoice", "rules")["total"] == known + 1
    amount = ("--fixed", "2.5", "--currency", "CHF", "--product", "domain-ch")
    made = demo.by(AGENCY, "reinvoice", "rule-add", *amount)["rule"]

    assert (made["scope"], made["target"], made["value"]) == ("product", "domain-ch", "2.50")
    open_lines = demo.by(AGENCY, "reinvoice", "lines", "--state", "flagged")["lines"]
    assert "20.00" in {one["percent"] for one in open_lines if one["priced_by"] == "rule"}
    said = demo("--as", AGENCY, "reinvoice", "rules", "--current").out
    assert "2.50 CHF more for each unit and period" in said
    assert "+20 % of the cost" in demo("--as", AGENCY, "reinvoice", "rule-preview", "--percentage", "20").out
    end = demo.by(AGENCY, "reinvoice", "rule-end", made["id"], "--from", "2099-01-01", code=3)["error"]
    assert end["fields"][0]["field"] == "starts_on"
    assert demo.by(AGENCY, "reinvoice", "rule-end", usual["rule"]["id"])["rule"]["state"] == "ends"
    assert f"overtaken by MRG-{known + 3}" in demo("--as", AGENCY, "reinvoice", "rules").out
    wrong = demo.by(AGENCY, "reinvoice", "rule-add", "--percentage", "1", "--family", "domian", code=3)["error"]
    assert "domain" in wrong["fields"][0]["reason"]
    for argv in ((), ("--percentage", "1", "--none"), ("--none", "--family", "a", "--product", "b")):
        demo.by(AGENCY, "reinvoice", "rule-add", *argv, code=2)
    demo.by(STUDIO, "reinvoice", "rule-end", "MRG-1", code=4)
    demo.by(TEAM, "reinvoice", "rules", code=3)


def test_how_clients_are_billed_is_set_and_shown(demo: Program) -> None:
    assert "Nobody has set this yet" in demo("--as", STUDIO, "reinvoice", "settings").out
    version = str(demo.by(AGENCY, "reinvoice", "settings")["settings"]["version"])

    view = demo.by(
        AGENCY,
        *("reinvoice", "settings", "--iban", "CH93 0076 2011 6238 5295 7", "--payment-days", "20"),
        *("--vat", "not_registered", "--auto-reminders", "--reminder-days", "5,10,15", "--if-version", version),
    )["settings"]

    assert (view["iban"], view["qr_iban"], view["confirmed"]) == ("CH93 0076 2011 6238 5295 7", False, True)
    assert (view["values"]["reminder_days"], view["values"]["reminds_by_itself"]) == ("5 10 15", "yes")
    demo.by(AGENCY, "reinvoice", "settings", "--payment-days", "1", "--if-version", version, code=5)
    assert demo.by(AGENCY, "reinvoice", "settings", "--iban", "CH93", code=3)["error"]["fields"][0]["field"] == "iban"
    client = demo.by(AGENCY, "reinvoice", "lines")["lines"][0]["client_id"]
    changed = demo.by(AGENCY, "reinvoice", "client", client, "--language", "de", "--payment-days", "5")["client"]
    assert (changed["language"], changed["payment_days"]) == ("de", 5)
    assert "de" in demo("--as", AGENCY, "reinvoice", "client", client).out
    demo.by(STUDIO, "reinvoice", "client", client, code=4)
