"""Putting a whole new database file in a file's place, and asking a file what it was made for, before it is opened.

SQLite's alone, like `sqlite.py`. The twin on PostgreSQL is a new schema, renamed at the end in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import event

from resellertui.domain.errors import Busy, DatabaseTrouble, Refused, ResellerError
from resellertui.domain.wording import _
from resellertui.store import sqlite
from resellertui.store.engine import Database

HURRIED_CACHE_KIB = 128 * 1024
"""Indexes on names are filled at random places: with less, a million rows wait for the disk."""


def purpose_of(path: Path) -> str | None:
    """Return what the database in this file was made for, or None where the file is missing or empty.

    A database of ours that nobody has founded counts as `unfounded`.

    Raises:
        DatabaseTrouble: it is no database of ours, or can't be read.
    """
    try:
        if not path.exists() or sqlite.examine(path) is None:
            return None
        with closing(sqlite3.connect(path, timeout=sqlite.BUSY_MILLISECONDS / 1000)) as connection:
            row = connection.execute("SELECT purpose FROM installation").fetchone()
    except OSError as error:
        raise DatabaseTrouble(
            _("{path} can't be read: {reason}").format(path=path, reason=error.strerror or str(error))
        ) from error
    except sqlite3.Error as error:
        raise sqlite.trouble(error, path) from error
    return str(row[0]) if row else "unfounded"


def hurry(database: Database) -> None:
    """Do without the wait for the disk after each transaction, in a file nobody relies on before it is in place."""

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA cache_size = -{HURRIED_CACHE_KIB}")

    event.listen(database.reader, "connect", connected)
    database.reader.dispose()  # the connections from before were set up to wait


def put_in_place(new: Path, target: Path, *, replacing: bool) -> None:
    """Give a finished, closed file the target's name, on the disk when this returns.

    Raises:
        Refused: something is there, and it was not to be replaced.
        Busy: another console has the old file open.
        DatabaseTrouble: it can't be done; the old file is as it was.
    """
    try:
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        if replacing and purpose_of(target) is not None:
            _replace(new, target)
        else:
            _name(new, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise DatabaseTrouble(
            _("{path} can't be made: {reason}").format(path=target, reason=error.strerror or str(error))
        ) from error


def require_unused(path: Path) -> None:
    """Go on only if no other console has the database open: before the work of making its replacement.

    Raises:
        Busy: one has.
    """
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # from the first look on
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise _not_alone(error, path) from error


def remove(path: Path) -> None:
    """Remove a database file that was never put in place, with its companions."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _name(new: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size == 0:
        new.replace(target)
        return
    try:
        target.hardlink_to(new)
    except FileExistsError:
        raise Refused(
            _("There is a database at {path} already.").format(path=target), _("Nothing was changed in it.")
        ) from None
    except OSError:
        new.rename(target)  # a file system without hard links
    else:
        new.unlink()


def _replace(new: Path, old: Path) -> None:
    """Replace a database while nobody uses it: its log, left behind, would be read as the new one's."""
    with _alone(old) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        new.replace(old)


@contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """Give the only connection to a database, its log folded in; if that leads to nothing, let it have a log again.

    Raises:
        Busy: another console has it open.
    """
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()  # only works for the sole user
            if mode != "delete":
                raise _in_use(path)
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                connection.execute("PRAGMA journal_mode = WAL")
                raise
    except sqlite3.OperationalError as error:
        raise _not_alone(error, path) from error


def _not_alone(error: sqlite3.OperationalError, path: Path) -> ResellerError:
    return _in_use(path) if "locked" in str(error) else sqlite.trouble(error, path)


def _in_use(path: Path) -> Busy:
    return Busy(
        _("Another console has {path} open.").format(path=path),
        _("Nothing was changed."),
        _("Close it, then try again, or name another file with --db."),
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
