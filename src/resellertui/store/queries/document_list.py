"""Which documents a list shows, newest first, and along which index they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from resellertui.domain.search import is_short
from resellertui.store.models import Document, Installation, Organisation
from resellertui.store.queries.portfolio.finding import text_query
from resellertui.store.queries.portfolio.windows import rows
from resellertui.store.queries.walks import Path

FEW = 2_000
"""Clients whose names match up to which their documents are looked up; beyond, each document is asked for its name."""

BY_HOLDER = "ix_documents_payer_id_holder_id_id"
BY_NUMBER = "sqlite_autoindex_documents_1"
"""Of the numbers, which are unique: the planner would rather go through all documents of the payer."""

KINDS = ("invoice", "credit_note")
TABS = ("active", "pending", "past")


@dataclass(frozen=True)
class Choice:
    """Which documents of a payer; all payers' where it is None."""

    payer_id: int | None
    state: str = ""
    since: date | None = None
    until: date | None = None
    terms: tuple[str, ...] = ()
    """What the name of the subscriptions' holder has to match."""
    kinds: tuple[str, ...] = ()
    """`invoice`, `credit_note`; both where it is empty."""
    about_id: int | None = None
    """Only what concerns this organisation: as the payer, or as the one whose subscriptions they are."""
    number: tuple[int, int] | None = None
    """Year and sequence, where the text is a number."""
    document_id: int | None = None


def path(session: Session, choice: Choice) -> Path:
    """Return how the list is read."""
    order, where = (Document.id,), _chosen(choice)
    if choice.number is not None or choice.document_id is not None:
        index = "" if choice.number is None else BY_NUMBER
        return Path(Document, index, order, (*where, *_named(choice)), descending=True, is_short=True)
    if choice.payer_id is None:
        return Path(Document, "", order, (*where, *_of_holder(choice)), descending=True, tests_rows=bool(choice.terms))
    holders = _holders(session, choice.payer_id, choice.terms)
    if holders is not None:
        chosen_ones = (*where, Document.holder_id.in_(holders))
        return Path(Document, BY_HOLDER, order, chosen_ones, descending=True, is_short=True)
    return Path(
        Document,
        "ix_documents_payer_id_state_id" if choice.state else "ix_documents_payer_id_id",
        order,
        (*where, *_of_holder(choice)),
        descending=True,
        tests_rows=bool(choice.terms),
    )


def is_document(document_id: int) -> ColumnElement[bool]:
    """Return what holds for one document."""
    return Document.id == document_id


def documents(session: Session, ids: Sequence[int]) -> list[Document]:
    """Return some documents, in the order of the ids."""
    found = {one.id: one for one in session.scalars(select(Document).where(Document.id.in_(ids)))}
    return [found[one] for one in ids if one in found]


def chosen(session: Session, choice: Choice) -> list[Document]:
    """Return all documents that are meant, newest first."""
    where = (*_chosen(choice), *_named(choice), *_of_holder(choice))
    return list(session.scalars(select(Document).where(*where).order_by(Document.id.desc())))


def documents_numbered(session: Session, year: int, sequence: int) -> list[Document]:
    """Return the documents of this number, an invoice and a credit note at most."""
    return list(session.scalars(select(Document).where(_numbered(year, sequence))))


def _numbered(year: int, sequence: int) -> ColumnElement[bool]:
    """Return what holds for the documents of a number; issuer and kind are said, or no index would find it."""
    return and_(
        Document.issuer_id.in_(select(Installation.provider_id)),
        Document.kind.in_(KINDS),
        Document.year == year,
        Document.sequence == sequence,
    )


def _chosen(choice: Choice) -> list[ColumnElement[bool]]:
    """Return what holds for the documents but for what the text says."""
    parts: list[ColumnElement[bool]] = []
    if choice.payer_id is not None:
        parts.append(Document.payer_id == choice.payer_id)
    if choice.about_id is not None:
        parts.append(or_(Document.holder_id == choice.about_id, Document.payer_id == choice.about_id))
    if choice.kinds:
        parts.append(Document.kind.in_(choice.kinds))
    if choice.state:
        parts.append(Document.state == choice.state)
    if choice.since is not None:
        parts.append(func.coalesce(Document.issued_on, Document.made_on) >= choice.since)
    if choice.until is not None:
        parts.append(func.coalesce(Document.issued_on, Document.made_on) <= choice.until)
    return parts


def _named(choice: Choice) -> list[ColumnElement[bool]]:
    if choice.number is not None:
        return [_numbered(*choice.number)]
    return [] if choice.document_id is None else [Document.id == choice.document_id]


def _of_holder(choice: Choice) -> list[ColumnElement[bool]]:
    if not choice.terms or choice.number is not None or choice.document_id is not None:
        return []
    named = exists().where(Organisation.id == Document.holder_id, *_is_named(choice.terms))
    return [named.correlate(Document)]


def _is_named(terms: Sequence[str]) -> list[ColumnElement[bool]]:
    """Return what holds where a name matches every term (see `domain/search`)."""
    texts = (
        (Organisation.name_starts, f" {one}") if is_short(one) else (Organisation.name_folded, one) for one in terms
    )
    return [func.instr(column, part) > 0 for column, part in texts]


def _holders(session: Session, payer_id: int, terms: Sequence[str]) -> list[int] | None:
    """Return the payer and its clients whose names match; None where they are many, or all are meant.

    A payer's documents are for its own subscriptions or for those of organisations that are or were its clients.
    """
    if not terms:
        return None
    found = text_query(terms, TABS, payer_id)
    candidates = rows(
        session,
        f"SELECT client_id FROM ({found.found('portfolio')} LIMIT ?) "  # noqa: S608  # our own words
        "CROSS JOIN portfolio_lines ON portfolio_lines.partnership_id = candidate",
        (found.query, FEW + 1),
    )
    if len(candidates) > FEW:
        return None
    ids = {payer_id, *(client_id for (client_id,) in candidates)}
    return sorted(session.scalars(select(Organisation.id).where(Organisation.id.in_(ids), *_is_named(terms))))
