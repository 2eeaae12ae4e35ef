"""Mails of a past that was made up: delivered, as far as anyone is concerned."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from resellertui.store.models import OutboxMail


def count_as_sent(session: Session, *, before: datetime) -> None:
    """Mark every waiting mail from before a moment as sent, and read, when it was written."""
    session.execute(
        update(OutboxMail)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.created_at < before)
        .values(sent_at=OutboxMail.created_at, attempts=1, read_at=OutboxMail.created_at)
        .execution_options(synchronize_session=False)
    )
