"""The ledger: accounts, and transactions made of transfers. Nothing in it is ever updated or deleted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Id, Model, Moment, Name, Word


class LedgerAccount(Model):
    """One account, of the provider or of one organisation with the provider, in one currency."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (UniqueConstraint("kind", "org_id", "currency", "detail"),)

    id: Mapped[Id]
    kind: Mapped[Word]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Word]
    detail: Mapped[Word]
    """What tells accounts of one kind apart: the country of a VAT account; empty for most."""


class LedgerTransaction(Model):
    """Transfers that belong together, with what caused them; chained by keyed codes as the audit entries are."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (Index(None, "org_id", "id"), Index(None, "document_id"))

    id: Mapped[Id]
    at: Mapped[Moment]
    day: Mapped[date]
    kind: Mapped[Word]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    """Whose money moves."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None for what a job did."""
    reference: Mapped[Name]
    """Of a payment from outside: what identifies it at the bank."""
    previous_mac: Mapped[str]
    mac: Mapped[str]


class LedgerTransfer(Model):
    """An amount, in minor units, from one account to another of the same currency."""

    __tablename__ = "ledger_transfers"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
        Index(None, "transaction_id"),
        Index(None, "debit_id", "id"),
        Index(None, "credit_id", "id"),
    )

    id: Mapped[Id]
    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transactions.id"))
    debit_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"))
    credit_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"))
    amount: Mapped[int]
    currency: Mapped[Word]
    line_id: Mapped[int | None] = mapped_column(ForeignKey("document_lines.id"))
    """The line whose cashback it is."""


class LedgerBalance(Model):
    """What was debited and credited to an account so far: kept by triggers, never written by the program."""

    __tablename__ = "ledger_balances"

    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"), primary_key=True)
    debit: Mapped[int]
    credit: Mapped[int]


class Operation(Model):
    """An act on money that was done once under a key: done again under it, it changes nothing."""

    __tablename__ = "operations"

    key: Mapped[str] = mapped_column(primary_key=True)
    """The organisation's number and the key that its form or script made."""
    kind: Mapped[Word]
    digest: Mapped[str]
    """Of everything that was asked for: the same key with another content is a conflict."""
    result: Mapped[str]
    """What it did, as JSON: ids to answer with again."""
    at: Mapped[Moment]
