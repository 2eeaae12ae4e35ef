"""Which charged lines a list shows and along which index they are read, and what is known of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, literal, literal_column, or_, select
from sqlalchemy.orm import Session

from resellertui.domain.search import is_short
from resellertui.store.models import (
    Document,
    DocumentLine,
    Organisation,
    Product,
    ReinvoiceDocument,
    ReinvoiceDocumentLine,
    ReinvoiceLine,
)
from resellertui.store.queries.reinvoice_pricing import Charged
from resellertui.store.queries.walks import Path

FEW = 2_000
"""Lines of a month or in a state up to which all of them are read at once; beyond, the others are passed over."""

BY_DATE = "ix_reinvoice_lines_partner_id_charged_on_line_id"
BY_CLIENT = "ix_reinvoice_lines_partner_id_client_id_charged_on_line_id"
BY_STATE = "ix_reinvoice_lines_partner_id_state_client_id_charged_on_line_id"
FLAGGED = "ix_reinvoice_lines_flagged"

_FLAGGED: ColumnElement[bool] = literal_column("reinvoice_lines.state IN ('open', 'held')")
"""In the words of the partial index, or it would not be used."""
_MAY_BE_OPEN = frozenset({"open", "held", "flagged"})


@dataclass(frozen=True)
class Term:
    """A word that is looked for."""

    text: str
    """Folded."""
    skus: tuple[str, ...] = ()
    """The kinds of product whose name it is a part of."""


@dataclass(frozen=True)
class Choice:
    """Which charged lines of a partner, as they stand on a day."""

    partner_id: int
    today: date
    client_id: int | None = None
    first: date | None = None
    last: date | None = None
    """When they were charged."""
    state: str = ""
    """`open`, `held`, `billed`, `waived`, `flagged`; all where it is empty."""
    currency: str = ""
    terms: tuple[Term, ...] = ()
    line_id: int | None = None
    document_ids: tuple[int, ...] | None = None
    """The provider's documents that the text names."""
    by_client: bool = True
    """Whether a client's lines stand together, oldest first; by the day of the charge otherwise."""
    descending: bool = False


def path(session: Session, choice: Choice) -> Path:
    """Return how the list is read."""
    where, down = chosen(choice), choice.descending
    order = (ReinvoiceLine.charged_on, ReinvoiceLine.line_id)
    if choice.by_client:
        order = (ReinvoiceLine.client_id, *order)  # type: ignore[assignment]  # one more
    tests = bool(choice.terms or choice.currency)
    if choice.line_id is not None or choice.document_ids is not None:
        return Path(ReinvoiceLine, "", order, where, descending=down, is_short=True)
    if choice.client_id is not None:
        tests = tests or bool(choice.state or choice.first)
        return Path(ReinvoiceLine, BY_CLIENT, order, where, descending=down, tests_rows=tests)
    index = _fewest(session, choice)
    if index:
        return Path(ReinvoiceLine, index, order, where, descending=down, is_short=True)
    if not choice.by_client:
        is_flagged = choice.state in _MAY_BE_OPEN
        tests = tests or (bool(choice.state) and choice.state != "flagged")
        return Path(ReinvoiceLine, FLAGGED if is_flagged else BY_DATE, order, where, descending=down, tests_rows=tests)
    only = _only_state(session, choice)
    if only:
        where = (*where, ReinvoiceLine.state == only)
        return Path(ReinvoiceLine, BY_STATE, order, where, descending=down, tests_rows=tests or bool(choice.first))
    tests = tests or bool(choice.state or choice.first)
    return Path(ReinvoiceLine, BY_CLIENT, order, where, descending=down, tests_rows=tests)


def chosen(choice: Choice) -> tuple[ColumnElement[bool], ...]:
    """Return what holds for the lines that are meant."""
    parts: list[ColumnElement[bool]] = [ReinvoiceLine.partner_id == choice.partner_id]
    if choice.client_id is not None:
        parts.append(ReinvoiceLine.client_id == choice.client_id)
    if choice.first is not None:
        parts.append(ReinvoiceLine.charged_on >= choice.first)
    if choice.last is not None:
        parts.append(ReinvoiceLine.charged_on <= choice.last)
    if choice.currency:
        parts.append(ReinvoiceLine.currency == choice.currency)
    if choice.state:
        parts.append(in_state(choice.state, choice.today))
    if choice.line_id is not None:
        parts.append(ReinvoiceLine.line_id == choice.line_id)
    if choice.document_ids is not None:
        lines = select(DocumentLine.id).where(DocumentLine.document_id.in_(choice.document_ids))
        parts.append(ReinvoiceLine.line_id.in_(lines))
    parts += [_matches(one) for one in choice.terms]
    return tuple(parts)


def in_state(state: str, today: date) -> ColumnElement[bool]:
    """Return what holds for the lines that stand so on a day (see `domain/reinvoicing/charged.state_on`)."""
    is_over = and_(ReinvoiceLine.held_until.is_not(None), ReinvoiceLine.held_until < today)
    if state == "flagged":
        return _FLAGGED
    if state == "open":
        return and_(_FLAGGED, or_(ReinvoiceLine.state == "open", is_over))
    if state == "held":
        return and_(_FLAGGED, ReinvoiceLine.state == "held", ~is_over)
    return ReinvoiceLine.state == state


def is_line(line_id: int) -> ColumnElement[bool]:
    """Return what holds for one line."""
    return ReinvoiceLine.line_id == line_id


def lines(session: Session, line_ids: Sequence[int]) -> list[Charged]:
    """Return some lines with the provider's own, in the order of the ids."""
    statement = select(ReinvoiceLine, DocumentLine).join(DocumentLine, DocumentLine.id == ReinvoiceLine.line_id)
    found = {row.line_id: (row, line) for row, line in session.execute(statement.where(_any_of(line_ids)))}
    return [found[one] for one in line_ids if one in found]


def of_partner(session: Session, partner_id: int, line_ids: Collection[int]) -> dict[int, Charged]:
    """Return those of some lines that a partner was charged, by number."""
    return {row.line_id: (row, line) for row, line in lines(session, list(line_ids)) if row.partner_id == partner_id}


def documents_of(session: Session, document_ids: Collection[int]) -> dict[int, Document]:
    """Return the provider's documents by number."""
    return {one.id: one for one in session.scalars(select(Document).where(Document.id.in_(document_ids)))}


def invoices_of(session: Session, billed_line_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Return id and printed number of the partner's invoices that hold some lines, by those lines' numbers."""
    statement = (
        select(ReinvoiceDocumentLine.id, ReinvoiceDocument.id, ReinvoiceDocument.number)
        .join(ReinvoiceDocument, ReinvoiceDocument.id == ReinvoiceDocumentLine.document_id)
        .where(ReinvoiceDocumentLine.id.in_(billed_line_ids))
    )
    return {line_id: (document_id, number) for line_id, document_id, number in session.execute(statement)}


def skus_charged(session: Session, partner_id: int, sku: str) -> bool:
    """Return whether a partner was ever charged for this kind of product."""
    statement = (
        select(literal(1))
        .select_from(ReinvoiceLine)
        .join(DocumentLine, DocumentLine.id == ReinvoiceLine.line_id)
        .where(ReinvoiceLine.partner_id == partner_id, DocumentLine.sku == sku)
    )
    return session.scalar(statement.limit(1)) is not None


def _any_of(line_ids: Collection[int]) -> ColumnElement[bool]:
    return ReinvoiceLine.line_id.in_(line_ids)


def _fewest(session: Session, choice: Choice) -> str:
    """Return an index along which few lines have to be looked at; empty where there is none."""
    own = ReinvoiceLine.partner_id == choice.partner_id
    if choice.state in {"open", "flagged"} and _counted(session, FLAGGED, own, _FLAGGED) <= FEW:
        return FLAGGED
    stored = "" if choice.state in {"open", "flagged"} else choice.state
    if stored and _counted(session, BY_STATE, own, ReinvoiceLine.state == stored) <= FEW:
        return BY_STATE
    days = [ReinvoiceLine.charged_on >= choice.first] if choice.first is not None else []
    days += [ReinvoiceLine.charged_on <= choice.last] if choice.last is not None else []
    return BY_DATE if days and _counted(session, BY_DATE, own, *days) <= FEW else ""


def _only_state(session: Session, choice: Choice) -> str:
    """Return the one stored state that all lines that are meant are in; empty where they may be in several."""
    if choice.state not in {"open", "flagged"}:
        return choice.state
    held = [ReinvoiceLine.partner_id == choice.partner_id, ReinvoiceLine.state == "held"]
    if choice.state == "open":
        held.append(ReinvoiceLine.held_until < choice.today)
    some = select(literal(1)).select_from(ReinvoiceLine).with_hint(ReinvoiceLine, f"INDEXED BY {BY_STATE}", "sqlite")
    return "" if session.scalar(some.where(*held).limit(1)) else "open"


def _counted(session: Session, index: str, *where: ColumnElement[bool]) -> int:
    some = select(literal(1)).select_from(ReinvoiceLine).where(*where).limit(FEW + 1)
    some = some.with_hint(ReinvoiceLine, f"INDEXED BY {index}", "sqlite")
    return session.scalar(select(func.count()).select_from(some.subquery("counted"))) or 0


def _matches(term: Term) -> ColumnElement[bool]:
    """Return what holds for the lines whose client or product is called so (see `domain/search`)."""
    called = _is_named(Organisation, term.text), _is_named(Product, term.text)
    client = exists().where(Organisation.id == ReinvoiceLine.client_id, called[0])
    product = exists().where(DocumentLine.id == ReinvoiceLine.line_id, Product.id == DocumentLine.product_id, called[1])
    parts: list[ColumnElement[bool]] = [client.correlate(ReinvoiceLine), product.correlate(ReinvoiceLine)]
    if term.skus:
        kind = exists().where(DocumentLine.id == ReinvoiceLine.line_id, DocumentLine.sku.in_(term.skus))
        parts.append(kind.correlate(ReinvoiceLine))
    return or_(*parts)


def _is_named(table: type[Organisation] | type[Product], text: str) -> ColumnElement[bool]:
    if is_short(text):
        return func.instr(table.name_starts, f" {text}") > 0
    return func.instr(table.name_folded, text) > 0
