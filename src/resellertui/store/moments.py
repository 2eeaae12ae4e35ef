"""How the database keeps moments; asked without SQLAlchemy by what is read before it is loaded."""

from __future__ import annotations

from datetime import UTC, datetime

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def moment_text(value: datetime) -> str:
    """Return the moment as the database keeps it.

    Raises:
        ValueError: the moment is naive.
    """
    if value.tzinfo is None:
        raise ValueError("a naive moment cannot be stored")
    return value.astimezone(UTC).strftime(_FORMAT)
