"""The provider's whole ledger: its accounts with their balances, and its transactions for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.ledger import Account, AccountKind
from resellertui.domain.ledger_text import Format, Posted, account_name, write
from resellertui.domain.money import Currency, Money
from resellertui.services.actor import Actor
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.models import LedgerAccount
from resellertui.store.queries import ledger as queries


class LedgerAccountView(View):
    """An account in one currency."""

    name: str
    currency: str
    debit: str
    credit: str
    balance: str
    """Debits less credits, as other programs count."""


class Ledger:
    """Reading the ledger: for the provider's staff and the owner of the database."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def accounts(self, actor: Actor) -> tuple[LedgerAccountView, ...]:
        """Return every account with its balance.

        Raises:
            Forbidden: neither staff nor operator.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.LEDGER_VIEW)
            return tuple(_view(one) for one in queries.balances(unit.session))

    def transactions(self, actor: Actor) -> Iterator[Posted]:
        """Give every transaction, oldest first, as it is read.

        Raises:
            Forbidden: neither staff nor operator.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.LEDGER_VIEW)
            yield from _posted(unit, _accounts(unit))

    def text(self, actor: Actor, form: Format) -> Iterator[str]:
        """Give the ledger as text, piece by piece: accounts and transactions of one moment.

        Raises:
            Forbidden: neither staff nor operator.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.LEDGER_VIEW)
            accounts = _accounts(unit)
            yield from write(form, list(accounts.values()), _posted(unit, accounts))


def _account(row: LedgerAccount) -> Account:
    return Account(AccountKind(row.kind), row.org_id, row.detail)


def _accounts(unit: Unit) -> dict[int, tuple[Account, Currency]]:
    return {
        one.account.id: (_account(one.account), Currency(one.account.currency))
        for one in queries.balances(unit.session)
    }


def _posted(unit: Unit, accounts: dict[int, tuple[Account, Currency]]) -> Iterator[Posted]:
    for row, transfers in queries.transactions(unit.session):
        moved = tuple(
            (accounts[one.debit_id][0], accounts[one.credit_id][0], Money(one.amount, Currency(one.currency)))
            for one in transfers
        )
        yield Posted(show_id(Kind.TRANSACTION, row.id), row.day, row.kind, row.reference, moved)


def _view(one: queries.Balance) -> LedgerAccountView:
    currency = Currency(one.account.currency)
    return LedgerAccountView(
        name=account_name(_account(one.account)),
        currency=currency.value,
        debit=str(Money(one.debit, currency)),
        credit=str(Money(one.credit, currency)),
        balance=str(Money(one.debit - one.credit, currency)),
    )
