"""Billing addresses, reminders and the logo line from scripts: one's own, and the refusals of every command."""

from __future__ import annotations

from tests.cli.conftest import CLIENT, TEAM, Program

ADD = ("org", "address", "add", "Books", "--city", "Vevey", "--country", "CH")


def test_an_address_is_added_made_usual_changed_named_on_an_order_and_removed(demo: Program) -> None:
    assert demo.by(CLIENT, *ADD, "--reference", "CC 1", "--dry-run")["dry_run"]
    added = demo.by(CLIENT, *ADD, "--reference", "CC 1")["billing_address"]
    assert (added["label"], added["lines"], added["is_usual"]) == ("Books", ["Vevey"], False)
    (usual,) = demo.by(CLIENT, "org", "address", "usual", "books")["billing_addresses"]
    assert usual == added | {"is_usual": True}
    changed = demo.by(CLIENT, "org", "address", "edit", "Books", "--city", "Morges")["billing_address"]
    assert (changed["city"], changed["reference"], changed["is_usual"]) == ("Morges", "CC 1", True)
    assert changed["id"] != added["id"]

    said = demo("--as", CLIENT, "order", "--sku", "kdrive-solo", "--dry-run").out
    own = demo.by(CLIENT, "order", "--sku", "kdrive-solo", "--billing-address", "own", "--dry-run")["order"]
    assert "“Books”" in said
    assert "itself" in own["consequence"]
    wrong = demo.by(CLIENT, "order", "--sku", "kdrive-solo", "--billing-address", "nope", code=3)["error"]
    assert (wrong["code"], [one["field"] for one in wrong["fields"]]) == ("invalid", ["billing_address"])

    document = demo.by(CLIENT, "order", "--sku", "kdrive-solo")["order"]["document_id"]
    shown = demo.by(CLIENT, "invoice", "show", document)["invoice"]
    assert shown["buyer"]["billing_address"]["reference"] == "CC 1"
    assert "Morges" in demo("--as", CLIENT, "invoice", "show", document).out
    demo.by(CLIENT, "org", "address", "remove", "Books")
    assert demo.by(CLIENT, "org", "address", "list")["billing_addresses"] == []
    assert "no billing addresses" in demo("--as", CLIENT, "org", "address", "list").out
    assert demo.by(CLIENT, "org", "address", "edit", "Books", "--city", "X", code=4)["error"]["code"] == "not_found"
    assert demo.by(TEAM, *ADD, code=3)["error"]["code"] == "forbidden"


def test_reminders_are_listed_and_switched_and_the_logo_line_is_a_field(demo: Program) -> None:
    people = demo.by(CLIENT, "user", "reminders")["reminders"]
    assert all(one["on"] for one in people)
    last = people[0]["email"]
    for one in people[1:]:
        assert not demo.by(CLIENT, "user", "reminders", one["email"], "off")["reminders"]["on"]
    assert demo.by(CLIENT, "user", "reminders", last, "off", code=3)["error"]["code"] == "refused"
    assert demo.by(CLIENT, "user", "reminders", last, "on")["reminders"]["on"]
    demo("--as", CLIENT, "user", "reminders", last, code=2)

    changed = demo.by(CLIENT, "org", "edit", "--logo-line", "With [care]", "--accept-terms")["changes"]
    assert changed == [{"field": "logo_line", "before": "", "after": "With [care]"}]
