"""Where a transaction of the ledger, or what stands on a prepaid account, comes from."""

from __future__ import annotations

import re

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.ledger import Account, AccountKind, Event, event_label
from resellertui.domain.ledger_text import account_name
from resellertui.domain.money import Currency, Money
from resellertui.domain.wording import _, ngettext
from resellertui.formats import day
from resellertui.services.billing.explanation import Explanation, ExplanationPart, again_words
from resellertui.services.billing.posting import owed_by
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.billing.statement import visible_document
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import LedgerAccount, LedgerTransaction, LedgerTransfer
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import ledger as ledger_queries
from resellertui.store.queries import statement as queries
from resellertui.store.queries.statement import Choice

ACCOUNT = re.compile(r"PREPAID-([A-Z]{3})(?:-(ORG-[0-9]{1,18}))?", re.ASCII)
"""A prepaid account: one's own, as `PREPAID-CHF`; for the provider's staff anyone's, as `PREPAID-CHF-ORG-12`."""


def explain_transaction(unit: Unit, reference: str) -> Explanation:
    """Say what a transaction moved, for which record, and what stood on the prepaid account before and after.

    Raises:
        NotFound: none, or of another organisation's money.
    """
    number = parse_id(Kind.TRANSACTION, reference)
    row = None if number is None else queries.transaction(unit.session, number)
    if row is None:
        unit.may(Action.ACCOUNTING_VIEW, Stance(relation=Relation.OWN))
        raise not_found(reference)
    if not unit.may(Action.LEDGER_VIEW):
        allow_accounting(unit, Action.ACCOUNTING_VIEW, row.org_id, missing=reference)
    moved = queries.transfers(unit.session, row.id)
    accounts = {one.id: one for one in queries.accounts_of_transfers(unit.session, moved)}
    why, same = _why(unit, row, moved)
    stood, adds_up = _stood(unit, row, list(accounts.values()))
    parts = (
        ExplanationPart(title=_("What moved"), sentences=tuple(_transfer(one, accounts) for one in moved)),
        ExplanationPart(title=_("What for"), sentences=why),
        ExplanationPart(title=_("On the prepaid account"), sentences=stood),
    )
    return Explanation(
        id=show_id(Kind.TRANSACTION, row.id),
        title=_("TXN-{id} of {day}: {what}").format(id=row.id, day=day(row.day), what=event_label(Event(row.kind))),
        agrees=same and adds_up,
        parts=tuple(one for one in parts if one.sentences),
    )


def explain_account(unit: Unit, reference: str) -> Explanation:
    """Say what stands on a prepaid account: what each kind of transaction added to it or took from it.

    Raises:
        NotFound: nothing was ever posted to it, or it is another organisation's.
        Forbidden: no right to the accounting.
    """
    match = ACCOUNT.fullmatch(reference.strip().upper())
    assert match is not None  # noqa: S101  # the caller has looked
    code, owner = match[1], match[2]
    org_id = parse_id(Kind.ORGANISATION, owner) or 0 if owner else own_org(unit)
    if not (owner and unit.may(Action.LEDGER_VIEW)):
        allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id, missing=reference)
    account = ledger_queries.find_account(unit.session, AccountKind.PREPAID.value, org_id, code, "")
    if account is None:
        raise not_found(reference)
    currency, total, sentences = Currency(code), 0, []
    for kind, count, amount in queries.sums_by_kind(unit.session, account.id):
        total += amount
        sentences.append(
            ngettext(
                "{what}, {count} transaction: {amount} {currency}.",
                "{what}, {count} transactions: {amount} {currency}.",
                count,
            ).format(what=event_label(Event(kind)), count=count, amount=_signed(amount, currency), currency=code)
        )
    same = total == ledger_queries.balance_of(unit.session, account.id)
    sentences.append(_("Together: {amount} {currency}.").format(amount=Money(total, currency), currency=code))
    sentences.append(again_words(same=same))
    owed = owed_by(unit, org_id, currency)
    if owed.minor:
        sentences.append(
            _("{amount} {currency} of reversed cashback are owed besides: later cashback pays them first.").format(
                amount=owed, currency=code
            )
        )
    return Explanation(
        id=f"PREPAID-{code}",
        title=_("Prepaid account in {currency}").format(currency=code),
        agrees=same,
        parts=(ExplanationPart(title=_("What stands on it"), sentences=tuple(sentences)),),
    )


def _transfer(one: LedgerTransfer, accounts: dict[int, LedgerAccount]) -> str:
    return _("{debit} → {credit}, {amount} {currency}.").format(
        debit=_name(accounts[one.debit_id]),
        credit=_name(accounts[one.credit_id]),
        amount=Money(one.amount, Currency(one.currency)),
        currency=one.currency,
    )


def _name(row: LedgerAccount) -> str:
    return account_name(Account(AccountKind(row.kind), row.org_id, row.detail))


def _why(unit: Unit, row: LedgerTransaction, moved: list[LedgerTransfer]) -> tuple[tuple[str, ...], bool]:
    """Name the records that it belongs to, as far as the reader may know them, and whether they agree with it."""
    sentences, same = [], True
    together = sum(one.amount for one in moved)
    reference = visible_document(unit, row.document_id, row.org_id)
    document = billing_queries.document(unit.session, row.document_id) if row.document_id is not None else None
    if reference is not None:
        sentences.append(_("It belongs to {id}: explain {id} derives its amounts.").format(id=reference))
    if document is not None and row.kind in {Event.SETTLEMENT.value, Event.REFUND.value}:
        same = together == document.total
    for line_id in dict.fromkeys(one.line_id for one in moved if one.line_id is not None):
        cashback = billing_queries.cashback_of_line(unit.session, line_id)
        if cashback is None:
            continue
        amount = sum(one.amount for one in moved if one.line_id == line_id)
        if row.kind == Event.CASHBACK.value:
            same = same and amount == cashback.amount
        sentences.append(
            _("{amount} {currency} of it are of {id}: explain {id} derives it.").format(
                amount=Money(amount, Currency(cashback.currency)),
                currency=cashback.currency,
                id=show_id(Kind.CASHBACK, cashback.id),
            )
        )
    if row.reference:
        sentences.append(_("Its reference is “{reference}”.").format(reference=row.reference))
    if not sentences:
        sentences.append(_("It was recorded as such; there is nothing from which it could be derived."))
    return tuple(sentences), same


def _stood(unit: Unit, row: LedgerTransaction, accounts: list[LedgerAccount]) -> tuple[tuple[str, ...], bool]:
    """Say what stood on the prepaid account of whose money it is, before and after."""
    sentences = []
    for account in accounts:
        if account.kind != AccountKind.PREPAID.value or account.org_id != row.org_id:
            continue
        found = queries.window(unit.session, Choice(account.id, number=row.id), 0, 1)
        if not found:
            return (), False
        currency, entry = Currency(account.currency), found[0]
        sentences.append(
            _("{before} {sign} {amount} = {after} {currency}.").format(
                before=Money(entry.balance - entry.amount, currency),
                sign="−" if entry.amount < 0 else "+",
                amount=Money(abs(entry.amount), currency),
                after=Money(entry.balance, currency),
                currency=account.currency,
            )
        )
    return tuple(sentences), True


def _signed(amount: int, currency: Currency) -> str:
    return f"+{Money(amount, currency)}" if amount > 0 else f"−{Money(-amount, currency)}"
