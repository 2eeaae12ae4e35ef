"""Money over time: partnerships that pause and end, suspended partners, two currencies, ends of months and years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from tests.builders import PASSWORD, Builder, Org

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, NotFound, Refused
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import (
    DocumentQuery,
    DocumentView,
    OrderInput,
    OrderOutcome,
    PayInput,
    PrepaidInput,
    RefundInput,
    RenewInput,
)
from resellertui.services.console import Services
from resellertui.services.inputs import Pause
from resellertui.store.models import ProgrammeMember


def hostings(services: Services, orderer: Org, quantity: int = 35, client: Org | None = None) -> OrderOutcome:
    """Order web hostings at 9.92 CHF or 9.10 EUR."""
    lines = [{"sku": "web-hosting", "quantity": quantity}]
    return services.orders.place(orderer.owner, OrderInput.of(lines=lines, client="" if client is None else client.ref))


def paid(services: Services, payer: Org) -> DocumentView:
    """Pay by bank what an organisation has to pay, which is one document."""
    (row,) = services.billing.to_pay(payer.owner)
    return services.billing.pay(payer.owner, PayInput.of(document=row.id, method="bank"))


def earned(services: Services, agency: Org) -> dict[str, str]:
    """Return what was credited to a partner, by currency."""
    return dict(services.cashback.summary(agency.owner).credited)


def prepaid(services: Services, org: Org) -> dict[str, str]:
    """Return what stands on an organisation's accounts."""
    return {one.currency: one.balance for one in services.prepaid.show(org.owner)}


def stopped(services: Services, client: Org, agency: Org, reference: str, how: str) -> None:
    """Pause or end a partnership, or suspend its partner."""
    if how == "paused":
        until = services.office.clock.now().date() + timedelta(days=9)
        services.agreements.pause(client.owner, reference, Pause.of(reason="away", until=until))
    elif how == "ended":
        services.agreements.end(client.owner, reference, PASSWORD)
    else:
        with services.office.filling() as session:
            row = session.get(ProgrammeMember, agency.number)
            assert row is not None
            row.state = "suspended"


@pytest.mark.parametrize("how", ["paused", "ended", "suspended"])
def test_what_was_ordered_before_is_credited_and_nothing_after(
    services: Services, make: Builder, agency: Org, how: str
) -> None:
    client = make.organisation("Bakery", products=("bakery.ch",))
    reference = make.active(client, agency, payment=Payment.CLIENT)
    before = hostings(services, client)
    assert (before.benefit, earned(services, agency)) == ("cashback", {})

    stopped(services, client, agency, reference, how)
    assert paid(services, client).total == before.total == "281.49"
    assert (earned(services, agency), prepaid(services, agency)) == ({"CHF": "52.08"}, {"CHF": "52.08"})

    after = hostings(services, client, 1)
    assert (after.payer, after.benefit, "No partner earns anything." in after.consequence) == ("Bakery", "none", True)
    (renewal,) = services.orders.renew(client.owner, RenewInput.of(products=["bakery.ch"]))
    assert renewal.benefit == "none"
    if how != "suspended":
        with pytest.raises((Forbidden, NotFound)):
            hostings(services, agency, 1, client)
    for row in services.billing.to_pay(client.owner):
        services.billing.pay(client.owner, PayInput.of(document=row.id, method="bank"))
    assert earned(services, agency) == {"CHF": "52.08"}
    note = services.billing.refund(make.staff, RefundInput.of(document=before.document_id, reason="not delivered"))
    assert (note.total, prepaid(services, agency)) == ("281.49", {"CHF": "0.00"})
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_after_a_pause_the_partner_earns_again(
    services: Services, make: Builder, agency: Org, clock: FixedClock
) -> None:
    client = make.organisation("Bakery")
    stopped(services, client, agency, make.active(client, agency, payment=Payment.PARTNER), "paused")
    assert hostings(services, client).payer == "Bakery"
    clock.advance(days=9)
    done = hostings(services, client)
    assert (done.payer, done.benefit) == ("Agency", "cashback")


def test_a_suspended_partner_still_pays_by_its_method_and_at_public_price(
    services: Services, make: Builder, agency: Org
) -> None:
    client = make.organisation("Bakery")
    reference = make.active(client, agency, payment=Payment.PARTNER)
    stopped(services, client, agency, reference, "suspended")
    done = hostings(services, agency, client=client)
    assert (done.payer, done.benefit, done.total_excl_vat) == ("Agency", "none", "260.40")


def test_a_family_that_rewards_nothing_is_said_to_earn_nothing(services: Services, make: Builder, agency: Org) -> None:
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.CLIENT)
    for sku, earns in (("renewal-warranty", False), ("kdrive-solo", True)):
        done = services.orders.place(client.owner, OrderInput.of(lines=[{"sku": sku}]))
        assert ("No partner earns anything." in done.consequence) is not earns
        assert ("Agency earns cashback" in done.consequence) is earns


def test_two_limited_partners_on_one_invoice_each_get_their_own(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    """With the three that the client has, six are active, which is −5 %: 9.42 a line, and 7.54 for a partner."""
    first = make.active(client, agency, products=("bakery.ch",))
    make.active(client, studio, products=("shop.ch",))
    lines = [{"sku": "web-hosting", "entrust_to": name} for name in ("Agency", "Studio", "")]
    done = services.orders.place(client.owner, OrderInput.of(lines=lines))
    assert (done.total_excl_vat, done.vat, done.total) == ("28.26", "2.29", "30.55")
    services.agreements.end(client.owner, first, PASSWORD)
    invoice = paid(services, client)
    assert [one.charged for one in invoice.lines] == ["9.42"] * 3
    for partner in (agency, studio):
        assert (earned(services, partner), prepaid(services, partner)) == ({"CHF": "1.88"}, {"CHF": "1.88"})
        (row,) = services.cashback.page(partner.owner).rows
        text = " ".join(one for part in services.explain.explain(partner.owner, row.id).parts for one in part.sentences)
        assert "1.88" in text
        assert "30.55" not in text
    note = services.billing.refund(make.staff, RefundInput.of(document=invoice.id, line=2, reason="broken"))
    assert (note.net, note.vat) == ("9.42", "0.76")
    assert (prepaid(services, agency), prepaid(services, studio)) == ({"CHF": "1.88"}, {"CHF": "0.00"})
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_the_currency_is_the_payers_and_cashback_stays_in_it(services: Services, make: Builder) -> None:
    partner = make.organisation("Agence", country="FR", city="Lyon")
    make.approve(partner)
    covered, own = make.organisation("Covered"), make.organisation("Own")
    make.active(covered, partner, payment=Payment.PARTNER)
    make.active(own, partner, payment=Payment.CLIENT)

    francs = hostings(services, own)
    assert (francs.payer, francs.currency, francs.total) == ("Own", "CHF", "281.49")
    assert paid(services, own).currency == "CHF"
    assert prepaid(services, partner) == {"EUR": "0.00", "CHF": "52.08"}

    euros = hostings(services, covered)
    assert (euros.payer, euros.currency, euros.benefit) == ("Agence", "EUR", "cashback")
    assert (euros.total_excl_vat, euros.vat, euros.total) == ("238.88", "47.78", "286.66")
    assert paid(services, partner).total == "286.66"
    assert earned(services, partner) == {"CHF": "52.08", "EUR": "47.78"}
    assert prepaid(services, partner) == {"EUR": "47.78", "CHF": "52.08"}

    discounted = hostings(services, partner, client=covered)  # 70 are billed to the partner then: still the same tier
    assert (discounted.total_excl_vat, discounted.vat, discounted.total) == ("191.10", "38.22", "229.32")
    services.prepaid.top_up(partner.owner, PrepaidInput.of(amount="1000.00", currency="CHF"))
    (row,) = services.billing.to_pay(partner.owner)
    with pytest.raises(Exception, match=r"holds 47\.78 EUR"):
        services.billing.pay(partner.owner, PayInput.of(document=row.id))
    assert services.maintenance.check(Actor.operator()).findings == ()


def test_a_renewal_of_what_its_date_has_terminated_takes_no_money(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    """Thirty days after its expiry, whether or not the job of the day has run yet."""
    make.product(client, "late.ch", expires_on=date(2026, 11, 30))
    services.prepaid.top_up(client.owner, PrepaidInput.of(amount="100.00", currency="CHF"))
    (done,) = services.orders.renew(client.owner, RenewInput.of(products=["late.ch"]))
    services.billing.pay(client.owner, PayInput.of(document=done.document_id, amount="1.00"))
    clock.advance(days=36)
    last = services.billing.pay(client.owner, PayInput.of(document=done.document_id, amount="1.00"))
    assert (last.state, last.paid) == ("to_pay", "2.00")
    clock.advance(days=1)
    for method in ("prepaid", "bank"):
        with pytest.raises(Refused, match="was terminated on 30 Dec 2026"):
            services.billing.pay(client.owner, PayInput.of(document=done.document_id, method=method))
    services.billing.decline(client.owner, done.document_id or "", "ordered anew")
    assert prepaid(services, client) == {"CHF": "100.00"}


@pytest.mark.parametrize(
    ("days", "first", "renewed"),
    [
        (69, (date(2027, 1, 31), date(2027, 2, 27)), (date(2027, 2, 28), date(2027, 3, 30))),
        (434, (date(2028, 1, 31), date(2028, 2, 28)), (date(2028, 2, 29), date(2028, 3, 30))),
    ],
)
def test_a_monthly_product_keeps_the_day_it_began_on(
    services: Services,
    client: Org,
    clock: FixedClock,
    days: int,
    first: tuple[date, date],
    renewed: tuple[date, date],
) -> None:
    clock.advance(days=days)
    product = hostings(services, client, 1).lines[0].product_id or ""
    line = paid(services, client).lines[0]
    assert (line.service_from, line.service_to) == first
    services.orders.renew(client.owner, RenewInput.of(products=[product]))
    line = paid(services, client).lines[0]
    assert (line.service_from, line.service_to) == renewed
    assert services.products.show(client.owner, product).expires_on == renewed[1] + timedelta(days=1)
    assert (renewed[1] + timedelta(days=1)).day == 31


def test_the_year_of_a_number_turns_in_zurich(
    services: Services, make: Builder, client: Org, clock: FixedClock
) -> None:
    """At 23:30 UTC on 31 December it is 00:30 on 1 January there."""
    at = partial(datetime, 2026, 12, 31, tzinfo=UTC)
    clock.advance(at(22, 30) - clock.now())
    for _number in range(2):
        hostings(services, client, 1)
        last = paid(services, client)
    assert (last.number, last.issued_on) == ("2026-000002", date(2026, 12, 31))
    hostings(services, client, 1)
    clock.advance(at(23, 30) - clock.now())
    first = paid(services, client)
    assert (first.number, first.made_on, first.issued_on) == ("2027-000001", date(2026, 12, 31), date(2027, 1, 1))
    assert (first.lines[0].service_from, first.lines[0].service_to) == (date(2027, 1, 1), date(2027, 1, 31))
    note = services.billing.refund(make.staff, RefundInput.of(document=last.id, reason="late"))
    assert (note.number or "").endswith("2027-000001"), "a series of their own"
    assert (note.issued_on, note.corrects) == (date(2027, 1, 1), "2026-000002")
    query = DocumentQuery(since=date(2027, 1, 1))
    assert {one.id for one in services.billing.documents(client.owner, query).rows} == {first.id, note.id}
    rows = services.prepaid.statement(client.owner, "CHF").rows
    assert [one.kind for one in rows] == ["refund"]
    assert services.maintenance.check(Actor.operator()).findings == ()
