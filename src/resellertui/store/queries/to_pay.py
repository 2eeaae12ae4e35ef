"""What an organisation has to pay: in pages, what is due first coming first, and its sums by currency."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from resellertui.store.models import Document, Organisation


@dataclass(frozen=True)
class Choice:
    """Which of a payer's pro formas."""

    payer_id: int
    document_id: int | None = None
    text: str = ""
    """Folded: a part of the name of whoever the subscriptions are for."""


def window(
    session: Session, choice: Choice, offset: int, limit: int, *, last_first: bool = False
) -> Sequence[Document]:
    """Return a part of what is to pay."""
    order = (Document.due_on.desc(), Document.id.desc()) if last_first else (Document.due_on, Document.id)
    statement = select(Document).where(*_chosen(choice)).order_by(*order).offset(offset).limit(limit)
    return session.scalars(statement).all()


def count(session: Session, choice: Choice) -> int:
    """Return how many there are."""
    return session.scalar(select(func.count(Document.id)).where(*_chosen(choice))) or 0


def place(session: Session, choice: Choice, document_id: int, *, last_first: bool = False) -> int | None:
    """Return where a document is among them, or None."""
    one = session.scalar(select(Document).where(*_chosen(choice), Document.id == document_id))
    if one is None:
        return None
    before = or_(Document.due_on < one.due_on, and_(Document.due_on == one.due_on, Document.id < one.id))
    after = or_(Document.due_on > one.due_on, and_(Document.due_on == one.due_on, Document.id > one.id))
    statement = select(func.count(Document.id)).where(*_chosen(choice), after if last_first else before)
    return session.scalar(statement) or 0


def those(session: Session, payer_id: int, numbers: Collection[int]) -> Sequence[Document]:
    """Return those of some documents that are to pay, what is due first coming first."""
    statement = select(Document).where(*_chosen(Choice(payer_id)), Document.id.in_(numbers))
    return session.scalars(statement.order_by(Document.due_on, Document.id)).all()


def sums(
    session: Session, choice: Choice | None, payer_id: int, numbers: Collection[int], besides: Collection[int]
) -> list[tuple[str, int, int]]:
    """Return currency, count and what is due of those chosen but for some, and of some others by number."""
    meant: list[ColumnElement[bool]] = [Document.id.in_(numbers)]
    if choice is not None:
        meant.append(and_(*_chosen(choice), Document.id.not_in(besides)))
    rows = session.execute(
        select(Document.currency, func.count(Document.id), func.sum(Document.total - Document.paid))
        .where(*_chosen(Choice(payer_id)), or_(*meant))
        .group_by(Document.currency)
        .order_by(Document.currency)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _chosen(choice: Choice) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = [Document.payer_id == choice.payer_id, Document.state == "to_pay"]
    if choice.document_id is not None:
        parts.append(Document.id == choice.document_id)
    elif choice.text:
        named = exists().where(
            Organisation.id == Document.holder_id, Organisation.name_folded.contains(choice.text, autoescape=True)
        )
        parts.append(named.correlate(Document))
    return parts
