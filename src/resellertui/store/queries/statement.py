"""The statement of one account: what each transaction did to it and what stood on it then, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from resellertui.store.models import LedgerAccount, LedgerTransaction, LedgerTransfer


@dataclass(frozen=True)
class Choice:
    """Which entries of an account."""

    account_id: int
    number: int | None = None
    """Of a transaction."""
    document_id: int | None = None
    text: str = ""
    """A part of the reference."""
    kinds: tuple[str, ...] = ()
    """Kinds of transaction that the text means too."""
    amount: int | None = None
    """An amount, with either sign, that the text means too."""
    day: str = ""
    """The beginning of the day: `2026`, `2026-11`, `2026-11-30`."""
    newer_than: int | None = None
    older_than: int | None = None


class Entry(NamedTuple):
    """What one transaction did to the account."""

    transaction: LedgerTransaction
    amount: int
    """Signed: credits less debits."""
    balance: int
    """What stood on the account after it."""


def window(session: Session, choice: Choice, offset: int, limit: int, *, oldest_first: bool = False) -> list[Entry]:
    """Return a part of the entries, newest first."""
    sums = _running(choice.account_id)
    order = LedgerTransaction.id.asc() if oldest_first else LedgerTransaction.id.desc()
    statement = (
        select(LedgerTransaction, sums.c.amount, sums.c.balance)
        .join(sums, sums.c.number == LedgerTransaction.id)
        .where(*_chosen(choice, sums))
        .order_by(order)
    )
    return [Entry(*row) for row in session.execute(statement.offset(offset).limit(limit))]


def count(session: Session, choice: Choice) -> int:
    """Return how many entries are meant."""
    sums = _running(choice.account_id)
    statement = (
        select(func.count())
        .select_from(LedgerTransaction)
        .join(sums, sums.c.number == LedgerTransaction.id)
        .where(*_chosen(choice, sums))
    )
    return session.scalar(statement) or 0


def place(session: Session, choice: Choice, number: int, *, oldest_first: bool = False) -> int | None:
    """Return where a transaction is among the entries that are meant, or None."""
    if not count(session, replace(choice, newer_than=number - 1, older_than=number + 1)):
        return None
    before = replace(choice, older_than=number) if oldest_first else replace(choice, newer_than=number)
    return count(session, before)


def sums_by_kind(session: Session, account_id: int) -> list[tuple[str, int, int]]:
    """Return what each kind of transaction did to an account: how many there were, and their signed sum."""
    sums = _running(account_id)
    rows = session.execute(
        select(LedgerTransaction.kind, func.count(), func.sum(sums.c.amount))
        .join(sums, sums.c.number == LedgerTransaction.id)
        .group_by(LedgerTransaction.kind)
        .order_by(func.min(LedgerTransaction.id))
    )
    return [(row[0], row[1], row[2]) for row in rows]


def transaction(session: Session, number: int) -> LedgerTransaction | None:
    """Return a transaction."""
    return session.get(LedgerTransaction, number)


def transfers(session: Session, number: int) -> list[LedgerTransfer]:
    """Return the transfers of a transaction, in order."""
    return list(
        session.scalars(
            select(LedgerTransfer).where(LedgerTransfer.transaction_id == number).order_by(LedgerTransfer.id)
        )
    )


def accounts_of_transfers(session: Session, moved: Sequence[LedgerTransfer]) -> list[LedgerAccount]:
    """Return the accounts between which transfers move."""
    numbers = {one.debit_id for one in moved} | {one.credit_id for one in moved}
    return list(session.scalars(select(LedgerAccount).where(LedgerAccount.id.in_(numbers)).order_by(LedgerAccount.id)))


def _running(account_id: int) -> Any:
    """Return each transaction's signed amount on an account, with the running balance, as a subquery."""
    columns = LedgerTransfer.transaction_id
    moves = union_all(
        select(columns.label("number"), LedgerTransfer.amount.label("amount")).where(
            LedgerTransfer.credit_id == account_id
        ),
        select(columns.label("number"), (literal(0) - LedgerTransfer.amount).label("amount")).where(
            LedgerTransfer.debit_id == account_id
        ),
    ).subquery("moves")
    each = (
        select(moves.c.number, func.sum(moves.c.amount).label("amount")).group_by(moves.c.number).subquery("each_one")
    )
    return select(
        each.c.number, each.c.amount, func.sum(each.c.amount).over(order_by=each.c.number).label("balance")
    ).subquery("sums")


def _chosen(choice: Choice, sums: Any) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if choice.number is not None:
        parts.append(LedgerTransaction.id == choice.number)
    if choice.document_id is not None:
        parts.append(LedgerTransaction.document_id == choice.document_id)
    if choice.day:
        parts.append(func.substr(LedgerTransaction.day, 1, len(choice.day)) == choice.day)
    if choice.text:
        means: list[ColumnElement[bool]] = [
            LedgerTransaction.reference.contains(choice.text, autoescape=True),
            LedgerTransaction.kind.in_(choice.kinds),
        ]
        if choice.amount is not None:
            means.append(func.abs(sums.c.amount) == choice.amount)
        parts.append(or_(*means))
    if choice.newer_than is not None:
        parts.append(LedgerTransaction.id > choice.newer_than)
    if choice.older_than is not None:
        parts.append(LedgerTransaction.id < choice.older_than)
    return parts
