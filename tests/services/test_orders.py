"""Orders from the keypress to the ledger: each row of the table of who pays, the line shown being what is posted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import Builder, Org

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.partnership import Payment
from resellertui.services.actor import Actor
from resellertui.services.billing.views import (
    DocumentQuery,
    OrderInput,
    OrderOutcome,
    PayInput,
    PrepaidInput,
    RefundInput,
    RenewInput,
)
from resellertui.services.console import Services


def hostings(quantity: int = 35, **more: object) -> OrderInput:
    """Return an order of so many web hostings at 9.92."""
    order: OrderInput = OrderInput.of(lines=[{"sku": "web-hosting", "quantity": quantity}], **more)
    return order


def rich(services: Services, org: Org, amount: str = "1000.00", currency: str = "CHF") -> None:
    """Put money into an organisation's prepaid account."""
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount=amount, currency=currency))


def balance(services: Services, org: Org) -> str:
    """Return what stands on the account of the organisation's own currency."""
    return services.prepaid.show(org.owner)[0].balance


def pay(services: Services, payer: Org, outcome: OrderOutcome) -> str:
    """Pay what an order left to pay, and return the invoice's number."""
    (row,) = services.billing.to_pay(payer.owner)
    view = services.billing.pay(payer.owner, PayInput.of(document=row.id))
    assert (view.total, view.net) == (outcome.total, outcome.total_excl_vat)
    assert view.number is not None
    return view.number


@pytest.mark.parametrize(
    ("access", "method", "by_partner", "entrusted", "payer", "net", "earned"),
    [
        ("none", None, False, False, "client", "260.40", "0.00"),
        ("limited", None, False, True, "client", "260.40", "52.08"),
        ("limited", None, False, False, "client", "260.40", "0.00"),
        ("full", Payment.CLIENT, False, False, "client", "260.40", "52.08"),
        ("full", Payment.CLIENT, True, False, "client", "260.40", "52.08"),
        ("full", Payment.PARTNER, True, False, "agency", "208.32", "0.00"),
        ("full", Payment.PARTNER, False, False, "agency", "260.40", "52.08"),
    ],
)
def test_the_line_shown_is_what_is_posted_and_invoiced(
    services: Services,
    make: Builder,
    agency: Org,
    access: str,
    method: Payment | None,
    by_partner: bool,
    entrusted: bool,
    payer: str,
    net: str,
    earned: str,
) -> None:
    client = make.organisation("Bakery", products=("bakery.ch",) if access == "limited" else ())
    if access == "limited":
        make.active(client, agency, products=("bakery.ch",))
    elif access == "full":
        assert method is not None
        make.active(client, agency, payment=method)
    order = OrderInput.of(
        lines=[{"sku": "web-hosting", "quantity": 35, "entrust_to": "Agency" if entrusted else ""}],
        client=client.ref if by_partner else "",
    )
    orderer = agency if by_partner else client
    shown = services.rehearsing().orders.place(orderer.owner, order)
    done = services.orders.place(orderer.owner, order)
    assert shown.consequence == done.consequence
    assert done.total_excl_vat == net
    who = {"client": client, "agency": agency}[payer]
    other = agency if who is client else client
    rich(services, who)
    number = pay(services, who, done)
    assert number == "2026-000001"
    assert services.billing.document(who.owner, number).net == net
    with pytest.raises(NotFound):
        services.billing.document(other.owner, number)
    credited = dict(services.cashback.summary(agency.owner).credited)
    assert credited.get("CHF", "0.00") == earned


def test_limited_access_never_orders_for_the_client(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency, products=("bakery.ch",))
    with pytest.raises(Refused):
        services.orders.place(agency.owner, hostings(client=client.ref))
    assert services.billing.documents(client.owner, DocumentQuery()).total == 0


def test_a_partner_orders_for_itself_at_the_discounted_price(services: Services, agency: Org) -> None:
    done = services.orders.place(agency.owner, hostings())
    assert (done.total_excl_vat, done.vat, done.total) == ("208.32", "16.87", "225.19")


def test_a_suspended_partner_earns_nothing(services: Services, make: Builder) -> None:
    org = make.organisation("Former")
    make.approve(org, state="suspended")
    assert services.orders.place(org.owner, hostings()).total_excl_vat == "260.40"


def test_while_paused_the_client_orders_by_itself_without_benefit(
    services: Services, make: Builder, agency: Org, clock: FixedClock
) -> None:
    from datetime import timedelta

    from resellertui.services.inputs import Pause

    client = make.organisation("Bakery")
    reference = make.active(client, agency, payment=Payment.PARTNER)
    services.agreements.pause(
        client.owner, reference, Pause.of(reason="away", until=clock.now().date() + timedelta(days=9))
    )
    done = services.orders.place(client.owner, hostings())
    assert (done.payer, done.benefit) == ("Bakery", "none")
    with pytest.raises(Forbidden):
        services.orders.place(agency.owner, hostings(client=client.ref))


def test_a_client_never_spends_the_partners_money(services: Services, make: Builder, agency: Org) -> None:
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.PARTNER)
    rich(services, agency)
    with pytest.raises(Refused):
        services.orders.place(client.owner, hostings(pay=True))
    done = services.orders.place(client.owner, hostings())
    assert (done.state, done.document_id, balance(services, agency)) == ("to_pay", None, "1000.00")
    (row,) = services.billing.to_pay(agency.owner)
    declined = services.billing.decline(agency.owner, row.id, "too many")
    assert declined.state == "void"
    assert {one.expired for one in services.products.list(client.owner)} <= {False}
    assert services.billing.to_pay(agency.owner) == ()


def test_the_same_key_orders_and_pays_once(services: Services, client: Org) -> None:
    rich(services, client)
    order = hostings(1, pay=True, key="one")
    first, again = (services.orders.place(client.owner, order) for _ in range(2))
    assert (first.repeated, again.repeated, first.order_id) == (False, True, again.order_id)
    assert services.billing.documents(client.owner, DocumentQuery()).total == 1
    with pytest.raises(Conflict):
        services.orders.place(client.owner, hostings(2, pay=True, key="one"))
    topped = PrepaidInput.of(amount="5.00", currency="CHF", key="two")
    before = services.prepaid.top_up(client.owner, topped).balance
    assert services.prepaid.top_up(client.owner, topped).balance == before


def test_a_subscription_runs_from_its_payment(services: Services, client: Org, clock: FixedClock) -> None:
    from datetime import date

    done = services.orders.place(client.owner, hostings(1))
    reference = done.lines[0].product_id or ""
    assert services.products.show(client.owner, reference).expires_on is None
    clock.advance(days=7)
    rich(services, client)
    services.billing.pay(client.owner, PayInput.of(document=done.document_id, amount="4.00"))
    assert services.products.show(client.owner, reference).expires_on is None
    view = services.billing.pay(client.owner, PayInput.of(document=done.document_id))
    assert services.products.show(client.owner, reference).expires_on == date(2026, 12, 30)
    assert (view.lines[0].service_from, view.lines[0].service_to) == (date(2026, 11, 30), date(2026, 12, 29))


def test_paying_more_than_there_is_changes_nothing(services: Services, client: Org) -> None:
    done = services.orders.place(client.owner, hostings(1))
    with pytest.raises(Refused):
        services.billing.pay(client.owner, PayInput.of(document=done.document_id))
    with pytest.raises(Refused):
        services.prepaid.withdraw(client.owner, PrepaidInput.of(amount="0.01", currency="CHF"))
    assert (balance(services, client), services.billing.to_pay(client.owner)[0].due) == ("0.00", done.total)


def test_what_is_paid_too_much_from_outside_lands_in_prepaid(services: Services, client: Org) -> None:
    done = services.orders.place(client.owner, hostings(1))
    view = services.billing.pay(
        client.owner, PayInput.of(document=done.document_id, method="bank", amount="100.00", reference="B-1")
    )
    assert (view.state, done.total, balance(services, client)) == ("paid", "10.72", "89.28")


def test_a_refund_gives_back_to_the_cent_and_reverses_cashback_in_proportion(
    services: Services, make: Builder, agency: Org
) -> None:
    client = make.organisation("Bakery")
    make.active(client, agency, payment=Payment.CLIENT)
    rich(services, client)
    done = services.orders.place(client.owner, hostings(pay=True))
    assert (balance(services, client), balance(services, agency)) == ("718.51", "52.08")
    services.prepaid.withdraw(agency.owner, PrepaidInput.of(amount="50.00", currency="CHF"))
    staff = make.staff
    note = services.billing.refund(staff, RefundInput.of(document=done.document_id, amount="100.00", reason="half"))
    assert (note.kind, note.number, note.net, note.vat) == ("credit_note", "CN-2026-000001", "100.00", "8.10")
    owed = services.prepaid.show(agency.owner)[0]
    assert (owed.balance, owed.owed) == ("0.00", "17.92")
    services.billing.refund(staff, RefundInput.of(document=done.document_id, reason="rest"))
    assert balance(services, client) == "1000.00"
    owed = services.prepaid.show(agency.owner)[0]
    assert (owed.balance, owed.owed) == ("0.00", "50.00")
    assert services.billing.document(client.owner, done.document_id or "").state == "refunded"
    with pytest.raises(Refused):
        services.billing.refund(staff, RefundInput.of(document=done.document_id, reason="more"))
    again = services.orders.place(client.owner, hostings(pay=True))
    owed = services.prepaid.show(agency.owner)[0]
    assert (again.state, owed.balance) == ("paid", "2.08")


def test_a_credit_note_is_found_by_its_number_wherever_a_document_is_named(
    services: Services, make: Builder, client: Org
) -> None:
    rich(services, client)
    done = services.orders.place(client.owner, hostings(pay=True))
    note = services.billing.refund(make.staff, RefundInput.of(document=done.document_id, reason="gone"))
    for typed in (note.number or "", note.id, "cn 2026-1"):
        assert services.billing.document(client.owner, typed) == note
        assert services.explain.explain(client.owner, typed).id == note.id
        assert services.billing.position(client.owner, DocumentQuery(), typed) == 0
    assert [one.id for one in services.billing.documents(client.owner, DocumentQuery.of(text=note.number)).rows] == [
        note.id
    ]
    assert services.billing.document(client.owner, "2026-000001").kind == "invoice"
    assert services.billing.documents(client.owner, DocumentQuery.of(text="2026-000001")).total == 2


def test_a_number_alone_means_ones_own_credit_note_before_anothers_invoice(
    services: Services, make: Builder, client: Org
) -> None:
    other = make.organisation("Other")
    for org in (other, client):
        rich(services, org)
    services.orders.place(other.owner, hostings(pay=True))
    done = services.orders.place(client.owner, hostings(pay=True))
    note = services.billing.refund(make.staff, RefundInput.of(document=done.document_id, reason="gone"))
    assert services.billing.document(client.owner, "2026-000001") == note
    assert services.billing.document(other.owner, "2026-000001").kind == "invoice"
    with pytest.raises(NotFound):
        services.billing.document(other.owner, note.number or "")


def test_only_staff_refunds(services: Services, client: Org) -> None:
    rich(services, client)
    done = services.orders.place(client.owner, hostings(1, pay=True))
    with pytest.raises(Forbidden):
        services.billing.refund(client.owner, RefundInput.of(document=done.document_id, reason="mine"))


def test_renewing_an_entrusted_product_earns_its_limited_partner(
    services: Services, client: Org, agency: Org, make: Builder
) -> None:
    make.active(client, agency, products=("bakery.ch",))
    rich(services, client)
    before = services.products.show(client.owner, "bakery.ch").expires_on
    with pytest.raises(Forbidden, match="renew “bakery"):
        services.orders.renew(agency.owner, RenewInput.of(products=["PRD-1"]))
    outcome = services.orders.renew(client.owner, RenewInput.of(products=["bakery.ch", "shop.ch"], pay=True))[0]
    after = services.products.show(client.owner, "bakery.ch").expires_on
    assert before is not None
    assert after is not None
    assert (after.year * 12 + after.month) - (before.year * 12 + before.month) == 1
    assert (outcome.state, outcome.total_excl_vat) == ("paid", "19.84")
    assert dict(services.cashback.summary(agency.owner).credited) == {"CHF": "1.98"}


def test_a_renewal_that_waits_is_named_to_whoever_pays_it_only(
    services: Services, client: Org, agency: Org, make: Builder
) -> None:
    make.active(client, agency, payment=Payment.CLIENT)
    services.orders.renew(client.owner, RenewInput.of(products=["bakery.ch"]))
    with pytest.raises(Refused) as told:
        services.orders.renew(client.owner, RenewInput.of(products=["bakery.ch"]))
    assert "INV-1" in told.value.hint
    with pytest.raises(Refused) as told:
        services.orders.renew(agency.owner, RenewInput.of(products=["PRD-1"]))
    assert "INV-1" not in str(told.value)
    assert "To pay of Bakery" in told.value.hint
    with pytest.raises(Refused) as told:
        services.orders.renew(agency.owner, RenewInput.of(products=["PRD-2"], pay=True))
    assert "it waits in the To pay of Bakery" in told.value.hint


def test_a_domain_needs_its_name_and_is_one(services: Services, client: Org) -> None:
    for line in ({"sku": "domain-ch"}, {"sku": "domain-ch", "name": "x.com"}, {"sku": "domain-ch", "name": "a..ch"}):
        with pytest.raises(Invalid):
            services.orders.place(client.owner, OrderInput.of(lines=[line]))
    order = OrderInput.of(lines=[{"sku": "domain-ch", "name": "bäckerei.ch"}])
    assert services.orders.place(client.owner, order).lines[0].name == "bäckerei.ch"
    with pytest.raises(Conflict):
        services.orders.place(client.owner, order)


def test_a_euro_client_of_a_franc_partner_earns_it_euros(services: Services, make: Builder, agency: Org) -> None:
    client = make.organisation("Boulangerie", country="FR", city="Lyon")
    make.active(client, agency, payment=Payment.CLIENT)
    rich(services, client, "900.00", "EUR")
    done = services.orders.place(client.owner, hostings(1, pay=True))
    assert (done.currency, done.total_excl_vat, done.total) == ("EUR", "9.10", "10.92")
    balances = {one.currency: one.balance for one in services.prepaid.show(agency.owner)}
    assert balances == {"CHF": "0.00", "EUR": "1.82"}


def test_a_collaborator_without_the_accounting_right_neither_orders_nor_sees(
    services: Services, make: Builder, client: Org
) -> None:
    from resellertui.domain.roles import Role

    person: Actor = make.person(client, Role.COLLABORATOR)
    for act in (
        lambda: services.orders.place(person, hostings(1)),
        lambda: services.billing.documents(person, DocumentQuery()),
        lambda: services.prepaid.show(person),
        lambda: services.cashback.summary(person),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_collaborator_with_the_accounting_right_is_known_by_it_and_orders_pays_and_sees(
    services: Services, make: Builder, client: Org
) -> None:
    from resellertui.domain.roles import Role

    person: Actor = make.person(client, Role.COLLABORATOR, accounting=True)
    without = services.accounts.refresh(make.person(client, Role.COLLABORATOR, email="other@test.example"))
    (choice,) = services.accounts.refresh(person).organisations
    assert (choice.accounting, without.organisations[0].accounting) == (True, False)
    rich(services, client)
    done = services.orders.place(person, hostings(1, pay=True))
    assert services.billing.document(person, done.document_id or "").state == "paid"
    assert services.prepaid.statement(person, "CHF").total == 2
    assert services.cashback.page(person).total == 0


def test_in_locked_mode_only_staff_says_that_money_came_from_outside(
    services: Services, make: Builder, client: Org
) -> None:
    locked = Services(replace(services.office, locked=True))
    done = locked.orders.place(client.owner, hostings(1))
    with pytest.raises(Forbidden):
        locked.prepaid.top_up(client.owner, PrepaidInput.of(amount="99.00", currency="CHF"))
    with pytest.raises(Forbidden):
        locked.billing.pay(client.owner, PayInput.of(document=done.document_id, method="bank"))
    topped = PrepaidInput.of(amount="99.00", currency="CHF", organisation=client.ref)
    assert locked.prepaid.top_up(make.staff, topped).balance == "99.00"
    assert locked.billing.pay(client.owner, PayInput.of(document=done.document_id)).state == "paid"
