"""The files of many documents from the shell: into a folder, stopped by ctrl+c, never over others unasked."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.conftest import AGENCY, STUDIO, Program

from resellertui.adapters.filesystem import write_private
from resellertui.services.reinvoicing import folders


def papers(demo: Program, kind: str) -> dict[str, bytes]:
    """Return what is stored, read without any of our code."""
    assert demo.database is not None
    with closing(sqlite3.connect(demo.database)) as connection:
        return dict(connection.execute("SELECT name, content FROM reinvoice_papers WHERE kind = ?", (kind,)))


def held(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_the_files_of_all_documents_are_taken_out_at_once(
    demo: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files [b]"
    export, into = ("reinvoice", "export", "--format"), ("--output", str(folder))
    stored = papers(demo, "ubl")
    assert len(stored) > 3
    assert "go into a folder" in demo.by(AGENCY, *export, "pdf", code=2)["error"]["title"]
    assert demo.by(AGENCY, *export, "pdf", *into, code=3)["error"]["title"] == f"There is no folder {folder}."
    folder.mkdir()
    tried = demo.by(AGENCY, *export, "pdf", *into, "--dry-run")
    assert (tried["dry_run"], tried["export"]["documents"]) == (True, len(stored))
    assert held(folder) == {}

    def interrupted(path: Path, content: bytes, *, replace: bool) -> None:
        write_private(path, content, replace=replace)
        if len(held(folder)) == 2:
            signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as keyboard:
        keyboard.setattr(folders, "write_private", interrupted)
        stopped = demo("--as", AGENCY, *export, "ubl", *into, code=130).out
    assert len(held(folder)) == 2
    assert f"2 of {len(stored)} files are written to {folder}, the last one" in stopped
    assert any(f"the last one {name}." in stopped for name in held(folder))
    assert "the others were not reached" in stopped

    again = demo.by(AGENCY, *export, "ubl", *into, code=3)["error"]
    assert (again["detail"], again["hint"]) == ("Nothing was written.", "Choose another folder, or add --replace.")
    whole = demo("--as", AGENCY, *export, "ubl", *into, "--replace", "--progress")
    assert f"{len(stored)} files are written to {folder}." in whole.out
    assert "100 %" in whole.err
    assert held(folder) == stored

    month = demo.by(AGENCY, "reinvoice", "list")["documents"][0]["period"]
    listed = demo.by(AGENCY, "reinvoice", "list", "--month", month)["documents"]
    some = demo.by(AGENCY, *export, "facturx", "--month", month, *into)["export"]
    assert len(some["files"]) == len(listed) < len(stored)
    assert {name: held(folder)[name] for name in some["files"]}.items() <= papers(demo, "pdf").items()
    for nobody in (("--state", "credited"), ("--text", "[red]")):
        assert demo.by(AGENCY, *export, "cii", *nobody, *into)["export"]["files"] == []
    assert "nothing was written" in demo("--as", AGENCY, *export, "cii", "--text", "[red]", *into).out
    assert demo.by(STUDIO, *export, "pdf", *into)["export"]["files"] == []
    demo.by(AGENCY, *export, "pdf", "--client", "Nobody", *into, code=4)
    demo.by(AGENCY, "--locked", *export, "pdf", *into, code=3)
    for wrong in (("docx", *into), ("pdf", "--month", "2026-13", *into), ("pdf", "--state", "x", *into)):
        demo.by(AGENCY, *export, *wrong, code=None)
    assert set(held(folder)) == set(stored) | set(some["files"])
