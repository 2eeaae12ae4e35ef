"""The entries of a prepaid account as a list reads them: page by page, with what stood on it after each."""

from __future__ import annotations

import re

from resellertui.domain.errors import Invalid
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.ledger import Event, event_label
from resellertui.domain.money import Currency, Money
from resellertui.domain.text import fold
from resellertui.services.billing.views import EntryView, Statement
from resellertui.services.inputs import Input, Sought
from resellertui.services.unit import Unit
from resellertui.store.models import LedgerAccount
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import statement as queries
from resellertui.store.queries.statement import Choice, Entry

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)


class StatementQuery(Input):
    """Which entries a list shows."""

    text: Sought = ""
    """A day or its beginning (`2026-11`), an id (`TXN-7`, `INV-12`, `CN-3`), an amount, or a part of what moved and of
    the reference."""
    backwards: bool = False
    """Whether the oldest come first."""


EVERYTHING: StatementQuery = StatementQuery.of()


def statement(unit: Unit, account: LedgerAccount, query: StatementQuery, offset: int, limit: int) -> Statement:
    """Return a part of an account's entries, newest first; the caller has asked the policy."""
    choice = _choice(account, query)
    found = queries.window(unit.session, choice, offset, limit, oldest_first=query.backwards)
    rows = tuple(_row(unit, account, one) for one in found)
    return Statement(total=queries.count(unit.session, choice), offset=offset, rows=rows)


def place(unit: Unit, account: LedgerAccount, query: StatementQuery, reference: str) -> int | None:
    """Return where an entry is in the list, by its transaction's id; None where it is not in it."""
    number = parse_id(Kind.TRANSACTION, reference)
    if number is None:
        return None
    return queries.place(unit.session, _choice(account, query), number, oldest_first=query.backwards)


def first_of(unit: Unit, account: LedgerAccount, query: StatementQuery, typed: str) -> int | None:
    """Return where the first entry is that a text means, as a filter would; None where none is in the list."""
    typed_query: StatementQuery = query.model_copy(update={"text": typed})
    found = queries.window(unit.session, _choice(account, typed_query), 0, 1, oldest_first=query.backwards)
    return place(unit, account, query, show_id(Kind.TRANSACTION, found[0].transaction.id)) if found else None


def _choice(account: LedgerAccount, query: StatementQuery) -> Choice:
    text = query.text.strip()
    if _DAY.fullmatch(text):
        return Choice(account.id, day=text)
    prefix = text.partition("-")[0].upper()
    if prefix == Kind.TRANSACTION.value and (number := parse_id(Kind.TRANSACTION, text)) is not None:
        return Choice(account.id, number=number)
    for kind in (Kind.INVOICE, Kind.CREDIT_NOTE):
        if prefix == kind.value and (number := parse_id(kind, text)) is not None:
            return Choice(account.id, document_id=number)
    kinds = tuple(one.value for one in Event if text and fold(text) in fold(event_label(one)))
    return Choice(account.id, text=text, kinds=kinds, amount=_amount(text, account))


def _amount(text: str, account: LedgerAccount) -> int | None:
    try:
        return abs(Money.parse(text, account.currency).minor)
    except Invalid:
        return None


def _row(unit: Unit, account: LedgerAccount, one: Entry) -> EntryView:
    row, currency = one.transaction, Currency(account.currency)
    return EntryView(
        transaction_id=show_id(Kind.TRANSACTION, row.id),
        at=row.at,
        kind=row.kind,
        text=event_label(Event(row.kind)),
        amount=str(Money(one.amount, currency)),
        balance=str(Money(one.balance, currency)),
        document_id=visible_document(unit, row.document_id, account.org_id),
        reference=row.reference,
    )


def visible_document(unit: Unit, document_id: int | None, org_id: int) -> str | None:
    """Return a document's id where it is the reader's own: cashback may come from another's invoice."""
    row = billing_queries.document(unit.session, document_id) if document_id is not None else None
    if row is None or row.payer_id != org_id:
        return None
    return show_id(Kind.INVOICE if row.kind == "invoice" else Kind.CREDIT_NOTE, row.id)
