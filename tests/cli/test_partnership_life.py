"""The life of a partnership, told by commands as a script uses them."""

from __future__ import annotations

import json
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STUDIO, TEAM, Program

SHOP, SITE, MAIL = "boutique-fleurs.ch", "fleurs-du-lac.ch", "courrier-fleurs.ch"


def asked(demo: Program, *options: str) -> str:
    """Let the client ask the agency, and return the partnership's id."""
    found = demo.by(CLIENT, "partner", "request", "--partner", AGENCY, *options)
    return str(found["partnership"]["id"])


@pytest.fixture
def limited(demo: Program) -> str:
    """Give an active partnership over two products."""
    number = asked(demo, "--access", "limited", "--product", SHOP, "--product", SITE)
    demo.by(AGENCY, "partner", "accept", number)
    return number


@pytest.fixture
def full(demo: Program) -> str:
    """Give an active partnership with full access by the client's payment method."""
    number = asked(demo, "--access", "full", "--payment", "client")
    demo.by(AGENCY, "partner", "accept", number)
    return number


def test_a_partnership_is_asked_for_accepted_widened_and_ended(demo: Program) -> None:
    answer = demo.by(
        CLIENT, "partner", "request", "--partner", AGENCY, "--access", "limited", "--product", SHOP, "--product", SITE
    )
    asked_for = answer["partnership"]
    assert asked_for["state"] == "pending"
    assert asked_for["requested"]["products"] == [SHOP, SITE]
    assert asked_for["granted"] is None
    assert answer["effects"]
    number = asked_for["id"]

    active = demo.by(AGENCY, "partner", "accept", number)["partnership"]
    assert (active["state"], active["access"], active["payment"]) == ("active", "limited", None)
    assert sorted(active["products"]) == sorted([SHOP, SITE])

    wide = demo.by(CLIENT, "partner", "access", number, "--access", "full", "--payment", "partner")["partnership"]
    assert (wide["access"], wide["payment"], wide["products"]) == ("full", "partner", [])

    ended = demo.by(CLIENT, "partner", "end", number, "--password-stdin", stdin="demo\n")["partnership"]
    assert (ended["state"], ended["ended_by"]) == ("ended", "client")
    assert [one["id"] for one in demo.by(CLIENT, "partner", "list", "--state", "ended")["partnerships"]] == [number]


def test_a_client_may_grant_something_else_and_both_are_kept(demo: Program) -> None:
    request = demo.by(
        AGENCY, "partner", "request", "--client", CLIENT, "--access", "full", "--payment", "partner", code=0
    )["partnership"]
    assert request["client_id"] is None
    granted = demo.by(CLIENT, "partner", "accept", request["id"], "--access", "limited", "--product", SHOP)
    both = granted["partnership"]
    assert (both["requested"]["access"], both["requested"]["payment"]) == ("full", "partner")
    assert (both["granted"]["access"], both["granted"]["products"]) == ("limited", [SHOP])


def test_a_partner_asks_for_families_in_words(demo: Program) -> None:
    request = demo.by(
        AGENCY, "client", "add", "someone@new.example", "--access", "limited", "--families", "web hosting, domains"
    )["partnership"]
    assert request["requested"]["families"] == "web hosting, domains"
    assert demo.by(AGENCY, "partner", "resend", request["id"])["partnership"]["state"] == "pending"
    assert demo.by(AGENCY, "partner", "withdraw", request["id"])["partnership"]["state"] == "withdrawn"


def test_a_refusal_keeps_its_reason(demo: Program) -> None:
    number = asked(demo, "--access", "limited", "--product", SHOP)
    refused = demo.by(AGENCY, "partner", "refuse", number, "--reason", "No time this year")["partnership"]
    assert (refused["state"], refused["reason"]) == ("refused", "No time this year")


def test_a_pause_holds_until_it_is_resumed(demo: Program, full: str) -> None:
    until = str(date.today() + timedelta(days=20))  # noqa: DTZ011  # the demonstration lives today
    paused = demo.by(CLIENT, "partner", "pause", full, "--reason", "Holidays", "--until", until)["partnership"]
    assert (paused["paused"], paused["paused_until"]) == (True, until)
    assert demo.by(AGENCY, "product", "list", "--client", full, code=3)["error"]["code"] == "refused"
    assert demo.by(AGENCY, "partner", "resume", full, code=3)["error"]["code"] == "refused"
    assert demo.by(CLIENT, "partner", "resume", full)["partnership"]["paused"] is False


def test_a_payment_method_is_proposed_declined_and_changed(demo: Program, full: str) -> None:
    proposed = demo.by(AGENCY, "partner", "payment", full, "--propose", "partner")["partnership"]
    assert (proposed["payment"], proposed["proposed_payment"]) == ("client", "partner")
    declined = demo.by(CLIENT, "partner", "payment", full, "--decline")["partnership"]
    assert declined["proposed_payment"] is None
    assert demo.by(CLIENT, "partner", "payment", full, "--payment", "partner")["partnership"]["payment"] == "partner"


def test_an_end_date_is_set_seen_and_removed(demo: Program, full: str) -> None:
    on = str(date.today() + timedelta(days=40))  # noqa: DTZ011  # as above
    assert demo.by(CLIENT, "partner", "end-date", full, "--on", on)["partnership"]["end_on"] == on
    later = demo.by(CLIENT, "--at", on, "partner", "show", full)["partnership"]
    assert later["state"] == "ended"
    assert demo.by(CLIENT, "partner", "end-date", full, "--none")["partnership"]["end_on"] is None


def test_ending_is_previewed_and_a_wrong_password_changes_nothing(demo: Program, full: str) -> None:
    preview = demo.by(CLIENT, "partner", "end", full, "--preview")
    assert preview["effects"]
    assert preview["products_leaving"] == 5
    wrong = demo.by(CLIENT, "partner", "end", full, "--password-stdin", stdin="nope\n", code=3)
    assert wrong["error"]["code"] == "wrong_password"
    assert demo.by(CLIENT, "partner", "show", full)["partnership"]["state"] == "active"
    assert demo("--as", CLIENT, "partner", "end", full, code=2).err.startswith("A password is needed")


def test_a_second_full_partner_is_a_conflict_that_names_the_first(demo: Program, full: str) -> None:
    number = demo.by(STUDIO, "partner", "request", "--client", CLIENT, "--access", "full", "--payment", "client")
    error = demo.by(CLIENT, "partner", "accept", number["partnership"]["id"], code=5)["error"]
    assert error["code"] == "conflict"
    assert "Rive Gauche" in json.dumps(error, ensure_ascii=False)


def test_a_stale_version_is_a_conflict(demo: Program, full: str) -> None:
    stale = demo.by(CLIENT, "partner", "payment", full, "--payment", "partner", "--if-version", "1", code=5)
    assert stale["error"]["code"] == "conflict"


def test_the_history_is_told_and_exported(demo: Program, limited: str, tmp_path: Path) -> None:
    history = demo.by(CLIENT, "partner", "history", limited)["history"]
    assert [one["kind"] for one in history["events"]] == ["requested", "accepted"]
    assert "HISTORY" not in demo("--as", CLIENT, "partner", "history", limited).out
    page, data = tmp_path / "history.md", tmp_path / "history.json"
    demo("--as", CLIENT, "partner", "history", limited, "--export", str(page))
    demo("--as", CLIENT, "partner", "history", limited, "--export", str(data))
    assert limited.replace("-", "\\-") in page.read_text(encoding="utf-8")
    assert json.loads(data.read_text(encoding="utf-8"))["partnership"]["id"] == limited
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_an_export_replaces_no_file_unasked(demo: Program, limited: str, tmp_path: Path) -> None:
    page = tmp_path / "history.md"
    page.write_text("mine", encoding="utf-8")
    told = ("--as", CLIENT, "partner", "history", limited, "--export", str(page))
    assert demo(*told, code=3).err.startswith(f"{page} exists already.")
    assert page.read_text(encoding="utf-8") == "mine"
    demo(*told, "--replace")
    assert page.read_text(encoding="utf-8") != "mine"


def test_a_history_in_an_unknown_form_is_a_usage_error(demo: Program, limited: str, tmp_path: Path) -> None:
    demo("--as", CLIENT, "partner", "history", limited, "--export", str(tmp_path / "history.docx"), code=2)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(demo: Program) -> None:
    rehearsed = demo.by(
        CLIENT, "partner", "request", "--partner", AGENCY, "--access", "full", "--payment", "client", "--dry-run"
    )
    assert rehearsed["dry_run"] is True
    assert rehearsed["effects"]
    assert demo.by(CLIENT, "partner", "list") == {"partnerships": []}


def test_people_read_the_same_in_sentences(demo: Program) -> None:
    told = demo("--as", CLIENT, "partner", "request", "--partner", AGENCY, "--access", "limited", "--product", SHOP)
    assert "pending: Fleurs du Lac SA and Rive Gauche Numérique Sàrl, limited access: boutique-fleurs.ch" in told.out
    rehearsed = demo("--as", AGENCY, "partner", "list", "--state", "pending", "--dry-run")
    assert "STATE" in rehearsed.out
    assert "Nothing was changed (dry run)." in demo("--as", CLIENT, "org", "create", *NEW, "--dry-run").out


NEW = ("--name", "Nouvelle SA", "--kind", "company", "--email", "new@nouvelle.example", "--country", "CH")


def test_ids_from_standard_input_answer_one_line_each_and_the_first_failure_decides(demo: Program) -> None:
    numbers = [
        demo.by(AGENCY, "client", "add", f"new{one}@line.example", "--access", "limited")["partnership"]["id"]
        for one in range(2)
    ]
    lines = f"{numbers[0]}\nPTN-99999\n\n{numbers[1]}\n"
    answer = demo("--as", AGENCY, "--json", "partner", "withdraw", "-", stdin=lines, code=4)
    first, second, third = answer.lines
    assert first["partnership"]["state"] == third["partnership"]["state"] == "withdrawn"
    assert second["error"]["code"] == "not_found"


def test_one_password_ends_several_partnerships_from_standard_input(demo: Program, full: str) -> None:
    answer = demo("--as", CLIENT, "--json", "partner", "end", "-", "--password-stdin", stdin=f"demo\n{full}\n")
    assert [one["partnership"]["state"] for one in answer.lines] == ["ended"]


def test_a_collaborator_neither_asks_nor_sees_clients_that_are_not_granted(demo: Program) -> None:
    clients: list[dict[str, Any]] = demo.by(TEAM, "client", "list")["clients"]
    assert len(clients) == 5
    refused = demo.by(TEAM, "client", "add", "x@new.example", "--access", "limited", code=3)
    assert refused["error"]["code"] == "forbidden"


def test_what_is_none_of_ones_business_looks_like_what_does_not_exist(demo: Program) -> None:
    number = demo.by(AGENCY, "partner", "list")["partnerships"][0]["id"]
    hidden = demo.by(CLIENT, "partner", "show", number, code=4)
    missing = demo.by(CLIENT, "partner", "show", "PTN-99999", code=4)
    assert json.dumps(hidden).replace(number, "") == json.dumps(missing).replace("PTN-99999", "")
