"""`resellertui terms`: reading, checking, comparing and publishing the programme terms from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program

from resellertui.domain.programme import default_terms_text

FIRST = "2026-2"
ORDER = json.dumps(
    {
        "date": "2031-01-01",
        "currency": "CHF",
        "access": "full",
        "payment": "client",
        "ordered_by": "client",
        "buyer": {"country": "CH", "kind": "company"},
        "lines": [{"sku": "web-hosting"}],
    }
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Give a terms file in which web hosting earns 30 %, effective from 2030."""
    text = default_terms_text()
    for old, new in (
        (f'version = "{FIRST}"', 'version = "2030-1"'),
        ("effective = 2026-01-01", "effective = 2030-01-01"),
        ('rate = "0.20"', 'rate = "0.30"'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "terms.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_terms_in_force_are_shown_with_their_marks(demo: Program) -> None:
    answer = demo("terms", "show", "--json").json

    assert (answer["terms"]["version"], answer["terms"]["in_force"]) == (FIRST, True)
    assert {"path": "families.web_hosting.rate", "value": "0.20", "mark": "published"} in answer["values"]
    text = demo("terms", "show").out
    assert "degressive.hosting.35.rate" in text
    assert "sample" in text


def test_the_file_itself_can_be_taken_to_begin_a_new_version_from(demo: Program) -> None:
    assert demo("terms", "show", "--toml").out == default_terms_text()


def test_a_sound_file_is_found_valid_without_a_database(program: Program, file: str) -> None:
    assert program("terms", "validate", file, "--json").json == {
        "valid": True,
        "version": "2030-1",
        "effective": "2030-01-01",
    }


def test_everything_that_is_wrong_with_a_file_is_listed(program: Program) -> None:
    broken = (
        default_terms_text()
        .replace('rate = "0.20"', 'rate = "0.36"', 1)
        .replace("from = 35", "from = 14", 1)
        .replace(', EUR = "9.10"', "", 1)
    )

    error = program("terms", "validate", "-", "--json", stdin=broken, code=3).json["error"]

    assert {one["field"] for one in error["fields"]} == {
        "families.web_hosting.rate",
        "degressive.hosting.14",
        "kinds.web-hosting.price.EUR",
    }


def test_a_file_that_is_no_text_is_a_usage_error(program: Program, tmp_path: Path) -> None:
    (tmp_path / "terms.toml").write_bytes(b"\xff\xfe\x00")

    program("terms", "validate", str(tmp_path / "terms.toml"), code=2)


def test_a_comparison_names_what_changes_and_for_staff_for_whom(demo: Program, file: str) -> None:
    of_staff = demo.by(STAFF, "terms", "diff", file)
    of_client = demo.by(CLIENT, "terms", "diff", file)

    changes = [(one["path"], one["before"], one["after"]) for one in of_staff["changes"]]
    assert ("families.web_hosting.rate", "0.20", "0.30") in changes
    assert of_staff["effects"]["clients"]
    assert of_client["changes"] == of_staff["changes"]
    assert of_client["effects"] == {"clients": [], "partners": []}


def test_a_published_version_prices_from_its_date_on_and_not_before(demo: Program, file: str) -> None:
    answer = demo.by(STAFF, "terms", "publish", file)

    assert (answer["published"], answer["instead_of"], answer["holds_from"]) == (True, FIRST, "2030-01-01")
    assert answer["effects"]["partners"]
    later = demo("price", "-", "--json", stdin=ORDER).json
    assert (later["terms_version"], later["lines"][0]["cashback"]) == ("2030-1", "2.98")
    today = demo("price", "-", "--json", stdin=ORDER.replace("2031", "2026")).json
    assert (today["terms_version"], today["lines"][0]["cashback"]) == (FIRST, "1.98")
    assert demo("terms", "show", "--on", "2030-01-01", "--json").json["terms"]["version"] == "2030-1"
    assert demo("check", "--json").json["check"]["clean"]


def test_what_was_published_before_can_still_be_read_by_its_name(demo: Program, file: str) -> None:
    demo.by(STAFF, "terms", "publish", file)

    answer = demo("terms", "show", "--version", FIRST, "--json").json

    assert answer["text"] == default_terms_text()
    assert [one["version"] for one in answer["versions"]] == [FIRST, "2030-1"]


def test_a_dry_run_says_what_a_publication_would_change_and_keeps_nothing(demo: Program, file: str) -> None:
    answer = demo.by(STAFF, "terms", "publish", file, "--dry-run")

    assert answer["dry_run"]
    assert answer["effects"]["clients"]
    assert len(demo("terms", "show", "--json").json["versions"]) == 1


def test_only_staff_publish(demo: Program, file: str) -> None:
    for person in (CLIENT, AGENCY):
        assert demo.by(person, "terms", "publish", file, code=3)["error"]["code"] == "forbidden"


def test_publishing_twice_is_harmless_and_another_text_of_the_name_a_conflict(demo: Program, file: str) -> None:
    demo.by(STAFF, "terms", "publish", file)

    assert demo.by(STAFF, "terms", "publish", file)["published"] is False
    other = Path(file).read_text(encoding="utf-8").replace('rate = "0.30"', 'rate = "0.31"', 1)
    assert demo.by(STAFF, "terms", "publish", "-", stdin=other, code=5)["error"]["code"] == "conflict"


@pytest.mark.parametrize(("answered", "versions", "code"), [("yes", 2, 0), ("no", 1, 130)])
def test_on_a_terminal_it_shows_the_effects_and_asks(
    demo: Program, file: str, monkeypatch: pytest.MonkeyPatch, answered: str, versions: int, code: int
) -> None:
    monkeypatch.setattr("resellertui.cli.terms.has_terminal", lambda: True)

    answer = demo("--as", STAFF, "terms", "publish", file, stdin=f"{answered}\n", code=code)

    assert "families.web_hosting.rate" in answer.err
    assert "Publish it?" in answer.err
    assert len(demo("terms", "show", "--json").json["versions"]) == versions


def test_with_yes_nothing_is_asked(demo: Program, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resellertui.cli.terms.has_terminal", lambda: True)

    answer = demo("--as", STAFF, "terms", "publish", file, "--yes")

    assert answer.err == ""
    assert "Version 2030-1 is published." in answer.out


def test_in_locked_mode_no_file_is_named(program: Program, file: str) -> None:
    for verb in ("validate", "diff", "publish"):
        program("--locked", "terms", verb, file, code=3)


def test_a_date_that_is_none_is_a_usage_error(demo: Program) -> None:
    demo("terms", "show", "--on", "tomorrow", code=2)
    demo("terms", "show", "--version", "1999-1", code=4)
