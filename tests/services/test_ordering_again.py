"""Baskets whose order came to nothing: ordered again, and never twice at once; both sides read it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from tests.builders import Builder, Org
from tests.services.billed import change
from tests.services.life import mails, rows
from tests.services.offering import DOMAIN, HOSTING, Market

from resellertui.domain.errors import Conflict, ResellerError
from resellertui.domain.partnership import Payment
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.billing.views import PayInput, PrepaidInput, RefundInput
from resellertui.services.console import Services

LINK = "SELECT order_id, ordered_at IS NOT NULL FROM quote_contracts"
ORDERED = (
    "SELECT \"values\" ->> 'order', \"values\" ->> 'instead_of' FROM audit_values "
    "JOIN audit_entries ON id = entry_id WHERE action = 'quote.ordered'"
)
FORMER = "ORD-1 was declined before it was paid, and bought nothing: the basket is left to Agency to order."


@pytest.fixture
def contract(services: Services, make: Builder, client: Org, agency: Org) -> str:
    """Give a contract whose basket can be ordered."""
    make.active(client, agency, payment=Payment.PARTNER)
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="900.00", currency="CHF"))
    market = Market(services, make, client, (agency,))
    return market.accept(market.offer(agency, HOSTING | {"price": "7.90"}, DOMAIN))


def place(services: Services, agency: Org, contract: str, name: str = "brot.ch", *, pay: bool = False) -> str:
    """Order a basket; return the document."""
    done = services.quote_contracts.order(agency.owner, contract, {2: name}, pay=pay)
    return str(done.document_id)


def to_order(services: Services, agency: Org) -> list[str]:
    """Return what Home says of baskets to order."""
    found = services.home.show(agency.owner).attention
    return [one.subject_id for one in found if one.kind.value == "contract_to_order"]


def test_a_basket_whose_pro_forma_was_declined_is_ordered_again(
    services: Services, client: Org, agency: Org, contract: str
) -> None:
    declined = place(services, agency, contract)
    assert rows(services, LINK) == [(1, 1)]
    assert to_order(services, agency) == []
    before = len(mails(services))
    services.billing.decline(agency.owner, declined, "The wrong address on it.")

    assert rows(services, LINK) == [(None, 0)]
    assert to_order(services, agency) == ["RFQ-1"]
    (mail,) = mails(services, before)
    assert (mail.kind, mail.recipient) == ("quote.reopened", client.email)
    assert "ORD-1, by which Agency ordered what its offer OFF-1 lists, was declined" in mail.body
    assert "The wrong address" not in mail.body
    for org, may_order in ((agency, True), (client, False)):
        shown = services.quote_contracts.show(org.owner, contract)
        assert (shown.order, shown.ordered_at, shown.may_order, shown.given_up) == ("", None, may_order, FORMER)
        acts = [one.words for one in services.activity.page(org.owner, ActivityQuery(), 0, 50).rows]
        assert "Left what was offered to order again: its order was declined." in acts
    explained = services.explain.explain(client.owner, "OFF-1").parts[-1].sentences
    assert FORMER in explained
    assert services.maintenance.check(Actor.operator()).findings == ()

    place(services, agency, contract, pay=True)

    assert rows(services, LINK) == [(2, 1)]
    shown = services.quote_contracts.show(client.owner, contract)
    assert (shown.order, shown.given_up) == ("ORD-2", "")
    assert ("ORD-2", "ORD-1") in rows(services, ORDERED)
    assert rows(services, "SELECT count(*) FROM reinvoice_lines") == [(2,)]
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_while_an_order_is_open_or_done_the_basket_is_not_ordered_again(
    services: Services, make: Builder, agency: Org, contract: str
) -> None:
    for name in ("brot.ch", "torte.ch"):
        services.billing.decline(agency.owner, place(services, agency, contract, name), "Wrong name.")
    third = place(services, agency, contract)
    assert place(services, agency, contract) == third
    with pytest.raises(Conflict, match="ordered already: ORD-3"):
        place(services, agency, contract, "torte.ch")
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="900.00", currency="CHF"))
    services.billing.pay(agency.owner, PayInput.of(document=third, method="prepaid"))
    services.billing.refund(make.staff, RefundInput.of(document=third, reason="Never started."))
    assert place(services, agency, contract) == third
    assert not services.quote_contracts.show(agency.owner, contract).may_order
    assert rows(services, "SELECT count(*) FROM orders") == [(3,)]
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_a_contract_that_still_names_its_declined_order_is_ordered_again(
    services: Services, agency: Org, contract: str
) -> None:
    services.billing.decline(agency.owner, place(services, agency, contract), "Wrong name.")
    change(services, "UPDATE quote_contracts SET order_id = 1, ordered_at = accepted_at")
    assert services.quote_contracts.show(agency.owner, contract).may_order

    place(services, agency, contract, "torte.ch")

    assert rows(services, LINK) == [(2, 1)]


def test_of_two_who_order_again_at_once_one_order_comes(services: Services, agency: Org, contract: str) -> None:
    services.billing.decline(agency.owner, place(services, agency, contract), "Wrong name.")
    gate = Barrier(2)

    def again(name: str) -> Callable[[], str]:
        def act() -> str:
            gate.wait()
            try:
                return place(services, agency, contract, name)
            except ResellerError as error:
                return type(error).__name__

        return act

    with ThreadPoolExecutor(2) as pool:
        answers = {one.result() for one in [pool.submit(again(name)) for name in ("brot.ch", "torte.ch")]}
    assert answers == {"INV-2", "Conflict"}
    assert rows(services, "SELECT count(*) FROM orders") == [(2,)]
