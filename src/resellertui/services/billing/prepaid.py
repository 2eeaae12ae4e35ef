"""Prepaid accounts: what stands on them, money in and out, and every entry."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.ledger import AccountKind, Event
from resellertui.domain.money import Currency, Money, parse_currency, parse_payment
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.posting import balance, book_of, done_before, owed_by, post, remember
from resellertui.services.billing.rights import allow_accounting, allow_outside_money, own_org
from resellertui.services.billing.statement import EVERYTHING, StatementQuery, first_of, place, statement
from resellertui.services.billing.views import PaymentMethod, PrepaidInput, PrepaidView, Statement
from resellertui.services.unit import Office, Unit
from resellertui.services.who import the_organisation
from resellertui.store.models import LedgerAccount
from resellertui.store.queries import ledger as queries
from resellertui.store.queries import organisations as organisation_queries


class Prepaid:
    """Prepaid accounts: one's own organisation's; the provider's staff see and credit any."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor, organisation: str = "") -> tuple[PrepaidView, ...]:
        """Return the accounts of an organisation, one a currency; always the one of its own currency.

        Raises:
            NotFound: inside a client's organisation, or no such one.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            org_id = _owner(unit, organisation, Action.ACCOUNTING_VIEW)
            return tuple(_view(unit, org_id, one) for one in _currencies(unit, org_id))

    def top_up(self, actor: Actor, wish: PrepaidInput) -> PrepaidView:
        """Record money that came in by bank or card.

        Raises:
            Invalid: no amount above zero, or one above the highest.
            Refused: from a prepaid account.
            Forbidden: no right to the accounting.
            Conflict: the key was used for something else.
        """
        if wish.method is PaymentMethod.PREPAID:
            raise Refused(_("A prepaid account is topped up from outside: by bank or card."))
        with self._office.writing(actor) as unit:
            org_id, amount = _owner(unit, wish.organisation, Action.ACCOUNTING_PAY), _amount(wish)
            allow_outside_money(unit)
            content = wish.model_dump(mode="json", exclude={"key"})
            if done_before(unit, wish.key, "top_up", content) is None:
                moved = book_of(unit).top_up(org_id, AccountKind(wish.method.value), amount)
                post(unit, Event.TOP_UP, org_id, moved, reference=wish.reference)
                _record(unit, "prepaid.top_up", org_id, amount)
                remember(unit, wish.key, "top_up", content, {})
            return _view(unit, org_id, amount.currency)

    def withdraw(self, actor: Actor, wish: PrepaidInput) -> PrepaidView:
        """Record money that goes back to the organisation's bank.

        Raises:
            Invalid: no amount above zero, or one above the highest.
            Refused: more than the account holds.
            Forbidden: no right to the accounting.
            Conflict: the key was used for something else.
        """
        with self._office.writing(actor) as unit:
            org_id, amount = _owner(unit, wish.organisation, Action.ACCOUNTING_PAY), _amount(wish)
            content = wish.model_dump(mode="json", exclude={"key"})
            if done_before(unit, wish.key, "withdrawal", content) is None:
                held = balance(unit, AccountKind.PREPAID, org_id, amount.currency)
                if amount.minor > held.minor:
                    raise Refused(
                        _("The prepaid account holds {held} {currency}.").format(
                            held=held, currency=amount.currency.value
                        ),
                        _("Nothing was changed."),
                    )
                moved = book_of(unit).withdraw(org_id, amount)
                post(unit, Event.WITHDRAWAL, org_id, moved, reference=wish.reference)
                _record(unit, "prepaid.withdraw", org_id, amount)
                remember(unit, wish.key, "withdrawal", content, {})
            return _view(unit, org_id, amount.currency)

    def statement(
        self, actor: Actor, currency: str, offset: int = 0, limit: int = 50, query: StatementQuery = EVERYTHING
    ) -> Statement:
        """Return the entries of one's own account, newest first, each with the balance after it. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
            Invalid: a currency that is not one of ours.
        """
        with self._office.reading(actor) as unit:
            account = _own_account(unit, currency)
            if account is None:
                return Statement(total=0, offset=offset, rows=())
            return statement(unit, account, query, offset, limit)

    def position(self, actor: Actor, currency: str, query: StatementQuery, reference: str) -> int | None:
        """Return the place of an entry in the list, by its transaction's id, or None. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            account = _own_account(unit, currency)
            return None if account is None else place(unit, account, query, reference)

    def find(self, actor: Actor, currency: str, query: StatementQuery, typed: str) -> int | None:
        """Return the place of the first entry that a text means, as a filter would, or None. Changes nothing.

        Raises:
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            account = _own_account(unit, currency)
            return None if account is None else first_of(unit, account, query, typed)


def _own_account(unit: Unit, currency: str) -> LedgerAccount | None:
    """Return one's own account in a currency; None where nothing was ever posted to it."""
    org_id, code = _owner(unit, "", Action.ACCOUNTING_VIEW), parse_currency(currency.strip().upper())
    return queries.find_account(unit.session, AccountKind.PREPAID.value, org_id, code.value, "")


def _owner(unit: Unit, organisation: str, action: Action) -> int:
    """Return whose account is meant: one's own, or the one that the provider's staff name."""
    if organisation:
        unit.allow(Action.ACCOUNTING_RECORD)
        return the_organisation(unit, organisation, lambda _one: True).id
    org_id = own_org(unit)
    allow_accounting(unit, action, org_id)
    return org_id


def _currencies(unit: Unit, org_id: int) -> list[Currency]:
    org = organisation_queries.organisation(unit.session, org_id)
    found = [Currency(one.currency) for one in queries.accounts_of(unit.session, org_id, AccountKind.PREPAID.value)]
    own = Currency(org.currency) if org is not None else Currency.CHF
    return [own, *(one for one in found if one is not own)]


def _view(unit: Unit, org_id: int, currency: Currency) -> PrepaidView:
    names = organisation_queries.names(unit.session, [org_id])
    return PrepaidView(
        organisation=names.get(org_id, ""),
        organisation_id=show_id(Kind.ORGANISATION, org_id),
        currency=currency.value,
        balance=str(balance(unit, AccountKind.PREPAID, org_id, currency)),
        owed=str(owed_by(unit, org_id, currency)),
    )


def _amount(wish: PrepaidInput) -> Money:
    return parse_payment(wish.amount, wish.currency.upper())


def _record(unit: Unit, action: str, org_id: int, amount: Money) -> None:
    unit.record(
        action, "organisation", org_id, {"amount": str(amount), "currency": amount.currency.value}, for_org_id=org_id
    )
