"""Opening a database: find it, refuse what is not ours, bring it up to date after a copy, hand out connections."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from resellertui.domain.errors import DatabaseTrouble, Usage
from resellertui.domain.wording import _
from resellertui.store import sqlite
from resellertui.store.hints import heed_hints
from resellertui.store.schema import HEAD


@dataclass(frozen=True)
class Database:
    """An open database: one engine for readers, one for writers, over the same pool."""

    reader: Engine
    writer: Engine
    path: Path | None
    """The file, for SQLite."""

    def close(self) -> None:
        """Give every connection back."""
        self.reader.dispose()


def open_database(url: str, path: Path | None, *, create: bool = False) -> Database:
    """Open the database, migrating it first when it is older than the program.

    Args:
        url: any SQLAlchemy URL; `path` is its file for SQLite, None otherwise.
        create: make an empty one where there is none.

    Raises:
        DatabaseTrouble: missing, foreign, newer, damaged, read-only, locked, or on a full disk; nothing was changed.
        Usage: the URL is of a kind that is not supported.
    """
    if path is None:
        raise _unsupported(url)
    is_there = _is_there(path)
    if not is_there and not create:
        raise DatabaseTrouble(
            _("There is no database at {path}.").format(path=path),
            hint=_(
                "`resellertui demo` makes one to look around in; `resellertui init` makes an empty one of your own."
            ),
        )
    database = _connect(path)
    try:
        version = sqlite.examine(path) if is_there else None
        if version != HEAD:
            _check_wanted(path, version, create=create)
            _bring_up_to_date(database, path, version)
    except BaseException:
        database.close()
        raise
    return database


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise sqlite.unreadable(path, error) from error


def _check_wanted(path: Path, version: str | None, *, create: bool) -> None:
    if version is None and not create:
        raise DatabaseTrouble(_("{path} is empty.").format(path=path), hint=_("`resellertui init` makes a database."))


def _unsupported(url: str) -> Usage:
    try:
        name = make_url(url).get_backend_name()
    except (ArgumentError, NoSuchModuleError):
        name = url
    return Usage(
        _("“{name}” is not a kind of database that resellertui opens.").format(name=name),
        hint=_("Name a SQLite file: --db FILE or --db sqlite:///FILE."),
    )


def _connect(path: Path) -> Database:
    settings: dict[str, Any] = {
        "connect_args": {"timeout": sqlite.BUSY_MILLISECONDS / 1000},
        # Each connection keeps the schema and some pages in memory; the one used last has what is needed next.
        "pool_size": 2,
        "max_overflow": 8,
        "pool_use_lifo": True,
    }
    engine = create_engine(URL.create("sqlite", database=str(path)), **settings)
    heed_hints(engine)
    event.listen(engine, "connect", sqlite.connect)
    event.listen(engine, "begin", sqlite.begin)
    return Database(engine, engine.execution_options(**{sqlite.WRITE_OPTION: True}), path)


def _bring_up_to_date(database: Database, path: Path, version: str | None) -> None:
    """Run the migrations, in one transaction: a kill leaves the file as it was."""
    import sqlite3

    from sqlalchemy.exc import DBAPIError

    from resellertui.store.migrations import upgrade

    try:
        if version is None:
            sqlite.prepare_new(path)
        else:
            sqlite.copy_to(path, _copy_name(path, version))
        upgrade(database.writer)
    except DBAPIError as error:
        raise sqlite.trouble(error.orig or error, path) from error
    except sqlite3.Error as error:
        raise sqlite.trouble(error, path) from error


def _copy_name(path: Path, version: str) -> Path:
    """Return a free name for the copy made before a migration, beside the file."""
    stem = f"{path.name}.before-{HEAD}-from-{version}"
    candidate, number = path.with_name(stem), 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{stem}.{number}")
    return candidate
