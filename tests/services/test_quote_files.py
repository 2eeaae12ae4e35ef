"""Requests that another program puts into a folder: taken once, refused with reasons, whatever ends a run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.builders import Builder
from tests.meta.source import ROOT
from tests.services.life import mails, rows
from tests.services.quoting import wanting

from resellertui.adapters.drop_folder import Content, DropFolder
from resellertui.domain.errors import Refused
from resellertui.domain.leads.request_file import FIELDS
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.jobs.outcome import Hindered
from resellertui.services.jobs.quote_files import take_quote_files

OPERATOR = Actor.operator()
SAMPLE: dict[str, Any] = json.loads((ROOT / "assets" / "quote-request.json").read_text())


@pytest.fixture
def folder(services: Services) -> Path:
    """Give the folder, with its home."""
    assert services.office.quotes is not None
    path = services.office.quotes.path
    path.mkdir(parents=True)
    return path


def put(folder: Path, name: str, content: bytes | None = None, **fields: Any) -> None:
    """Put a request into the folder."""
    (folder / name).write_bytes(json.dumps(SAMPLE | fields).encode() if content is None else content)


def left(folder: Path) -> list[str]:
    """Return what lies in the folder and below it."""
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_symlink() or not one.is_dir())


def test_files_are_taken_or_refused_with_every_reason(
    services: Services, make: Builder, folder: Path, tmp_path: Path
) -> None:
    agency = wanting(make, "Agency")
    put(folder, "good.json")
    put(folder, "twice.json")
    put(folder, "bad.json", need="short", contact_email="nobody", wish="x")
    put(folder, "worse.json", need="short", contact_email="nobody")
    put(folder, "no.json", b"\xff\xfe{")
    put(folder, "huge.json", b" " * 70_000)
    put(folder, "notes.txt", b"left alone")
    put(folder, ".hidden.json", b"left alone")
    put(folder, "évil\n[red].json", b"{}")
    (folder / "folder.json").mkdir()
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps(SAMPLE | {"need": "Read through a link: never."}))
    (folder / "link.json").symlink_to(secret)
    os.mkfifo(folder / "pipe.json")
    assert services.rehearsing().tick.run(OPERATOR)[0].counts == {"taken": 0, "refused": 0}
    assert len(left(folder)) == 11, "a rehearsal moves nothing"

    assert services.tick.run(OPERATOR)[0].counts == {"taken": 2, "refused": 7}

    assert rows(services, "SELECT source, count(*) FROM quote_requests") == [("file", 1)], (
        "the same file is one request"
    )
    assert left(folder) == [
        ".hidden.json",
        "notes.txt",
        "refused/bad.json",
        "refused/bad.txt",
        "refused/huge.json",
        "refused/huge.txt",
        "refused/link.json",
        "refused/link.txt",
        "refused/no.json",
        "refused/no.txt",
        "refused/pipe.json",
        "refused/pipe.txt",
        "refused/worse.json",
        "refused/worse.txt",
        "refused/évil\n[red].json",
        "refused/évil\n[red].txt",
        "taken/good.json",
        "taken/twice.json",
    ]
    assert (folder / "refused" / "link.json").is_symlink()
    assert secret.exists()
    assert "wish: There is no such field" in (folder / "refused" / "bad.txt").read_text()
    reasons = (folder / "refused" / "worse.txt").read_text().splitlines()
    assert {one.partition(":")[0] for one in reasons[1:] if one} == {"need", "contact_email"}
    view = services.leads.show(agency.owner, services.leads.page(agency.owner).rows[0].id)
    assert "Anna" not in view.need
    assert [one.language for one in mails(services) if one.kind == "quote.filed_by_visitor"] == ["it"]
    assert services.tick.run(OPERATOR)[0].counts == {"taken": 0, "refused": 0}


def test_a_run_that_is_killed_before_the_move_files_nothing_twice(
    services: Services, make: Builder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting(make, "Agency")
    put(folder, "good.json")

    def killed(self: DropFolder, name: str, content: Content) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as moment:
        moment.setattr(DropFolder, "take", killed)
        with pytest.raises(SystemExit):
            take_quote_files(services.office, OPERATOR)
    assert left(folder) == ["good.json"]
    sent = len(mails(services))

    assert take_quote_files(services.office, OPERATOR) == {"taken": 1, "refused": 0}

    assert left(folder) == ["taken/good.json"]
    assert (len(mails(services)), rows(services, "SELECT count(*) FROM quote_requests")) == (sent, [(1,)])
    put(folder, "good.json")
    assert take_quote_files(services.office, OPERATOR) == {"taken": 1, "refused": 0}
    assert left(folder) == ["taken/good-2.json", "taken/good.json"]


def test_the_same_words_are_a_new_request_once_the_first_is_closed(
    services: Services, make: Builder, folder: Path
) -> None:
    agency = wanting(make, "Agency")
    for number in range(2):
        put(folder, f"{number}.json")
        assert take_quote_files(services.office, OPERATOR) == {"taken": 1, "refused": 0}
        open_one = services.quote_routing.page(make.staff).rows[0]
        services.quote_routing.close(make.staff, open_one.id, "A trial.")
    assert rows(services, "SELECT state, count(*) FROM quote_requests GROUP BY state") == [("withdrawn", 2)]
    assert services.leads.page(agency.owner).total == 2


def test_no_file_holds_the_others_up(
    services: Services, make: Builder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting(make, "Agency")
    put(folder, "a.json")
    put(folder, "b.json", region="Ticino")
    put(folder, "aa.json", b'{"budget": 1e99999999999999999999}')
    put(folder, "ab.json", b'{"\\ud800": 1}')
    opened = os.open

    def open_b(path: Path, flags: int, *more: int) -> int:
        if Path(path).name == "a.json":
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *more)

    with monkeypatch.context() as moment:
        moment.setattr("resellertui.adapters.drop_folder.os.open", open_b)
        assert take_quote_files(services.office, OPERATOR) == {"taken": 1, "refused": 3}
    assert left(folder)[:2] == ["refused/a.json", "refused/a.txt"]
    assert left(folder)[-1] == "taken/b.json"
    assert "may not read it" in (folder / "refused" / "a.txt").read_text()


def test_what_takes_the_place_of_a_file_while_it_is_read_is_not_lost(
    services: Services, make: Builder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting(make, "Agency")
    put(folder, "form.json", region="Ticino")
    put(folder, "half.json", b'{"need": "half')
    read = DropFolder.read

    def read_and_written_meanwhile(self: DropFolder, name: str, most: int) -> Content:
        found = read(self, name, most)
        put(folder, ".new", region=f"Uri, {name}")
        (folder / ".new").rename(folder / name)
        return found

    with monkeypatch.context() as moment:
        moment.setattr(DropFolder, "read", read_and_written_meanwhile)
        report = take_quote_files(services.office, OPERATOR)

    assert report == {"taken": 1, "refused": 0}
    assert left(folder) == ["form.json", "half.json"]
    assert isinstance(report, Hindered)
    assert "2 files wait" in report.trouble
    assert take_quote_files(services.office, OPERATOR) == {"taken": 2, "refused": 0}
    regions = rows(services, "SELECT region FROM quote_requests ORDER BY id")
    assert regions == [("Ticino",), ("Uri, form.json",), ("Uri, half.json",)]


def test_a_file_that_can_not_be_moved_keeps_no_other_from_being_taken(
    services: Services, make: Builder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanting(make, "Agency")
    put(folder, "a.json", b"{")
    put(folder, "b.json", region="Ticino")

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as moment:
        moment.setattr("resellertui.adapters.drop_folder.write_private", full)
        with pytest.raises(Refused, match="can't be moved away") as refusal:
            take_quote_files(services.office, OPERATOR)
    assert "No space left" in refusal.value.detail
    assert left(folder) == ["a.json", "taken/b.json"]
    assert take_quote_files(services.office, OPERATOR) == {"taken": 0, "refused": 1}


def test_the_sixth_open_request_of_an_address_is_refused_and_says_so(services: Services, folder: Path) -> None:
    for number in range(6):
        put(folder, f"{number}.json", region=f"Region {number}")

    assert take_quote_files(services.office, OPERATOR) == {"taken": 5, "refused": 1}
    assert "5 requests of this address are open already." in (folder / "refused" / "5.txt").read_text()


def test_the_sample_has_every_field() -> None:
    assert set(SAMPLE) == FIELDS
