"""What a run bills: the open lines of each client, what refunds are of, what was issued for the period before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session

from resellertui.store.models import (
    Document,
    DocumentLine,
    ReinvoiceDocument,
    ReinvoiceDocumentLine,
    ReinvoiceLine,
    ReinvoiceVat,
)
from resellertui.store.queries.reinvoice_pricing import Charged

FLAGGED = "ix_reinvoice_lines_flagged"
OF_CLIENT = "ix_reinvoice_lines_partner_id_state_client_id_charged_on_line_id"
"""Read through these, since the planner would rather go through all that was ever charged."""


class BilledVat(NamedTuple):
    """How a line of a partner's document was taxed."""

    category: str
    percent: str
    reason: str


def groups(
    session: Session, partner_id: int, until: date, today: date, client_id: int | None = None
) -> list[tuple[int, str]]:
    """Return the clients, with the currencies, of which something can be billed, by their numbers."""
    statement = (
        select(ReinvoiceLine.client_id, ReinvoiceLine.currency)
        .with_hint(ReinvoiceLine, f"INDEXED BY {FLAGGED}", "sqlite")
        .where(*_billable(partner_id, until, today))
        .group_by(ReinvoiceLine.client_id, ReinvoiceLine.currency)
        .order_by(ReinvoiceLine.client_id, ReinvoiceLine.currency)
    )
    if client_id is not None:
        statement = statement.where(ReinvoiceLine.client_id == client_id)
    return [(row.client_id, row.currency) for row in session.execute(statement)]


def billable(
    session: Session, partner_id: int, client_id: int, currency: str, until: date, today: date
) -> list[Charged]:
    """Return the open lines of a client charged up to a day, oldest first."""
    statement = (
        select(ReinvoiceLine, DocumentLine)
        .join(DocumentLine, DocumentLine.id == ReinvoiceLine.line_id)
        .with_hint(ReinvoiceLine, f"INDEXED BY {OF_CLIENT}", "sqlite")
        .where(
            *_billable(partner_id, until, today),
            ReinvoiceLine.client_id == client_id,
            ReinvoiceLine.currency == currency,
        )
        .order_by(ReinvoiceLine.charged_on, ReinvoiceLine.line_id)
    )
    return [(row, line) for row, line in session.execute(statement)]


def states(session: Session, line_ids: Collection[int]) -> dict[int, str]:
    """Return where charged lines stand, by the number of the provider's line."""
    statement = select(ReinvoiceLine.line_id, ReinvoiceLine.state).where(ReinvoiceLine.line_id.in_(line_ids))
    return {row.line_id: row.state for row in session.execute(statement)}


def billed_vat(session: Session, line_ids: Collection[int]) -> dict[int, BilledVat]:
    """Return how lines that are billed were taxed, by the number of the provider's line."""
    statement = (
        select(ReinvoiceLine.line_id, ReinvoiceVat.category, ReinvoiceVat.percent, ReinvoiceVat.reason)
        .join(ReinvoiceDocumentLine, ReinvoiceDocumentLine.id == ReinvoiceLine.billed_line_id)
        .join(
            ReinvoiceVat,
            and_(
                ReinvoiceVat.document_id == ReinvoiceDocumentLine.document_id,
                ReinvoiceVat.position == ReinvoiceDocumentLine.vat_position,
            ),
        )
        .where(ReinvoiceLine.line_id.in_(line_ids))
    )
    return {row.line_id: BilledVat(row.category, row.percent, row.reason) for row in session.execute(statement)}


def invoice_of_period(
    session: Session, partner_id: int, client_id: int, currency: str, first: date
) -> ReinvoiceDocument | None:
    """Return the newest invoice to a client for a period that is not credited in full."""
    return session.scalar(
        select(ReinvoiceDocument)
        .where(
            ReinvoiceDocument.partner_id == partner_id,
            ReinvoiceDocument.client_id == client_id,
            ReinvoiceDocument.kind == "invoice",
            ReinvoiceDocument.currency == currency,
            ReinvoiceDocument.period_from == first,
            or_(ReinvoiceDocument.credited < ReinvoiceDocument.total, ReinvoiceDocument.total == 0),
        )
        .order_by(ReinvoiceDocument.id.desc())
        .limit(1)
    )


def last_sequence(session: Session, partner_id: int, kind: str, year: int) -> int | None:
    """Return the highest number of a series in a year; None where it has none."""
    return session.scalar(
        select(func.max(ReinvoiceDocument.sequence)).where(
            ReinvoiceDocument.partner_id == partner_id,
            ReinvoiceDocument.kind == kind,
            ReinvoiceDocument.year == year,
        )
    )


def is_new_series(session: Session, partner_id: int, kind: str) -> bool:
    """Return whether nothing was ever issued in a series."""
    issued = exists().where(ReinvoiceDocument.partner_id == partner_id, ReinvoiceDocument.kind == kind)
    return not session.scalar(select(issued))


def has_number(session: Session, partner_id: int, number: str) -> bool:
    """Return whether a partner has a document of this number as it is printed."""
    taken = exists().where(ReinvoiceDocument.partner_id == partner_id, ReinvoiceDocument.number == number)
    return bool(session.scalar(select(taken)))


def provider_numbers(session: Session, line_ids: Collection[int]) -> dict[int, tuple[str, int | None, int | None]]:
    """Return kind, year and sequence of the provider's documents, by the numbers of their lines."""
    statement = (
        select(DocumentLine.id, Document.kind, Document.year, Document.sequence)
        .join(Document, Document.id == DocumentLine.document_id)
        .where(DocumentLine.id.in_(line_ids))
    )
    return {row.id: (row.kind, row.year, row.sequence) for row in session.execute(statement)}


def _billable(partner_id: int, until: date, today: date) -> Sequence[ColumnElement[bool]]:
    is_open = or_(
        ReinvoiceLine.state == "open",
        # dates decide when they are read: what was held until a day that has passed is open again
        and_(ReinvoiceLine.state == "held", ReinvoiceLine.held_until < today),
    )
    return (
        ReinvoiceLine.partner_id == partner_id,
        literal_column("reinvoice_lines.state IN ('open', 'held')"),  # as the index of what is flagged says it
        is_open,
        ReinvoiceLine.charged_on <= until,
    )
