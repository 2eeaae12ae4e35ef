"""Accepting offers: what becomes of the partnership, of the prices and of everybody else's offers; and the basket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from tests.builders import TODAY, Builder, Org
from tests.services.billed import change
from tests.services.life import ask_client, ask_partner, mails, rows
from tests.services.offering import DOMAIN, HOSTING, Market

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused, ResellerError
from resellertui.domain.leads.states import RouteState
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import PrepaidInput
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, Pause

PAIR = "SELECT id, state, access, payment FROM partnerships WHERE partner_id = ? ORDER BY id"


@pytest.fixture
def market(services: Services, make: Builder, client: Org, agency: Org, studio: Org) -> Market:
    """Give a client's request that went to two partners."""
    return Market(services, make, client, (agency, studio))


def test_accepting_awards_the_request_and_asks_for_full_access(
    services: Services, market: Market, agency: Org, studio: Org, client: Org
) -> None:
    offer = market.offer(agency, HOSTING | {"price": "7.90"}, DOMAIN, {"sku": "web-hosting", "price": "7.90"})
    market.offer(studio)
    before = len(mails(services))

    done = services.quote_contracts.accept(client.owner, offer.offer.id, version=offer.offer.version)

    assert rows(services, PAIR, agency.number) == [(1, "pending", "full", "partner")]
    assert rows(services, "SELECT state FROM quote_requests") == [("awarded",)]
    assert rows(services, "SELECT partner_id, state FROM quote_routes ORDER BY id") == [
        (agency.number, "won"),
        (studio.number, "lost"),
    ]
    assert rows(
        services,
        "SELECT partner_id, client_id, scope, target, method, value, currency, starts_on, origin, note "
        "FROM reinvoice_rules ORDER BY target",
    ) == [
        (agency.number, client.number, "product", sku, "price", price, "CHF", TODAY.isoformat(), "offer", "OFF-1")
        for sku, price in (("domain-ch", "12.00"), ("web-hosting", "7.90"))
    ]
    assert done.sentences[0] == "You accept the offer OFF-1 of Agency: 296.40 CHF without VAT."
    assert done.sentences[-1] == "The request is closed, and 1 other partner is told that it has lost."
    assert [(one.kind, one.recipient) for one in mails(services, before)] == [
        ("partnership.requested", agency.email),
        ("quote.accepted", client.email),
        ("quote.won", agency.email),
        ("quote.lost", studio.email),
    ]
    assert "Bakery" not in next(one for one in mails(services, before) if one.kind == "quote.lost").body

    again = services.quote_contracts.accept(client.owner, offer.offer.id)
    assert (again.contract, again.partnership) == (done.contract, done.partnership)
    assert len(mails(services)) == before + 4
    assert services.maintenance.check(Actor.operator()).findings == ()


@pytest.mark.parametrize(
    "before", ["their request", "own request", "limited", "own card", "as wanted", "ended by date"]
)
def test_what_stands_between_the_two_is_changed_replaced_or_kept(
    services: Services, make: Builder, market: Market, agency: Org, client: Org, clock: FixedClock, before: str
) -> None:
    offer = market.offer(agency)
    if before == "their request":
        ask_client(services, agency, client.email)
    elif before == "own request":
        ask_partner(services, client, agency.email)
    elif before == "limited":
        make.active(client, agency, products=("bakery.ch",))
    elif before == "own card":
        make.active(client, agency, payment=Payment.CLIENT)
    else:
        reference = make.active(client, agency, payment=Payment.PARTNER)
        if before == "ended by date":
            services.agreements.set_end_date(client.owner, reference, TODAY + timedelta(days=1))
            clock.advance(days=1)

    contract = market.accept(offer)

    wanted = (1, "active", "full", "partner")
    found = rows(services, PAIR, agency.number)
    assert found == {
        "own request": [(1, "withdrawn", "full", "client"), (2, "pending", "full", "partner")],
        "ended by date": [(1, "ended", "full", "partner"), (2, "pending", "full", "partner")],
    }.get(before, [wanted])
    ready = [one for one in mails(services) if one.kind == "quote.ready"]
    is_active = found == [wanted]
    assert len(ready) == is_active
    shown = services.quote_contracts.show(agency.owner, contract)
    assert shown.may_order is is_active
    assert shown.partnership_state == ("active" if is_active else "pending")
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_accepting_within_a_partnership_that_is_paused_or_ends_says_so(
    services: Services, make: Builder, market: Market, agency: Org, client: Org, clock: FixedClock
) -> None:
    offer = market.offer(agency)
    reference = make.active(client, agency, payment=Payment.PARTNER)
    until = TODAY + timedelta(days=5)
    services.agreements.set_end_date(client.owner, reference, TODAY + timedelta(days=9))
    services.agreements.pause(client.owner, reference, Pause.of(reason="Holidays.", until=until))

    done = services.quote_contracts.accept(client.owner, offer.offer.id)

    told = " ".join(done.sentences)
    assert f"{reference} is paused: Agency can order what it has offered from 28 Nov 2026 on" in told
    assert "can order what it has offered now" not in told
    assert f"{reference} ends on 2 Dec 2026: take the end date away" in told
    ready = [one.body for one in mails(services) if one.kind == "quote.ready"]
    assert len(ready) == 1
    assert "paused: you can order from 28 Nov 2026 on" in ready[0]
    clock.advance(days=5)
    assert services.quote_contracts.order(agency.owner, done.contract).state == "to_pay"


def test_what_can_not_be_accepted_says_why_and_changes_nothing(
    services: Services, make: Builder, market: Market, agency: Org, studio: Org, client: Org, clock: FixedClock
) -> None:
    first = market.offer(agency, valid_until=TODAY.isoformat()).offer
    administrator = make.person(client, Role.ADMINISTRATOR)
    for actor, error in (
        (administrator, Forbidden),
        (studio.owner, NotFound),
        (make.staff, NotFound),
        (Actor(), NotFound),
    ):
        with pytest.raises(error):
            services.quote_contracts.accept(actor, first.id)
    with pytest.raises(Conflict):
        services.quote_contracts.accept(client.owner, first.id, version=first.version - 1)
    change(services, "UPDATE programme_members SET suspend_on = ? WHERE org_id = ?", TODAY.isoformat(), agency.number)
    with pytest.raises(Refused, match="can't take new clients"):
        market.accept(first.id)
    change(services, "UPDATE programme_members SET suspend_on = NULL WHERE org_id = ?", agency.number)
    make.active(client, studio, payment=Payment.CLIENT)
    with pytest.raises(Conflict, match="Studio has full access"):
        market.accept(first.id)
    clock.advance(days=1)
    with pytest.raises(Refused, match="valid until"):
        market.accept(first.id)
    second = market.offer(agency).offer
    with pytest.raises(Refused, match="replaced the offer OFF-1"):
        market.accept(first.id)
    services.quote_requests.withdraw(client.owner, market.request, "Solved.")
    with pytest.raises(Refused, match="withdrawn"):
        market.accept(second.id)
    assert rows(services, "SELECT count(*) FROM quote_contracts") == [(0,)]
    assert rows(services, "SELECT count(*) FROM reinvoice_rules") == [(0,)]
    assert rows(services, PAIR, agency.number) == []


def test_an_expired_request_is_not_awarded_even_before_a_job_says_so(
    services: Services, market: Market, agency: Org, clock: FixedClock
) -> None:
    offer = market.offer(agency, valid_until=(TODAY + timedelta(days=90)).isoformat())
    clock.advance(days=60)
    with pytest.raises(Refused, match="expired"):
        market.accept(offer)


def test_of_two_people_who_accept_two_offers_at_once_one_wins(
    services: Services, make: Builder, market: Market, agency: Org, studio: Org, client: Org
) -> None:
    other = make.person(client, Role.LEGAL_REPRESENTATIVE, email="second@bakery.example")
    offers = [market.offer(agency).offer.id, market.offer(studio).offer.id]
    gate = Barrier(3)

    def accept(actor: Actor, offer: str) -> str:
        gate.wait()
        try:
            return services.quote_contracts.accept(actor, offer).contract
        except Refused as refusal:
            return refusal.title

    def replace() -> str:
        gate.wait()
        try:
            return market.offer(studio).offer.id
        except ResellerError as error:
            return type(error).__name__

    with ThreadPoolExecutor(3) as pool:
        accepted = [pool.submit(accept, actor, one) for actor, one in zip((client.owner, other), offers, strict=True)]
        replaced = pool.submit(replace)
        answers = {one.result() for one in accepted}
    assert "CTR-1" in answers
    assert len(answers) == 2
    assert replaced.result() in {"OFF-3", "Refused"}
    assert rows(services, "SELECT count(*) FROM quote_routes WHERE state = 'won'") == [(1,)]
    assert rows(services, "SELECT count(*) FROM partnerships") == [(1,)]
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_the_basket_is_ordered_once_under_the_names_that_are_given(
    services: Services, make: Builder, market: Market, agency: Org, studio: Org, client: Org
) -> None:
    offer = market.offer(agency, HOSTING | {"price": "7.90"}, DOMAIN)
    contract = market.accept(offer)
    contracts = services.quote_contracts
    with pytest.raises(Refused, match="pending") as refusal:
        contracts.order(agency.owner, contract)
    assert refusal.value.hint == "Accept PTN-1 first."
    services.requests.accept(agency.owner, "PTN-1", Answer())
    for actor, error in ((client.owner, NotFound), (studio.owner, NotFound), (make.staff, NotFound)):
        with pytest.raises(error):
            contracts.order(actor, contract)
    with pytest.raises(Forbidden):
        contracts.order(make.person(agency, Role.COLLABORATOR), contract)
    with pytest.raises(Invalid) as invalid:
        contracts.order(agency.owner, contract)
    assert [one.field for one in invalid.value.fields] == ["lines.2.name"]
    with pytest.raises(Invalid):
        contracts.order(agency.owner, contract, {3: "x.ch"})
    with pytest.raises(Refused, match="prepaid"):
        contracts.order(agency.owner, contract, {2: "brot.ch"}, pay=True)
    assert rows(services, "SELECT order_id, ordered_at FROM quote_contracts") == [(None, None)]

    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="500.00", currency="CHF"))
    rehearsed = services.rehearsing().quote_contracts.order(agency.owner, contract, {2: "brot.ch"}, pay=True)
    done = contracts.order(agency.owner, contract, {2: "brot.ch"}, pay=True)
    assert (done.total, done.consequence) == (rehearsed.total, rehearsed.consequence)
    assert rows(services, "SELECT order_id FROM quote_contracts") == [(1,)]
    assert rows(services, "SELECT name FROM products WHERE org_id = ? AND state = 'active' ORDER BY id", client.number)[
        -2:
    ] == [("Web hosting",), ("brot.ch",)]
    assert mails(services)[-1].kind == "quote.ordered"
    with pytest.raises(Conflict, match="ordered already: ORD-1"):
        contracts.order(agency.owner, contract, {2: "torte.ch"}, pay=True)
    shown = contracts.show(client.owner, contract)
    assert (shown.order, shown.may_order, shown.why_not) == ("ORD-1", False, "Only its partner orders it.")
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_a_basket_waits_while_the_partnership_gives_something_else_and_goes_on_under_a_later_one(
    services: Services, make: Builder, market: Market, agency: Org, client: Org, clock: FixedClock
) -> None:
    contract = market.accept(market.offer(agency))
    services.requests.refuse(agency.owner, "PTN-1", "Not now.")
    with pytest.raises(Refused, match="refused"):
        services.quote_contracts.order(agency.owner, contract)
    why = services.quote_contracts.show(client.owner, contract).why_not
    assert why.startswith("The partnership PTN-1 is refused: it takes a new one")
    reference = make.active(client, agency, payment=Payment.CLIENT)
    with pytest.raises(Refused, match="no full access with your payment method"):
        services.quote_contracts.order(agency.owner, contract)
    before = len(mails(services))
    services.agreements.change_payment(client.owner, reference, Payment.PARTNER)
    assert [one.kind for one in mails(services, before)] == ["partnership.payment_changed", "quote.ready"]
    until = TODAY + timedelta(days=5)
    services.agreements.pause(client.owner, reference, Pause.of(reason="Holidays.", until=until))
    with pytest.raises(Refused, match="paused"):
        services.quote_contracts.order(agency.owner, contract)
    clock.advance(days=5)
    assert services.quote_contracts.order(agency.owner, contract).state == "to_pay"


def test_a_request_is_found_by_its_offers_and_contract_by_those_who_read_them(
    services: Services, make: Builder, market: Market, agency: Org, studio: Org, client: Org
) -> None:
    rival = market.offer(studio).offer.id
    contract = market.accept(market.offer(agency))

    def ids(actor: Actor) -> list[list[tuple[str, str, str]]]:
        found = [services.search.find(actor, text) for text in (rival, contract.lower(), market.request)]
        return [[(one.kind, one.id, one.detail) for one in some] for some in found]

    hit = [("quote", market.request, "awarded")]
    assert ids(client.owner) == ids(make.staff) == [hit, hit, hit]
    assert ids(agency.owner) == [[], hit, hit]
    assert ids(studio.owner) == [hit, [], hit]
    assert ids(make.person(client, Role.COLLABORATOR)) == [[], [], []]


def test_contracts_are_listed_for_both_sides_and_mark_the_client(
    services: Services, make: Builder, market: Market, agency: Org, studio: Org, client: Org
) -> None:
    contract = market.accept(market.offer(agency))
    contracts = services.quote_contracts
    for org in (agency, client):
        assert [one.id for one in contracts.page(org.owner).rows] == [contract]
    assert contracts.page(studio.owner).total == 0
    assert contracts.show(make.staff, contract).client == client.name
    with pytest.raises(NotFound):
        contracts.show(studio.owner, contract)
    with pytest.raises(Forbidden):
        contracts.show(make.person(client, Role.COLLABORATOR), contract)
    assert contracts.bound(agency.owner, [client.ref]) == frozenset()
    services.requests.accept(agency.owner, "PTN-1", Answer())
    assert contracts.bound(agency.owner, [client.ref, studio.ref, "x"]) == {client.ref}
    assert [one.id for one in contracts.of_client(agency.owner, client.ref)] == [contract]
    assert services.leads.show(agency.owner, market.request).route_state is RouteState.WON
    assert services.leads.show(agency.owner, market.request).contract == contract
