"""`org edit`: the client account from scripts, with the exit codes of every command."""

from __future__ import annotations

from tests.cli.conftest import CLIENT, TEAM, Program

EDIT = ("org", "edit")


def test_what_is_named_is_changed_and_shown(demo: Program) -> None:
    before = demo.by(CLIENT, "org", "show")["organisation"]

    answer = demo.by(CLIENT, *EDIT, "--phone", "+41 22 700 00 00", "--accept-terms")

    assert answer["changes"] == [{"field": "phone", "before": before["phone"], "after": "+41 22 700 00 00"}]
    assert answer["organisation"] == before | {"phone": "+41 22 700 00 00", "version": before["version"] + 1}
    mail = demo.by(CLIENT, "org", "show")["organisation"]
    assert mail == answer["organisation"]


def test_people_read_each_change_as_a_line(demo: Program) -> None:
    answer = demo("--as", CLIENT, *EDIT, "--city", "Vevey", "--accept-terms")

    assert "→ Vevey" in answer.out
    again = demo("--as", CLIENT, *EDIT, "--city", "Vevey", "--accept-terms")
    assert "nothing was saved, and nobody was told" in again.out


def test_everything_wrong_is_said_at_once_and_nothing_is_kept(demo: Program) -> None:
    before = demo.by(CLIENT, "org", "show")

    error = demo.by(CLIENT, *EDIT, "--email", "nobody", "--vat", "IT00743110157", code=3)["error"]

    assert error["code"] == "invalid"
    assert [one["field"] for one in error["fields"]] == ["email", "vat_number", "accept_terms"]
    assert demo.by(CLIENT, "org", "show") == before


def test_a_dry_run_keeps_nothing(demo: Program) -> None:
    before = demo.by(CLIENT, "org", "show")

    answer = demo.by(CLIENT, *EDIT, "--name", "Other", "--accept-terms", "--dry-run")

    assert (answer["dry_run"], answer["organisation"]["name"]) == (True, "Other")
    assert demo.by(CLIENT, "org", "show") == before


def test_who_lacks_the_role_is_refused(demo: Program) -> None:
    error = demo.by(TEAM, *EDIT, "--name", "Mine", "--accept-terms", code=3)["error"]

    assert error["code"] == "forbidden"


def test_an_older_version_is_a_conflict_with_what_there_is_to_choose_from(demo: Program) -> None:
    version = demo.by(CLIENT, "org", "show")["organisation"]["version"]
    demo.by(CLIENT, *EDIT, "--city", "Vevey", "--accept-terms")

    mine = (*EDIT, "--city", "Morges", "--accept-terms", "--if-version", str(version))
    error = demo.by(CLIENT, *mine, code=5)["error"]
    assert error["code"] == "conflict"
    assert error["choices"] == [{"field": "city", "original": None, "mine": "Morges", "theirs": "Vevey"}]
    said = demo("--as", CLIENT, *mine, code=5).err
    assert "city: You have “Morges”, someone else has saved “Vevey”." in said

    now = (*mine[:-1], str(version + 1))
    assert demo.by(CLIENT, *now)["organisation"]["address"]["city"] == "Morges"


def test_an_empty_text_clears_a_field(demo: Program) -> None:
    demo.by(CLIENT, *EDIT, "--website", "fleurs.example", "--accept-terms")

    answer = demo.by(CLIENT, *EDIT, "--website", "", "--accept-terms")

    assert answer["organisation"]["website"] == ""
