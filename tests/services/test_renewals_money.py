"""Renewals by date take money only from whoever would be asked for it today, and lose no subscription on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.services.test_renewals import documents, expiring, rich, sound, states, stored, tick

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Refused
from resellertui.domain.partnership import Payment
from resellertui.services.billing.views import OrderInput, PayInput, RenewInput
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.services.unit import Office

NOTHING = {"renewed": 0, "waiting": 0, "warranted": 0, "terminated": 0, "mails": 0}


@pytest.fixture
def client(make: Builder) -> Org:
    """Give an organisation without products."""
    return make.organisation("Bakery", email="owner@bakery.example")


def change(office: Office, statement: str) -> None:
    """Change the database beneath the services."""
    assert office.database.path is not None
    with closing(sqlite3.connect(office.database.path)) as connection, connection:
        connection.execute(statement)


def held(services: Services, org: Org) -> str:
    """Return what an organisation's prepaid account holds."""
    return services.prepaid.show(org.owner)[0].balance


def by_partner(services: Services, make: Builder, client: Org, agency: Org, days: int = 14) -> tuple[str, str]:
    """Make a product whose renewal the partner pays and has switched on; return partnership and product."""
    product = make.product(client, "bakery.ch", expires_on=TODAY + timedelta(days=days))
    partnership = make.active(client, agency, payment=Payment.PARTNER)
    services.products.set_auto_renewal(agency.owner, product, True)
    return partnership, product


def test_what_was_switched_off_while_it_waited_is_not_paid_by_itself_and_the_others_of_its_invoice_are(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    off = expiring(make, client, 14)
    expiring(make, client, 14, "shop.ch")
    assert tick(services)["waiting"] == 2
    services.products.set_auto_renewal(client.owner, off, False)
    rich(services, client)
    clock.advance(days=1)
    assert tick(services)["renewed"] == 1
    paid, void = documents(services, client)
    assert (paid.state, paid.net, void.state) == ("paid", "9.92", "void")
    assert states(office)["bakery.ch"] == ("active", (TODAY + timedelta(days=14)).isoformat())
    assert tick(services) == NOTHING
    assert sound(services)


@pytest.mark.parametrize("how", ["end", "pause", "method"])
def test_a_partner_that_pays_no_more_is_not_charged_for_what_waits_and_the_client_renews(
    services: Services, make: Builder, client: Org, agency: Org, clock: FixedClock, how: str
) -> None:
    partnership, _product = by_partner(services, make, client, agency)
    assert tick(services)["waiting"] == 1
    if how == "end":
        services.agreements.end(client.owner, partnership, PASSWORD)
    elif how == "pause":
        services.agreements.pause(agency.owner, partnership, Pause.of(reason="away", until=TODAY + timedelta(days=9)))
    else:
        services.agreements.change_payment(client.owner, partnership, Payment.CLIENT)
    for org in (agency, client):
        rich(services, org, "50.00")
    clock.advance(days=1)
    assert tick(services)["renewed"] == 1
    assert held(services, agency) == ("51.98" if how == "method" else "50.00")
    assert [(one.state, one.net) for one in documents(services, agency)] == [("void", "7.94")]
    assert [(one.state, one.net) for one in documents(services, client)] == [("paid", "9.92")]
    assert tick(services) == NOTHING
    assert sound(services)


def test_the_partners_money_does_not_pay_what_the_client_has_switched_on_again(
    services: Services, make: Builder, client: Org, agency: Org, clock: FixedClock
) -> None:
    _partnership, product = by_partner(services, make, client, agency, 15)
    clock.advance(days=1)
    assert tick(services)["waiting"] == 1
    services.products.set_auto_renewal(agency.owner, product, False)
    services.products.set_auto_renewal(client.owner, product, True)
    rich(services, agency)
    clock.advance(days=1)
    assert tick(services)["renewed"] == 0
    assert held(services, agency) == "1000.00"
    assert [one.state for one in documents(services, agency)] == ["to_pay"]


@pytest.mark.parametrize("limit", [1072, 1071])
def test_the_monthly_limit_lets_the_partner_pay_for_its_client_but_not_during_a_pause(
    services: Services, make: Builder, client: Org, agency: Org, clock: FixedClock, office: Office, limit: int
) -> None:
    product = make.product(client, "bakery.ch", expires_on=TODAY + timedelta(days=15))
    make.active(client, agency, payment=Payment.PARTNER)
    services.products.set_auto_renewal(client.owner, product, True)
    change(office, f"UPDATE partnerships SET monthly_limit = {limit}")
    clock.advance(days=1)
    assert tick(services)["waiting"] == 1
    rich(services, agency)
    clock.advance(days=1)
    assert tick(services)["renewed"] == (1 if limit == 1072 else 0)


def test_what_a_former_partner_never_paid_does_not_keep_the_client_from_renewing(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    partnership, product = by_partner(services, make, client, agency, 100)
    services.orders.renew(client.owner, RenewInput.of(products=[product]))
    services.agreements.end(client.owner, partnership, PASSWORD)
    tick(services)
    (outcome,) = services.orders.renew(client.owner, RenewInput.of(products=[product]))
    assert outcome.payer == client.name
    assert [one.state for one in documents(services, agency)] == ["void"]


def test_a_renewal_that_was_ordered_and_forgotten_is_paid_by_itself_once_the_day_comes(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    product = expiring(make, client, 20)
    services.orders.renew(client.owner, RenewInput.of(products=[product]))
    rich(services, client)
    assert tick(services)["renewed"] == 0
    clock.advance(days=6)
    assert tick(services)["renewed"] == 1
    assert [one.state for one in documents(services, client)] == ["paid"]


def test_a_renewal_that_was_ordered_is_not_paid_by_itself_where_the_product_does_not_renew_by_itself(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    products = [expiring(make, client, 10), expiring(make, client, 10, "hand.ch", auto_renewal=False)]
    services.orders.renew(client.owner, RenewInput.of(products=products))
    rich(services, client)
    for _day in range(12):
        assert tick(services)["renewed"] == 0
        clock.advance(days=1)
    assert held(services, client) == "1000.00"


def test_money_that_comes_on_the_day_of_the_termination_is_not_taken(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    expiring(make, client, 1)
    clock.advance(days=30)
    tick(services)
    rich(services, client)
    clock.advance(days=1)
    assert tick(services)["renewed"] == 0
    assert states(office)["bakery.ch"][0] == "terminated"
    assert held(services, client) == "1000.00"


def test_what_was_paid_in_part_towards_a_renewal_comes_back_when_the_product_ends(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    expiring(make, client, 1)
    tick(services)
    (waiting,) = documents(services, client)
    rich(services, client, "5.00")
    services.billing.pay(client.owner, PayInput.of(document=waiting.id, amount="4.00"))
    clock.advance(days=31)
    assert tick(services)["terminated"] == 1
    assert held(services, client) == "5.00"
    assert sound(services)


def test_when_one_product_of_a_mixed_order_ends_the_other_still_renews(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    first = expiring(make, client, 5, "first.ch", auto_renewal=False)
    later = expiring(make, client, 45, "later.ch")
    services.orders.renew(client.owner, RenewInput.of(products=[first, later]))
    clock.advance(days=35)
    told = tick(services)
    assert (told["terminated"], told["waiting"]) == (1, 1)
    rich(services, client)
    clock.advance(days=1)
    assert tick(services)["renewed"] == 1
    assert {name: state for name, (state, _day) in states(office).items()} == {
        "first.ch": "terminated",
        "later.ch": "active",
    }


def test_what_the_warranty_renewed_can_not_be_declined(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    expiring(make, client, 1)
    make.product(client, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=300))
    clock.advance(days=1)
    assert tick(services)["warranted"] == 1
    (invoice,) = documents(services, client)
    with pytest.raises(Refused, match="Renewal Warranty"):
        services.billing.decline(client.owner, invoice.id, "no")
    assert documents(services, client)[0].state == "to_pay"


def test_the_warranty_does_not_renew_itself_by_an_order_it_takes_over(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    product = expiring(make, client, 1)
    until = TODAY + timedelta(days=100)
    warranty = make.product(client, "Warranty", sku="renewal-warranty", expires_on=until)
    services.orders.renew(client.owner, RenewInput.of(products=[product, warranty]))
    clock.advance(days=1)
    assert tick(services)["warranted"] == 1
    assert states(office)["Warranty"] == ("active", until.isoformat())
    assert [one.net for one in documents(services, client) if one.state == "to_pay"] == ["9.92"]


def test_the_warranty_renews_monthly_products_period_after_period_until_the_first_is_due(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    monthly = next(one for one in office.terms.kinds if one.period_months == 1 and not one.names_domain)
    make.product(client, "monthly", sku=monthly.sku, expires_on=TODAY + timedelta(days=1), auto_renewal=True)
    make.product(client, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=900))
    for _week in range(14):
        clock.advance(days=7)
        tick(services)
    lines = stored(
        office,
        "SELECT l.service_from, d.state FROM document_lines l JOIN documents d ON d.id = l.document_id "
        "ORDER BY l.service_from",
    )
    assert [state for _day, state in lines] == ["to_pay", "to_pay", "to_pay", "void"]
    assert len({day for day, _state in lines}) == 4
    assert states(office)["monthly"][0] == "terminated"
    assert tick(services) == NOTHING


def test_what_left_the_catalogue_runs_out_and_its_people_are_told_in_time(
    services: Services, make: Builder, client: Org, office: Office
) -> None:
    rich(services, client)
    expiring(make, client, 14, "gone.ch")
    expiring(make, client, 14, "there.ch")
    change(office, "UPDATE products SET sku = 'no-such-kind' WHERE name = 'gone.ch'")
    told = tick(services)
    assert (told["renewed"], told["mails"]) == (1, 2)
    assert stored(office, "SELECT kind FROM outbox WHERE kind LIKE 'renewal.%' ORDER BY kind") == [
        ("renewal.first",),
        ("renewal.invoice",),
    ]


def test_what_belongs_to_nobody_yet_is_renewed_without_a_mail(
    services: Services, make: Builder, office: Office
) -> None:
    unclaimed = make.organisation("Unclaimed", people=False)
    expiring(make, unclaimed, 14)
    assert tick(services) == NOTHING | {"waiting": 1}


def test_a_clock_set_back_renews_nothing_twice_and_a_rehearsal_nothing_at_all(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    rich(services, client)
    expiring(make, client, 20)
    clock.advance(days=10)
    before = stored(office, "SELECT day FROM done_days")
    rehearsed = {one.job: dict(one.counts) for one in services.rehearsing().tick.run(make.staff)}
    assert rehearsed["renew"]["renewed"] == 1
    assert stored(office, "SELECT day FROM done_days") == before
    assert documents(services, client) == ()
    assert tick(services)["renewed"] == 1
    clock.advance(days=-9)
    assert tick(services) == NOTHING
    assert stored(office, "SELECT DISTINCT day FROM done_days") == [((TODAY + timedelta(days=10)).isoformat(),)]


def test_five_years_of_standstill_are_made_up_for_period_by_period(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    rich(services, client, "300.00")
    tick(services)
    expiring(make, client, 20)
    clock.advance(days=5 * 365)
    told = tick(services)
    periods = stored(office, "SELECT service_from, service_to FROM document_lines ORDER BY service_from")
    assert told["renewed"] == len(periods) - 1
    assert len({start for start, _end in periods}) == len(periods)
    assert states(office)["bakery.ch"][0] == "terminated"
    assert tick(services) == NOTHING
    assert sound(services)


def test_orders_of_new_things_are_left_to_their_buyer(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    services.orders.place(client.owner, OrderInput.of(lines=[{"sku": "mail-hosting"}]))
    rich(services, client)
    clock.advance(days=40)
    assert tick(services)["renewed"] == 0
