"""Writing single rows past the object mapper, and keeping what a transaction has read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Insert, event, insert
from sqlalchemy.orm import Session

from resellertui.store.models import Model


@cache
def _statement(model: type[Model]) -> tuple[Insert, tuple[str, ...]]:
    columns = tuple(column.key for column in model.__table__.columns)
    return insert(model), columns


def insert_row(session: Session, row: Model) -> None:
    """Write one row whose number is known; the object itself stays outside the session."""
    insert_rows(session, [row])


def insert_rows(session: Session, rows: Sequence[Model]) -> None:
    """Write rows of one table; numbers that are not known are given by the database."""
    statement, columns = _statement(type(rows[0]))
    given = [{key: getattr(one, key) for key in columns if key != "id" or one.id is not None} for one in rows]  # type: ignore[attr-defined]  # there is a number where a column is called so
    session.connection().execute(statement, given)


@contextmanager
def keeping(session: Session) -> Iterator[None]:
    """Keep every object that the session reads or writes for now: asked for by number, it is there."""
    kept: list[object] = []

    def keep(_session: Session, one: object) -> None:
        kept.append(one)

    names = ("loaded_as_persistent", "pending_to_persistent")
    for name in names:
        event.listen(session, name, keep)
    try:
        yield
    finally:
        for name in names:
            event.remove(session, name, keep)
        kept.clear()
