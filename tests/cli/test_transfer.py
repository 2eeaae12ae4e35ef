"""Importing and exporting clients by commands."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest
from tests.cli.conftest import AGENCY, CLIENT, STAFF, TEAM, Program

from resellertui.cli.progress import Progress

SAMPLES = sorted((Path(__file__).parents[2] / "assets").glob("clients-sample-*.csv"))
HEADER = "Name,Email,Country,Product name,Product,Expiry\n"
GOOD = "New SA,office@new.example,CH,new-sa.ch,domain-ch,2027-01-15\n"
BAD = "Bad SA,not an address,CH,bad-sa.ch,domain-ch,2027-01-15\n"


def numbers(answer: dict[str, object]) -> tuple[object, object, object]:
    """Return what an import counted."""
    return answer["created"], answer["updated"], answer["unchanged"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_goes_in_and_a_second_run_changes_nothing(demo: Program, sample: Path) -> None:
    first = demo.by(AGENCY, "import", "clients", str(sample))
    assert set(first) == {"created", "updated", "unchanged", "rejected"}
    assert first["created"] > 0
    assert first["rejected"] == []
    assert numbers(demo.by(AGENCY, "client", "import", str(sample))) == (0, 0, first["created"])
    assert demo("--json", "check").json["check"]["clean"] is True


def test_bad_rows_are_reported_with_their_line_while_good_ones_go_in(demo: Program) -> None:
    report = demo.by(AGENCY, "import", "clients", "-", stdin=HEADER + GOOD + BAD)
    assert numbers(report) == (1, 0, 0)
    [rejected] = report["rejected"]
    assert (rejected["line"], rejected["field"]) == (3, "email")
    assert rejected["reason"]


def test_all_or_nothing_writes_nothing_and_is_refused(demo: Program) -> None:
    told = ("import", "clients", "-", "--all-or-nothing")
    report = demo.by(AGENCY, *told, stdin=HEADER + GOOD + BAD, code=3)
    assert report["refused"] is True
    assert numbers(report) == (0, 0, 0)
    answer = demo("--as", AGENCY, *told, stdin=HEADER + GOOD + BAD, code=3)
    assert "Nothing was written" in answer.out
    assert "REJECTED BECAUSE" in answer.out
    assert numbers(demo.by(AGENCY, "import", "clients", "-", stdin=HEADER + GOOD)) == (1, 0, 0)


def test_a_dry_run_lists_what_would_change_and_keeps_nothing(demo: Program) -> None:
    told = ("import", "clients", "-", "--dry-run")
    assert demo.by(AGENCY, *told, stdin=HEADER + GOOD)["dry_run"] is True
    assert "New SA" in demo("--as", AGENCY, *told, stdin=HEADER + GOOD).out
    assert numbers(demo.by(AGENCY, *told, stdin=HEADER + GOOD)) == (1, 0, 0)


def test_columns_are_shown_and_can_be_named(demo: Program) -> None:
    strange = HEADER.replace("Email", "Where to write") + GOOD
    view = demo.by(AGENCY, "import", "clients", "-", "--columns", stdin=strange)["file"]
    assert view["columns"][0]["field"] == "name"
    assert "TAKEN FOR" in demo("--as", AGENCY, "import", "clients", "-", "--columns", stdin=strange).out
    report = demo.by(AGENCY, "import", "clients", "-", "--map", "Where to write=email", stdin=strange)
    assert numbers(report) == (1, 0, 0)
    demo.by(AGENCY, "import", "clients", "-", "--map", "nonsense", stdin=strange, code=2)


def test_an_order_of_dates_that_the_file_leaves_open_is_asked_for(demo: Program) -> None:
    open_dates = HEADER + GOOD.replace("2027-01-15", "03/04/2027")
    told = ("import", "clients", "-")
    assert demo.by(AGENCY, *told, stdin=open_dates, code=2)["error"]["code"] == "date_order_needed"
    assert numbers(demo.by(AGENCY, *told, "--date-order", "dmy", stdin=open_dates)) == (1, 0, 0)
    demo.by(AGENCY, *told, "--date-order", "ymd", stdin=open_dates, code=3)


def test_ctrl_c_stops_between_records_and_reports_what_is_done(demo: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    many = HEADER + "".join(GOOD.replace("new", f"new{one}").replace("New", f"New{one}") for one in range(600))
    shown: list[tuple[int, int]] = []

    def interrupt(_bar: Progress, done: int, total: int) -> None:
        shown.append((done, total))
        if len(shown) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Progress, "show", interrupt)
    report = demo.by(AGENCY, "import", "clients", "-", stdin=many, code=130)
    assert report["cancelled"] is True
    assert 0 < report["created"] < 600
    assert report["created"] == shown[-1][0]
    monkeypatch.undo()


def test_the_staff_record_agreements_that_exist_with_their_evidence(demo: Program) -> None:
    told = ("import", "clients", "-", "--agreements", "--partner", AGENCY, "--evidence", "Signed on paper, folder 7")
    assert numbers(demo.by(STAFF, *told, stdin=HEADER + GOOD)) == (1, 0, 0)
    found = [
        one for one in demo.by(AGENCY, "client", "list", "--state", "active")["clients"] if one["name"] == "New SA"
    ]
    page = demo.by(AGENCY, "client", "show", found[0]["partnership_id"])["client"]
    assert page["partnership"]["evidence"] == "Signed on paper, folder 7"
    assert demo.by(AGENCY, *told, stdin=HEADER + GOOD, code=3)["error"]["code"] == "forbidden"


def test_only_a_partners_legal_representative_imports(demo: Program) -> None:
    for person in (TEAM, CLIENT):
        assert demo.by(person, "import", "clients", "-", stdin=HEADER + GOOD, code=3)["error"]["code"] == "forbidden"


def test_a_file_that_is_missing_is_not_found(demo: Program, tmp_path: Path) -> None:
    assert demo.by(AGENCY, "import", "clients", str(tmp_path / "none.csv"), code=4)["error"]["code"] == "not_found"


def test_an_export_is_private_replaces_nothing_and_imports_again_unchanged(demo: Program, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    demo.by(AGENCY, "import", "clients", str(SAMPLES[0]))
    export = demo.by(AGENCY, "export", "clients", str(file))["export"]
    assert export["clients"] > 30
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert demo.by(AGENCY, "client", "export", str(file), code=3)["error"]["code"] == "refused"
    demo.by(AGENCY, "client", "export", str(file), "--replace")
    again = demo.by(AGENCY, "import", "clients", str(file), "--dry-run")
    assert (*numbers(again), again["rejected"]) == (0, 0, export["clients"], [])
    printed = demo("--as", AGENCY, "export", "clients").out
    assert printed.replace("\r\n", "\n") == file.read_text(encoding="utf-8").replace("\r\n", "\n")


def test_a_progress_bar_is_drawn_on_standard_error_only(demo: Program) -> None:
    answer = demo("--as", AGENCY, "--json", "import", "clients", "-", "--progress", stdin=HEADER + GOOD)
    assert answer.json["created"] == 1
    assert "100 %" in answer.err
    assert demo("--as", AGENCY, "import", "clients", "-", stdin=HEADER + GOOD).err == ""
