"""From nothing to an active partnership on an installation that is no demonstration, with commands only."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

from tests.cli.conftest import STAFF, Program

SECRET = "correct horse battery"


def login(live: Program, email: str, password: str = SECRET) -> None:
    """Sign a person in, who is remembered from then on."""
    live("login", email, "--password-stdin", stdin=f"{password}\n")


def organisation(live: Program, name: str, owner: str, city: str = "Genève") -> str:
    """Let the staff make an organisation whose owner can sign in at once; return its id."""
    made = live(
        "--as", STAFF, "--json", "org", "create", "--name", name, "--kind", "company", "--email", owner,
        "--country", "CH", "--city", city, "--owner-email", owner, "--owner-name", "Ada Owner", "--password-stdin",
        stdin=f"{SECRET}\n",
    )  # fmt: skip
    return str(made.json["organisation"]["id"])


def mail_of(live: Program, recipient: str) -> str:
    """Return the text of the newest mail to somebody."""
    mails: list[dict[str, Any]] = live("--json", "mail", "list").json["mails"]
    newest = [one["id"] for one in mails if one["recipient"] == recipient][-1]
    return str(live("--json", "mail", "show", newest).json["mail"]["body"])


def test_from_an_empty_folder_to_an_active_partnership(live: Program) -> None:
    login(live, STAFF, "long enough")
    agency = organisation(live, "Agence du Lac", "ada@agency.test")
    organisation(live, "Fleurs SA", "flora@client.test")
    approved = live("--as", STAFF, "--json", "programme", "approve", agency, "--services", "web, mail").json["partner"]
    assert approved["services"] == ["web", "mail"]

    login(live, "flora@client.test")
    asked = live(
        "--json", "partner", "request", "--partner", "Agence du Lac", "--access", "full", "--payment", "client"
    )
    number = asked.json["partnership"]["id"]
    login(live, "ada@agency.test")
    assert live("--json", "partner", "accept", number).json["partnership"]["state"] == "active"
    assert live("--json", "client", "list").json["clients"][0]["name"] == "Fleurs SA"
    assert live("--json", "check").json["check"]["clean"] is True


def test_an_invited_person_joins_with_the_token_of_the_mail(live: Program) -> None:
    login(live, STAFF, "long enough")
    invited = live("--json", "user", "invite", "new@provider.test", "--role", "administrator").json["user"]
    assert invited["joined"] is False
    token = re.search(r"join (\S+)", mail_of(live, "new@provider.test"))
    assert token is not None
    short = live("--json", "join", token[1], "--password-stdin", stdin="short\n", code=3)
    assert short.json["error"]["fields"][0]["field"] == "password"
    joined = live("--json", "join", token[1], "--name", "Nora New", "--password-stdin", stdin=f"{SECRET}\n")
    assert joined.json["person"]["organisations"][0]["role"] == "administrator"
    assert live("--json", "join", token[1], "--password-stdin", stdin=f"{SECRET}\n", code=4).json["error"]["hint"]


def test_a_session_is_kept_told_and_dropped(live: Program) -> None:
    assert live("--json", "whoami", code=3).json["error"]["code"] == "sign_in_needed"
    login(live, STAFF, "long enough")
    assert live("--json", "whoami").json["person"]["email"] == STAFF
    assert "Léman SA" in live("whoami").out
    assert live("--json", "logout").json == {"signed_out": True}
    assert live("--json", "whoami", code=3).json["error"]["hint"].startswith("Run: resellertui login")


def test_who_belongs_to_nothing_is_told_what_to_do(live: Program) -> None:
    login(live, STAFF, "long enough")
    live("user", "invite", "new@provider.test", "--role", "external")
    token = re.search(r"join (\S+)", mail_of(live, "new@provider.test"))
    assert token is not None
    live("join", token[1], "--password-stdin", stdin=f"{SECRET}\n")
    live("user", "remove", "new@provider.test")
    login(live, "new@provider.test")
    assert "org create" in live("--json", "partner", "list", code=3).json["error"]["hint"]
    live("org", "create", "--name", "Neu AG", "--kind", "company", "--email", "neu@neu.test", "--country", "CH")
    assert live("--json", "partner", "list").json == {"partnerships": []}


def test_a_wrong_password_signs_nobody_in(live: Program) -> None:
    wrong = live("--json", "login", STAFF, "--password-stdin", stdin="nope\n", code=3)
    assert wrong.json["error"]["code"] == "wrong_password"
    live("whoami", code=3)


def test_init_refuses_a_second_time_and_names_every_option_that_is_missing(live: Program) -> None:
    again = ("init", "--provider", "Other SA", "--owner-name", "X", "--owner-email", "x@other.test")
    assert live(*again, stdin="long enough\n", code=3).err.startswith("There is a database at")
    missing = live("--json", "init", code=2).json["error"]
    assert [one["field"] for one in missing["fields"]] == ["provider", "owner_name", "owner_email"]


def test_the_database_is_the_owners_alone(live: Program) -> None:
    assert live.database is not None
    assert stat.S_IMODE(Path(live.database).stat().st_mode) == 0o600


def test_mails_are_delivered_as_files_and_a_tick_does_nothing_twice(live: Program, home: Path) -> None:
    login(live, STAFF, "long enough")
    live("user", "invite", "new@provider.test", "--role", "external")
    assert live("--json", "mail", "deliver", "--dry-run").json["delivery"]["sent"] == 1
    delivery = live("--json", "mail", "deliver").json["delivery"]
    assert (delivery["sent"], delivery["waiting"]) == (1, 0)
    assert len(list(home.rglob("*.eml"))) == 1
    assert live("--json", "mail", "list", "--waiting").json == {"mails": []}
    assert [one["job"] for one in live("--json", "tick").json["jobs"]][-1] == "deliver"
    assert "nothing" not in live("tick").err


def test_a_tick_says_why_no_mail_leaves(live: Program, home: Path) -> None:
    login(live, STAFF, "long enough")
    live("user", "invite", "new@provider.test", "--role", "external")
    settings = home / ".config" / "resellertui" / "settings.toml"
    settings.write_text('[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n')

    said = live("tick")

    assert "sent 0, failed 1" in said.out
    assert "127.0.0.1:1 can't be reached" in said.err
    live("user", "invite", "other@provider.test", "--role", "external")
    jobs = {one["job"]: one for one in live("--json", "tick").json["jobs"]}
    assert "127.0.0.1:1 can't be reached" in jobs["deliver"]["trouble"]
    assert jobs["renew"]["trouble"] == ""


def test_a_backup_is_restored_over_what_came_later(live: Program, tmp_path: Path) -> None:
    login(live, STAFF, "long enough")
    copy = tmp_path / "copy.sqlite"
    assert live("--json", "backup", str(copy)).json["backup"]["check"]["clean"] is True
    assert live("backup", str(copy), code=3).err.startswith("There is a file")
    organisation(live, "Too Late SA", "late@client.test")
    live("restore", str(copy))
    names = [one["name"] for one in live("--as", STAFF, "--json", "org", "list").json["organisations"]]
    assert names == ["Léman SA"]


def test_a_backup_is_restored_where_the_database_is_gone(live: Program, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    live("backup", str(copy))
    assert live.database is not None
    for left in live.database.parent.glob("live.sqlite*"):
        left.unlink()
    assert live("--json", "restore", str(copy)).json["restore"]["kept"] is None
    assert live("--json", "check").json["check"]["clean"] is True


def test_a_check_that_finds_a_fault_leaves_with_6(live: Program) -> None:
    import sqlite3

    assert live.database is not None
    with sqlite3.connect(live.database) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.commit()
    raw.close()
    found = live("--json", "check", code=6).json["check"]
    assert found["clean"] is False
    assert found["findings"]
    assert "fault" in live("check", code=6).out
