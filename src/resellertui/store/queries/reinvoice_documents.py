"""The documents that partners issued to their clients, with what came of them, as either side reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from resellertui.domain.reinvoicing.status import Status
from resellertui.store.models import (
    DocumentLine,
    ReinvoiceDocument,
    ReinvoiceDocumentLine,
    ReinvoiceLine,
    ReinvoicePaper,
    ReinvoicePayment,
    ReinvoiceReminder,
    ReinvoiceVat,
)
from resellertui.store.queries.walks import Path

BATCH = 500


@dataclass(frozen=True)
class Choice:
    """Which documents: a partner's, or those addressed to a client, or those of the one to the other."""

    today: date
    partner_id: int | None = None
    client_id: int | None = None
    status: str = ""
    period_from: date | None = None
    text: str = ""
    """A part of the number as it is printed."""
    document_id: int | None = None


class Total(NamedTuple):
    """What is open of a partner's invoices in one currency."""

    currency: str
    open: int
    overdue: int
    to_give_back: int


class Returned(NamedTuple):
    """What an invoice gives back of a line that the provider gave back, as far as no credit note took it off again."""

    line_id: int
    """Of the provider's line that it gives back."""
    by_id: int
    """Of the invoice's line."""
    number: str
    amount: int
    """Below zero."""


class PaperFacts(NamedTuple):
    """A stored file without its content."""

    kind: str
    name: str
    media_type: str
    digest: str


def path(choice: Choice) -> Path:
    """Return how a list is read, newest first."""
    if choice.partner_id is None:
        index = "ix_reinvoice_documents_client_id_id"
    elif choice.client_id is None:
        index = "ix_reinvoice_documents_partner_id_id"
    else:
        index = "ix_reinvoice_documents_partner_id_client_id_id"
    return Path(ReinvoiceDocument, index, (ReinvoiceDocument.id,), tuple(_chosen(choice)), descending=True)


def is_document(document_id: int) -> ColumnElement[bool]:
    """Return what holds for one document."""
    return ReinvoiceDocument.id == document_id


def document(session: Session, document_id: int) -> ReinvoiceDocument | None:
    """Return a document."""
    return session.get(ReinvoiceDocument, document_id)


def documents(session: Session, ids: Sequence[int]) -> list[ReinvoiceDocument]:
    """Return some documents, in the order of the ids."""
    found = {one.id: one for one in session.scalars(select(ReinvoiceDocument).where(ReinvoiceDocument.id.in_(ids)))}
    return [found[one] for one in ids if one in found]


def numbered(
    session: Session, number: str, *, partner_id: int | None = None, client_id: int | None = None
) -> list[ReinvoiceDocument]:
    """Return the documents of a number as it is printed: one at most of a partner, of several partners to a client."""
    statement = select(ReinvoiceDocument).where(ReinvoiceDocument.number == number)
    if partner_id is not None:
        statement = statement.where(ReinvoiceDocument.partner_id == partner_id)
    if client_id is not None:
        statement = statement.where(ReinvoiceDocument.client_id == client_id)
    return list(session.scalars(statement.order_by(ReinvoiceDocument.id)))


def chosen(session: Session, choice: Choice) -> Iterator[list[ReinvoiceDocument]]:
    """Yield all documents that are meant, newest first, some at a time."""
    before: int | None = None
    while True:
        statement = select(ReinvoiceDocument).where(*_chosen(choice)).order_by(ReinvoiceDocument.id.desc())
        if before is not None:
            statement = statement.where(ReinvoiceDocument.id < before)
        found = list(session.scalars(statement.limit(BATCH)))
        if found:
            yield found
        if len(found) < BATCH:
            return
        before = found[-1].id


def lines_of(session: Session, document_id: int) -> list[ReinvoiceDocumentLine]:
    """Return a document's lines in order."""
    return lines_of_all(session, [document_id]).get(document_id, [])


def lines_of_all(session: Session, document_ids: Collection[int]) -> dict[int, list[ReinvoiceDocumentLine]]:
    """Return the lines of some documents in order."""
    statement = (
        select(ReinvoiceDocumentLine)
        .where(ReinvoiceDocumentLine.document_id.in_(document_ids))
        .order_by(ReinvoiceDocumentLine.document_id, ReinvoiceDocumentLine.position)
    )
    found: dict[int, list[ReinvoiceDocumentLine]] = {}
    for one in session.scalars(statement):
        found.setdefault(one.document_id, []).append(one)
    return found


def vat_of(session: Session, document_id: int) -> list[ReinvoiceVat]:
    """Return a document's VAT by rate, in order."""
    statement = select(ReinvoiceVat).where(ReinvoiceVat.document_id == document_id)
    return list(session.scalars(statement.order_by(ReinvoiceVat.position)))


def costs_of(session: Session, document_ids: Collection[int]) -> dict[int, int]:
    """Return what the provider charged for the lines of some documents."""
    statement = select(ReinvoiceDocumentLine.document_id, func.sum(ReinvoiceDocumentLine.cost))
    chosen_ones = statement.where(ReinvoiceDocumentLine.document_id.in_(document_ids))
    rows = session.execute(chosen_ones.group_by(ReinvoiceDocumentLine.document_id))
    return {row[0]: row[1] for row in rows}


def credit_notes_of(session: Session, document_id: int) -> list[ReinvoiceDocument]:
    """Return the credit notes of an invoice, oldest first."""
    statement = select(ReinvoiceDocument).where(ReinvoiceDocument.corrects_id == document_id)
    return list(session.scalars(statement.order_by(ReinvoiceDocument.id)))


def credited_lines(session: Session, line_ids: Collection[int]) -> dict[int, int]:
    """Return what credit notes took off lines of an invoice."""
    statement = select(ReinvoiceDocumentLine.corrects_id, func.sum(ReinvoiceDocumentLine.amount))
    chosen_ones = statement.where(ReinvoiceDocumentLine.corrects_id.in_(line_ids))
    rows = session.execute(chosen_ones.group_by(ReinvoiceDocumentLine.corrects_id))
    return {row[0]: row[1] for row in rows if row[0] is not None}


def reopened_lines(session: Session, line_ids: Collection[int]) -> set[int]:
    """Return those of an invoice's lines that a credit note opened again."""
    statement = select(ReinvoiceDocumentLine.corrects_id).where(
        ReinvoiceDocumentLine.corrects_id.in_(line_ids), ReinvoiceDocumentLine.reopens
    )
    return {one for one in session.scalars(statement) if one is not None}


def returned(session: Session, line_ids: Collection[int]) -> list[Returned]:
    """Return what invoices give back of some of the provider's lines, as far as it stands."""
    back = aliased(ReinvoiceDocumentLine)
    taken_off = select(func.sum(back.amount)).where(back.corrects_id == ReinvoiceDocumentLine.id).scalar_subquery()
    amount = ReinvoiceDocumentLine.amount - func.coalesce(taken_off, 0)
    statement = (
        select(DocumentLine.corrects_id, ReinvoiceDocumentLine.id, ReinvoiceDocument.number, amount)
        .join(ReinvoiceLine, ReinvoiceLine.line_id == DocumentLine.id)
        .join(ReinvoiceDocumentLine, ReinvoiceDocumentLine.id == ReinvoiceLine.billed_line_id)
        .join(ReinvoiceDocument, ReinvoiceDocument.id == ReinvoiceDocumentLine.document_id)
        .where(DocumentLine.corrects_id.in_(line_ids), amount < 0)
        .order_by(DocumentLine.id)
    )
    return [Returned(row[0] or 0, row[1], row[2], row[3]) for row in session.execute(statement)]


def credited_vat(session: Session, document_id: int) -> dict[int, tuple[int, int]]:
    """Return the base and the VAT that credit notes took off an invoice, by the position of its rate."""
    statement = (
        select(ReinvoiceVat.position, func.sum(ReinvoiceVat.base), func.sum(ReinvoiceVat.amount))
        .join(ReinvoiceDocument, ReinvoiceDocument.id == ReinvoiceVat.document_id)
        .where(ReinvoiceDocument.corrects_id == document_id)
        .group_by(ReinvoiceVat.position)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}


def payments_of(session: Session, document_id: int) -> list[ReinvoicePayment]:
    """Return the payments towards an invoice, as they were recorded."""
    statement = select(ReinvoicePayment).where(ReinvoicePayment.document_id == document_id)
    return list(session.scalars(statement.order_by(ReinvoicePayment.id)))


def reminders_of(session: Session, document_id: int) -> list[ReinvoiceReminder]:
    """Return the reminders of an invoice that went out, in order."""
    statement = select(ReinvoiceReminder).where(ReinvoiceReminder.document_id == document_id)
    return list(session.scalars(statement.order_by(ReinvoiceReminder.level)))


def papers_of(session: Session, document_id: int) -> list[PaperFacts]:
    """Return a document's files without their content."""
    statement = select(
        ReinvoicePaper.kind, ReinvoicePaper.name, ReinvoicePaper.media_type, ReinvoicePaper.digest
    ).where(ReinvoicePaper.document_id == document_id)
    return [PaperFacts(*row) for row in session.execute(statement.order_by(ReinvoicePaper.kind))]


def paper(session: Session, document_id: int, kind: str) -> ReinvoicePaper | None:
    """Return a file of a document."""
    return session.get(ReinvoicePaper, (document_id, kind))


def paper_names(session: Session, choice: Choice, kind: str) -> Iterator[tuple[int, str]]:
    """Yield document and name of the files of one kind of all documents that are meant, oldest first."""
    statement = (
        select(ReinvoicePaper.document_id, ReinvoicePaper.name)
        .join(ReinvoiceDocument, ReinvoiceDocument.id == ReinvoicePaper.document_id)
        .where(ReinvoicePaper.kind == kind, *_chosen(choice))
        .order_by(ReinvoiceDocument.id)
    )
    for row in session.execute(statement, execution_options={"yield_per": BATCH}):
        yield row[0], row[1]


UNPAID = "ix_reinvoice_documents_unpaid"
"""The index of a partner's invoices of which something is open; what is asked has to say `unpaid`."""


def totals(session: Session, choice: Choice) -> list[Total]:
    """Return what is open, overdue, and to be given back of the invoices that are meant, by currency."""
    balance = ReinvoiceDocument.total - ReinvoiceDocument.credited - ReinvoiceDocument.paid
    overdue = case((ReinvoiceDocument.due_on < choice.today, balance), else_=0)
    is_open = select(ReinvoiceDocument.currency, func.sum(balance), func.sum(overdue)).where(*unpaid())
    if choice.partner_id is not None:
        is_open = is_open.with_hint(ReinvoiceDocument, f"INDEXED BY {UNPAID}", "sqlite")
    # Nobody pays more than an invoice charges: what is to be given back was credited since, and those notes are few.
    note = aliased(ReinvoiceDocument)
    corrected = select(note.corrects_id).where(note.partner_id == choice.partner_id, note.kind == "credit_note")
    is_back = select(ReinvoiceDocument.currency, func.sum(-balance)).where(
        ReinvoiceDocument.kind == "invoice", balance < 0, ReinvoiceDocument.id.in_(corrected)
    )
    chosen_ones = tuple(_chosen(choice))
    found: dict[str, Total] = {}
    for code, some, late in session.execute(is_open.where(*chosen_ones).group_by(ReinvoiceDocument.currency)):
        found[code] = Total(code, some, late, 0)
    for code, some in session.execute(is_back.where(*chosen_ones).group_by(ReinvoiceDocument.currency)):
        found[code] = found.get(code, Total(code, 0, 0, 0))._replace(to_give_back=some)
    return [found[code] for code in sorted(found)]


def unpaid() -> tuple[ColumnElement[bool], ...]:
    """Return what holds for invoices of which something is open.

    The column stands on the left, since SQLite turns a comparison round that has none there, and then does not see
    that the condition of a partial index is met.
    """
    return (
        ReinvoiceDocument.kind == literal_column("'invoice'"),
        ReinvoiceDocument.total > ReinvoiceDocument.paid + ReinvoiceDocument.credited,
    )


def partners_of(session: Session, client_id: int) -> set[int]:
    """Return the partners that ever issued a document to a client."""
    statement = select(ReinvoiceDocument.partner_id).where(ReinvoiceDocument.client_id == client_id)
    return set(session.scalars(statement.distinct()))


def _chosen(choice: Choice) -> Iterator[ColumnElement[bool]]:
    if choice.partner_id is not None:
        yield ReinvoiceDocument.partner_id == choice.partner_id
    if choice.client_id is not None:
        yield ReinvoiceDocument.client_id == choice.client_id
    if choice.period_from is not None:
        yield ReinvoiceDocument.period_from == choice.period_from
    if choice.text:
        yield func.instr(func.upper(ReinvoiceDocument.number), choice.text.upper()) > 0
    if choice.document_id is not None:
        yield ReinvoiceDocument.id == choice.document_id
    if choice.status:
        yield from _standing(Status(choice.status), choice.today)


def _standing(status: Status, today: date) -> Iterator[ColumnElement[bool]]:
    """Yield what holds for documents that stand there; the same as `status_of` says of one."""
    if status is Status.CREDIT_NOTE:
        yield ReinvoiceDocument.kind == "credit_note"
        return
    yield ReinvoiceDocument.kind == "invoice"
    balance = ReinvoiceDocument.total - ReinvoiceDocument.credited - ReinvoiceDocument.paid
    has_paid = ReinvoiceDocument.paid > 0
    was_credited_only = (ReinvoiceDocument.credited > 0) & (ReinvoiceDocument.paid == 0)
    match status:
        case Status.TO_GIVE_BACK:
            yield balance < 0
        case Status.CREDITED:
            yield balance == 0
            yield was_credited_only
        case Status.PAID:
            yield balance == 0
            yield ~was_credited_only
        case Status.OVERDUE:
            yield balance > 0
            yield ReinvoiceDocument.due_on < today
        case _:
            yield balance > 0
            yield ReinvoiceDocument.due_on >= today
            yield has_paid if status is Status.PART_PAID else ~has_paid
