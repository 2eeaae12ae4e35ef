"""Connections of SQLite's own, set up as the program sets up its own ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, event

from resellertui.store import sqlite
from resellertui.store.engine import Database
from resellertui.store.swapping import hurry


@contextmanager
def raw_connection(database: Database) -> Iterator[sqlite3.Connection]:
    """Give a connection to an open database, in which no transaction is begun by itself.

    Raises:
        TypeError: the database is not SQLite's.
    """
    with closing(database.reader.raw_connection()) as pooled:
        connection = pooled.driver_connection
        if not isinstance(connection, sqlite3.Connection):
            raise TypeError(f"not SQLite: {connection}")
        yield connection


@contextmanager
def raw_file(path: Path, *, hurried: bool = False) -> Iterator[sqlite3.Connection]:
    """Give a connection to a file whatever it holds, which need not be there yet.

    Args:
        path: the file.
        hurried: whether the disk is not waited for, as when the program makes a database.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)))
    event.listen(engine, "connect", sqlite.connect)
    database = Database(engine, engine, path)
    if hurried:
        hurry(database)
    try:
        with raw_connection(database) as connection:
            yield connection
    finally:
        database.close()


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is now, what is still in its log included."""
    with raw_file(source) as original, raw_file(target, hurried=True) as new:
        original.backup(new)
        new.execute("PRAGMA journal_mode = WAL")
