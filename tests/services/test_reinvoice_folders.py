"""The files of many documents go into a folder at once: as issued, private, none lost, none over another."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest
from tests.builders import Builder, Org
from tests.services.billed import billed, biller, change, charged, issue
from tests.services.life import rows

from resellertui.adapters.filesystem import write_private
from resellertui.domain.errors import Forbidden, Invalid, NotFound, Refused
from resellertui.domain.reinvoicing.status import Status
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.reinvoicing import folders
from resellertui.services.reinvoicing.document_inputs import CreditInput, ReinvoiceQuery

pytestmark = pytest.mark.usefixtures("plain_papers")
ALL = ReinvoiceQuery.of()
ACTION = "reinvoice.papers_exported"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an empty folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def agency(services: Services, make: Builder) -> Org:
    """Give a partner that has issued an invoice to each of three clients, and a credit note of the first."""
    found = biller(services, make)
    for name in ("Bakery", "Florist", "Garage"):
        charged(services, found, billed(services, make, found, name))
    assert len(issue(services, found)) == 3
    services.reinvoice_credits.credit(found.owner, CreditInput.of(document="RIN-1", reason="wrong"))
    return found


def stored(services: Services) -> dict[str, bytes]:
    return dict(rows(services, "SELECT name, content FROM reinvoice_papers WHERE kind = 'pdf'"))


def held(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_every_document_that_is_meant_is_written_as_it_was_issued(services: Services, agency: Org, out: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = services.reinvoice_folders.write(
        agency.owner, ALL, out, progress=lambda done, total: seen.append((done, total))
    )

    assert held(out) == stored(services)
    assert report.files == ("2026-0001.pdf", "2026-0002.pdf", "2026-0003.pdf", "CN-2026-0001.pdf")
    assert (report.documents, report.cancelled, report.folder) == (4, False, str(out))
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert {stat.S_IMODE(one.stat().st_mode) for one in out.iterdir()} == {0o600}
    statement = 'SELECT "values" FROM audit_entries JOIN audit_values ON entry_id = id WHERE action = ?'
    ((facts,),) = rows(services, statement, ACTION)
    assert json.loads(facts) == {"documents": 4, "format": "pdf"}

    for place, (query, names) in enumerate(
        (
            (ReinvoiceQuery.of(client="Florist"), ["2026-0002.pdf"]),
            (ReinvoiceQuery.of(status=Status.CREDIT_NOTE), ["CN-2026-0001.pdf"]),
            (ReinvoiceQuery.of(text="0003", period="2026-11"), ["2026-0003.pdf"]),
            (ReinvoiceQuery.of(period="2026-10"), []),
        )
    ):
        folder = out / str(place) / "new"
        report = services.reinvoice_folders.write(agency.owner, query, folder, "facturx", make=True)
        assert sorted(held(folder)) == names == list(report.files)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    some = out / "some"
    services.reinvoice_folders.write(agency.owner, ALL, some, only=["RIN-3", "RCN-4"], make=True)
    assert sorted(held(some)) == ["2026-0003.pdf", "CN-2026-0001.pdf"]
    with pytest.raises(NotFound):
        services.reinvoice_folders.write(agency.owner, ALL, some, only=["RIN-3", "RIN-77"], replace=True)


def test_nothing_goes_over_another_file_and_a_second_run_may_be_told_to(
    services: Services, agency: Org, out: Path
) -> None:
    taken = out / "2026-0002.pdf"
    taken.write_bytes(b"mine")
    with pytest.raises(Refused) as refusal:
        services.reinvoice_folders.write(agency.owner, ALL, out)
    assert str(taken) in refusal.value.title
    assert held(out) == {taken.name: b"mine"}
    assert rows(services, f"SELECT 1 FROM audit_entries WHERE action = '{ACTION}'") == []

    services.rehearsing().reinvoice_folders.write(agency.owner, ALL, out, replace=True)
    assert held(out) == {taken.name: b"mine"}
    services.reinvoice_folders.write(agency.owner, ALL, out, replace=True)
    assert held(out) == stored(services)
    taken.unlink()
    taken.mkdir()
    with pytest.raises(Refused, match="exists already"):
        services.reinvoice_folders.write(agency.owner, ALL, out, replace=True)


def test_a_run_that_is_stopped_or_fails_says_what_is_written(
    services: Services, agency: Org, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    report = services.reinvoice_folders.write(
        agency.owner, ALL, out, progress=lambda done, _total: seen.append(done), cancelled=lambda: seen[-1] == 2
    )
    assert (report.cancelled, report.documents, report.files) == (True, 4, ("2026-0001.pdf", "2026-0002.pdf"))
    assert sorted(held(out)) == list(report.files)

    def full(path: Path, content: bytes, *, replace: bool) -> None:
        if path.name == "2026-0003.pdf":
            raise OSError(errno.ENOSPC, "No space left on device")
        write_private(path, content, replace=replace)

    monkeypatch.setattr(folders, "write_private", full)
    with pytest.raises(Refused) as refusal:
        services.reinvoice_folders.write(agency.owner, ALL, out, replace=True)
    said = str(refusal.value)
    assert f"{out}/2026-0003.pdf can't be written: No space left on device." in said
    assert "2 files were written before it, the last one 2026-0002.pdf." in said
    (late,) = services.reinvoice_folders.write(
        agency.owner, ReinvoiceQuery.of(text="0002"), out / "late", make=True
    ).files
    # what appears while files are written is not written over either
    monkeypatch.setattr(folders, "_check_free", lambda *_names, **_how: None)
    with pytest.raises(Refused, match="File exists"):
        services.reinvoice_folders.write(agency.owner, ReinvoiceQuery.of(text="0002"), out / "late")
    assert held(out / "late") == {late: stored(services)[late]}


def test_folders_that_cannot_be_written_to_are_named_before_anything_is_done(
    services: Services, agency: Org, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = out / "[red]"
    file.write_text("")
    for folder, words in ((out / "none", "There is no folder"), (file, "is no folder")):
        with pytest.raises(Refused, match=words) as refusal:
            services.reinvoice_folders.write(agency.owner, ALL, folder)
        assert str(folder) in refusal.value.title
    with pytest.raises(Refused, match="can't be made"):
        services.reinvoice_folders.write(agency.owner, ALL, file / "below", make=True)
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    with pytest.raises(Refused, match="Nothing may be written in"):
        services.reinvoice_folders.write(agency.owner, ALL, out)
    with pytest.raises(Invalid, match="ubl"):
        services.reinvoice_folders.write(agency.owner, ALL, out, "docx")
    assert list(out.iterdir()) == [file]


def test_names_are_safe_and_apart_whatever_they_were(services: Services, agency: Org, out: Path) -> None:
    change(services, "DROP TRIGGER reinvoice_papers_no_update")
    for number, name in ((1, "../a/B.pdf"), (2, "A-B.PDF"), (3, ".\u202e\x1b[2J💥\n.pdf"), (4, "-")):
        change(services, "UPDATE reinvoice_papers SET name = ? WHERE document_id = ?", name, number)

    services.reinvoice_folders.write(agency.owner, ALL, out)

    assert sorted(held(out)) == ["2-A-B.PDF", "2J-.pdf", "a-B.pdf", "document"]
    assert [one.name for one in out.parent.glob("*.pdf")] == []


def test_others_take_nothing_out(services: Services, make: Builder, agency: Org, out: Path) -> None:
    studio = biller(services, make, "Studio")
    assert services.reinvoice_folders.write(studio.owner, ALL, out).files == ()
    with pytest.raises(NotFound):
        services.reinvoice_folders.write(studio.owner, ALL, out, only=["RIN-1"])
    for stranger in (make.staff, make.made[1].owner):
        assert services.reinvoice_folders.write(stranger, ALL, out).files == ()
    for role, accounting in ((Role.EXTERNAL, True), (Role.COLLABORATOR, False)):
        with pytest.raises(Forbidden):
            services.reinvoice_folders.write(make.person(agency, role, accounting=accounting), ALL, out)
    assert list(out.iterdir()) == []
