"""Running the program in this process, on a demonstration that is made once and copied for each test."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from resellertui.cli import main

CLIENT = "owner@client.example"
AGENCY = "owner@agency.example"
TEAM = "team@agency.example"
STUDIO = "owner@studio.example"
STAFF = "staff@provider.example"


@dataclass(frozen=True)
class Answer:
    """What a run of the program left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Program:
    """Runs commands, on a database of its own where one is named."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.database: Path | None = None

    @staticmethod
    def encode(text: str) -> bytes:
        """Return the bytes that standard input holds."""
        return text.encode()

    def __call__(self, *argv: str, stdin: str = "", code: int | None = 0) -> Answer:
        """Run one command and check its exit code, unless the code is given as None."""
        where = ["--db", str(self.database)] if self.database is not None else []
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(self.encode(stdin)), encoding="utf-8"))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main([*where, *argv])
        out, err = self._capsys.readouterr()
        answer = Answer(leaving.value.code if isinstance(leaving.value.code, int) else 0, out, err)
        assert code is None or answer.code == code, f"{argv}: {answer}"
        return answer

    def by(self, person: str, *argv: str, stdin: str = "", code: int | None = 0) -> Any:
        """Run one command as a person of the demonstration and return its JSON."""
        return self("--as", person, "--json", *argv, stdin=stdin, code=code).json


@pytest.fixture
def program(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """Give the program in an empty home, without a database."""
    assert home.is_dir()
    return Program(capsys, monkeypatch)


@pytest.fixture(scope="session")
def story(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a demonstration that nobody changes: a copy, since opening it makes files beside it."""
    return Path(copyfile(played / "demo.sqlite", tmp_path_factory.mktemp("story") / "demo.sqlite"))


@pytest.fixture
def demo(program: Program, story: Path, tmp_path: Path) -> Program:
    """Give the program on a demonstration of its own."""
    program.database = tmp_path / "demo.sqlite"
    with closing(sqlite3.connect(story)) as source, closing(sqlite3.connect(program.database)) as copy:
        source.backup(copy)
    return program


@pytest.fixture
def live(program: Program, tmp_path: Path) -> Program:
    """Give the program on an installation that is no demonstration: the provider, and `staff@provider.example`."""
    program.database = tmp_path / "live.sqlite"
    program(
        "init", "--provider", "Léman SA", "--owner-name", "Sofia Staff", "--owner-email", STAFF, stdin="long enough\n"
    )
    return program
