"""The provider's double-entry book: its accounts, and the transfers that each event of money is made of.

A transfer debits one account and credits another with the same amount, so that every transaction is balanced by
construction. Nothing is ever changed: a correction is another transfer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from resellertui.domain.money import Money
from resellertui.domain.wording import _


class AccountKind(StrEnum):
    """What an account is for."""

    BANK = "bank"
    """The provider's money at its bank."""
    CARD = "card"
    """What card payments have brought, to be received from their processor."""
    PREPAID = "prepaid"
    """An organisation's money with the provider; never below zero."""
    ADVANCE = "advance"
    """What an organisation has paid towards documents that are not paid in full yet; never below zero."""
    REVENUE = "revenue"
    VAT = "vat"
    """VAT owed to a country."""
    CASHBACK = "cashback"
    """The cost of cashback."""
    RECEIVABLE = "receivable"
    """What a partner owes: cashback reversed beyond its balance. Later cashback pays it first."""


class Event(StrEnum):
    """What a transaction records."""

    TOP_UP = "top_up"
    WITHDRAWAL = "withdrawal"
    PAYMENT = "payment"
    SETTLEMENT = "settlement"
    RETURN = "return"
    REFUND = "refund"
    CASHBACK = "cashback"
    CASHBACK_REVERSAL = "cashback_reversal"


@dataclass(frozen=True)
class Account:
    """An account, apart from its currency."""

    kind: AccountKind
    org_id: int
    """The organisation whose money or debt it is; the provider for its own accounts."""
    detail: str = ""


@dataclass(frozen=True)
class Transfer:
    """An amount from one account to another."""

    debit: Account
    credit: Account
    amount: Money
    line_id: int | None = None


def event_label(event: Event) -> str:
    """Return what a transaction records, in words."""
    return {
        Event.TOP_UP: _("top-up"),
        Event.WITHDRAWAL: _("withdrawal"),
        Event.PAYMENT: _("payment"),
        Event.SETTLEMENT: _("settlement of an invoice"),
        Event.RETURN: _("payment given back"),
        Event.REFUND: _("refund"),
        Event.CASHBACK: _("cashback"),
        Event.CASHBACK_REVERSAL: _("cashback reversed"),
    }[event]


@dataclass(frozen=True)
class Book:
    """Makes the transfers of each event; zero amounts make none."""

    provider_id: int

    def own(self, kind: AccountKind, detail: str = "") -> Account:
        """Return one of the provider's own accounts."""
        return Account(kind, self.provider_id, detail)

    def top_up(self, org_id: int, source: AccountKind, amount: Money) -> list[Transfer]:
        """Money from outside comes into a prepaid account."""
        return _only(Transfer(self.own(source), Account(AccountKind.PREPAID, org_id), amount))

    def withdraw(self, org_id: int, amount: Money) -> list[Transfer]:
        """Prepaid money goes back to its owner's bank."""
        return _only(Transfer(Account(AccountKind.PREPAID, org_id), self.own(AccountKind.BANK), amount))

    def pay(self, org_id: int, source: AccountKind, amount: Money, excess: Money) -> list[Transfer]:
        """A payment towards a document; what exceeds it lands in the payer's prepaid account."""
        prepaid, advance = Account(AccountKind.PREPAID, org_id), Account(AccountKind.ADVANCE, org_id)
        if source is AccountKind.PREPAID:
            return _only(Transfer(prepaid, advance, amount))
        return _only(Transfer(self.own(source), advance, amount), Transfer(self.own(source), prepaid, excess))

    def give_back(self, org_id: int, amount: Money) -> list[Transfer]:
        """What was paid towards a document that is void now goes to the payer's prepaid account."""
        return _only(Transfer(Account(AccountKind.ADVANCE, org_id), Account(AccountKind.PREPAID, org_id), amount))

    def settle(self, org_id: int, net: Money, vat: Sequence[tuple[str, Money]]) -> list[Transfer]:
        """A document is paid in full: what was paid becomes revenue and VAT, by country."""
        advance = Account(AccountKind.ADVANCE, org_id)
        return _only(
            Transfer(advance, self.own(AccountKind.REVENUE), net),
            *(Transfer(advance, self.own(AccountKind.VAT, country), amount) for country, amount in vat),
        )

    def refund(self, org_id: int, net: Money, vat: Sequence[tuple[str, Money]]) -> list[Transfer]:
        """A credit note gives revenue and VAT back into the payer's prepaid account."""
        prepaid = Account(AccountKind.PREPAID, org_id)
        return _only(
            Transfer(self.own(AccountKind.REVENUE), prepaid, net),
            *(Transfer(self.own(AccountKind.VAT, country), prepaid, amount) for country, amount in vat),
        )

    def credit_cashback(self, partner_id: int, amount: Money, owed: Money, line_id: int) -> list[Transfer]:
        """Cashback pays what the partner owes first, and the rest goes to its prepaid account."""
        first = Money(min(owed.minor, amount.minor), amount.currency)
        cost = self.own(AccountKind.CASHBACK)
        return _only(
            Transfer(cost, Account(AccountKind.RECEIVABLE, partner_id), first, line_id),
            Transfer(cost, Account(AccountKind.PREPAID, partner_id), amount - first, line_id),
        )

    def reverse_cashback(self, partner_id: int, amount: Money, balance: Money, line_id: int) -> list[Transfer]:
        """Reversed cashback leaves the prepaid account as far as it reaches; the rest the partner owes."""
        taken = Money(min(balance.minor, amount.minor), amount.currency)
        cost = self.own(AccountKind.CASHBACK)
        return _only(
            Transfer(Account(AccountKind.PREPAID, partner_id), cost, taken, line_id),
            Transfer(Account(AccountKind.RECEIVABLE, partner_id), cost, amount - taken, line_id),
        )


def _only(*transfers: Transfer) -> list[Transfer]:
    return [one for one in transfers if one.amount.minor > 0]
