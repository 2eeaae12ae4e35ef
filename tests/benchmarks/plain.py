"""The rows of a finished database, written again by nothing but `executemany`, into the same tables.

Indexes, constraints and triggers are in place, foreign keys are held, and the rows come in the same batches. Tables
that triggers fill, and those that hold an index of their own, are not written by hand: they are found in the schema.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

LAG = 300
"""Rows by which a table stays behind those that it refers to, until the last batch: founding wrote a few more there."""

_FILLS = re.compile(r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO)\s+[\"'`\[]?(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table whose rows are written by hand."""

    name: str
    level: int
    """How many tables stand before it in the longest chain of references."""
    order: str
    """The columns that put its rows in the order in which they were written, or at least in one that stays."""


@dataclass(frozen=True)
class Plan:
    """What is written by hand, and what is left to the triggers."""

    tables: tuple[Table, ...]
    """In the order in which they refer to each other."""
    left_to_triggers: tuple[str, ...]
    virtual: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """What writing the rows took."""

    rows: int
    elapsed: float
    processor: float


def plan(connection: sqlite3.Connection) -> Plan:
    """Return how the rows of a database are to be written again."""
    kinds = {
        name: (kind, bool(rowless))
        for _schema, name, kind, _columns, rowless, _strict in connection.execute("PRAGMA main.table_list")
        if not name.startswith("sqlite_")
    }
    filled = {
        name
        for (text,) in connection.execute("SELECT sql FROM main.sqlite_master WHERE type = 'trigger'")
        for name in _FILLS.findall(text)
    }
    kept = {name for name, (kind, _rowless) in kinds.items() if kind == "table"} - filled
    parents = {
        name: {row[2] for row in connection.execute(f"PRAGMA main.foreign_key_list({name})")} & kept - {name}
        for name in sorted(kept)
    }
    levels: dict[str, int] = {}
    for name in TopologicalSorter(parents).static_order():
        levels[name] = max((levels[parent] + 1 for parent in parents[name]), default=0)
    tables = tuple(
        Table(name, level, _key(connection, name) if kinds[name][1] else "rowid") for name, level in levels.items()
    )
    virtual = tuple(name for name, (kind, _rowless) in kinds.items() if kind == "virtual")
    return Plan(tables, tuple(sorted(filled & kinds.keys() - set(virtual))), virtual)


def _key(connection: sqlite3.Connection, table: str) -> str:
    columns = [(row[5], row[1]) for row in connection.execute(f"PRAGMA main.table_info({table})") if row[5]]
    return ", ".join(name for _place, name in sorted(columns))


def make_same_schema(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Give an empty database the tables, indexes and triggers of another one."""
    (page_size,) = source.execute("PRAGMA page_size").fetchone()
    target.execute(f"PRAGMA page_size = {page_size}")
    target.execute("PRAGMA journal_mode = WAL")
    shadows = {name for _s, name, kind, *_rest in source.execute("PRAGMA main.table_list") if kind == "shadow"}
    made = source.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
        "ORDER BY instr('table view index trigger', type)"
    ).fetchall()
    for name, text in made:
        if name not in shadows:
            target.execute(text)


def write(source: sqlite3.Connection, target: sqlite3.Connection, batches: int, since: Mapping[str, int]) -> Written:
    """Write the rows of the source that the target lacks, in so many transactions; reading them is not timed.

    Args:
        source: the finished database.
        target: one of the same schema, in which no transaction is begun by itself.
        batches: how many transactions.
        since: by table, how many of its first rows the target has already.
    """
    tables = plan(source).tables
    readers = {table: _Reader(source, table, since.get(table.name, 0)) for table in tables}
    rows, elapsed, processor = 0, 0.0, 0.0
    for number in range(1, batches + 1):
        parts = [(reader, reader.part(number, batches)) for reader in readers.values()]
        started, used = time.perf_counter(), time.process_time()
        target.execute("BEGIN IMMEDIATE")
        for reader, part in parts:
            if part:
                target.executemany(reader.insertion, part)
        target.execute("COMMIT")
        elapsed += time.perf_counter() - started
        processor += time.process_time() - used
        rows += sum(len(part) for _reader, part in parts)
    return Written(rows, elapsed, processor)


class _Reader:
    """The rows of one table, given out batch by batch."""

    def __init__(self, source: sqlite3.Connection, table: Table, since: int) -> None:
        (whole,) = source.execute(f"SELECT count(*) FROM main.{table.name}").fetchone()
        columns = [row[1] for row in source.execute(f"PRAGMA main.table_xinfo({table.name})") if not row[6]]
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        self.insertion = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"
        self._count = whole - since
        self._lag = table.level * LAG
        self._given = 0
        self._rows = source.execute(
            f"SELECT {names} FROM main.{table.name} ORDER BY {table.order} LIMIT -1 OFFSET {since}"
        )

    def part(self, number: int, batches: int) -> list[tuple[object, ...]]:
        """Return the rows of one batch."""
        until = self._count if number == batches else max(self._given, self._count * number // batches - self._lag)
        part = self._rows.fetchmany(until - self._given) if until > self._given else []
        self._given += len(part)
        return part


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows every table has, those that triggers fill included."""
    return dict(_counts(connection))


def _counts(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    found = plan(connection)
    for name in (*(table.name for table in found.tables), *found.left_to_triggers):
        (count,) = connection.execute(f"SELECT count(*) FROM main.{name}").fetchone()
        yield name, count


def compare(
    source: sqlite3.Connection, target: sqlite3.Connection, besides: Collection[str] = frozenset()
) -> list[str]:
    """Return in words where the plain copy does not hold as many rows as the original, but for some tables."""
    theirs = counts(target)
    return [
        f"{name} has {theirs[name]} rows instead of {count}"
        for name, count in counts(source).items()
        if name not in besides and theirs[name] != count
    ]


def describe(connection: sqlite3.Connection) -> str:
    """Return which tables were not written by hand."""
    found = plan(connection)
    triggers = ", ".join(found.left_to_triggers) or "none"
    return f"tables left to triggers: {triggers}; virtual tables: {', '.join(found.virtual) or 'none'}"
