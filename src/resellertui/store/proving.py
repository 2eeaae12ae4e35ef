"""Proving the file itself: its pages, its references, and that its tables, indexes and guards are the program's own.

SQLite's alone. The twin on PostgreSQL is `pg_amcheck`, and the catalogue compared with that of a fresh schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

_SCHEMA = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master "
    "WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL"
)

Schema = dict[tuple[str, str], tuple[str, str]]
"""Table and text of each thing in a schema, by its type (table, index, trigger, view) and name."""


class Difference(NamedTuple):
    """One thing in which a schema is not what the program makes."""

    kind: str
    """`missing`, `changed` or `foreign`."""
    type: str
    name: str
    table: str


def damage(session: Session, limit: int) -> Iterator[str]:
    """Yield what SQLite itself finds wrong with the file's pages, indexes and constraints."""
    for (line,) in session.execute(text(f"PRAGMA integrity_check({limit})")):
        if line != "ok":
            yield str(line)


def dangling(session: Session, limit: int) -> Iterator[tuple[str, int | None, str]]:
    """Yield table, row and target table of references that lead nowhere."""
    for number, row in enumerate(session.execute(text("PRAGMA foreign_key_check"))):
        if number >= limit:
            return
        yield str(row[0]), row[1], str(row[2])


def differences(session: Session) -> list[Difference]:
    """Return everything in which the database's schema differs from what the migrations make."""
    found = {(row[0], row[1]): (row[2], _plain(row[3])) for row in session.execute(text(_SCHEMA))}
    wanted = _made_by_migrations()
    result = []
    for type_, name in sorted(wanted.keys() | found.keys()):
        mine, theirs = wanted.get((type_, name)), found.get((type_, name))
        if mine != theirs:
            kind = "missing" if theirs is None else "foreign" if mine is None else "changed"
            result.append(Difference(kind, type_, name, (mine or theirs or ("",))[0]))
    return result


@cache
def _made_by_migrations() -> Schema:
    from resellertui.store.migrations import upgrade

    engine = create_engine("sqlite://")
    try:
        upgrade(engine)
        with engine.connect() as connection:
            return {(row[0], row[1]): (row[2], _plain(row[3])) for row in connection.execute(text(_SCHEMA))}
    finally:
        engine.dispose()


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()
