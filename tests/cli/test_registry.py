"""`vat registry` and `tick`, switched on by the settings file, on a demonstration and our own registries."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, STUDIO, Program
from tests.registries import registry_server

SHOW = ("vat", "registry")


@pytest.fixture
def settings_file(home: Path) -> Path:
    """Give the place of the settings file."""
    file = home / ".config" / "resellertui" / "settings.toml"
    file.parent.mkdir(parents=True)
    return file


def test_from_switched_off_to_the_proof(demo: Program, settings_file: Path) -> None:
    assert demo.by(STUDIO, *SHOW)["registry"] == {
        "organisation": "Studio Ponte",
        "organisation_id": "ORG-4",
        "enabled": False,
        "numbers": [],
    }
    error = demo.by(STUDIO, *SHOW, "--ask", code=3)["error"]
    assert (error["code"], error["hint"]) == (
        "refused",
        "`enabled = true` under `[registry]` in settings.toml switches them on.",
    )

    with registry_server() as server:
        settings_file.write_text(
            f'[registry]\nenabled = true\nvies_url = "{server.address("vies")}"\n'
            f'uid_url = "{server.address("uid")}"\ntimeout = 5\n'
        )
        server.known |= {"IT99990010151", "CHE999900130"}
        assert "not checked with VIES yet" in demo("--as", STUDIO, *SHOW).out
        assert demo.by(STUDIO, *SHOW, "--ask", "--dry-run")["dry_run"] is True
        assert demo("tick", "--dry-run").out.splitlines()[-3].split() == ["registry", "due", "0"]

        (number,) = demo.by(STUDIO, *SHOW, "--ask")["registry"]["numbers"]
        assert (number["fact"], number["state"], number["stale"]) == ("vat_number", "unchecked", False)
        demo.by(STAFF, *SHOW, "--ask", "ORG-3")
        demo("tick")
        (number,) = demo.by(STUDIO, *SHOW)["registry"]["numbers"]
        assert (number["state"], number["proof"], number["source"]) == ("valid", 1, "vies")
        assert [one["state"] for one in demo.by(CLIENT, *SHOW)["registry"]["numbers"]] == ["valid", "invalid"]
        text = demo("--as", STUDIO, *SHOW).out
        assert "VAT number IT 99990010151: valid, said VIES on" in text
        assert "Proof 1." in text

        server.mode = "doctype"
        demo.by(STUDIO, *SHOW, "--ask")
        demo("tick")
        (number,) = demo.by(STUDIO, *SHOW)["registry"]["numbers"]
        assert (number["state"], number["reason"], number["last_definite"]) == ("unknown", "unreadable", "valid")

    proofs = demo.by(STUDIO, *SHOW, "--proofs")["proofs"]
    assert [(one["state"], one["number"]) for one in proofs] == [
        ("unknown", "IT99990010151"),
        ("valid", "IT99990010151"),
    ]
    assert "BOUTIQUE \x9b SAS" in proofs[1]["answer"]  # as it came; JSON spells it \\u009b
    shown = demo("--as", STUDIO, *SHOW, "--proofs").out
    assert "\x9b" not in shown
    assert "    <env:Envelope" in shown
    assert demo.by(AGENCY, *SHOW, "ORG-4", code=4)["error"]["code"] == "not_found"
    assert demo.by(STUDIO, *SHOW, "--ask", "--proofs", code=2)["error"]["code"] == "usage"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[registry]\nenabled = 'yes'\n", "enabled (line 2)", "true or false"),
        ("[registry]\nvies_url = 'http://vies.example/'\n", "vies_url (line 2)", "begins with https://"),
        ("[registry]\nuid_url = 3\n", "uid_url (line 2)", "begins with https://"),
        ("[registry]\n\ntimeout = 0\n", "timeout (line 3)", "seconds, 60 at most"),
        ("registry.timeout = true\n", "timeout", "seconds, 60 at most"),
        ("[registry]\nurl = 'x'\n", "url (line 2)", "there are enabled, vies_url, uid_url, timeout"),
        ("registry = true\n", "registry (line 1)", "must be a table"),
    ],
)
def test_what_is_wrong_in_the_settings_is_named(
    program: Program, settings_file: Path, text: str, line: str, reason: str
) -> None:
    settings_file.write_text(text)

    (field,) = program("--json", "user", "list", code=3).json["error"]["fields"]
    assert field["field"] == line
    assert reason in field["reason"]
