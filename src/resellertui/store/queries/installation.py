"""Reading the installation's own row."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from resellertui.store.models import Installation


class Facts(NamedTuple):
    """The database's identity."""

    database_id: str
    purpose: str
    provider_id: int
    audit_key_id: str
    play_key: str | None
    backup_mark: str | None

    @property
    def is_for_play(self) -> bool:
        """Whether the database was made for demonstration or tests: marked so at creation."""
        return self.purpose in {"demo", "seeded"}


def facts(session: Session) -> Facts:
    """Return the database's identity; the row exists in every database that `init`, `demo` or `seed` made."""
    row = session.execute(
        select(
            Installation.database_id,
            Installation.purpose,
            Installation.provider_id,
            Installation.audit_key_id,
            Installation.play_key,
            Installation.backup_mark,
        )
    ).one()
    return Facts(*row)


def clear_backup_mark(session: Session) -> None:
    """Forget that the database came from a backup: it lives on as the database itself."""
    session.execute(update(Installation).values(backup_mark=None))
