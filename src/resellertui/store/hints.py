"""SQLite's `INDEXED BY`, which SQLAlchemy leaves out: the planner, which has no statistics, is told the index."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.sql.selectable import FromClause


class HintingCompiler(SQLiteCompiler):
    """Writes what `with_hint` says behind the table that it is said of."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002  # SQLAlchemy's own
        """Return the hint."""
        return text


def heed_hints(engine: Engine) -> None:
    """Let an engine of SQLite's write hints down."""
    engine.dialect.statement_compiler = HintingCompiler
