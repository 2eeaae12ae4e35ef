"""Writing the ledger: transactions chained by keyed codes, and operations that are done once under their key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from resellertui.domain.errors import Conflict
from resellertui.domain.ledger import Account, AccountKind, Book, Event, Transfer
from resellertui.domain.money import Currency, Money
from resellertui.domain.wording import _
from resellertui.services.audit import GENESIS
from resellertui.services.unit import Unit
from resellertui.store.models import LedgerAccount, LedgerTransaction, LedgerTransfer, Operation
from resellertui.store.queries import ledger as queries
from resellertui.store.types import canonical, moment_text

DONE_UNDER_KEY = "operation.done"
"""The audit entry beside every operation that was done under a key."""


def book_of(unit: Unit) -> Book:
    """Return the provider's book."""
    return Book(unit.installation.provider_id)


def post(
    unit: Unit,
    event: Event,
    org_id: int,
    transfers: Sequence[Transfer],
    *,
    document_id: int | None = None,
    reference: str = "",
) -> int | None:
    """Write one transaction; the caller holds the write lock. Return its number, or None where nothing moves.

    Raises:
        DatabaseTrouble: this console lacks the key that chains the ledger.
        Refused: through the database's guard, where an account would fall below zero.
    """
    if not transfers:
        return None
    session = unit.session
    session.flush()  # what the transaction is about is written before it
    number, previous = queries.last_mac(session) or (0, GENESIS)
    row = LedgerTransaction(
        id=number + 1,
        at=unit.now,
        day=unit.written_on,
        kind=event.value,
        org_id=org_id,
        document_id=document_id,
        user_id=unit.actor.user_id,
        reference=reference,
        previous_mac=previous,
        mac="",
    )
    parts = [
        LedgerTransfer(
            transaction_id=row.id,
            debit_id=_account(unit, one.debit, one.amount.currency),
            credit_id=_account(unit, one.credit, one.amount.currency),
            amount=one.amount.minor,
            currency=one.amount.currency.value,
            line_id=one.line_id,
        )
        for one in transfers
    ]
    row.mac = mac_of(unit.audit_key, row, parts)
    queries.write(session, row, parts)
    return row.id


def mac_of(key: bytes, row: LedgerTransaction, transfers: Sequence[LedgerTransfer]) -> str:
    """Return the code that a transaction must have: over itself, its transfers and the code before it."""
    facts = [
        row.previous_mac,
        row.id,
        moment_text(row.at),
        row.day.isoformat(),
        row.kind,
        row.org_id,
        row.document_id,
        row.user_id,
        row.reference,
        [[one.debit_id, one.credit_id, one.amount, one.currency, one.line_id] for one in transfers],
    ]
    return hmac.new(key, ("ledger:" + canonical(facts)).encode(), hashlib.sha256).hexdigest()


def balance(unit: Unit, kind: AccountKind, org_id: int, currency: Currency) -> Money:
    """Return what stands on an organisation's account: credits less debits."""
    account_id = queries.account_id(unit.session, kind.value, org_id, currency.value, "")
    return Money(queries.balance_of(unit.session, account_id), currency)


def owed_by(unit: Unit, partner_id: int, currency: Currency) -> Money:
    """Return what a partner owes: cashback reversed beyond its balance."""
    return Money(-balance(unit, AccountKind.RECEIVABLE, partner_id, currency).minor, currency)


def _account(unit: Unit, account: Account, currency: Currency) -> int:
    found = queries.account_id(unit.session, account.kind.value, account.org_id, currency.value, account.detail)
    if found is not None:
        return found
    row = LedgerAccount(kind=account.kind.value, org_id=account.org_id, currency=currency.value, detail=account.detail)
    unit.session.add(row)
    unit.session.flush()  # transfers refer to it
    queries.note_account(unit.session, row)
    return row.id


def done_before(unit: Unit, key: str, kind: str, content: object) -> dict[str, Any] | None:
    """Return what was done under this key of the actor's organisation; None where nothing was, or without a key.

    Raises:
        Conflict: the key was used for something else.
    """
    if not key:
        return None
    found = queries.operation(unit.session, _key(unit, key))
    if found is None:
        return None
    if found.kind != kind or found.digest != _digest(content):
        raise Conflict(
            _("This key was used before, for something else."),
            _("Nothing was changed."),
            _("Use a new key for a new operation."),
        )
    return _result(found)


def result_under(unit: Unit, org_id: int, key: str) -> dict[str, Any] | None:
    """Return what an organisation did under a key, whatever it asked for; None where nothing was."""
    found = queries.operation(unit.session, _key_of(org_id, key))
    return None if found is None else _result(found)


def parts_done(unit: Unit, key: str, kind: str) -> list[str]:
    """Return what tells the parts of an operation that were done under a key of the actor's organisation."""
    return queries.keys_of_parts(unit.session, _key(unit, key), kind) if key else []


def remember(unit: Unit, key: str, kind: str, content: object, result: Mapping[str, Any]) -> None:
    """Note what was done under a key, so that it is not done twice; the audit proves that the note stays."""
    if key:
        _note(unit, _key(unit, key), kind, content, result)


def remember_of_job(unit: Unit, key: str, kind: str, content: object, result: Mapping[str, Any]) -> None:
    """Note what a job did, in whoever's name it runs; the key has a blank in it, as no organisation's begins with."""
    _note(unit, key, kind, content, result)


def _note(unit: Unit, key: str, kind: str, content: object, result: Mapping[str, Any]) -> None:
    row = Operation(key=key, kind=kind, digest=_digest(content), result=canonical(dict(result)), at=unit.now)
    unit.session.add(row)
    facts = {"key": row.key, "kind": row.kind, "digest": row.digest, "result": row.result}
    unit.record(DONE_UNDER_KEY, "operation", None, facts, for_org_id=unit.actor.org_id)


def _key(unit: Unit, key: str) -> str:
    return _key_of(unit.actor.org_id, key)


def _key_of(org_id: int | None, key: str) -> str:
    return f"{org_id}:{key}"


def _result(found: Operation) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(found.result)
    return result


def _digest(content: object) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()
