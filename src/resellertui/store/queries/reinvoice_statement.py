"""What one client was billed, credited and paid, in the order of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import CompoundSelect

from resellertui.store.models import ReinvoiceDocument, ReinvoicePayment


class Entry(NamedTuple):
    """Something that changed what the client owes."""

    day: date
    kind: str
    """`invoice`, `credit_note` or `payment`."""
    document_id: int
    number: str
    currency: str
    amount: int
    """Signed: what is billed adds, what is credited or paid takes off."""
    note: str


def entries(session: Session, partner_id: int, client_id: int, since: date, until: date) -> list[Entry]:
    """Return what happened between two days, both included, in order."""
    moves = _moves(partner_id, client_id).subquery("moves")
    statement = (
        select(moves.c.day, moves.c.kind, moves.c.document_id, moves.c.number, moves.c.currency, moves.c.amount)
        .add_columns(moves.c.note)
        .where(moves.c.day.between(since, until))
        .order_by(moves.c.currency, moves.c.day, moves.c.place, moves.c.document_id, moves.c.row_id)
    )
    return [Entry(*row) for row in session.execute(statement)]


def before(session: Session, partner_id: int, client_id: int, day: date) -> dict[str, int]:
    """Return what the client owed before a day, by currency."""
    moves = _moves(partner_id, client_id).subquery("moves")
    statement = select(moves.c.currency, func.sum(moves.c.amount)).where(moves.c.day < day)
    return {row[0]: row[1] for row in session.execute(statement.group_by(moves.c.currency))}


def _moves(partner_id: int, client_id: int) -> CompoundSelect[tuple[object, ...]]:
    of_both: Sequence[ColumnElement[bool]] = (
        ReinvoiceDocument.partner_id == partner_id,
        ReinvoiceDocument.client_id == client_id,
    )
    is_invoice = ReinvoiceDocument.kind == "invoice"
    issued = select(
        ReinvoiceDocument.issued_on.label("day"),
        case((is_invoice, 0), else_=1).label("place"),
        ReinvoiceDocument.kind.label("kind"),
        ReinvoiceDocument.id.label("document_id"),
        ReinvoiceDocument.id.label("row_id"),
        ReinvoiceDocument.number.label("number"),
        ReinvoiceDocument.currency.label("currency"),
        case((is_invoice, ReinvoiceDocument.total), else_=-ReinvoiceDocument.total).label("amount"),
        ReinvoiceDocument.reason.label("note"),
    ).where(*of_both)
    paid = (
        select(
            ReinvoicePayment.paid_on,
            literal(2),
            literal("payment"),
            ReinvoiceDocument.id,
            ReinvoicePayment.id,
            ReinvoiceDocument.number,
            ReinvoiceDocument.currency,
            -ReinvoicePayment.amount,
            ReinvoicePayment.note,
        )
        .join(ReinvoiceDocument, ReinvoiceDocument.id == ReinvoicePayment.document_id)
        .where(*of_both)
    )
    return union_all(issued, paid)
