"""Which invoices clients may be reminded of, and which partners let that go by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from resellertui.store.models import ReinvoiceDocument, ReinvoiceReminder, ReinvoiceSettings
from resellertui.store.queries.reinvoice_documents import UNPAID, unpaid

Place = tuple[date, int]
"""Where a page begins: after this due date and number."""


def due(
    session: Session, partner_id: int, today: date, steps: Sequence[int], limit: int, after: Place | None = None
) -> list[ReinvoiceDocument]:
    """Return the invoices of which a reminder may go today, the one due longest first; as `due_level` says of each."""
    reached = [
        and_(ReinvoiceDocument.reminded == sent, ReinvoiceDocument.due_on <= today - timedelta(days=days))
        for sent, days in enumerate(steps)
    ]
    reminded_today = exists().where(
        ReinvoiceReminder.document_id == ReinvoiceDocument.id, ReinvoiceReminder.sent_on >= today
    )
    statement = (
        select(ReinvoiceDocument)
        .where(
            ReinvoiceDocument.partner_id == partner_id,
            *unpaid(),
            ReinvoiceDocument.due_on <= today,
            or_(*reached),
            ~reminded_today,
        )
        .order_by(ReinvoiceDocument.due_on, ReinvoiceDocument.id)
        .limit(limit)
        .with_hint(ReinvoiceDocument, f"INDEXED BY {UNPAID}", "sqlite")
    )
    if after is not None:
        statement = statement.where(tuple_(ReinvoiceDocument.due_on, ReinvoiceDocument.id) > after)
    return list(session.scalars(statement))


def last_on(session: Session, document_ids: Collection[int]) -> dict[int, date]:
    """Return on which day the last reminder of each invoice went."""
    statement = select(ReinvoiceReminder.document_id, func.max(ReinvoiceReminder.sent_on))
    chosen = statement.where(ReinvoiceReminder.document_id.in_(document_ids))
    return {row[0]: row[1] for row in session.execute(chosen.group_by(ReinvoiceReminder.document_id))}


def reminding_by_themselves(session: Session, after: int, limit: int) -> list[int]:
    """Return the partners whose reminders the daily job sends, by number."""
    statement = select(ReinvoiceSettings.org_id).where(
        ReinvoiceSettings.reminds_by_itself, ReinvoiceSettings.org_id > after
    )
    return list(session.scalars(statement.order_by(ReinvoiceSettings.org_id).limit(limit)))
