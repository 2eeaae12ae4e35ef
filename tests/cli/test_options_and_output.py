"""Options before and after the verb, exit codes, and what is printed where."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, TEAM, Program
from tests.hostile import FORBIDDEN, HOSTILE

from resellertui import __version__
from resellertui.cli import printing


def test_options_stand_before_the_group_the_verb_and_after_it(demo: Program) -> None:
    expected = demo("--as", CLIENT, "--json", "product", "list").json
    assert demo("product", "--as", CLIENT, "list", "--json").json == expected
    assert demo("product", "list", "--json", "--as", CLIENT).json == expected


def test_of_an_option_given_twice_the_later_one_holds(demo: Program) -> None:
    assert demo("--as", CLIENT, "whoami", "--as", AGENCY, "--json").json["person"]["email"] == AGENCY


@pytest.mark.parametrize(
    "argv",
    [
        ("partner", "bogus", "--json"),
        ("--json", "partner"),
        ("partner", "list", "--bogus", "--json"),
        ("partner", "refuse", "PTN-1", "--json"),
        ("partner", "list", "--state", "sleeping", "--json"),
        ("--json",),
    ],
)
def test_usage_errors_are_json_too(program: Program, argv: tuple[str, ...]) -> None:
    answer = program(*argv, code=2)
    assert answer.json["error"]["code"] == "usage"
    assert set(answer.json["error"]) == {"code", "title", "detail", "hint", "fields"}
    assert answer.err == ""


def test_a_usage_error_for_people_goes_to_standard_error_and_says_where_help_is(program: Program) -> None:
    answer = program("partner", "acept", code=2)
    assert answer.out == ""
    assert "Did you mean 'accept'" in answer.err
    assert "`resellertui partner --help`" in answer.err


def test_without_a_verb_and_a_terminal_the_program_says_how_to_use_it(program: Program) -> None:
    assert "resellertui --help" in program(code=2).err


def test_the_version_is_told(program: Program) -> None:
    assert program("--version").out.strip() == program("version").out.strip() == __version__
    assert program("version", "--json").json == {"version": __version__}


def test_help_names_every_option_and_does_nothing(program: Program) -> None:
    page = program("partner", "request", "--help").out
    for option in ("--partner", "--client", "--access", "--payment", "--product", "--families", "--json", "--as"):
        assert option in page


def test_each_kind_of_failure_has_its_exit_code(demo: Program) -> None:
    ask = ("partner", "request", "--access", "limited")
    assert demo.by(CLIENT, *ask, code=2)["error"]["code"] == "usage"
    assert demo.by(CLIENT, *ask, "--partner", AGENCY, code=3)["error"]["fields"][0]["field"] == "products"
    assert demo.by(CLIENT, *ask, "--partner", "Nobody AG", "--product", "x", code=4)["error"]["code"] == "not_found"
    wish = (*ask, "--partner", AGENCY, "--product", "boutique-fleurs.ch")
    demo.by(CLIENT, *wish)
    assert demo.by(CLIENT, *wish, code=5)["error"]["code"] == "conflict"


def test_a_database_that_is_none_leaves_with_6_and_untouched(program: Program, tmp_path: Path) -> None:
    program.database = tmp_path / "notes.txt"
    program.database.write_text("my notes, no database at all", encoding="utf-8")
    assert program("--json", "tick", code=6).json["error"]["code"] == "database"
    assert program.database.read_text(encoding="utf-8") == "my notes, no database at all"


def test_what_nobody_expected_gets_an_incident_and_no_traceback(
    demo: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("boom \x1b[2J")

    monkeypatch.setattr("resellertui.services.products.Products.list", fail)
    error = demo.by(CLIENT, "product", "list", code=1)["error"]
    assert "incident" in error["title"]
    assert "boom" not in json.dumps(error)
    assert any("boom" in log.read_text(encoding="utf-8") for log in home.rglob("*.log"))


def test_bytes_that_are_no_text_are_usage_errors(demo: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert demo.by(CLIENT, "product", "show", "caf\udce9", code=2)["error"]["code"] == "usage"
    monkeypatch.setattr(type(demo), "encode", staticmethod(lambda _text: b"caf\xe9\n"))
    assert demo.by(CLIENT, "partner", "resend", "-", stdin="ignored", code=2)["error"]["code"] == "usage"


def test_an_interruption_leaves_with_130(demo: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("resellertui.services.products.Products.list", interrupt)
    assert demo.by(CLIENT, "product", "list", code=130)["error"]["code"] == "interrupted"


def test_a_person_of_several_organisations_names_one(demo: Program) -> None:
    demo("--as", CLIENT, "org", "create", *SECOND)
    error = demo.by(CLIENT, "partner", "list", code=2)["error"]
    assert "Fleurs du Lac SA" in error["detail"]
    assert "Zweite AG" in error["detail"]
    assert demo.by(CLIENT, "partner", "list", "--org", "zweite ag") == {"partnerships": []}
    number = next(one["id"] for one in demo.by(CLIENT, "org", "list")["organisations"] if one["name"] == "Zweite AG")
    assert demo.by(CLIENT, "--org", number, "org", "show")["organisation"]["name"] == "Zweite AG"
    assert demo.by(CLIENT, "partner", "list", "--org", "ORG-2", code=4)["error"]["code"] == "not_found"


SECOND = ("--name", "Zweite AG", "--kind", "company", "--email", "zwei@zweite.example", "--country", "CH")


def test_an_organisation_that_cannot_be_names_every_field(demo: Program) -> None:
    error = demo.by(
        CLIENT, "org", "create", "--name", " ", "--kind", "company", "--email", "x", "--country", "CH", code=3
    )["error"]
    assert error["code"] == "invalid"
    assert "name" in [one["field"] for one in error["fields"]]


def test_people_are_granted_products_and_clients_and_lose_them(demo: Program) -> None:
    def grants(answer: dict[str, dict[str, list[dict[str, str]]]]) -> list[tuple[str, str]]:
        return [(one["kind"], one["subject"]) for one in answer["user"]["grants"]]

    demo.by(CLIENT, "user", "invite", "web@client.example", "--role", "external")
    stage = "stage@client.example"
    listed = demo.by(CLIENT, "user", "list")["users"]
    assert {one["email"] for one in listed} >= {"web@client.example", stage}
    client = demo.by(AGENCY, "client", "list", "--state", "active")["clients"][-1]["name"]
    assert ("client", client) in grants(demo.by(AGENCY, "user", "grant", TEAM, "--client", client))
    assert ("client", client) not in grants(demo.by(AGENCY, "user", "revoke", TEAM, "--client", client))
    given = demo.by(AGENCY, "user", "grant", TEAM, "--family", "domain", "--right", "statistics")
    assert any(kind == "family" and "omain" in subject for kind, subject in grants(given))
    demo.by(AGENCY, "user", "revoke", TEAM, "--family", "domain")
    assert demo.by(AGENCY, "user", "role", TEAM, "administrator")["user"]["role"] == "administrator"
    demo.by(AGENCY, "user", "remove", TEAM)
    assert TEAM not in [one["email"] for one in demo.by(AGENCY, "user", "list")["users"]]


@pytest.mark.parametrize(
    "argv",
    [
        ("grant", TEAM),
        ("grant", TEAM, "--product", "x"),
        ("grant", TEAM, "--client", "x", "--right", "technical"),
        ("grant", TEAM, "--client", "x", "--family", "y"),
        ("revoke", TEAM),
    ],
)
def test_a_grant_that_is_not_whole_is_a_usage_error(demo: Program, argv: tuple[str, ...]) -> None:
    assert demo.by(AGENCY, "user", *argv, code=2)["error"]["code"] == "usage"


def test_automatic_renewal_is_switched_and_refused_with_few_days_left(demo: Program) -> None:
    def switch(name: str, way: str, code: int = 0) -> dict[str, dict[str, object]]:
        answer: dict[str, dict[str, object]] = demo.by(CLIENT, "product", "auto-renewal", name, way, code=code)
        return answer

    assert switch("courrier-fleurs.ch", "--off")["product"]["auto_renewal"] is False
    assert switch("courrier-fleurs.ch", "--on")["product"]["auto_renewal"] is True
    assert switch("boutique-fleurs.ch", "--off")["product"]["auto_renewal"] is False
    assert switch("boutique-fleurs.ch", "--on", code=3)["error"]["code"] == "refused"
    demo("--as", CLIENT, "product", "auto-renewal", "boutique-fleurs.ch", code=2)


def test_the_pages_of_one_thing_show_its_values(demo: Program) -> None:
    assert "Web hosting" in demo("--as", CLIENT, "product", "show", "boutique-fleurs.ch").out
    assert "Fleurs du Lac SA" in demo("--as", CLIENT, "org", "show").out
    number = demo.by(AGENCY, "client", "list", "--state", "active")["clients"][0]["partnership_id"]
    page = demo("--as", AGENCY, "client", "show", number).out
    assert "Requested" in page
    assert "EXPIRES" in page
    assert demo.by(AGENCY, "client", "show", number)["client"]["partnership"]["id"] == number
    assert "Granted" in demo("--as", AGENCY, "partner", "show", number).out
    assert "Rive Gauche" in demo("--as", CLIENT, "partner", "search", "Genève").out
    assert demo("--as", CLIENT, "partner", "search", "no such place").out.strip() == "No listed partner matches."


def test_mails_are_for_the_owner_of_the_file_and_the_staff(demo: Program) -> None:
    first = demo("--json", "mail", "list").json["mails"][0]["id"]
    assert "Subject" in demo("--as", STAFF, "mail", "show", first).out
    assert demo.by(CLIENT, "mail", "list", code=3)["error"]["code"] == "forbidden"


def test_hostile_names_are_shown_as_they_are_and_keep_the_columns_aligned(demo: Program) -> None:
    with sqlite3.connect(str(demo.database)) as raw:
        numbers = [row[0] for row in raw.execute("SELECT id FROM products WHERE org_id = 3 OR 1")]
        for number, text in zip(numbers, HOSTILE, strict=False):
            stored = text.encode("utf-8", "replace").decode("utf-8")
            raw.execute("UPDATE products SET name = ? WHERE id = ?", (stored, number))
            raw.execute("UPDATE organisations SET name = ? WHERE id = ?", (stored, number))
    raw.close()
    for argv in (
        ("--as", CLIENT, "product", "list"),
        ("--as", CLIENT, "product", "list", "--json"),
        ("--as", STAFF, "org", "list"),
        ("--as", STAFF, "org", "list", "--json"),
        ("--as", AGENCY, "--org", "ORG-2", "client", "list"),
        ("--as", AGENCY, "--org", "ORG-2", "partner", "list"),
    ):
        answer = demo(*argv)
        assert not FORBIDDEN - {10} & {ord(ch) for ch in answer.out + answer.err}
        assert "\u202e" not in answer.out
    assert len(demo.by(STAFF, "org", "list")["organisations"]) > 40


@pytest.mark.parametrize("text", HOSTILE)
def test_a_table_keeps_its_columns_whatever_a_cell_holds(text: str) -> None:
    from rich.cells import cell_len

    head, *rows = printing.table(("Name", "Next"), [(text, "|"), ("plain", "|")]).splitlines()
    assert len(rows) == 2
    assert {cell_len(row.rpartition("|")[0]) for row in rows} == {cell_len(head.partition("NEXT")[0])}


@pytest.mark.parametrize("text", HOSTILE)
def test_json_holds_every_text_unchanged_and_steers_no_terminal(text: str) -> None:
    printed = printing.json_text({"name": text})
    assert json.loads(printed) == {"name": text}
    assert not FORBIDDEN - {10} & {ord(ch) for ch in printed}


def test_a_reader_that_goes_away_is_no_error(story: Path, home: Path) -> None:
    command = [sys.executable, "-m", "resellertui", "--db", str(story), "--as", STAFF, "--json", "org", "list"]
    environment = os.environ | {"HOME": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (">/dev/full", "The output could not be written to its end: No space left on device.\n"),
        (">&-", "Standard output is closed: nothing was done.\n"),
        (">&- 2>&- <&-", ""),
    ],
)
def test_an_output_that_takes_nothing_is_told_in_one_line(output: str, told: str, home: Path) -> None:
    command = ["sh", "-c", f'exec "$0" -m resellertui --json version {output}', sys.executable]
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"HOME": str(home), "LC_ALL": "C"}, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)


def test_the_installed_program_answers_in_a_process_of_its_own(story: Path, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "resellertui", "product", "list", "--as", CLIENT, "--db", str(story), "--json"],
        capture_output=True,
        text=True,
        env=os.environ | {"HOME": str(home), "LC_ALL": "C"},
        check=True,
    )
    assert "boutique-fleurs.ch" in [one["name"] for one in json.loads(done.stdout)["products"]]
