"""The ledger as text for other programs: hledger, Beancount, CSV and JSON lines. A debit is positive.

Whatever comes from data is written so that it can't end the string, line or name that it stands in.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from resellertui.domain.client_file.formulas import defuse
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.ledger import Account, AccountKind
from resellertui.domain.money import Currency, Money

EPOCH = "1970-01-01"
"""When Beancount's accounts open: before any entry, whatever order the days come in."""

_PARENT = {
    AccountKind.BANK: "assets",
    AccountKind.CARD: "assets",
    AccountKind.RECEIVABLE: "assets",
    AccountKind.PREPAID: "liabilities",
    AccountKind.ADVANCE: "liabilities",
    AccountKind.VAT: "liabilities",
    AccountKind.REVENUE: "income",
    AccountKind.CASHBACK: "expenses",
}
_OF_ORGANISATIONS = {AccountKind.PREPAID, AccountKind.ADVANCE, AccountKind.RECEIVABLE}


class Format(StrEnum):
    """How a ledger is written."""

    HLEDGER = "hledger"
    BEANCOUNT = "beancount"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True)
class Posted:
    """A transaction with its transfers, whose accounts are apart from their currency."""

    id: str
    day: date
    kind: str
    reference: str
    transfers: tuple[tuple[Account, Account, Money], ...]
    """Debit, credit, amount."""


def account_name(account: Account) -> str:
    """Return what an account is called, as in `liabilities:prepaid:ORG-12`."""
    parts = [_PARENT[account.kind], account.kind.value]
    if account.kind in _OF_ORGANISATIONS:
        parts.append(show_id(Kind.ORGANISATION, account.org_id))
    if account.detail:
        parts.append(_part(account.detail))
    return ":".join(parts)


def beancount_name(account: Account) -> str:
    """Return the same as Beancount wants it: each part begins with a capital letter or a digit."""
    return ":".join(part[:1].upper() + part[1:] for part in account_name(account).split(":"))


def write(form: Format, accounts: Sequence[tuple[Account, Currency]], posted: Iterable[Posted]) -> Iterator[str]:
    """Give the text piece by piece."""
    return {Format.HLEDGER: _hledger, Format.BEANCOUNT: _beancount, Format.CSV: _csv, Format.JSON: _json}[form](
        accounts, posted
    )


def _part(text: str) -> str:
    """Return a part of a name: other characters become their number, so that two names never become one."""
    return re.sub(r"[^A-Za-z0-9]", lambda found: f"0x{ord(found[0]):X}", text)


def _line(text: str) -> str:
    """Return text on one line, without control characters."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _postings(one: Posted) -> Iterator[tuple[Account, str]]:
    for debit, credit, amount in one.transfers:
        yield debit, f"{amount} {amount.currency.value}"
        yield credit, f"-{amount} {amount.currency.value}"


def _hledger(accounts: Sequence[tuple[Account, Currency]], posted: Iterable[Posted]) -> Iterator[str]:
    yield "decimal-mark .\n"
    for currency in sorted({currency for _account, currency in accounts}):
        yield f"commodity 1000.{'0' * currency.exponent} {currency.value}\n"
    for name in sorted({account_name(account) for account, _currency in accounts}):
        yield f"account {name}\n"
    for one in posted:
        # A semicolon begins a comment, and a bar parts payee and note.
        said = _line(f"{one.kind} {one.reference}").replace(";", ",").replace("|", "/")
        yield f"\n{one.day.isoformat()} ({one.id}) {said}\n"
        for account, amount in _postings(one):
            yield f"    {account_name(account)}  {amount}\n"


def _beancount(accounts: Sequence[tuple[Account, Currency]], posted: Iterable[Posted]) -> Iterator[str]:
    for name in sorted({beancount_name(account) for account, _currency in accounts}):
        yield f"{EPOCH} open {name}\n"
    for one in posted:
        yield f"\n{one.day.isoformat()} * {_quoted(one.kind)} {_quoted(one.reference)}\n  id: {_quoted(one.id)}\n"
        for account, amount in _postings(one):
            yield f"  {beancount_name(account)}  {amount}\n"


def _quoted(text: str) -> str:
    return '"' + _line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _csv(_accounts: Sequence[tuple[Account, Currency]], posted: Iterable[Posted]) -> Iterator[str]:
    yield _row(("transaction", "day", "kind", "debit", "credit", "amount", "currency", "reference"))
    for one in posted:
        for debit, credit, amount in one.transfers:
            names = account_name(debit), account_name(credit)
            facts = one.id, one.day.isoformat(), one.kind, *names, str(amount), amount.currency.value
            yield _row((*facts, defuse(_line(one.reference))))


def _row(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _json(_accounts: Sequence[tuple[Account, Currency]], posted: Iterable[Posted]) -> Iterator[str]:
    """One document, a transaction a line."""
    yield '{"transactions":['
    before = "\n"
    for one in posted:
        facts = {
            "id": one.id,
            "day": one.day.isoformat(),
            "kind": one.kind,
            "reference": one.reference,
            "transfers": [
                {
                    "debit": account_name(debit),
                    "credit": account_name(credit),
                    "amount": str(amount),
                    "currency": amount.currency.value,
                }
                for debit, credit, amount in one.transfers
            ],
        }
        yield before + json.dumps(facts)
        before = ",\n"
    yield "\n]}\n"
