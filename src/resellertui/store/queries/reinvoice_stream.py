"""Charged lines as plain values, streamed in the order of an index: what sums of any length are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, column, func, literal, select, table
from sqlalchemy.orm import Session

from resellertui.store.models import Document, DocumentLine, QuoteContract, ReinvoiceDocumentLine, ReinvoiceLine
from resellertui.store.queries.reinvoice_lines import BY_CLIENT, BY_DATE, FLAGGED, Choice, chosen, in_state

CHUNK = 500
"""Lines that are priced at once."""

_NOW = table("reinvoice_now", column("partner_id"), column("currency"), column("cost"))
"""The view of what documents charge for others, from which the lines are made."""


class Facts(NamedTuple):
    """All that the price of a charged line depends on."""

    line_id: int
    client_id: int
    currency: str
    charged_on: date
    cost: int
    state: str
    held_until: date | None
    edited: int | None
    billed: int | None
    sku: str
    family: str
    quantity: int
    periods: int
    corrects_id: int | None
    amount: int
    """What the provider charged or gave back, without a sign."""
    offer: int | None
    """The accepted offer by whose contract it was ordered."""


class Standing(NamedTuple):
    """What lines of one currency and state cost."""

    currency: str
    state: str
    lines: int
    cost: int


def stream(session: Session, choice: Choice) -> Iterator[list[Facts]]:
    """Yield the lines that are meant, some at a time; a client's stand together, oldest first, unless by date."""
    index = BY_CLIENT if choice.by_client or choice.client_id is not None else BY_DATE
    if choice.state in {"open", "held", "flagged"} and not choice.by_client:
        index = FLAGGED
    order = (ReinvoiceLine.charged_on, ReinvoiceLine.line_id)
    statement = _facts().with_hint(ReinvoiceLine, f"INDEXED BY {index}", "sqlite").where(*chosen(choice))
    statement = statement.order_by(*((ReinvoiceLine.client_id, *order) if choice.by_client else order))
    rows = session.execute(statement, execution_options={"yield_per": CHUNK})
    while some := [Facts(*row) for row in islice(rows, CHUNK)]:
        yield some


def by_number(session: Session, line_ids: Collection[int]) -> dict[int, Facts]:
    """Return some lines by their numbers."""
    rows = session.execute(_facts().where(ReinvoiceLine.line_id.in_(line_ids)))
    return {row[0]: Facts(*row) for row in rows}


def standings(session: Session, choice: Choice) -> list[Standing]:
    """Return what the lines that are meant cost, by currency and by how they stand."""
    state = _state(choice.today)
    statement = (
        select(ReinvoiceLine.currency, state, func.count(), func.sum(ReinvoiceLine.cost))
        .where(*chosen(choice))
        .group_by(ReinvoiceLine.currency, state)
    )
    return [Standing(*row) for row in session.execute(statement)]


def charged_by_provider(session: Session, partner_id: int) -> list[tuple[str, int, int]]:
    """Return currency, count and sum of what the provider's documents charge a partner for others."""
    statement = select(_NOW.c.currency, func.count(), func.sum(_NOW.c.cost)).where(_NOW.c.partner_id == partner_id)
    return [(row[0], row[1], row[2]) for row in session.execute(statement.group_by(_NOW.c.currency))]


def oldest_open(session: Session, partner_id: int, currency: str, today: date) -> date | None:
    """Return when the oldest line was charged that is open in a currency."""
    statement = (
        select(ReinvoiceLine.charged_on)
        .with_hint(ReinvoiceLine, f"INDEXED BY {FLAGGED}", "sqlite")
        .where(ReinvoiceLine.partner_id == partner_id, ReinvoiceLine.currency == currency, in_state("open", today))
        .order_by(ReinvoiceLine.charged_on)
        .limit(1)
    )
    return session.scalar(statement)


def _facts() -> Select[Any]:
    billed = select(ReinvoiceDocumentLine.amount).where(ReinvoiceDocumentLine.id == ReinvoiceLine.billed_line_id)
    offer = (
        select(QuoteContract.offer_id)
        .join(Document, Document.order_id == QuoteContract.order_id)
        .where(Document.id == DocumentLine.document_id)
    )
    return select(
        ReinvoiceLine.line_id,
        ReinvoiceLine.client_id,
        ReinvoiceLine.currency,
        ReinvoiceLine.charged_on,
        ReinvoiceLine.cost,
        ReinvoiceLine.state,
        ReinvoiceLine.held_until,
        ReinvoiceLine.price,
        billed.scalar_subquery(),
        DocumentLine.sku,
        DocumentLine.family,
        DocumentLine.quantity,
        DocumentLine.periods,
        DocumentLine.corrects_id,
        DocumentLine.charged,
        offer.scalar_subquery(),
    ).join(DocumentLine, DocumentLine.id == ReinvoiceLine.line_id)


def _state(today: date) -> ColumnElement[str]:
    """Return how a line stands on a day (see `domain/reinvoicing/charged.state_on`)."""
    is_over = (ReinvoiceLine.state == "held") & (ReinvoiceLine.held_until < today)
    return case((is_over, literal("open")), else_=ReinvoiceLine.state)
