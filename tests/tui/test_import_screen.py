"""Importing in the console: from the file to the report, and what a stop leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.builders import Org
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, at_once, console, keys, press, screen_text, settle, type_text
from textual import events

from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.importing import RejectedView
from resellertui.services.inputs import ClientQuery, ClientTab
from resellertui.services.rejected_rows import rejected_rows
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.progress import UNNOTICED, ProgressDialog, Watch

Open = Callable[[Org | Actor], ConsoleApp]

ROWS = (
    "Name;E-mail;Country;Domain;Product;Expiry\n"
    "Alpha SA;info@alpha.test;CH;alpha.test;web hosting;2027-03-01\n"
    "[Beta] & Co;info@beta.test;CH;beta.test;web hosting;2027-04-01\n"
    "Gamma SA;no address;CH;gamma.test;web hosting;2027-05-01\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the current folder, with a list of three clients of which one is wrong."""
    found = tmp_path / "lists"
    found.mkdir()
    (found / "clients.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.chdir(found)
    return found


def pending(services: Services, who: Org) -> list[str]:
    """Return the names of the pending clients."""
    return [row.name for row in services.clients.page(who.owner, ClientQuery(tab=ClientTab.PENDING)).rows]


async def test_a_file_is_tried_out_then_imported_and_bad_rows_are_reported(
    open_as: Open, town: Town, services: Services, folder: Path
) -> None:
    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "i")
        listed = screen_text(console(pilot))
        await keys(pilot, "enter")
        columns = screen_text(console(pilot))
        await keys(pilot, "p")
        preview = screen_text(console(pilot))
        assert pending(services, town.agency) == ["Fleurs & Cie"]
        await keys(pilot, "i", "y")
        report = screen_text(console(pilot))
        await keys(pilot, "escape")
        back = console(pilot).screen is console(pilot).frame

    assert "clients.csv" in listed
    assert "semicolon · 3 rows" in columns
    assert "Product's expiry" in columns
    assert "nothing is written yet" in preview
    assert "2 created · 0 updated · 0 unchanged · 1 rows rejected" in preview
    assert "✕ rejected" in preview
    assert "Import clients: done" in report
    assert "[Beta] & Co" in report
    assert back
    assert pending(services, town.agency) == ["[Beta] & Co", "Alpha SA", "Fleurs & Cie"]


async def test_a_key_typed_ahead_in_a_folder_is_for_what_is_in_the_folder(
    open_as: Open, town: Town, folder: Path
) -> None:
    (folder / "clients.csv").unlink()
    (folder / "more").mkdir()
    (folder / "more" / "clients.csv").write_text(ROWS, encoding="utf-8")
    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await at_once(pilot, "g", "c", "i", "enter", "enter")
        assert "semicolon · 3 rows" in screen_text(console(pilot))


async def test_a_column_is_given_another_meaning(open_as: Open, town: Town, folder: Path) -> None:
    (folder / "clients.csv").write_text(ROWS.replace("Name;", "Whatever;", 1), encoding="utf-8")

    async with open_as(town.agency).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "i", "enter")
        before = screen_text(console(pilot))
        await keys(pilot, "p")
        stopped = "what would change" not in screen_text(console(pilot)).split("\n")[1]
        await keys(pilot, "enter", "j", "j", "j", "enter")
        after = screen_text(console(pilot))
        await keys(pilot, "p")
        preview = screen_text(console(pilot))

    assert "(left out)" in before
    assert "No column means: Name" in before
    assert stopped
    assert "(left out)" not in after
    assert "2 created" in preview


async def test_an_order_of_dates_that_the_file_leaves_open_is_asked_for(
    open_as: Open, town: Town, folder: Path
) -> None:
    rows = ROWS.replace("2027-03-01", "03/04/2027").replace("2027-04-01", "05/06/2027")
    (folder / "clients.csv").write_text(rows.replace("2027-05-01", "07/08/2027"), encoding="utf-8")

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "i", "enter", "p")
        question = screen_text(console(pilot))
        await keys(pilot, "d")
        preview = screen_text(console(pilot))

    assert "What stands first in the dates?" in question
    assert "03/04/2027" in question
    assert "2 created" in preview


async def test_a_second_import_of_the_same_file_says_that_nothing_would_change(
    open_as: Open, town: Town, folder: Path
) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "i", "enter", "p", "i", "y", "escape")
        await keys(pilot, "i", "enter", "p")
        shown = screen_text(console(pilot))

    assert "0 created · 0 updated · 2 unchanged" in shown
    assert "Nothing would change." in shown


async def test_rejected_rows_are_kept_in_a_file_beside_the_file(open_as: Open, town: Town, folder: Path) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await at_once(pilot, "g", "c", "i", "enter", "p", "x")  # the last while the trial still runs

    kept = (folder / "clients-rejected.csv").read_text("utf-8-sig").splitlines()
    assert kept[0] == "Name;E-mail;Country;Domain;Product;Expiry;Reason"
    assert kept[1].startswith("Gamma SA;no address;CH;gamma.test;web hosting;2027-05-01;")
    assert len(kept) == 2


async def test_a_typed_path_is_taken_and_a_wrong_one_explained(open_as: Open, town: Town, folder: Path) -> None:
    (folder.parent / "there").mkdir()
    (folder.parent / "there" / "list.csv").write_text(ROWS, encoding="utf-8")

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "i")
        await press(pilot, "import.path")
        await type_text(pilot, "nothing.csv")
        await keys(pilot, "enter")
        wrong = " ".join(screen_text(console(pilot)).replace("│", " ").split())
        await keys(pilot, "escape", "escape")
        await press(pilot, "import.path")
        await type_text(pilot, "../there")
        await keys(pilot, "enter")
        there = screen_text(console(pilot))
        await keys(pilot, "enter")
        columns = screen_text(console(pilot))

    assert "can't be read: No such file or directory" in wrong
    assert "list.csv" in there
    assert "what the columns mean" in columns


async def test_a_file_that_is_no_list_is_refused_in_words(open_as: Open, town: Town, folder: Path) -> None:
    (folder / "clients.csv").write_bytes(b"")

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "i", "enter")

        assert "The file is empty." in screen_text(console(pilot))


async def test_a_folder_without_lists_says_what_to_do(
    open_as: Open, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "c", "i")
        shown = screen_text(console(pilot))

    assert "../" in shown
    assert "/ Type a path" in shown


async def test_escape_stops_long_work_and_what_is_done_is_said_to_stay(open_as: Open, town: Town) -> None:
    watch = Watch()
    watch.report(3, 10)

    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await console(pilot).push_screen(ProgressDialog("Importing", watch))
        await settle(pilot)
        running = screen_text(console(pilot))
        await keys(pilot, "escape")
        stopping = screen_text(console(pilot))
        still_open = isinstance(console(pilot).screen, ProgressDialog)

    assert "3 of 10" in running
    assert "esc Stop" in running
    assert watch.stopped()
    assert "what is done stays done" in stopping
    assert still_open


def test_a_row_with_two_reasons_is_kept_once_and_its_reasons_never_run_in_a_spreadsheet() -> None:
    reasons = (RejectedView(line=4, field="email", reason="is wrong."), RejectedView(line=4, field="", reason="=1+1"))

    text = rejected_rows(ROWS.encode(), reasons)

    assert text.splitlines()[1:] == ["Gamma SA;no address;CH;gamma.test;web hosting;2027-05-01;email: is wrong. =1+1"]


async def test_what_is_typed_before_a_bar_can_be_noticed_waits_however_slow_the_machine_is(
    open_as: Open, town: Town
) -> None:
    early, late = events.Key("x", "x"), events.Key("x", "x")
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        bar = ProgressDialog("Importing", Watch())
        await console(pilot).push_screen(bar)
        await pilot.pause()
        now = events.Mount().time
        early.time, late.time = now - 5 * UNNOTICED, now + 5 * UNNOTICED
        assert bar.is_reading_for(early)
        assert not bar.is_reading_for(late)
        assert not bar.is_reading_for(events.Key("escape", None)), "escape stops the work at once"
        bar.end()
        assert not bar.is_reading_for(early)
