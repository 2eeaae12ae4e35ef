"""Writing a copy's contents into a live database file, which other consoles may have open.

SQLite's alone. The twin on PostgreSQL is `pg_restore` into a new schema, renamed in one transaction.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from resellertui.store import sqlite

_PAGES = 16
"""Pages a step; fewer than the smallest database has, so that the first step never is the last."""


def mark_as_backup(copy: Path, mark: str) -> None:
    """Write into a copy at which audit entry it was taken.

    Raises:
        DatabaseTrouble: the copy can't be written.
    """
    try:
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute("UPDATE installation SET backup_mark = ?", (mark,))
    except sqlite3.Error as error:
        raise sqlite.trouble(error, copy) from error


def put_into(source: Path, live: Path, keep: Callable[[], None]) -> None:
    """Replace the contents of a live database by those of a copy, in one transaction of the live one.

    Consoles that read meanwhile go on seeing what was there; from their next transaction on they see what is now.

    Args:
        source: the copy, which nobody else has open.
        live: the database; it stays in write-ahead logging, with its page size.
        keep: called once while the live database can't be written and still holds what it held.

    Raises:
        Busy: another console keeps writing; nothing was changed.
        DatabaseTrouble: it can't be written; nothing was changed.
    """
    deadline = time.monotonic() + sqlite.BUSY_MILLISECONDS / 1000
    kept = False

    def stepped(status: int, _remaining: int, _total: int) -> None:
        nonlocal kept
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > deadline:
                raise sqlite3.OperationalError("database is locked")
        elif not kept:
            kept = True
            keep()

    try:
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(live, timeout=0)) as target:
            _match_page_size(copy, target)
            copy.backup(target, pages=_PAGES, progress=stepped, sleep=0.05)
    except sqlite3.Error as error:
        raise sqlite.trouble(error, live) from error


def _match_page_size(copy: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Give the copy the page size of the target, which can't change while it is in write-ahead logging."""
    (wanted,) = target.execute("PRAGMA page_size").fetchone()
    (found,) = copy.execute("PRAGMA page_size").fetchone()
    if found != wanted:
        copy.execute(f"PRAGMA page_size = {wanted}")
        copy.execute("VACUUM")
