"""Reading and changing the installation's own row."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from resellertui.store.models import Installation
from resellertui.store.plain import SessionReader
from resellertui.store.queries import first


def facts(session: Session) -> first.Facts:
    """Return the database's identity."""
    return first.installation(SessionReader(session))


def clear_backup_mark(session: Session) -> None:
    """Forget that the database came from a backup: it lives on as the database itself."""
    session.execute(update(Installation).values(backup_mark=None))
