"""Teams, people whole, invitations and who reaches what, from scripts: keys, exit codes, what people read."""

from __future__ import annotations

import pytest
from tests.cli.conftest import AGENCY, CLIENT, TEAM, Program

BOOKS = "books@agency.example"


def test_a_team_is_made_changed_and_deleted(demo: Program) -> None:
    made = demo.by(AGENCY, "team", "create", "Été [red]", "--colour", "cyan")["team"]
    assert (made["name"], made["colour"], made["version"]) == ("Été [red]", "cyan", 1)
    assert demo.by(AGENCY, "team", "create", "ete [RED]", code=5)["error"]["code"] == "conflict"
    renamed = demo.by(AGENCY, "team", "edit", "ete [red]", "--name", "Summer", "--if-version", "1")["team"]
    assert (renamed["id"], renamed["name"]) == (made["id"], "Summer")
    assert demo.by(AGENCY, "team", "edit", "Summer", "--colour", "red", "--if-version", "1", code=5)["error"]

    demo.by(AGENCY, "team", "add", "Summer", BOOKS)
    assert demo.by(AGENCY, "team", "lead", "Summer", BOOKS)["team"]["leader"] == "Simon Gerber"
    assert demo.by(AGENCY, "team", "lead", "Summer", "--nobody")["team"]["leader"] is None
    demo.by(AGENCY, "team", "grant", "Summer", "--family", "web_hosting", "--right", "technical", "--present-only")
    demo.by(AGENCY, "team", "grant", "Summer", "--client", "PTN-1")
    grants = demo.by(AGENCY, "team", "show", "Summer")["team"]["grants"]
    assert [one["kind"] for one in grants] == ["product", "client"]
    reached = demo.by(BOOKS, "user", "reach")["reach"]
    assert "PTN-1" in [one["partnership_id"] for one in reached["clients"]]
    demo.by(AGENCY, "team", "revoke", "Summer", "--client", "PTN-1")
    demo.by(AGENCY, "team", "revoke", "Summer", "--family", "web_hosting", code=4)

    said = demo("--as", AGENCY, "team", "delete", "Summer", "--preview").out
    assert "Summer gives 1 person: rive-gauche.ch." in said
    dry = demo.by(AGENCY, "team", "delete", "Summer", "--dry-run")
    assert dry["dry_run"]
    assert demo.by(AGENCY, "team", "delete", "Summer")["deletion"]["effects"] == dry["deletion"]["effects"]
    demo.by(AGENCY, "team", "show", "Summer", code=4)
    demo.by(AGENCY, "team", "remove", "Sites", BOOKS, code=3)
    assert [one["name"] for one in demo.by(AGENCY, "team", "list")["teams"]] == ["Comptes", "Sites"]


@pytest.mark.parametrize(
    "argv",
    [
        ("team", "grant", "Sites", "--family", "domain"),
        ("team", "grant", "Sites", "--client", "PTN-1", "--right", "technical"),
        ("team", "grant", "Sites", "--product", "PRD-1", "--right", "technical", "--present-only"),
        ("team", "lead", "Sites"),
        ("team", "create", "New", "--colour", "orange"),
        ("user", "reach", TEAM, "--matrix"),
        ("user", "reach", "--client", "PTN-1", "--product", "PRD-1"),
        ("user", "accounting", TEAM, "perhaps"),
    ],
)
def test_what_is_not_well_formed_is_refused(demo: Program, argv: tuple[str, ...]) -> None:
    assert demo.by(AGENCY, *argv, code=2)["error"]["code"] == "usage"


def test_people_are_shown_whole_and_their_accounting_is_granted(demo: Program) -> None:
    person = demo.by(AGENCY, "user", "show", BOOKS)["person"]
    assert person["person"]["accounting"] == "granted"
    assert [(one["name"], one["leads"]) for one in person["teams"]] == [("Comptes", True)]
    assert {why["label"] for one in person["clients"] for why in one["sources"]} == {"team Comptes"}
    assert "Comptes (leads it)" in demo("--as", BOOKS, "user", "show").out
    assert demo.by(TEAM, "user", "show", BOOKS)["person"]["rights_shown"] is False

    assert demo.by(AGENCY, "user", "accounting", BOOKS, "off")["user"]["accounting"] == "none"
    assert demo.by(AGENCY, "user", "accounting", BOOKS, "off", code=3)["error"]["code"] == "refused"
    assert demo.by(TEAM, "user", "accounting", TEAM, "on", code=3)["error"]["code"] == "forbidden"
    granted = ("user", "grant", BOOKS, "--family", "web_hosting", "--right", "statistics", "--present-only")
    assert [one["kind"] for one in demo.by(AGENCY, *granted)["user"]["grants"]] == ["family", "product"]


def test_invitations_are_listed_sent_again_and_withdrawn(demo: Program) -> None:
    (waiting,) = demo.by(CLIENT, "user", "invitations")["invitations"]
    assert (waiting["email"], waiting["expired"]) == ("stage@client.example", False)
    again = demo.by(CLIENT, "user", "resend", waiting["email"])["invitation"]
    assert again["expires_at"] > waiting["expires_at"]
    assert demo.by(CLIENT, "user", "withdraw", waiting["email"])["invitation"] == again
    assert demo.by(CLIENT, "user", "withdraw", waiting["email"], code=4)["error"]["code"] == "not_found"
    assert "Nobody is invited." in demo("--as", CLIENT, "user", "invitations").out


def test_the_matrix_is_read_whole_and_from_both_sides(demo: Program) -> None:
    matrix = demo.by(AGENCY, "user", "reach", "--matrix", "--limit", "3")["matrix"]
    assert (len(matrix["rows"]), matrix["total"] > 30) == (3, True)
    assert [len(one["cells"]) for one in matrix["rows"]] == [len(matrix["people"])] * 3
    mine = demo.by(TEAM, "user", "reach", "--matrix")["matrix"]
    assert [one["email"] for one in mine["people"]] == [TEAM]
    reference = mine["rows"][0]["partnership_id"]
    people = demo.by(AGENCY, "user", "reach", "--client", reference)["client_reach"]["people"]
    assert {"Amélie Rochat", "Davide Conti"} <= {one["person"]["name"] for one in people}
    product = demo.by(AGENCY, "user", "reach", "--product", "PRD-1")["product_reach"]
    assert "Davide Conti" in [one["person"]["name"] for one in product["people"]]
    assert demo.by(TEAM, "user", "reach", BOOKS, code=3)["error"]["code"] == "forbidden"

    said = demo("--as", AGENCY, "user", "reach", "--matrix", "--filter", "panificio").out
    assert "role" in said
    assert "own grant" in said
    assert "1 of 1 client." in said
    for argv in (("--client", reference), ("--product", "PRD-1"), (TEAM,), ()):
        assert "BECAUSE" in demo("--as", AGENCY, "user", "reach", *argv).out
    assert "Davide Conti" in demo("--as", AGENCY, "team", "list").out
