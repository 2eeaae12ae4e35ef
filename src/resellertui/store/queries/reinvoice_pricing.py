"""What the resale price of lines is computed from: margins, what a refund is of, and what went back before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from resellertui.store.models import (
    Document,
    DocumentLine,
    QuoteContract,
    ReinvoiceDocumentLine,
    ReinvoiceLine,
    ReinvoiceRule,
)

Charged = tuple[ReinvoiceLine, DocumentLine]
"""A line that the provider charged or gave back, with the provider's own line."""


class GivenBack(NamedTuple):
    """What the provider gave back of a line at one time, and what became of it."""

    line_id: int
    amount: int
    state: str
    edited: int | None
    billed: int | None
    taken_back: int


class Margin(NamedTuple):
    """A margin as it is stored."""

    id: int
    client_id: int | None
    scope: str
    target: str
    method: str
    value: str
    currency: str | None
    starts_on: date
    origin: str
    note: str


def rules_of(session: Session, partner_id: int) -> Sequence[ReinvoiceRule]:
    """Return all margins of a partner, past and to come, oldest first."""
    statement = select(ReinvoiceRule).where(ReinvoiceRule.partner_id == partner_id)
    return session.scalars(statement.order_by(ReinvoiceRule.starts_on, ReinvoiceRule.id)).all()


def margins_of(session: Session, partner_id: int) -> list[Margin]:
    """Return all margins of a partner as plain values, oldest first: each page of lines asks for them."""
    statement = select(
        ReinvoiceRule.id,
        ReinvoiceRule.client_id,
        ReinvoiceRule.scope,
        ReinvoiceRule.target,
        ReinvoiceRule.method,
        ReinvoiceRule.value,
        ReinvoiceRule.currency,
        ReinvoiceRule.starts_on,
        ReinvoiceRule.origin,
        ReinvoiceRule.note,
    ).where(ReinvoiceRule.partner_id == partner_id)
    rows = session.execute(statement.order_by(ReinvoiceRule.starts_on, ReinvoiceRule.id))
    return [Margin._make(row) for row in rows]


def rules(session: Session, rule_ids: Collection[int]) -> dict[int, ReinvoiceRule]:
    """Return margins by their numbers."""
    return {one.id: one for one in session.scalars(select(ReinvoiceRule).where(ReinvoiceRule.id.in_(rule_ids)))}


def offers_of(session: Session, document_ids: Collection[int]) -> dict[int, int]:
    """Return the accepted offers by whose contracts some of the provider's documents were ordered, by document."""
    statement = (
        select(Document.id, QuoteContract.offer_id)
        .join(QuoteContract, QuoteContract.order_id == Document.order_id)
        .where(Document.id.in_(document_ids))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def charged(session: Session, line_ids: Collection[int]) -> dict[int, Charged]:
    """Return charged lines by the number of the provider's line."""
    statement = select(ReinvoiceLine, DocumentLine).join(DocumentLine, DocumentLine.id == ReinvoiceLine.line_id)
    rows = session.execute(statement.where(ReinvoiceLine.line_id.in_(line_ids)))
    return {row.line_id: (row, line) for row, line in rows}


def given_back(session: Session, line_ids: Collection[int]) -> dict[int, list[GivenBack]]:
    """Return, for each provider's line, all that credit notes gave back of it, oldest first."""
    back = aliased(ReinvoiceDocumentLine)
    taken_back = select(func.sum(back.amount)).where(back.corrects_id == ReinvoiceDocumentLine.id).scalar_subquery()
    statement = (
        select(
            DocumentLine.corrects_id,
            DocumentLine.id,
            DocumentLine.charged,
            ReinvoiceLine.state,
            ReinvoiceLine.price,
            ReinvoiceDocumentLine.amount,
            func.coalesce(taken_back, 0),
        )
        .join(ReinvoiceLine, ReinvoiceLine.line_id == DocumentLine.id)
        .outerjoin(ReinvoiceDocumentLine, ReinvoiceDocumentLine.id == ReinvoiceLine.billed_line_id)
        .where(DocumentLine.corrects_id.in_(line_ids))
        .order_by(DocumentLine.id)
    )
    found: dict[int, list[GivenBack]] = {}
    for corrects_id, *facts in session.execute(statement):
        found.setdefault(corrects_id, []).append(GivenBack(*facts))
    return found


def credited(session: Session, line_ids: Collection[int]) -> dict[int, int]:
    """Return what credit notes took off lines as they are billed now, by the number of the provider's line."""
    statement = (
        select(ReinvoiceLine.line_id, func.sum(ReinvoiceDocumentLine.amount))
        .join(ReinvoiceDocumentLine, ReinvoiceDocumentLine.corrects_id == ReinvoiceLine.billed_line_id)
        .where(ReinvoiceLine.line_id.in_(line_ids))
        .group_by(ReinvoiceLine.line_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def billed_amounts(session: Session, billed_line_ids: Collection[int]) -> dict[int, int]:
    """Return what lines of the partner's documents charge, by their numbers."""
    statement = select(ReinvoiceDocumentLine.id, ReinvoiceDocumentLine.amount)
    rows = session.execute(statement.where(ReinvoiceDocumentLine.id.in_(billed_line_ids)))
    return {row.id: row.amount for row in rows}
