"""The statements that find what is wrong with re-invoicing: each yields what violates one promise, by ids alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resellertui.domain.reinvoicing.charged import BY_MARGIN
from resellertui.store.models import (
    ReinvoiceDocument,
    ReinvoiceDocumentLine,
    ReinvoiceLine,
    ReinvoicePaper,
    ReinvoicePayment,
    ReinvoiceRule,
    ReinvoiceVat,
)

PAPERS_AT_ONCE = 20

_TAKEN_BACK = (
    "EXISTS (SELECT 1 FROM reinvoice_document_lines AS back WHERE back.corrects_id = line.id AND back.reopens)"
)
"""Whether a credit note takes a line back so that it is billed anew."""

LINES: Mapping[str, str] = {
    "lost": """
        SELECT reinvoice_now.line_id AS line, reinvoice_now.partner_id AS partner FROM reinvoice_now
        LEFT JOIN reinvoice_lines ON reinvoice_lines.line_id = reinvoice_now.line_id
        WHERE reinvoice_lines.line_id IS NULL""",
    "foreign": """
        SELECT reinvoice_lines.line_id AS line, reinvoice_lines.partner_id AS partner FROM reinvoice_lines
        LEFT JOIN reinvoice_now ON reinvoice_now.line_id = reinvoice_lines.line_id
        WHERE reinvoice_now.line_id IS NULL""",
    "other": """
        SELECT reinvoice_lines.line_id AS line, reinvoice_lines.partner_id AS partner FROM reinvoice_lines
        JOIN reinvoice_now ON reinvoice_now.line_id = reinvoice_lines.line_id
        WHERE reinvoice_now.partner_id <> reinvoice_lines.partner_id
        OR reinvoice_now.client_id <> reinvoice_lines.client_id OR reinvoice_now.currency <> reinvoice_lines.currency
        OR reinvoice_now.charged_on <> reinvoice_lines.charged_on OR reinvoice_now.cost <> reinvoice_lines.cost""",
    "state": """
        SELECT line_id AS line, partner_id AS partner FROM reinvoice_lines
        WHERE state NOT IN ('open', 'held', 'billed', 'waived')
        OR (state = 'billed') <> (billed_line_id IS NOT NULL) OR (state IN ('held', 'waived') AND state_reason = '')""",
    "billed_twice": f"""
        SELECT line_id AS line, count(*) AS count FROM reinvoice_document_lines AS line
        WHERE corrects_id IS NULL AND NOT {_TAKEN_BACK} GROUP BY line_id HAVING count(*) > 1""",  # noqa: S608
    "billed_elsewhere": f"""
        SELECT reinvoice_lines.line_id AS line, reinvoice_lines.partner_id AS partner FROM reinvoice_lines
        LEFT JOIN reinvoice_document_lines AS line ON line.id = billed_line_id
        LEFT JOIN reinvoice_documents ON reinvoice_documents.id = line.document_id
        WHERE billed_line_id IS NOT NULL AND (line.line_id IS NOT reinvoice_lines.line_id
        OR line.corrects_id IS NOT NULL OR reinvoice_documents.kind IS NOT 'invoice' OR {_TAKEN_BACK}
        OR reinvoice_documents.partner_id IS NOT reinvoice_lines.partner_id
        OR reinvoice_documents.client_id IS NOT reinvoice_lines.client_id
        OR reinvoice_documents.currency IS NOT reinvoice_lines.currency)""",  # noqa: S608  # our own words
    "not_marked": f"""
        SELECT line.line_id AS line, line.document_id AS id FROM reinvoice_document_lines AS line
        LEFT JOIN reinvoice_lines ON reinvoice_lines.line_id = line.line_id
        WHERE line.corrects_id IS NULL AND NOT {_TAKEN_BACK}
        AND reinvoice_lines.billed_line_id IS NOT line.id""",  # noqa: S608  # our own words
    "given_back": """
        SELECT charged.corrects_id AS line, own.partner_id AS partner FROM document_lines AS charged
        JOIN reinvoice_lines AS back ON back.line_id = charged.id
        JOIN reinvoice_document_lines AS given ON given.id = back.billed_line_id
        JOIN reinvoice_lines AS own ON own.line_id = charged.corrects_id
        LEFT JOIN reinvoice_document_lines AS line ON line.id = own.billed_line_id
        GROUP BY charged.corrects_id HAVING sum(coalesce((SELECT sum(amount) FROM reinvoice_document_lines
        WHERE corrects_id = given.id), 0) - given.amount) > coalesce(line.amount, 0) - coalesce(
        (SELECT sum(amount) FROM reinvoice_document_lines WHERE corrects_id = line.id), 0)""",
    "reopened": """
        SELECT line.line_id AS line, line.document_id AS id FROM reinvoice_document_lines AS line
        JOIN reinvoice_document_lines AS back ON back.corrects_id = line.id
        GROUP BY line.id HAVING max(back.reopens) AND sum(back.amount) <> line.amount""",
    "cost": """
        SELECT reinvoice_document_lines.line_id AS line, document_id AS id FROM reinvoice_document_lines
        LEFT JOIN reinvoice_lines ON reinvoice_lines.line_id = reinvoice_document_lines.line_id
        WHERE corrects_id IS NULL AND reinvoice_lines.cost IS NOT reinvoice_document_lines.cost""",
    "margin": """
        SELECT reinvoice_document_lines.line_id AS line, document_id AS id FROM reinvoice_document_lines
        JOIN reinvoice_documents ON reinvoice_documents.id = document_id
        LEFT JOIN reinvoice_rules ON reinvoice_rules.id = rule_id
        WHERE rule_id IS NOT NULL AND reinvoice_rules.partner_id IS NOT reinvoice_documents.partner_id""",
}

DOCUMENTS: Mapping[str, str] = {
    "no_lines": """
        SELECT id, number FROM reinvoice_documents
        WHERE NOT EXISTS (SELECT 1 FROM reinvoice_document_lines WHERE document_id = reinvoice_documents.id)""",
    "net": """
        SELECT id, number FROM reinvoice_documents WHERE net <>
        (SELECT coalesce(sum(amount), 0) FROM reinvoice_document_lines WHERE document_id = reinvoice_documents.id)
        OR net <> (SELECT coalesce(sum(base), 0) FROM reinvoice_vat WHERE document_id = reinvoice_documents.id)""",
    "base": """
        SELECT document_id AS id, number FROM reinvoice_vat JOIN reinvoice_documents ON id = document_id
        WHERE base <> (SELECT coalesce(sum(amount), 0) FROM reinvoice_document_lines
        WHERE reinvoice_document_lines.document_id = reinvoice_vat.document_id
        AND vat_position = reinvoice_vat.position)""",
    "total": """
        SELECT id, number FROM reinvoice_documents WHERE total <> net + vat OR vat <>
        (SELECT coalesce(sum(amount), 0) FROM reinvoice_vat WHERE document_id = reinvoice_documents.id)""",
    "paid": """
        SELECT id, number FROM reinvoice_documents WHERE paid <>
        (SELECT coalesce(sum(amount), 0) FROM reinvoice_payments WHERE document_id = reinvoice_documents.id)""",
    "credited": """
        SELECT id, number FROM reinvoice_documents WHERE credited <> (SELECT coalesce(sum(note.total), 0)
        FROM reinvoice_documents AS note WHERE note.corrects_id = reinvoice_documents.id)""",
    "correction": """
        SELECT note.id AS id, note.number AS number FROM reinvoice_documents AS note
        LEFT JOIN reinvoice_documents AS invoice ON invoice.id = note.corrects_id
        WHERE (note.kind = 'credit_note') <> (note.corrects_id IS NOT NULL) OR (note.kind = 'credit_note'
        AND (invoice.kind IS NOT 'invoice' OR invoice.partner_id IS NOT note.partner_id
        OR invoice.client_id IS NOT note.client_id OR invoice.currency IS NOT note.currency))""",
    "corrected_line": """
        SELECT reinvoice_documents.id AS id, number FROM reinvoice_document_lines AS back
        JOIN reinvoice_documents ON reinvoice_documents.id = back.document_id
        LEFT JOIN reinvoice_document_lines AS line ON line.id = back.corrects_id
        WHERE (back.corrects_id IS NOT NULL) <> (kind = 'credit_note') OR (back.corrects_id IS NOT NULL
        AND (line.document_id IS NOT reinvoice_documents.corrects_id OR line.line_id IS NOT back.line_id))""",
    "more_than_billed": """
        SELECT line.document_id AS id, number FROM reinvoice_document_lines AS line
        JOIN reinvoice_documents ON reinvoice_documents.id = line.document_id
        JOIN reinvoice_document_lines AS back ON back.corrects_id = line.id
        GROUP BY line.id HAVING abs(sum(back.amount)) > abs(line.amount)
        OR sum(back.amount) * line.amount < 0""",
    "gapless": """
        SELECT partner_id AS partner, kind, year, count(*) AS count, max(sequence) AS highest
        FROM reinvoice_documents AS one GROUP BY partner_id, kind, year
        HAVING max(sequence) - min(sequence) + 1 <> count(*) OR min(sequence) < 1 OR (min(sequence) > 1 AND year >
        (SELECT min(year) FROM reinvoice_documents WHERE partner_id = one.partner_id AND kind = one.kind))""",
    "year": """
        SELECT id, number FROM reinvoice_documents WHERE year <> CAST(substr(issued_on, 1, 4) AS integer)""",
    "number": """
        SELECT id, number FROM (SELECT id, number, year || '-' || printf('%04d', sequence) AS place
        FROM reinvoice_documents) WHERE substr(number, -length(place)) <> place""",
    "supplement": """
        SELECT one.id AS id, one.number AS number FROM reinvoice_documents AS one
        JOIN reinvoice_documents AS other ON other.id = one.supplements_id
        WHERE other.id >= one.id OR other.partner_id <> one.partner_id OR other.client_id <> one.client_id
        OR other.currency <> one.currency OR other.kind <> 'invoice'""",
    "no_paper": """
        SELECT id, number FROM reinvoice_documents WHERE NOT EXISTS
        (SELECT 1 FROM reinvoice_papers WHERE document_id = reinvoice_documents.id AND kind = 'pdf')""",
    "reminders": """
        SELECT id, number FROM reinvoice_documents LEFT JOIN (SELECT document_id, count(*) AS sent, max(level) AS last
        FROM reinvoice_reminders GROUP BY document_id) ON document_id = id
        WHERE reminded <> coalesce(sent, 0) OR coalesce(sent, 0) <> coalesce(last, 0)""",
}


class Count(NamedTuple):
    """How many rows of a kind there are, and what they add up to where that is no partner's own affair."""

    name: str
    currency: str
    rows: int
    cost: int | None


def rates(session: Session) -> Iterator[tuple[int, str, int, str, int]]:
    """Yield id and number of each invoice with base, rate and amount of its VAT, a rate at a time."""
    statement = (
        select(
            ReinvoiceDocument.id,
            ReinvoiceDocument.number,
            ReinvoiceVat.base,
            ReinvoiceVat.percent,
            ReinvoiceVat.amount,
        )
        .join(ReinvoiceVat, ReinvoiceVat.document_id == ReinvoiceDocument.id)
        .where(ReinvoiceDocument.kind == "invoice")
        .order_by(ReinvoiceDocument.id)
    )
    for row in session.execute(statement, execution_options={"yield_per": 1000}):
        yield row[0], row[1], row[2], row[3], row[4]


class Priced(NamedTuple):
    """A line of an invoice that a margin priced, or that was charged at cost."""

    document_id: int
    line_id: int
    rule_id: int | None
    cost: int
    units: int
    amount: int


def priced_lines(session: Session) -> Iterator[Priced]:
    """Yield each line of an invoice whose price follows from its cost."""
    line = ReinvoiceDocumentLine
    statement = (
        select(line.document_id, line.line_id, line.rule_id, line.cost, line.quantity * line.periods, line.amount)
        .where(line.corrects_id.is_(None), line.priced_by.in_(sorted(BY_MARGIN)))
        .order_by(line.id)
    )
    for row in session.execute(statement, execution_options={"yield_per": 1000}):
        yield Priced(*row)


def margins(session: Session) -> Sequence[ReinvoiceRule]:
    """Return the margins of all partners."""
    return session.scalars(select(ReinvoiceRule)).all()


def papers_unlike_their_digests(session: Session) -> Iterator[tuple[int, str]]:
    """Yield document and kind of each file that is not the one that was issued."""
    statement = select(
        ReinvoicePaper.document_id, ReinvoicePaper.kind, ReinvoicePaper.digest, ReinvoicePaper.content
    ).order_by(ReinvoicePaper.document_id, ReinvoicePaper.kind)
    for row in session.execute(statement, execution_options={"yield_per": PAPERS_AT_ONCE}):
        if hashlib.sha256(row.content).hexdigest() != row.digest:
            yield row.document_id, row.kind


def counts(session: Session) -> list[Count]:
    """Return what two databases with the same history share, without anybody's resale prices."""
    lines = select(ReinvoiceLine.state, ReinvoiceLine.currency, func.count(), func.sum(ReinvoiceLine.cost)).group_by(
        ReinvoiceLine.state, ReinvoiceLine.currency
    )
    documents = select(ReinvoiceDocument.kind, ReinvoiceDocument.currency, func.count()).group_by(
        ReinvoiceDocument.kind, ReinvoiceDocument.currency
    )
    payments = (
        select(ReinvoiceDocument.currency, func.count())
        .join(ReinvoicePayment, ReinvoicePayment.document_id == ReinvoiceDocument.id)
        .group_by(ReinvoiceDocument.currency)
    )
    return [
        *(Count(f"charged lines {row[0]}", row[1], row[2], row[3]) for row in session.execute(lines)),
        *(Count(f"re-invoicing {row[0]}", row[1], row[2], None) for row in session.execute(documents)),
        *(Count("re-invoicing payments", row[0], row[1], None) for row in session.execute(payments)),
    ]
