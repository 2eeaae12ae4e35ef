"""Proving the ledger: its chain of codes, its balances, and that no prepaid account is below zero (rules: ledger)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from resellertui.domain.errors import ResellerError
from resellertui.domain.ledger import AccountKind, Event, event_label
from resellertui.domain.wording import _
from resellertui.services.audit import GENESIS
from resellertui.services.billing.posting import DONE_UNDER_KEY, mac_of
from resellertui.services.proofs.finding import MOST, Finding
from resellertui.services.unit import Unit, audit_key
from resellertui.store.queries import audit as audit_queries
from resellertui.store.queries import ledger as queries

AREA = "ledger"
OUTSIDE = {"prepaid.top_up": Event.TOP_UP, "prepaid.withdraw": Event.WITHDRAWAL}
"""The audit's actions of which each is one transaction."""
NEVER_NEGATIVE = frozenset({AccountKind.PREPAID.value, AccountKind.ADVANCE.value})


def findings(unit: Unit) -> list[Finding]:
    """Return what is wrong with the ledger."""
    found = [
        Finding(area=AREA, text=text)
        for text in _limited([*_balances(unit), *_chain(unit), *_owners(unit), *_done(unit)])
    ]
    return found


def _limited(texts: list[str]) -> list[str]:
    return texts if len(texts) <= MOST else [*texts[:MOST], _("There are more of this kind.")]


def _balances(unit: Unit) -> Iterator[str]:
    sums = queries.sums_of_transfers(unit.session)
    for account, debit, credit in queries.balances(unit.session):
        if (debit, credit) != sums.get(account.id, (0, 0)):
            yield _("The balance of account {id} is not the sum of its transfers.").format(id=account.id)
        if account.kind in NEVER_NEGATIVE and credit < debit:
            yield _("Account {id} ({kind}) is below zero.").format(id=account.id, kind=account.kind)


def _chain(unit: Unit) -> Iterator[str]:
    try:
        key = audit_key(unit.office, unit.installation)
    except ResellerError:
        return  # the proof of the audit says that the key is missing
    number, previous = 0, GENESIS
    for row, transfers in queries.transactions(unit.session):
        number += 1
        if row.id != number:
            yield _("Transactions {first} to {last} are missing.").format(first=number, last=row.id - 1)
            number = row.id
        elif row.previous_mac != previous:
            yield _("Transaction {id} does not follow the one before it.").format(id=row.id)
        if not transfers:
            yield _("Transaction {id} has no transfers.").format(id=row.id)
        if mac_of(key, row, transfers) != row.mac:
            yield _("Transaction {id} has been edited.").format(id=row.id)
        previous = row.mac


def _owners(unit: Unit) -> Iterator[str]:
    for number in queries.misplaced(unit.session):
        yield _("Transaction {id} moves another's money than it says, or another currency.").format(id=number)
    for number in queries.of_others(unit.session):
        yield _("Transaction {id} is about a document of another payer.").format(id=number)


def _done(unit: Unit) -> Iterator[str]:
    """Compare with the audit, which nobody can edit unseen: what was done under keys, and money from and to outside."""
    kept = queries.operations(unit.session)
    for text in audit_queries.values_of(unit.session, DONE_UNDER_KEY):
        try:
            noted = json.loads(text)
            key, wanted = noted["key"], (noted["kind"], noted["digest"], noted["result"])
        except (ValueError, TypeError, KeyError):
            continue  # the proof of the audit says that it was edited
        if kept.get(key) != wanted:
            yield _("What was done under the key “{key}” is missing, or has been edited.").format(key=key)
    audited, posted = audit_queries.counts(unit.session, list(OUTSIDE)), queries.counts(unit.session)
    for action, kind in OUTSIDE.items():
        if audited.get(action, 0) != posted.get(kind.value, 0):
            yield _("The audit tells of {told} entries of “{kind}”, and the ledger of {held}.").format(
                told=audited.get(action, 0), kind=event_label(kind), held=posted.get(kind.value, 0)
            )
