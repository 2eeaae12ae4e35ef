"""The ledger's accounts, transactions and balances, and the operations done under a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from resellertui.store.models import (
    Document,
    LedgerAccount,
    LedgerBalance,
    LedgerTransaction,
    LedgerTransfer,
    Operation,
)
from resellertui.store.plain_rows import insert_row, insert_rows


class Balance(NamedTuple):
    """An account with what was debited and credited to it."""

    account: LedgerAccount
    debit: int
    credit: int


class Entry(NamedTuple):
    """A transfer as an explanation names it."""

    id: int
    """Of its transaction."""
    day: date
    kind: str
    debit: str
    credit: str
    amount: int
    currency: str


def find_account(session: Session, kind: str, org_id: int, currency: str, detail: str) -> LedgerAccount | None:
    """Return an account, or None where nothing was ever posted to it."""
    return session.scalar(
        select(LedgerAccount).where(
            LedgerAccount.kind == kind,
            LedgerAccount.org_id == org_id,
            LedgerAccount.currency == currency,
            LedgerAccount.detail == detail,
        )
    )


_WRITTEN = "ledger_head"
"""Under this a session remembers the transaction it has written last."""

_ACCOUNT = select(LedgerAccount.id).where(
    LedgerAccount.kind == bindparam("kind"),
    LedgerAccount.org_id == bindparam("org"),
    LedgerAccount.currency == bindparam("currency"),
    LedgerAccount.detail == bindparam("detail"),
)


def account_id(session: Session, kind: str, org_id: int, currency: str, detail: str) -> int | None:
    """Return an account's number, or None where nothing was ever posted to it; looked up once in a transaction."""
    known = _known_accounts(session)
    place = (kind, org_id, currency, detail)
    if place in known:
        return known[place]
    values = {"kind": kind, "org": org_id, "currency": currency, "detail": detail}
    found = session.scalar(_ACCOUNT, values)
    if not session.in_nested_transaction():  # nothing that may be taken back is kept
        known[place] = found
    return found


def note_account(session: Session, row: LedgerAccount) -> None:
    """Know an account that this transaction has made."""
    place = (row.kind, row.org_id, row.currency, row.detail)
    _known_accounts(session).pop(place, None)
    if not session.in_nested_transaction():
        _known_accounts(session)[place] = row.id


def _known_accounts(session: Session) -> dict[tuple[str, int, str, str], int | None]:
    found: dict[tuple[str, int, str, str], int | None] = session.info.setdefault("ledger_accounts", {})
    return found


def write(session: Session, row: LedgerTransaction, transfers: Sequence[LedgerTransfer]) -> None:
    """Write a transaction with its transfers, past the object mapper: nothing reads them as objects again."""
    insert_row(session, row)
    insert_rows(session, transfers)
    session.info.pop(_WRITTEN, None)
    if not session.in_nested_transaction():  # nothing that may be taken back is kept
        session.info[_WRITTEN] = (row.id, row.mac)


_BALANCE = select(LedgerBalance.debit, LedgerBalance.credit).where(LedgerBalance.account_id == bindparam("account"))


def balance_of(session: Session, account_id: int | None) -> int:
    """Return credits less debits of an account; 0 for one that does not exist."""
    if account_id is None:
        return 0
    row = session.execute(_BALANCE, {"account": account_id}).first()
    return 0 if row is None else row.credit - row.debit


def balances(session: Session) -> list[Balance]:
    """Return every account with its balance."""
    rows = session.execute(
        select(LedgerAccount, func.coalesce(LedgerBalance.debit, 0), func.coalesce(LedgerBalance.credit, 0))
        .outerjoin(LedgerBalance, LedgerBalance.account_id == LedgerAccount.id)
        .order_by(LedgerAccount.kind, LedgerAccount.org_id, LedgerAccount.currency, LedgerAccount.detail)
    )
    return [Balance(row[0], row[1], row[2]) for row in rows]


def sums_of_transfers(session: Session) -> dict[int, tuple[int, int]]:
    """Return debits and credits of each account as the transfers add up."""
    found: dict[int, tuple[int, int]] = {}
    for column, place in ((LedgerTransfer.debit_id, 0), (LedgerTransfer.credit_id, 1)):
        for number, amount in session.execute(select(column, func.sum(LedgerTransfer.amount)).group_by(column)):
            sums = [*found.get(number, (0, 0))]
            sums[place] = amount
            found[number] = (sums[0], sums[1])
    return found


def settled(session: Session) -> dict[int, dict[str, int]]:
    """Return what settlements and refunds have moved for each document: revenue under "", VAT under its country."""
    rows = session.execute(
        select(LedgerTransaction.document_id, LedgerAccount.detail, func.sum(LedgerTransfer.amount))
        .join(LedgerTransfer, LedgerTransfer.transaction_id == LedgerTransaction.id)
        .join(LedgerAccount, LedgerAccount.id.in_((LedgerTransfer.debit_id, LedgerTransfer.credit_id)))
        .where(
            LedgerTransaction.kind.in_(("settlement", "refund")),
            LedgerTransaction.document_id.is_not(None),
            LedgerAccount.kind.in_(("revenue", "vat")),
        )
        .group_by(LedgerTransaction.document_id, LedgerAccount.detail)
    )
    found: dict[int, dict[str, int]] = {}
    for document_id, detail, amount in rows:
        found.setdefault(document_id or 0, {})[detail] = amount
    return found


def earned(session: Session) -> dict[int, int]:
    """Return how much cashback each line has brought, less what was reversed."""
    rows = session.execute(
        select(LedgerTransfer.line_id, LedgerTransaction.kind, func.sum(LedgerTransfer.amount))
        .join(LedgerTransaction, LedgerTransaction.id == LedgerTransfer.transaction_id)
        .where(LedgerTransfer.line_id.is_not(None))
        .group_by(LedgerTransfer.line_id, LedgerTransaction.kind)
    )
    found: dict[int, int] = {}
    for line_id, kind, amount in rows:
        found[line_id or 0] = found.get(line_id or 0, 0) + (amount if kind == "cashback" else -amount)
    return found


def misplaced(session: Session) -> list[int]:
    """Return the transactions that move another's money than they say, or in another currency than an account's."""
    rows = session.scalars(
        select(LedgerTransaction.id)
        .join(LedgerTransfer, LedgerTransfer.transaction_id == LedgerTransaction.id)
        .join(LedgerAccount, LedgerAccount.id.in_((LedgerTransfer.debit_id, LedgerTransfer.credit_id)))
        .where(
            or_(
                LedgerAccount.currency != LedgerTransfer.currency,
                LedgerAccount.kind.in_(("prepaid", "advance", "receivable"))
                & (LedgerAccount.org_id != LedgerTransaction.org_id),
            )
        )
        .distinct()
        .order_by(LedgerTransaction.id)
    )
    return list(rows)


def of_others(session: Session) -> list[int]:
    """Return the transactions about a document that move another's money than its payer's, cashback aside."""
    rows = session.scalars(
        select(LedgerTransaction.id)
        .join(Document, Document.id == LedgerTransaction.document_id)
        .where(
            LedgerTransaction.kind.in_(("payment", "settlement", "return", "refund")),
            Document.payer_id != LedgerTransaction.org_id,
        )
        .order_by(LedgerTransaction.id)
    )
    return list(rows)


def counts(session: Session) -> dict[str, int]:
    """Return how many transactions there are of each kind."""
    rows = session.execute(select(LedgerTransaction.kind, func.count()).group_by(LedgerTransaction.kind))
    return {row[0]: row[1] for row in rows}


_LAST = select(LedgerTransaction.id, LedgerTransaction.mac).order_by(LedgerTransaction.id.desc()).limit(1)


def last_mac(session: Session) -> tuple[int, str] | None:
    """Return number and code of the newest transaction."""
    known: tuple[int, str] | None = session.info.get(_WRITTEN)
    if known is not None:
        return known
    row = session.execute(_LAST).first()
    return None if row is None else (row.id, row.mac)


def transactions(session: Session) -> Iterator[tuple[LedgerTransaction, list[LedgerTransfer]]]:
    """Give every transaction with its transfers, in order, a thousand at a time."""
    after = 0
    while True:
        rows = session.scalars(
            select(LedgerTransaction).where(LedgerTransaction.id > after).order_by(LedgerTransaction.id).limit(1000)
        ).all()
        if not rows:
            return
        after = rows[-1].id
        parts: dict[int, list[LedgerTransfer]] = {}
        for one in session.scalars(
            select(LedgerTransfer)
            .where(LedgerTransfer.transaction_id >= rows[0].id, LedgerTransfer.transaction_id <= after)
            .order_by(LedgerTransfer.id)
        ):
            parts.setdefault(one.transaction_id, []).append(one)
        for row in rows:
            yield row, parts.get(row.id, [])


def entries(session: Session, document_id: int | None, line_id: int | None) -> list[Entry]:
    """Return the transfers of a document but for cashback, which is its partner's; or those of a line's cashback."""
    debit, credit = aliased(LedgerAccount), aliased(LedgerAccount)
    statement = (
        select(
            LedgerTransaction.id,
            LedgerTransaction.day,
            LedgerTransaction.kind,
            debit.kind,
            credit.kind,
            LedgerTransfer.amount,
            LedgerTransfer.currency,
        )
        .join(LedgerTransaction, LedgerTransaction.id == LedgerTransfer.transaction_id)
        .join(debit, debit.id == LedgerTransfer.debit_id)
        .join(credit, credit.id == LedgerTransfer.credit_id)
        .order_by(LedgerTransfer.id)
    )
    if line_id is not None:
        statement = statement.where(LedgerTransfer.line_id == line_id)
    else:
        statement = statement.where(LedgerTransaction.document_id == document_id, LedgerTransfer.line_id.is_(None))
    return [Entry(*row) for row in session.execute(statement)]


def accounts_of(session: Session, org_id: int, kind: str) -> list[LedgerAccount]:
    """Return an organisation's accounts of a kind, by currency."""
    return list(
        session.scalars(
            select(LedgerAccount)
            .where(LedgerAccount.org_id == org_id, LedgerAccount.kind == kind)
            .order_by(LedgerAccount.currency)
        )
    )


def operations(session: Session) -> dict[str, tuple[str, str, str]]:
    """Return kind, digest and result of everything that was done under a key."""
    rows = session.execute(select(Operation.key, Operation.kind, Operation.digest, Operation.result))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def keys_of_parts(session: Session, key: str, kind: str) -> list[str]:
    """Return what follows a key and a colon in the keys of what was done in parts under it."""
    begin, end = f"{key}:", f"{key};"  # the sign after the colon
    statement = select(Operation.key).where(Operation.key > begin, Operation.key < end, Operation.kind == kind)
    return [one.removeprefix(begin) for one in session.scalars(statement.order_by(Operation.key))]


def operation(session: Session, key: str) -> Operation | None:
    """Return what was done under a key."""
    return session.get(Operation, key)
