"""Baskets whose order came to nothing: they are left to order again, each time under a key of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.leads.contract import OrderState, has_bought_nothing
from resellertui.domain.wording import _
from resellertui.services.billing.posting import result_under
from resellertui.services.unit import Unit
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quote_contracts as queries

if TYPE_CHECKING:
    from resellertui.store.models import Order, QuoteContract


def is_ordered(unit: Unit, contract: QuoteContract) -> bool:
    """Return whether the basket of a contract was ordered, by an order that still stands."""
    order = None if contract.order_id is None else billing_queries.order(unit.session, contract.order_id)
    return order is not None and not has_bought_nothing(OrderState(order.state))


def given_up(unit: Unit, contract: QuoteContract) -> list[Order]:
    """Return the orders of a basket that came to nothing, oldest first: each left its key to the next one."""
    found: list[Order] = []
    while True:
        result = result_under(unit, contract.partner_id, _key_after(contract, found))
        order = None if result is None else billing_queries.order(unit.session, result.get("order", 0))
        if order is None or not has_bought_nothing(OrderState(order.state)):
            return found
        found.append(order)


def key_of_order(unit: Unit, contract: QuoteContract) -> str:
    """Return the key under which a basket is ordered: the same for the order that stands, or else a new one."""
    return _key_after(contract, given_up(unit, contract))


def given_up_words(unit: Unit, contract: QuoteContract, partner: str) -> str:
    """Say which order came to nothing, while the basket is left to order again; empty where that is not so."""
    if is_ordered(unit, contract):
        return ""
    former = given_up(unit, contract)
    if not former:
        return ""
    text = _("{order} was declined before it was paid, and bought nothing: the basket is left to {partner} to order.")
    return text.format(order=show_id(Kind.ORDER, former[-1].id), partner=partner)


def reopen_basket(unit: Unit, order: Order) -> None:
    """Leave the basket of the contract that an order was of, if any, to order again; tell the client.

    The order has come to nothing. The caller holds the write lock.
    """
    contract = queries.of_order(unit.session, order.id)
    if contract is None:
        return
    from resellertui.services.leads.offer_notices import tell_of_reopening

    contract.order_id = contract.ordered_at = None
    values = {"contract": show_id(Kind.CONTRACT, contract.id), "order": show_id(Kind.ORDER, order.id)}
    unit.record("quote.reopened", "quote_contract", contract.id, values, for_org_id=contract.client_id)
    names = organisation_queries.names(unit.session, [contract.partner_id, contract.client_id])
    tell_of_reopening(unit, contract, order.id, names)


def _key_after(contract: QuoteContract, former: list[Order]) -> str:
    key = f"quote-{show_id(Kind.CONTRACT, contract.id)}"
    return f"{key}-after-{show_id(Kind.ORDER, former[-1].id)}" if former else key
