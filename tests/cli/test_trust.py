"""Whom the program believes: demonstrations, simulated dates, locked mode."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, Program

SHOP = "boutique-fleurs.ch"
ASK = ("partner", "request", "--partner", AGENCY, "--access", "limited", "--product", SHOP)


def sign_in(live: Program) -> None:
    """Let the staff be remembered."""
    live("login", STAFF, "--password-stdin", stdin="long enough\n")


def test_a_demonstration_lets_anyone_in_by_name(demo: Program) -> None:
    assert demo.by(CLIENT, "whoami")["person"]["name"] == "Florence Dubuis"
    assert demo.by("nobody@client.example", "whoami", code=4)["error"]["code"] == "not_found"


def test_elsewhere_a_name_alone_opens_nothing(live: Program) -> None:
    error = live("--as", STAFF, "--json", "org", "list", code=3).json["error"]
    assert error["code"] == "sign_in_needed"
    assert error["hint"] == f"Run: resellertui login {STAFF} --password-stdin"


def test_elsewhere_the_session_that_counts_is_that_persons(live: Program) -> None:
    sign_in(live)
    assert live("--as", STAFF, "--json", "whoami").json["person"]["email"] == STAFF
    live("--as", "other@provider.example", "whoami", code=3)


def test_a_demonstration_takes_any_date(demo: Program) -> None:
    answer = demo.by(CLIENT, "--at", "2031-05-06T10:00", *ASK)
    assert answer["partnership"]["requested_at"] == "2031-05-06T08:00:00Z"


def test_a_real_history_takes_no_simulated_date(live: Program) -> None:
    sign_in(live)
    create = ("org", "create", "--name", "New SA", "--kind", "company", "--email", "n@new.test", "--country", "CH")
    error = live("--json", *create, "--at", "2031-05-06", code=3).json["error"]
    assert (error["code"], "--dry-run" in error["hint"]) == ("refused", True)
    live("tick", "--at", "2031-05-06", code=3)
    assert live("--json", *create, "--at", "2031-05-06", "--dry-run").json["dry_run"] is True
    live("org", "list", "--at", "2031-05-06")
    assert [one["name"] for one in live("--json", "org", "list").json["organisations"]] == ["Léman SA"]


def test_a_simulated_date_does_not_revive_a_session(live: Program) -> None:
    sign_in(live)
    live("org", "list", "--at", "2099-01-01")
    live("logout")
    live("org", "list", "--at", "2001-01-01", code=3)


def test_a_simulated_date_is_no_way_to_guess_passwords(live: Program) -> None:
    sign_in(live)
    rehearsal = ("--at", "2099-01-01", "--dry-run", "--password-stdin")
    live("partner", "end", "PTN-1", *rehearsal, stdin="guess\n", code=3)
    live("join", "token", *rehearsal, stdin="guess\n", code=3)
    live("login", STAFF, "--password-stdin", stdin="long enough\n")


def test_a_bad_date_is_a_usage_error(demo: Program) -> None:
    for argv in (("whoami",), ASK):
        assert demo.by(CLIENT, "--at", "tomorrow", *argv, code=2)["error"]["fields"][0]["field"] == "at"


@pytest.mark.parametrize(
    "argv",
    [
        ("--as", CLIENT, "partner", "list"),
        ("--at", "2031-01-01", "partner", "list"),
        ("--db", "other.sqlite", "partner", "list"),
        ("backup", "copy.sqlite"),
        ("restore", "copy.sqlite"),
        ("import", "clients", "file.csv"),
        ("client", "import", "file.csv"),
        ("export", "clients", "file.csv"),
        ("partner", "history", "PTN-1", "--export", "story.md"),
        ("directory", "export", "--output", "partners.html"),
        ("login", CLIENT, "--password-stdin"),
        ("logout",),
        ("init",),
        ("demo", "--no-open"),
        ("seed",),
    ],
)
def test_locked_mode_refuses_what_belongs_to_the_owner_of_the_database(
    demo: Program, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    monkeypatch.setenv("RESELLERTUI_DATABASE", str(demo.database))
    demo.database = None
    error = demo("--locked", "--json", *argv, stdin="demo\n", code=3).json["error"]
    assert error["code"] == "refused"
    assert "locked mode" in error["detail"]
    monkeypatch.setenv("RESELLERTUI_LOCKED", "1")
    assert demo("--json", *argv, stdin="demo\n", code=3).json["error"] == error


@pytest.mark.parametrize("argv", [("partner", "list"), ("tick",), ("mail", "list"), ("check",)])
def test_locked_mode_always_asks_who_it_is(
    live: Program, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    sign_in(live)
    monkeypatch.setenv("RESELLERTUI_DATABASE", str(live.database))
    live.database = None
    live(*argv, "--locked", code=3)
    live("--json", "whoami")
    assert live("--json", "whoami", "--locked", code=3).json["error"]["code"] == "sign_in_needed"


def test_locked_mode_reads_and_writes_the_standard_streams(demo: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESELLERTUI_DATABASE", str(demo.database))
    demo.database = None
    error = demo("--locked", "--json", "export", "clients", code=3).json["error"]
    assert error["code"] == "sign_in_needed"


def test_demo_and_seed_refuse_a_database_that_holds_something_real(live: Program) -> None:
    for argv in (("demo", "--no-open", "--fresh"), ("seed", "--clients", "1", "--fresh")):
        assert "is not a demonstration" in live(*argv, code=3).err
    assert live("--json", "check").json["check"]["clean"] is True


def test_a_demonstration_is_made_once_and_anew_when_asked(demo: Program) -> None:
    demo.by(CLIENT, *ASK)
    assert demo("--json", "demo", "--no-open").json == {"database": str(demo.database), "made": False}
    assert len(demo.by(CLIENT, "partner", "list")["partnerships"]) == 1
    assert demo("--json", "demo", "--no-open", "--fresh").json["made"] is True
    assert demo.by(CLIENT, "partner", "list") == {"partnerships": []}


def test_a_seeded_database_is_not_replaced_unasked(program: Program, tmp_path: Path) -> None:
    program.database = tmp_path / "seeded.sqlite"
    assert program("--json", "seed", "--clients", "12", "--seed", "7").json["clients"] == 12
    assert len(program.by(AGENCY, "client", "list")["clients"]) >= 12
    program("seed", "--clients", "1", code=3)
    program("seed", "--clients", "1", "--dry-run", code=3)
