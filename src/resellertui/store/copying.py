"""Copies of a database: taken, marked, kept, and put in the place of a live one that other consoles have open.

SQLite's alone. The twin on PostgreSQL is `pg_restore` into a new schema, renamed in one transaction.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from resellertui.domain.errors import DatabaseTrouble, Refused
from resellertui.domain.wording import _
from resellertui.store import sqlite

_FILES = ("", "-wal", "-journal")
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


def take_copy(source: Path, target: Path) -> None:
    """Copy a backup to a new file to work on; the backup itself may be read-only.

    Raises:
        DatabaseTrouble: it is missing, damaged, empty, no database, another program's, or newer than this program.
    """
    try:
        with source.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise DatabaseTrouble(
            _("{path} can't be read: {reason}").format(path=source, reason=error.strerror or str(error)),
            _("Nothing was changed."),
        ) from error
    if head != b"SQLite format 3\x00":
        raise DatabaseTrouble(_("{path} is not a database.").format(path=source), _("Nothing was changed."))
    try:
        sqlite.copy_to(source, target)
        with closing(sqlite3.connect(target)) as copy:
            if sqlite.version_in(copy, source) is None:
                raise DatabaseTrouble(_("{path} is empty.").format(path=source), _("Nothing was changed."))
    except sqlite3.Error as error:
        raise sqlite.trouble(error, source) from error


def check_lost(path: Path) -> None:
    """Go on only where there is no database any more: nothing, an empty file, or one that can't be read as such.

    Raises:
        Refused: there is one that opens.
        DatabaseTrouble: there is something else; nothing was changed.
    """
    if not path.exists():
        return
    try:
        if sqlite.examine(path) is None:
            return
    except DatabaseTrouble as error:
        if getattr(error.__cause__, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return
        raise
    raise Refused(
        _("There is a database at {path} that opens.").format(path=path),
        _("Nothing was changed."),
        _("Open it, and restore over it."),
    )


def keep_copy(live: Path, kept: Path) -> None:
    """Copy what is about to be replaced; page by page where it is sound, else its files as they are.

    Raises:
        DatabaseTrouble: there is no room for it, or it can't be written.
    """
    try:
        sqlite.copy_to(live, kept)
    except DatabaseTrouble:
        try:
            for suffix in _FILES:
                if (file := live.with_name(live.name + suffix)).exists():
                    shutil.copy2(file, kept.with_name(kept.name + suffix))
        except OSError as error:
            raise DatabaseTrouble(
                _("{path} can't be made: {reason}").format(path=kept, reason=error.strerror or str(error)),
                _("Nothing was changed."),
            ) from error


def move_away(live: Path, kept: Path) -> None:
    """Give a database that can't be opened another name, with its log."""
    for suffix in _FILES:
        if (file := live.with_name(live.name + suffix)).exists():
            file.rename(kept.with_name(kept.name + suffix))


def finish_copy(copy: Path) -> None:
    """Switch a copy that takes a database's place to write-ahead logging.

    Raises:
        DatabaseTrouble: it can't be written.
    """
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise sqlite.trouble(error, copy) from error
