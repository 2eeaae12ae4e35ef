"""Writing many rows at once, past the object mapper; constraints, indexes and triggers hold as for any other row.

Values are given as the database keeps them: moments by `moment_text`, dates in ISO form, JSON by `canonical`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Index, func, insert, select
from sqlalchemy.orm import Session

from resellertui.store import renewal_lines
from resellertui.store.models import Model, Organisation, PortfolioLine, Product, RenewalLine
from resellertui.store.portfolio import FILLING, TEXTS, TRIGGERS
from resellertui.store.types import canonical

Row = tuple[Any, ...]


@dataclass
class Heap:
    """Rows of one table that wait to be written."""

    model: type[Model]
    columns: tuple[str, ...]
    """The columns that each row gives, in its order; the others must be empty by default."""
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._statements: dict[str, str] = {}

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)

    def write(self, session: Session) -> int:
        """Write the rows and forget them; return how many there were."""
        if not self.rows:
            return 0
        connection = session.connection()
        dialect = connection.dialect
        if dialect.name not in self._statements:
            compiled = insert(self.model).compile(dialect=dialect, column_keys=list(self.columns))
            self._statements[dialect.name] = str(compiled)
        connection.exec_driver_sql(self._statements[dialect.name], self.rows)
        count = len(self.rows)
        self.rows.clear()
        return count


def digest(heaps: Sequence[Heap]) -> str:
    """Return the SHA-256 of the rows that wait, table by table."""
    found = hashlib.sha256()
    for heap in heaps:
        found.update(canonical([heap.name, heap.columns, heap.rows]).encode())
    return found.hexdigest()


def next_id(session: Session, model: type[Model]) -> int:
    """Return the number after a table's highest."""
    column = model.__table__.c["id"]
    return int(session.scalar(select(func.max(column))) or 0) + 1


def set_lists_aside(session: Session) -> None:
    """Stop keeping lists and full texts in step, in a file that nobody reads yet, until `take_lists_back`.

    A million rows one by one find their places in a dozen trees at random; afterwards, they are sorted in once.
    """
    connection = session.connection()
    for trigger in (*TRIGGERS, *renewal_lines.TRIGGERS):
        connection.exec_driver_sql(f"DROP TRIGGER {trigger.split()[2]}")
    for index in _indexes():
        index.drop(connection)


def take_lists_back(session: Session) -> None:
    """Make the lists and full texts from the rows there are, and keep them in step from now on."""
    connection = session.connection()
    for index in _indexes(Organisation, Product):
        index.create(connection)
    for statement in (*FILLING, renewal_lines.FILLING):
        connection.exec_driver_sql(statement)
    for index in _indexes(PortfolioLine, RenewalLine):
        index.create(connection)
    for name in TEXTS:
        connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608  # our own names
    for trigger in (*TRIGGERS, *renewal_lines.TRIGGERS):
        connection.exec_driver_sql(trigger)


def _indexes(*models: type[Model]) -> list[Index]:
    tables = [one.__table__ for one in models or (Organisation, Product, PortfolioLine, RenewalLine)]
    return [
        index
        for table in tables
        for index in sorted(getattr(table, "indexes", ()), key=lambda one: str(one.name))
        if not index.unique
    ]
