"""`profile` and `password`: one's own data from scripts, with the exit codes of every command."""

from __future__ import annotations

import re

import pytest
from tests.cli.conftest import CLIENT, STAFF, TEAM, Program
from tests.ssh_samples import ECDSA_384, ED25519, FINGERPRINTS

PASSWORD = "long enough"
NEW = "another long password"


def token_to(program: Program, address: str) -> str:
    """Return the token in the newest mail to an address."""
    mails = [one for one in program("--json", "mail", "list").json["mails"] if one["recipient"] == address]
    body = program("--json", "mail", "show", mails[-1]["id"]).json["mail"]["body"]
    found = re.search(r"resellertui (?:profile confirm|password choose) (\S+)", body)
    assert found, body
    return found[1]


def test_a_profile_is_shown_and_changed(demo: Program) -> None:
    before = demo.by(CLIENT, "profile", "show")["profile"]

    after = demo.by(CLIENT, "profile", "edit", "--name", "Flo [red]", "--time-zone", "asia/tokyo", "--language", "de")
    assert after["profile"] == before | {
        "name": "Flo [red]", "time_zone": "Asia/Tokyo", "language": "de", "version": before["version"] + 1,
    }  # fmt: skip
    assert "Flo [red]" in demo("--as", CLIENT, "profile", "show").out
    assert demo.by(CLIENT, "whoami")["person"]["time_zone"] == "Asia/Tokyo"

    stale = demo.by(CLIENT, "profile", "edit", "--name", "X", "--if-version", str(before["version"]), code=5)
    assert stale["error"]["code"] == "conflict"
    wrong = demo.by(CLIENT, "profile", "edit", "--time-zone", "Mars", "--language", "xx", code=3)["error"]
    assert [one["field"] for one in wrong["fields"]] == ["language", "time_zone"]
    demo.by(CLIENT, "profile", "edit", code=2)
    rehearsed = demo.by(CLIENT, "profile", "edit", "--name", "Other", "--dry-run")
    assert (rehearsed["dry_run"], demo.by(CLIENT, "profile", "show")["profile"]["name"]) == (True, "Flo [red]")


def test_times_are_shown_in_the_persons_zone(demo: Program) -> None:
    demo.by(CLIENT, "profile", "key", "add", ED25519)
    zurich = demo("--as", CLIENT, "profile", "key", "list").out
    demo.by(CLIENT, "profile", "edit", "--time-zone", "Pacific/Kiritimati")

    assert demo("--as", CLIENT, "profile", "key", "list").out != zurich
    assert demo("--as", TEAM, "profile", "key", "list").out == "You have no SSH keys.\n"


def test_another_address_is_asked_for_and_confirmed(demo: Program) -> None:
    new = "flo@client.example"
    demo.by(CLIENT, "profile", "email", new, "--password-stdin", stdin="wrong\n", code=3)
    waiting = demo.by(CLIENT, "profile", "email", new, "--password-stdin", stdin="demo\n")["profile"]
    assert (waiting["email"], waiting["waiting_email"]) == (CLIENT, new)
    assert f"{new} waits" in demo("--as", CLIENT, "profile", "show").out
    assert demo.by(CLIENT, "profile", "email", code=3)["error"]["code"] == "refused"

    token = token_to(demo, new)
    demo.by(TEAM, "profile", "confirm", token, code=4)
    assert demo.by(CLIENT, "profile", "confirm", token)["profile"]["email"] == new
    assert demo.by(new, "profile", "show")["profile"]["waiting_email"] == ""


def test_keys_are_added_listed_and_removed(demo: Program) -> None:
    added = demo.by(CLIENT, "profile", "key", "add", ED25519)["key"]
    assert (added["label"], added["fingerprint"]) == ("marie@laptop", FINGERPRINTS[ED25519])
    assert demo.by(TEAM, "profile", "key", "add", "-", stdin=f"{ED25519}\n", code=5)["error"]["code"] == "conflict"
    demo.by(TEAM, "profile", "key", "add", *ECDSA_384.split(), "--label", "office")
    private = demo.by(TEAM, "profile", "key", "add", "-", stdin="-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", code=3)
    assert "This is a private key" in private["error"]["fields"][0]["reason"]

    lines = demo("profile", "key", "list", "--authorized-keys").out.splitlines()
    forced = 'command="resellertui --locked",restrict,pty'
    assert sorted(lines) == sorted(
        f"{forced} {' '.join(key.split()[:2])} {who}" for key, who in ((ED25519, CLIENT), (ECDSA_384, TEAM))
    )
    assert demo.by(STAFF, "profile", "key", "list", "--authorized-keys")["authorized_keys"] == lines
    demo.by(CLIENT, "profile", "key", "list", "--authorized-keys", code=3)

    demo.by(TEAM, "profile", "key", "remove", added["id"], code=4)
    demo.by(CLIENT, "profile", "key", "remove", "marie@laptop")
    assert demo.by(CLIENT, "profile", "key", "list")["keys"] == []


def test_passwords_and_sessions_of_a_real_installation(live: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    live("login", STAFF, "--password-stdin", stdin=f"{PASSWORD}\n")
    live("login", STAFF, "--password-stdin", stdin=f"{PASSWORD}\n")
    first, second = live("--json", "profile", "sessions").json["sessions"]
    assert (first["present"], second["present"]) == (True, False)
    assert live("--json", "profile", "revoke", second["id"]).json["session"]["id"] == second["id"]
    live("--json", "profile", "revoke", code=2)
    live("login", STAFF, "--password-stdin", stdin=f"{PASSWORD}\n")
    live("--json", "profile", "password", "--password-stdin", stdin=f"{PASSWORD}\nshort\n", code=3)
    done = live("--json", "profile", "password", "--password-stdin", stdin=f"{PASSWORD}\n{NEW}\n").json
    assert done["sessions_ended"] == 1
    assert live("--json", "profile", "revoke", "--others").json == {"sessions_ended": 0}

    assert live("--json", "password", "reset", "nobody@nowhere.example").json == {"email": "nobody@nowhere.example"}
    live("password", "reset", STAFF)
    token = token_to(live, STAFF)
    live("--json", "password", "choose", token, "--password-stdin", stdin="short\n", code=3)
    done = live("--json", "password", "choose", token, "--password-stdin", stdin=f"{PASSWORD}\n").json
    assert done == {"email": STAFF, "sessions_ended": 1, "keys_removed": 0}
    live("--json", "password", "choose", token, "--password-stdin", stdin=f"{PASSWORD}\n", code=4)
    live("--json", "profile", "show", code=3)

    monkeypatch.setenv("RESELLERTUI_LOCKED", "1")
    monkeypatch.setenv("RESELLERTUI_DATABASE", str(live.database))
    live.database = None
    assert live("password", "reset", STAFF).code == 0
    assert live("--json", "profile", "key", "list", "--authorized-keys", code=3).json["error"]["code"]
