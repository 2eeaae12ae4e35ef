"""Partners reviewed by dates, what a suspension changes, and clients' overdue invoices."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from tests.builders import TODAY, Builder, Org
from tests.services.life import told

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, Invalid, Refused
from resellertui.domain.notices import About
from resellertui.domain.partnership import Payment
from resellertui.domain.pricing import Benefit
from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderInput, OrderLineInput
from resellertui.services.console import Services
from resellertui.services.inputs import Listing, RequestToClient
from resellertui.services.jobs.arrears import follow_arrears
from resellertui.services.jobs.reviewing import review_partners
from resellertui.services.programme.views import ListingEdit
from resellertui.store.models import Partnership, ProgrammeMember

OPERATOR = Actor.operator()


@pytest.fixture
def partner(services: Services, make: Builder) -> Org:
    """Give a partner that staff approved today, with one client that is worth little."""
    org = make.organisation("Agency", email="owner@agency.example")
    services.programme.approve(make.staff, org.ref, Listing())
    client = make.organisation("Client", products=("client.ch",))
    make.active(client, org)
    return org


def enrich(make: Builder, client: Org) -> None:
    """Let a client have web hostings of 2023.68 CHF a year."""
    for number in range(17):
        make.product(client, f"more{number}.ch", expires_on=TODAY + timedelta(days=4000))


def earned(services: Services, *who: Actor) -> list[Benefit]:
    """Return what an order of each of them would earn now; nothing is ordered."""
    line = OrderLineInput.of(sku="web-hosting", name="new.ch")
    order = OrderInput.of(lines=(line,), key="k1")
    return [services.rehearsing().orders.place(one, order).benefit for one in who]


def run(services: Services) -> dict[str, int]:
    """Review, and return what came of it, without what did not."""
    return {name: count for name, count in review_partners(services.office, OPERATOR).items() if count}


def test_a_partner_below_is_warned_suspended_by_its_date_and_restored(
    services: Services, make: Builder, partner: Org, clock: FixedClock
) -> None:
    client = make.made[1]
    services.listings.change(partner.owner, ListingEdit(receives_quotes=True))
    assert run(services) == {}
    clock.advance(days=365)
    assert run(services) == {"warned": 1}
    assert run(services) == {}
    view = services.membership.show(partner.owner)
    assert (view.state, view.warned_on, view.suspend_on) == ("warned", date(2027, 11, 23), date(2028, 2, 21))
    assert "21 Feb 2028" in view.sentences[0]

    clock.advance(days=89)
    assert earned(services, client.owner, partner.owner) == [Benefit.CASHBACK, Benefit.DISCOUNT]
    clock.advance(days=1)  # no job has run since, and the date decides all the same
    view = services.membership.show(partner.owner)
    assert view.state == "suspended"
    quotes = next(one for one in view.benefits if one.name == "quotes")
    assert (quotes.active, quotes.state) == (False, "wanted: not while suspended")
    assert services.directory.search(client.owner).rows == ()
    with pytest.raises(Refused, match="suspended"):
        services.requests.ask_client(partner.owner, RequestToClient.of(client="x@y.example", access="full"))
    assert earned(services, client.owner, partner.owner) == [Benefit.NONE, Benefit.NONE]
    assert run(services) == {"suspended": 1}
    assert run(services) == {}
    assert services.maintenance.check(make.staff).clean

    for reader in (partner.owner, make.staff):
        told_of = [one for one in services.notices.list(reader) if one.kind == "programme.reviewed"]
        assert {(one.about, one.about_id) for one in told_of} == {(About.PROGRAMME, partner.ref)}

    clock.advance(days=20)
    enrich(make, client)
    assert earned(services, client.owner, partner.owner) == [Benefit.NONE, Benefit.NONE], "until the daily look"
    assert run(services) == {"restored": 1}
    assert earned(services, client.owner, partner.owner) == [Benefit.CASHBACK, Benefit.DISCOUNT]
    view = services.membership.show(partner.owner)
    assert (view.state, view.next_review_on) == ("approved", date(2028, 11, 23))
    assert [one.outcome.value for one in view.reviews] == ["restored", "suspended", "warned"]
    assert [one.name for one in services.directory.search(client.owner).rows] == ["Agency"]
    assert [kind for kind, to in told(services) if to == partner.email].count("programme.reviewed") == 3
    assert services.maintenance.check(make.staff).clean


@pytest.mark.parametrize("daily", [True, False])
def test_one_late_run_ends_where_a_run_a_day_does(
    services: Services, make: Builder, partner: Org, clock: FixedClock, daily: bool
) -> None:
    clock.advance(days=360)
    for _day in range(15 if daily else 1):
        clock.advance(days=8 if daily else 120)
        run(services)

    view = services.membership.show(partner.owner)
    assert [(one.kind.value, one.due_on, one.outcome.value) for one in view.reviews] == [
        ("grace_end", date(2028, 2, 21), "suspended"),
        ("anniversary", date(2027, 11, 23), "warned"),
    ]
    assert view.suspended_on == date(2028, 2, 21)


@pytest.mark.parametrize("start", [date(2028, 2, 29), date(2027, 12, 31)])
def test_years_in_one_run_come_to_the_same_sums_as_in_short_steps(
    services: Services, make: Builder, clock: FixedClock, start: date
) -> None:
    clock.advance(days=(start - TODAY).days)
    kinds = (Listing(), Listing(provisional=True))
    poor, term = (make.organisation(name) for name in ("Poor", "Term"))
    rich = make.organisation("Rich")
    for org, listing in zip((poor, term, rich), (*kinds, Listing()), strict=True):
        services.programme.approve(make.staff, org.ref, listing)
    client = make.organisation("Client")
    make.active(client, rich)
    enrich(make, client)
    now, late = clock.now(), services.rehearsing()
    clock.advance(days=4 * 365 + 40)
    at_once = review_partners(late.office, OPERATOR)
    clock.advance(days=(now - clock.now()).days)
    counts: Counter[str] = Counter()
    for _step in range(50):
        clock.advance(days=30)
        counts.update(review_partners(services.office, OPERATOR))

    assert {name: count for name, count in at_once.items() if count} == {"met": 4, "warned": 2, "suspended": 2}
    assert +counts == Counter(met=4, warned=2, suspended=2)
    report = services.maintenance.check(make.staff)
    assert report.clean
    anniversaries = [one.due_on for one in services.membership.reviews(rich.owner)]
    assert (
        anniversaries[0].day == start.day
        if start.month == 12
        else [one.day for one in anniversaries] == [29, 28, 28, 28]
    )
    assert {name: count for name, count in report.sums.items() if name.startswith("programme ")} == {
        "programme members approved": "1",
        "programme members suspended": "2",
        f"programme reviews anniversary warned {start.year + 1}": "1",
        f"programme reviews provisional_end warned {start.year + 1}": "1",
        f"programme reviews grace_end suspended {start.year + (1 if start.month == 2 else 2)}": "2",
        **{f"programme reviews anniversary met {start.year + after}": "1" for after in (1, 2, 3, 4)},
    }


def test_a_provisional_partner_that_reaches_the_threshold_is_approved_for_good(
    services: Services, make: Builder, clock: FixedClock
) -> None:
    org = make.organisation("Novo")
    services.programme.approve(make.staff, org.ref, Listing(provisional=True))
    client = make.organisation("Client")
    make.active(client, org)
    enrich(make, client)
    clock.advance(days=365)

    assert run(services) == {"met": 1}
    view = services.membership.show(org.owner)
    assert (view.state, view.provisional_until, view.next_review_on) == ("approved", None, date(2028, 11, 23))


def test_approving_again_lifts_no_suspension(services: Services, make: Builder, partner: Org) -> None:
    with services.office.filling() as session:
        session.execute(
            update(ProgrammeMember).values(
                state="suspended",
                warned_on=date(2026, 1, 1),
                suspend_on=date(2026, 4, 1),
                suspended_on=date(2026, 4, 1),
            )
        )
    services.programme.approve(make.staff, partner.ref, Listing(description="new"))

    assert services.membership.show(partner.owner).state == "suspended"
    assert services.listings.show(partner.owner).description == "new"


def test_the_place_shows_the_way_to_the_thresholds_who_counts_and_what_would_be_left(
    services: Services, make: Builder, partner: Org
) -> None:
    enrich(make, make.made[1])
    french = make.organisation("Café", country="FR", products=("cafe.fr",))
    make.active(french, partner)
    view = services.membership.show(partner.owner)

    chf, eur = view.gauges
    assert (chf.value, chf.percent, chf.reached, chf.forecast) == ("2142.72", 100, True, "2023.68")
    assert (eur.reached, eur.forecast) == (False, "0.00")
    assert [(one.name, one.currency, one.value) for one in view.top_clients] == [
        ("Client", "CHF", "2142.72"),
        ("Café", "EUR", eur.value),
    ]
    names = {one.name: one for one in view.benefits}
    assert names["rate.web_hosting"].state.startswith("20 %")
    assert names["highest"].state.startswith("35 %")
    assert not names["licence"].active
    assert names["reinvoicing"].active

    with services.office.filling() as session:
        session.execute(update(Partnership).values(end_on=TODAY + timedelta(days=90)))
    chf = services.membership.show(partner.owner).gauges[0]
    assert (chf.value, chf.forecast, chf.forecast_reached) == ("2142.72", "0.00", False)


def overdue(services: Services, make: Builder, days: int) -> Org:
    """Let the client with full access order something, which it does not pay; days after it was due."""
    client = make.made[1]
    line = OrderLineInput.of(sku="web-hosting", name="late.ch")
    services.orders.place(client.owner, OrderInput.of(lines=(line,), key="late"))
    with services.office.filling() as session:
        session.connection().exec_driver_sql(
            "UPDATE documents SET due_on = ?", ((TODAY - timedelta(days=days)).isoformat(),)
        )
    return client


def test_an_overdue_invoice_is_told_without_amounts_and_becomes_a_task_after_as_many_days(
    services: Services, make: Builder, partner: Org, clock: FixedClock
) -> None:
    overdue(services, make, 29)
    assert follow_arrears(services.office, OPERATOR) == {"told": 0, "raised": 0}
    clock.advance(days=1)
    assert follow_arrears(services.office, OPERATOR) == {"told": 1, "raised": 0}
    assert follow_arrears(services.office, OPERATOR) == {"told": 0, "raised": 0}
    mail = next(one for one in services.mail.list(OPERATOR) if one.kind == "programme.arrears")
    body = services.mail.show(OPERATOR, mail.id).body or ""
    notice = services.notices.list(partner.owner)[0]
    (listed,) = services.clients.list(partner.owner)
    assert (notice.about, notice.about_id) == (About.PARTNERSHIP, listed.partnership_id)
    assert mail.recipient == partner.email
    assert "30 days" in body
    assert "9.92" not in body
    assert "10.72" not in body

    clock.advance(days=29)
    assert follow_arrears(services.office, OPERATOR) == {"told": 0, "raised": 0}
    clock.advance(days=1)
    assert follow_arrears(services.office, OPERATOR) == {"told": 0, "raised": 1}
    assert follow_arrears(services.office, OPERATOR) == {"told": 0, "raised": 0}
    (task,) = services.arrears.page(make.staff).rows
    assert (task.client, task.partner, task.days_overdue, task.still_to_pay) == ("Client", "Agency", 60, True)
    with pytest.raises(Forbidden):
        services.arrears.page(partner.owner)
    with pytest.raises(Invalid):
        services.arrears.finish(make.staff, task.id, " ")
    services.arrears.finish(make.staff, task.id, "Called the partner.")
    with pytest.raises(Refused):
        services.arrears.finish(make.staff, task.id, "Again.")
    assert services.arrears.page(make.staff).total == 0
    assert services.arrears.page(make.staff, done=True).rows[0].note == "Called the partner."
    assert services.maintenance.check(make.staff).clean


def test_a_client_s_own_overdue_invoice_is_told_although_its_partner_pays_by_now(
    services: Services, make: Builder, partner: Org
) -> None:
    client = overdue(services, make, 30)
    (partnership,) = services.partnerships.list(client.owner)
    services.agreements.change_payment(client.owner, partnership.id, Payment.PARTNER)

    assert follow_arrears(services.office, OPERATOR) == {"told": 1, "raised": 0}
    assert services.notices.list(partner.owner)[0].subject == "An invoice of Client is overdue"


def test_check_finds_what_can_not_be(services: Services, make: Builder, partner: Org) -> None:
    with services.office.filling() as session:
        session.execute(update(ProgrammeMember).values(warned_on=date(2026, 1, 1)))
        session.connection().exec_driver_sql("PRAGMA foreign_keys=OFF")
    found = [one.text for one in services.maintenance.check(make.staff).findings if one.area == "programme"]

    assert found == [f"{partner.ref} has dates of a warning and a suspension that do not go together."]
