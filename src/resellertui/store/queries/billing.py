"""Documents with their lines and VAT, orders, cashback, and how many subscriptions someone is billed for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from resellertui.store.models import (
    Cashback,
    Document,
    DocumentLine,
    DocumentVat,
    Order,
    Product,
    TermsVersion,
)


def document(session: Session, document_id: int) -> Document | None:
    """Return a document."""
    return session.get(Document, document_id)


_LINES = select(DocumentLine).where(DocumentLine.document_id == bindparam("document")).order_by(DocumentLine.position)
_VAT = select(DocumentVat).where(DocumentVat.document_id == bindparam("document")).order_by(DocumentVat.position)
_CASHBACKS = select(Cashback).where(Cashback.document_id == bindparam("document")).order_by(Cashback.id)
_LAST_NUMBER = select(func.max(Document.sequence)).where(
    Document.issuer_id == bindparam("issuer"), Document.kind == bindparam("kind"), Document.year == bindparam("year")
)


def lines_of(session: Session, document_id: int) -> list[DocumentLine]:
    """Return a document's lines in order."""
    return list(session.scalars(_LINES, {"document": document_id}))


def started_on(session: Session, product_ids: Sequence[int]) -> dict[int, date]:
    """Return the day on which subscriptions began that were ordered and paid here; not of those that came otherwise."""
    rows = session.execute(
        select(DocumentLine.product_id, func.min(DocumentLine.service_from))
        .join(Document, Document.id == DocumentLine.document_id)
        .join(Order, Order.id == Document.order_id)
        .where(DocumentLine.product_id.in_(product_ids), Document.state == "paid", Order.kind != "renewal")
        .group_by(DocumentLine.product_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def vat_of(session: Session, document_id: int) -> list[DocumentVat]:
    """Return a document's VAT by rate, in order."""
    return list(session.scalars(_VAT, {"document": document_id}))


def order(session: Session, order_id: int) -> Order | None:
    """Return an order."""
    return session.get(Order, order_id)


def document_of_order(session: Session, order_id: int) -> Document | None:
    """Return the newest invoice of an order, whatever was refunded of it."""
    return session.scalar(
        select(Document)
        .where(Document.order_id == order_id, Document.kind == "invoice")
        .order_by(Document.id.desc())
        .limit(1)
    )


def waiting_renewal(session: Session, product_id: int) -> int | None:
    """Return the pro forma that would renew a product, or None."""
    return session.scalar(
        select(Document.id)
        .join(DocumentLine, DocumentLine.document_id == Document.id)
        .join(Order, Order.id == Document.order_id)
        .where(DocumentLine.product_id == product_id, Document.state == "to_pay", Order.served_on.is_(None))
        .limit(1)
    )


def terms_version(session: Session, terms_id: int) -> TermsVersion | None:
    """Return a published version of the terms."""
    return session.get(TermsVersion, terms_id)


def last_number(session: Session, issuer_id: int, kind: str, year: int) -> int:
    """Return the highest number of a series, 0 where it has none."""
    return session.scalar(_LAST_NUMBER, {"issuer": issuer_id, "kind": kind, "year": year}) or 0


def active_subscriptions(
    session: Session, payer_id: int, families: Sequence[str], today: date, besides: Sequence[int] = ()
) -> int:
    """Return how many subscriptions of some families run that day and are billed to an organisation.

    Args:
        session: reading or writing.
        payer_id: who is billed; where nobody was yet, a subscription's own organisation is.
        families: of the degressive group.
        today: what has expired by then does not count.
        besides: products that are left out, since the caller counts them itself.
    """
    runs = and_(
        Product.family.in_(families),
        func.coalesce(Product.state, "") == "active",  # so worded, everybody's running products are not gone through
        func.coalesce(Product.expires_on, date.max) > today,
        Product.id.not_in(besides),
    )
    billed = select(func.sum(Product.quantity)).where(Product.payer_id == payer_id, runs)
    own = select(func.sum(Product.quantity)).where(
        Product.org_id == payer_id, func.coalesce(Product.payer_id, 0) == 0, runs
    )
    return (session.scalar(billed) or 0) + (session.scalar(own) or 0)


def cashbacks_of(session: Session, document_id: int) -> list[Cashback]:
    """Return what the lines of a document earn."""
    return list(session.scalars(_CASHBACKS, {"document": document_id}))


def cashback(session: Session, number: int) -> tuple[Cashback, DocumentLine, Document] | None:
    """Return a cashback with its line and document."""
    row = session.execute(
        select(Cashback, DocumentLine, Document)
        .join(DocumentLine, DocumentLine.id == Cashback.line_id)
        .join(Document, Document.id == Cashback.document_id)
        .where(Cashback.id == number)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def cashback_of_line(session: Session, line_id: int) -> Cashback | None:
    """Return what a line earns, or None."""
    return session.scalar(select(Cashback).where(Cashback.line_id == line_id))


def refunded_of(session: Session, line_ids: Sequence[int]) -> dict[int, int]:
    """Return how much of each line, without VAT, credit notes have given back."""
    rows = session.execute(
        select(DocumentLine.corrects_id, func.sum(DocumentLine.charged))
        .where(DocumentLine.corrects_id.in_(line_ids))
        .group_by(DocumentLine.corrects_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def refunded_vat(session: Session, document_id: int) -> dict[int, tuple[int, int]]:
    """Return base and VAT that credit notes have given back of each VAT line of an invoice."""
    rows = session.execute(
        select(DocumentVat.position, func.sum(DocumentVat.base), func.sum(DocumentVat.amount))
        .join(Document, Document.id == DocumentVat.document_id)
        .where(Document.corrects_id == document_id)
        .group_by(DocumentVat.position)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def to_pay(session: Session, payer_id: int) -> list[Document]:
    """Return what an organisation has to pay, what is due first coming first."""
    return list(
        session.scalars(
            select(Document)
            .where(Document.payer_id == payer_id, Document.state == "to_pay")
            .order_by(Document.due_on, Document.id)
        )
    )


def every_document(session: Session) -> Iterator[Document]:
    """Give every document, in order."""
    yield from session.scalars(select(Document).order_by(Document.id), execution_options={"yield_per": 500})


def numbers_taken(session: Session) -> dict[tuple[int, str, int], int]:
    """Return how many numbers of each issuer's series are taken, by kind and year."""
    rows = session.execute(
        select(Document.issuer_id, Document.kind, Document.year, func.count())
        .where(Document.year.is_not(None))
        .group_by(Document.issuer_id, Document.kind, Document.year)
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows if row[2] is not None}


def document_counts(session: Session) -> list[tuple[str, str, str, int, int]]:
    """Return kind, state, currency, count and sum of totals of all documents."""
    rows = session.execute(
        select(Document.kind, Document.state, Document.currency, func.count(), func.sum(Document.total))
        .group_by(Document.kind, Document.state, Document.currency)
        .order_by(Document.kind, Document.state, Document.currency)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def credited_of(session: Session) -> dict[int, int]:
    """Return how much, with VAT, credit notes have given back of each invoice."""
    rows = session.execute(
        select(Document.corrects_id, func.sum(Document.total))
        .where(Document.corrects_id.is_not(None))
        .group_by(Document.corrects_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def paid_ahead(session: Session) -> dict[tuple[int, str], int]:
    """Return what was paid towards documents that are still to pay, by payer and currency."""
    rows = session.execute(
        select(Document.payer_id, Document.currency, func.sum(Document.paid))
        .where(Document.state == "to_pay")
        .group_by(Document.payer_id, Document.currency)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def earning_nothing(session: Session) -> list[tuple[int, int]]:
    """Return document and position of the lines that should earn cashback, and of which there is none."""
    rows = session.execute(
        select(DocumentLine.document_id, DocumentLine.position)
        .outerjoin(Cashback, Cashback.line_id == DocumentLine.id)
        .where(DocumentLine.benefit == "cashback", DocumentLine.beneficiary_id.is_not(None), Cashback.id.is_(None))
        .order_by(DocumentLine.id)
    )
    return [(row[0], row[1]) for row in rows]


def every_cashback(session: Session) -> Iterator[tuple[Cashback, DocumentLine, Document]]:
    """Give every cashback with its line and document."""
    rows = session.execute(
        select(Cashback, DocumentLine, Document)
        .join(DocumentLine, DocumentLine.id == Cashback.line_id)
        .join(Document, Document.id == Cashback.document_id)
        .order_by(Cashback.id),
        execution_options={"yield_per": 500},
    )
    for row in rows:
        yield row[0], row[1], row[2]
