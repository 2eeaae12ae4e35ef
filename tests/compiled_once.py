"""Statements that are compiled once a process: what SQLAlchemy keeps for an engine, kept for the next test's too."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from resellertui.store import engine

_engines: list[Engine] = []
"""The first engine that was made, whose dialect and compiled statements all later ones have."""


def _alike(*args: Any, **kwargs: Any) -> Engine:
    made = create_engine(*args, **kwargs)
    if not _engines:
        _engines.append(create_engine("sqlite://"))
        with _engines[0].connect():
            pass  # a dialect gets to know its database at the first connection
    made.dialect, made._compiled_cache = _engines[0].dialect, _engines[0]._compiled_cache
    return made


def compile_statements_once(patch: pytest.MonkeyPatch) -> None:
    """Have databases that are opened share what was compiled."""
    patch.setattr(engine, "create_engine", _alike)
