"""What time alone renews, blocks and ends; and that a day missed is a day made up for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import NOW, TODAY, Builder, Org
from tests.services.founded_folder import founded_in

from resellertui.adapters.clock import FixedClock
from resellertui.domain.calendar import add_months
from resellertui.domain.errors import NotFound, Refused
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import (
    DocumentQuery,
    DocumentRow,
    OrderInput,
    PayInput,
    PrepaidInput,
    RenewInput,
)
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.renewals.views import RenewalQuery
from resellertui.services.unit import Office

OPERATOR = Actor.operator()


@pytest.fixture
def client(make: Builder) -> Org:
    """Give an organisation without products."""
    return make.organisation("Bakery", email="owner@bakery.example")


def tick(services: Services) -> dict[str, int]:
    """Run the jobs, and return what the renewals did."""
    return {one.job: dict(one.counts) for one in services.tick.run(OPERATOR)}["renew"]


def rich(services: Services, org: Org, amount: str = "1000.00") -> None:
    """Put money into an organisation's prepaid account."""
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount=amount, currency="CHF"))


def expiring(make: Builder, org: Org, days: int, name: str = "bakery.ch", **more: object) -> str:
    """Make a web hosting that expires in so many days and renews by itself."""
    settings = {"auto_renewal": True, **more}
    return make.product(org, name, expires_on=TODAY + timedelta(days=days), **settings)  # type: ignore[arg-type]  # theirs


def documents(services: Services, org: Org) -> tuple[DocumentRow, ...]:
    """Return an organisation's documents, newest first."""
    return services.billing.documents(org.owner, DocumentQuery()).rows


def stored(office: Office, statement: str) -> list[tuple[object, ...]]:
    """Return what the database has."""
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path)) as connection:
        return list(connection.execute(statement))


def states(office: Office) -> dict[object, tuple[object, object]]:
    """Return state and expiry of every product."""
    return {name: (state, day) for name, state, day in stored(office, "SELECT name, state, expires_on FROM products")}


def sound(services: Services) -> bool:
    """Return whether the database proves."""
    return services.maintenance.check(OPERATOR).clean


def test_the_first_attempt_comes_fourteen_days_before_the_expiry(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    rich(services, client)
    expiring(make, client, 15)
    assert tick(services)["renewed"] == 0
    clock.advance(days=1)
    assert tick(services)["renewed"] == 1
    assert tick(services) == {"renewed": 0, "waiting": 0, "warranted": 0, "terminated": 0, "mails": 0}
    (invoice,) = documents(services, client)
    assert (invoice.state, invoice.net) == ("paid", "9.92")
    (product,) = services.products.list(client.owner)
    assert product.expires_on == add_months(TODAY + timedelta(days=15), product.period_months, 8)
    assert sound(services)


def test_what_the_balance_does_not_hold_waits_is_tried_daily_and_paid_after_the_expiry(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    expiring(make, client, 14)
    assert tick(services)["waiting"] == 1
    clock.advance(days=16)
    assert tick(services)["renewed"] == 0
    assert services.products.list(client.owner)[0].expired
    rich(services, client)
    clock.advance(days=1)
    assert tick(services)["renewed"] == 1
    (invoice,) = documents(services, client)
    assert invoice.state == "paid"
    assert not services.products.list(client.owner)[0].expired
    assert stored(office, "SELECT kind FROM outbox WHERE kind LIKE 'renewal.%' ORDER BY id") == [
        ("renewal.invoice",),
        ("renewal.blocked",),
        ("renewal.invoice",),
    ]


def test_what_nobody_renews_is_terminated_and_its_pro_forma_void(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    expiring(make, client, 5)
    expiring(make, client, 5, "by-hand.ch", auto_renewal=False)
    clock.advance(days=34)
    tick(services)
    assert {state for state, _day in states(office).values()} == {"active"}
    clock.advance(days=1)
    assert tick(services)["terminated"] == 2
    assert {state for state, _day in states(office).values()} == {"terminated"}
    (invoice,) = documents(services, client)
    assert invoice.state == "void"
    assert sound(services)


def test_products_of_one_holder_and_day_make_one_invoice(services: Services, make: Builder, client: Org) -> None:
    rich(services, client)
    for name in ("a.ch", "b.ch", "c.ch"):
        expiring(make, client, 10, name)
    expiring(make, client, 11, "d.ch")
    assert tick(services)["renewed"] == 4
    assert [one.net for one in documents(services, client)] == ["9.92", "29.76"]


@pytest.mark.parametrize(("by_partner", "net", "state"), [(True, "7.94", "paid"), (False, "9.92", "to_pay")])
def test_the_partners_money_renews_only_what_the_partner_switched_on(
    services: Services, make: Builder, client: Org, agency: Org, by_partner: bool, net: str, state: str
) -> None:
    product = make.product(client, "bakery.ch", expires_on=TODAY + timedelta(days=14))
    make.active(client, agency, payment=Payment.PARTNER)
    rich(services, agency)
    services.products.set_auto_renewal((agency if by_partner else client).owner, product, True)
    tick(services)
    (invoice,) = documents(services, agency)
    assert (invoice.net, invoice.state) == (net, state)
    assert documents(services, client) == ()


def test_a_limited_partner_earns_from_the_automatic_renewal(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    expiring(make, client, 14)
    make.active(client, agency, products=("bakery.ch",))
    rich(services, client)
    tick(services)
    assert dict(services.cashback.summary(agency.owner).credited) == {"CHF": "1.98"}


def test_the_warranty_renews_what_failed_and_leaves_long_to_pay(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    expiring(make, client, 20)
    make.product(client, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=300))
    clock.advance(days=20)
    assert tick(services)["warranted"] == 1
    (invoice,) = documents(services, client)
    product = next(one for one in services.products.list(client.owner) if one.name == "bakery.ch")
    days = 280 if product.period_months >= 12 else 90
    assert invoice.due_on == TODAY + timedelta(days=20 + days)
    assert not product.expired
    assert product.expires_on is not None
    expires_on = product.expires_on
    rich(services, client)
    assert tick(services)["renewed"] == 0, "the warranty's invoice is never paid by itself"
    services.billing.pay(client.owner, PayInput.of(document=invoice.id))
    assert states(office)["bakery.ch"] == ("active", expires_on.isoformat())
    assert sound(services)


def test_what_the_warranty_renewed_and_nobody_paid_ends(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    expiring(make, client, 1, sku="web-hosting")
    make.product(client, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=800))
    clock.advance(days=1)
    tick(services)
    (invoice,) = documents(services, client)
    clock.advance(days=(invoice.due_on - TODAY).days - 1)
    tick(services)
    assert states(office)["bakery.ch"][0] == "active"
    clock.advance(days=1)
    assert tick(services)["terminated"] == 1
    assert documents(services, client)[-1].state == "to_pay"
    assert sound(services)


def test_a_renewal_by_hand_is_refused_while_one_waits_but_not_after_the_warranty_renewed(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    product = expiring(make, client, 14)
    make.product(client, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=300))
    tick(services)
    with pytest.raises(Refused):
        services.orders.renew(client.owner, RenewInput.of(products=[product]))
    clock.advance(days=14)
    tick(services)
    (outcome,) = services.orders.renew(client.owner, RenewInput.of(products=[product]))
    assert outcome.state == "to_pay"


def story(services: Services, make: Builder) -> list[Org]:
    """Make organisations with little money and products that expire over two months."""
    made = []
    for number in range(4):
        org = make.organisation(f"Org {number}")
        rich(services, org, f"{5 + number * 12}.00")
        for index in range(5):
            expiring(make, org, 3 + number * 7 + index * 11, f"{index}-{number}.ch", auto_renewal=index != 3)
        made.append(org)
    make.product(made[1], "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=300))
    return made


def test_after_a_standstill_the_days_are_made_up_for_in_order(
    services: Services, make: Builder, clock: FixedClock, office: Office
) -> None:
    story(services, make)
    tick(services)
    clock.advance(days=70)
    late = tick(services)
    assert late["renewed"] > 3
    assert late["terminated"] > 0
    first, today = TODAY.isoformat(), (TODAY + timedelta(days=70)).isoformat()
    assert stored(office, "SELECT DISTINCT made_on FROM documents ORDER BY 1") == [(first,), (today,)]
    assert sound(services)


def outcome(office: Office) -> list[list[tuple[object, ...]]]:
    """Return what renewals have made of a database, but for numbers, dates of documents and moments."""
    return [
        stored(office, statement)
        for statement in (
            "SELECT name, state, expires_on FROM products ORDER BY name",
            "SELECT account_id, debit, credit FROM ledger_balances ORDER BY account_id",
            "SELECT payer_id, net, state, count(*) FROM documents GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            "SELECT d.payer_id, l.name, l.service_from, d.state FROM document_lines l "
            "JOIN documents d ON d.id = l.document_id ORDER BY 1, 2, 3, 4",
        )
    ]


def test_a_day_missed_is_made_up_for_as_if_it_had_not_been(home: Path) -> None:
    results = []
    for name, step in (("daily", 1), ("late", 42)):
        clock = FixedClock(NOW)
        told = founded_in(home / name, clock)
        with closing(told):
            story(told, Builder(told))
            tick(told)
            for _round in range(42 // step):
                clock.advance(days=step)
                tick(told)
            results.append(outcome(told.office))
    assert results[0] == results[1]


def paid_by_day(services: Services, org: Org) -> dict[str, str]:
    """Return what an organisation's account paid on each day."""
    return {
        str(day): str(Money(int(str(cents)), Currency.CHF))
        for day, cents in stored(
            services.office,
            "SELECT t.day, sum(f.amount) FROM ledger_transactions t JOIN ledger_transfers f ON f.transaction_id = t.id "
            f"WHERE t.kind = 'payment' AND t.org_id = {org.number} GROUP BY t.day",
        )
    }


def test_a_forecast_is_what_the_job_then_does_day_by_day(
    services: Services, make: Builder, agency: Org, clock: FixedClock
) -> None:
    for number in range(4):
        client = make.organisation(f"Client {number}", products=("other.ch",))
        for index in range(6):
            expiring(make, client, 2 + number * 5 + index * 9, f"{index}-{number}.ch", auto_renewal=index != 4)
        make.active(client, agency, payment=Payment.PARTNER)
    expiring(make, agency, 20, "agency.ch")
    rich(services, agency, "180.00")
    foreseen = services.renewals.forecast(agency.owner)
    assert foreseen.runs_out_on is not None

    tick(services)
    while services.office.clock.now().date() < foreseen.until:
        clock.advance(days=1)
        tick(services)

    assert {one.day.isoformat(): one.paid for one in foreseen.days if one.paid != "0.00"} == paid_by_day(
        services, agency
    )
    assert foreseen.days[-1].left == services.prepaid.show(agency.owner)[0].balance


def test_the_board_shows_whose_money_it_takes_and_hides_what_others_pay(
    services: Services, make: Builder, agency: Org
) -> None:
    mine, theirs, paused = (make.organisation(name) for name in ("Mine", "Theirs", "Paused"))
    for number, org in enumerate((mine, theirs, paused)):
        make.product(org, f"{number}.ch", expires_on=TODAY + timedelta(days=10 + number))
    make.active(mine, agency, payment=Payment.PARTNER)
    make.active(theirs, agency, payment=Payment.CLIENT)
    pausing = make.active(paused, agency, payment=Payment.CLIENT)
    services.agreements.pause(paused.owner, pausing, Pause(until=TODAY + timedelta(days=20), reason="Works."))
    page = services.renewals.board(agency.owner, RenewalQuery())
    assert [(one.name, one.payer, one.state, one.net) for one in page.rows] == [
        ("0.ch", "partner", "late", "7.94"),
        ("1.ch", "client", "late", None),
    ]
    assert services.renewals.position(agency.owner, RenewalQuery(), page.rows[1].product_id) == 1
    assert services.renewals.board(agency.owner, RenewalQuery(payer="partner")).total == 1
    assert services.renewals.forecast(agency.owner).inside_limit == 2


def test_ones_own_renewals_come_in_to_pay(services: Services, make: Builder, client: Org) -> None:
    for days in (10, 59, 61):
        expiring(make, client, days, f"{days}.ch", auto_renewal=days == 59)
    assert [one.state for one in services.renewals.coming(client.owner).rows] == ["late", "automatic"]
    assert services.renewals.coming(client.owner, whole=True).total == 3


def test_a_client_orders_within_its_partners_limit_and_asks_beyond_it(
    services: Services, make: Builder, agency: Org, clock: FixedClock
) -> None:
    client = make.organisation("Shop")
    reference = make.active(client, agency, payment=Payment.PARTNER)
    rich(services, agency)
    order = OrderInput.of(lines=[{"sku": "web-hosting", "quantity": 2}])
    assert services.orders.place(client.owner, order).state == "to_pay"
    with pytest.raises(NotFound):
        services.limits.set(client.owner, reference, "50.00")
    assert services.limits.set(agency.owner, reference, "40.00").used == "0.00"
    shown = services.rehearsing().orders.place(client.owner, order)
    done = services.orders.place(client.owner, order)
    assert (done.state, done.consequence) == ("paid", shown.consequence)
    assert "within the limit that Agency has set" in done.consequence
    assert services.limits.show(agency.owner, reference).used == done.total == "21.45"
    assert services.orders.place(client.owner, order).state == "to_pay", "42.90 would be more than the limit"
    clock.advance(days=31)
    assert services.orders.place(client.owner, order).state == "paid", "a new month"
    assert sound(services)


def test_a_partner_that_pays_no_more_leaves_no_renewal_behind(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    expiring(make, client, 14)
    reference = make.active(client, agency, payment=Payment.PARTNER)
    tick(services)
    assert [one.state for one in documents(services, agency)] == ["to_pay"]
    services.agreements.change_payment(client.owner, reference, Payment.CLIENT)
    (withdrawn,) = documents(services, agency)
    assert withdrawn.state == "void"
    reason = services.billing.document(agency.owner, withdrawn.id).reason
    assert reason == "It was withdrawn, since the partner does not pay for the client any more."
    rich(services, client)
    assert tick(services)["renewed"] == 1
    assert documents(services, client)[0].state == "paid"


def test_of_many_only_those_are_renewed_that_can_be(services: Services, make: Builder, agency: Org) -> None:
    names = ("paid by us", "paid by it", "limited", "waiting")
    orgs = [make.organisation(name) for name in names]
    products = [
        make.product(one, f"{index}.ch", expires_on=TODAY + timedelta(days=9)) for index, one in enumerate(orgs)
    ]
    make.active(orgs[0], agency, payment=Payment.PARTNER)
    make.active(orgs[1], agency, payment=Payment.CLIENT)
    make.active(orgs[2], agency, products=("2.ch",))
    make.active(orgs[3], agency, payment=Payment.PARTNER)
    services.orders.renew(agency.owner, RenewInput.of(products=[products[3]]))
    assert services.renewals.renewable(agency.owner, products) == tuple(products[:2])
    assert services.renewals.renewable(agency.owner, products, pay=True) == (products[0],)
    done = services.orders.renew(agency.owner, RenewInput.of(products=products[:2]))
    assert len(done) == 2
