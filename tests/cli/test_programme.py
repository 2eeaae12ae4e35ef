"""The programme from the shell: applying, deciding, one's place, one's listing, the directory."""

from __future__ import annotations

from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program

ALL = (
    "--website",
    "--not-affiliate",
    "--supports-clients",
    "--answers-for-invoices",
    "--provider-products",
    "--accept-terms",
)


def test_an_application_from_the_first_check_to_a_listing_that_is_found(demo: Program) -> None:
    checked = demo.by(CLIENT, "programme", "check")["application"]
    assert len(checked["conditions"]) == 9
    refused = demo.by(CLIENT, "programme", "submit", code=3)["error"]
    assert {one["field"] for one in refused["fields"]} >= {"website", "reseller_terms"}
    demo.by(CLIENT, "programme", "apply", *ALL, "--note", "Hello [red]")
    assert (
        demo.by(CLIENT, "programme", "apply", "--website", "--if-version", "7", code=5)["error"]["code"] == "conflict"
    )
    sent = demo.by(CLIENT, "programme", "submit")
    reference = sent["application"]["id"]
    assert any("for a time only" in one for one in sent["effects"])

    rows = demo.by(STAFF, "programme", "applications")["applications"]
    assert [one["id"] for one in rows if one["organisation_id"] == sent["application"]["organisation_id"]] == [
        reference
    ]
    assert demo.by(STAFF, "programme", "application", reference)["application"]["note"] == "Hello [red]"
    refused = demo.by(STAFF, "programme", "approve", reference, "--provisional", code=3)["error"]
    assert "not confirmed" in refused["detail"]
    for condition in ("website", "not_affiliate"):
        demo.by(STAFF, "programme", "confirm", reference, condition)
    demo.by(STAFF, "programme", "approve", reference, "--provisional")

    shown = demo.by(CLIENT, "programme", "show")["programme"]
    assert shown["state"] == "provisional"
    assert demo.by(CLIENT, "programme", "reviews")["reviews"] == []
    listing = demo.by(CLIENT, "programme", "listing", "--listed", "--services", "bouquets,web", "--languages", "fr")
    assert listing["listing"]["score"] >= 60
    (found,) = demo.by(AGENCY, "directory", "search", "bouquets")["partners"]
    assert demo.by(AGENCY, "directory", "show", found["id"])["partner"] == found


def test_rejecting_needs_reasons_and_withdrawing_ends_it(demo: Program) -> None:
    demo.by(CLIENT, "programme", "apply", *ALL)
    reference = demo.by(CLIENT, "programme", "submit")["application"]["id"]
    assert demo.by(STAFF, "programme", "reject", reference, code=3)["error"]["fields"][0]["field"] == "reasons"
    demo.by(STAFF, "programme", "reject", reference, "--reasons", "No website.")
    assert demo.by(CLIENT, "programme", "check")["application"]["reasons"] == "No website."
    assert demo.by(CLIENT, "programme", "withdraw", code=3)["error"]["code"] == "refused"
    demo.by(AGENCY, "programme", "applications", code=3)
    demo.by(STAFF, "programme", "application", "APP-77", code=4)
    demo.by(STAFF, "programme", "applications", "--state", "draft", code=2)


def test_the_licence_key_goes_to_its_partner_alone_and_people_read_tables(demo: Program) -> None:
    agency = demo.by(AGENCY, "programme", "show")["programme"]["organisation_id"]
    demo.by(STAFF, "programme", "licence", agency, "--key", "-", stdin="ET-77\n")
    assert demo.by(AGENCY, "programme", "show")["programme"]["licence_key"] == "ET-77"
    shown = demo("--as", AGENCY, "programme", "show").out
    assert "ET-77" in shown
    assert "Web hosting" in shown
    assert "ET-77" not in demo("--as", STAFF, "programme", "show", agency).out
    demo.by(STAFF, "programme", "licence", agency, "--remove")
    demo.by(STAFF, "programme", "licence", agency, code=2)
    for command in (["listing"], ["check"], ["reviews"]):
        assert demo("--as", AGENCY, "programme", *command).out.strip()
    assert "no such tasks" in demo("--as", STAFF, "programme", "arrears").out
    assert demo.by(STAFF, "check")["check"]["clean"]
