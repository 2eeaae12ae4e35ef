"""Questions asked in plain SQL, of an open session or, before SQLAlchemy is loaded, of a connection of SQLite's driver.

What is asked this way imports nothing heavy: the console's first page is read with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Values = Sequence[str | int | None]


class Reader(Protocol):
    """Something that answers a statement with rows."""

    def execute(self, statement: str, values: Values, /) -> Iterable[Sequence[Any]]:
        """Return the rows that the statement finds, with a value for each of its question marks."""


class SessionReader:
    """Reads through a session, inside its transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def execute(self, statement: str, values: Values, /) -> Iterable[Sequence[Any]]:
        """Return the rows that the statement finds."""
        self._session.flush()  # what the transaction has changed is read as changed, as by any other query
        return self._session.connection().exec_driver_sql(statement, tuple(values))


@contextmanager
def only_reading(path: Path) -> Iterator[Reader]:
    """Open a database file to read one consistent view of it; nothing in it can be changed, nor waited for.

    Raises:
        sqlite3.Error: it can't be read just so; whoever opens it to write may well be able to.
    """
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()
