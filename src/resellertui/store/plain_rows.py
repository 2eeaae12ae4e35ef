"""Writing single rows past the object mapper, and keeping what a transaction has read."""

from __future__ import annotations

from collections.abc import Sequence
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


def keep_loaded(session: Session) -> None:
    """Keep every object that the session reads or writes as long as it is open: asked for by number, it is there."""
    kept: list[object] = []
    for name in ("loaded_as_persistent", "pending_to_persistent"):
        event.listen(session, name, lambda _session, one: kept.append(one))
