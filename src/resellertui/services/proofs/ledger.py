"""Proving the ledger: its chain of codes, its balances, and that no prepaid account is below zero (rules: ledger)."""

from __future__ import annotations

from collections.abc import Iterator

from resellertui.domain.errors import ResellerError
from resellertui.domain.ledger import AccountKind
from resellertui.domain.wording import _
from resellertui.services.audit import GENESIS
from resellertui.services.billing.posting import mac_of
from resellertui.services.proofs.finding import MOST, Finding
from resellertui.services.unit import Unit, audit_key
from resellertui.store.queries import ledger as queries

AREA = "ledger"
NEVER_NEGATIVE = frozenset({AccountKind.PREPAID.value, AccountKind.ADVANCE.value})


def findings(unit: Unit) -> list[Finding]:
    """Return what is wrong with the ledger."""
    found = [Finding(area=AREA, text=text) for text in _limited([*_balances(unit), *_chain(unit)])]
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
