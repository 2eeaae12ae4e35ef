"""Billing addresses: who keeps them, which one a document names, and that neither tax nor what exists moves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.builders import TODAY, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import rows
from tests.services.test_billing_exports import describe, words

from resellertui.adapters.clock import FixedClock
from resellertui.domain.billing_address import MOST
from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import (
    BillingAddressInput,
    BillingAddressView,
    DocumentQuery,
    DocumentView,
    OrderInput,
    PayInput,
    PrepaidInput,
    RefundInput,
    RenewInput,
)
from resellertui.services.console import Services

OPERATOR = Actor.operator()
BOOKS = {"label": "Books", "street": "Rue du Lac", "house_number": "7", "city": "Lausanne", "country": "CH"}


def add(services: Services, org: Org, **values: str) -> BillingAddressView:
    """Add an address to an organisation."""
    return services.billing_addresses.add(org.owner, BillingAddressInput.of(**(BOOKS | values)))


def order(services: Services, org: Org, **more: Any) -> DocumentView:
    """Order a hosting, and return the newest document of the organisation."""
    services.orders.place(org.owner, OrderInput.of(lines=[{"sku": "web-hosting"}], **more))
    return newest(services, org)


def newest(services: Services, org: Org) -> DocumentView:
    """Return an organisation's newest document."""
    return services.billing.document(org.owner, services.billing.documents(org.owner, DocumentQuery()).rows[0].id)


def named(view: DocumentView) -> str | None:
    """Return the label of the address that a document names."""
    return None if view.buyer.billing_address is None else view.buyer.billing_address.label


def pay(services: Services, org: Org, reference: str) -> None:
    """Pay a document from outside."""
    services.billing.pay(org.owner, PayInput.of(document=reference, method="bank", reference="B-1"))


def test_they_are_added_changed_made_usual_and_removed_and_rows_are_never_rewritten(
    services: Services, client: Org
) -> None:
    first = add(services, client)
    second = add(services, client, label="Branch", name="Bakery, branch", email="AP@Branch.example")
    assert (first.id, first.name, first.lines) == ("ADR-1", "Bakery", ("Rue du Lac 7", "Lausanne"))
    assert (second.name, second.email) == ("Bakery, branch", "AP@branch.example")
    with pytest.raises(Invalid):
        add(services, client, label="BOOKS")

    services.billing_addresses.make_usual(client.owner, "books")
    services.billing_addresses.make_usual(client.owner, "Branch")
    changed = services.billing_addresses.edit(client.owner, "Branch", BillingAddressInput.of(city="Bern"))
    assert (changed.id, changed.city, changed.name, changed.is_usual) == ("ADR-3", "Bern", "Bakery, branch", True)
    assert services.billing_addresses.edit(client.owner, "ADR-3", BillingAddressInput.of(city="Bern")) == changed
    with pytest.raises(NotFound):
        services.billing_addresses.edit(client.owner, "ADR-2", BillingAddressInput.of(city="Chur"))

    services.billing_addresses.remove(client.owner, "Branch")
    assert [(one.label, one.is_usual) for one in services.billing_addresses.list(client.owner)] == [("Books", False)]
    assert add(services, client, label="Branch").id == "ADR-4"
    assert rows(services, "SELECT id, city, removed_at IS NULL FROM billing_addresses ORDER BY id") == [
        (1, "Lausanne", 1),
        (2, "Lausanne", 0),
        (3, "Bern", 0),
        (4, "Lausanne", 1),
    ]
    acts = rows(services, "SELECT action FROM audit_entries WHERE action LIKE 'billing_address.%' ORDER BY id")
    assert [one for (one,) in acts] == [
        *("billing_address.added",) * 2,
        *("billing_address.usual",) * 2,
        "billing_address.changed",
        "billing_address.removed",
        "billing_address.added",
    ]
    assert services.office.database.path is not None
    with closing(sqlite3.connect(services.office.database.path)) as connection:
        for statement in ("UPDATE billing_addresses SET city = 'X' WHERE id = 1", "DELETE FROM billing_addresses"):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
    assert services.maintenance.check(OPERATOR).clean


def test_whoever_has_the_accounting_keeps_them_and_nobody_else(services: Services, make: Builder, agency: Org) -> None:
    client = make.organisation("Bakery")
    add(services, client)
    books = make.person(client, Role.COLLABORATOR, email="books@bakery.example", accounting=True)
    member = make.person(client, Role.COLLABORATOR, email="member@bakery.example")
    guest = make.person(client, Role.EXTERNAL, email="guest@bakery.example")
    make.active(client, agency, payment=Payment.PARTNER)
    inside = replace(agency.owner, for_client_id=client.number)

    assert len(services.billing_addresses.list(books)) == 1
    services.billing_addresses.make_usual(books, "Books")
    for actor, refusal in ((member, Forbidden), (guest, Forbidden), (inside, NotFound), (agency.owner, NotFound)):
        with pytest.raises(refusal):
            services.billing_addresses.remove(actor, "ADR-1")
        with pytest.raises(refusal):
            services.billing_addresses.make_usual(actor, "ADR-1")
    for actor in (member, guest, inside):
        with pytest.raises((Forbidden, NotFound)):
            services.billing_addresses.list(actor)
    assert services.billing_addresses.list(agency.owner) == ()


def test_too_many_are_refused(services: Services, client: Org) -> None:
    with services.office.filling() as session:
        from resellertui.store.models import BillingAddress

        for number in range(MOST):
            values = BOOKS | {"label": f"L {number}", "name": "N", "postal_code": "", "region": "", "email": ""}
            now = services.office.clock.now()
            row = BillingAddress(org_id=client.number, **values, reference="", created_at=now, removed_at=None)
            session.add(row)

    with pytest.raises(Refused, match="at most 200"):
        add(services, client)


@pytest.mark.parametrize("country", ["CH", "FR"])
def test_it_changes_what_is_printed_and_neither_price_nor_tax(services: Services, make: Builder, country: str) -> None:
    org = make.organisation("Boutique", country=country, city="Lyon")
    describe(services, org, vat_number="FR40303265045" if country == "FR" else None)
    plain = order(services, org)
    add(services, org, name="Elsewhere [red]", country="IT", reference="CC 4711")
    usual = order(services, org)
    assert named(usual) is None
    chosen = order(services, org, billing_address="books")

    assert (chosen.total, chosen.vat, chosen.vat_lines, chosen.currency) == (
        plain.total,
        plain.vat,
        plain.vat_lines,
        plain.currency,
    )
    assert chosen.buyer.model_copy(update={"billing_address": None}) == plain.buyer
    text = words(services.billing_exports.pdf(org.owner, chosen.id).pdf)
    for part in ("Elsewhere [red] Rue du Lac 7", "Lausanne Italy", "For the account of Boutique", "CC 4711"):
        assert part in text.replace("Switzerland ", "").replace("France ", ""), text
    assert "For the account of" not in words(services.billing_exports.pdf(org.owner, plain.id).pdf)


def test_what_exists_stays_and_a_change_counts_for_what_comes(services: Services, make: Builder, client: Org) -> None:
    add(services, client)
    waits, final = order(services, client, billing_address="Books"), order(services, client, billing_address="Books")
    pay(services, client, final.id)
    services.billing_addresses.edit(client.owner, "Books", BillingAddressInput.of(city="Bern"))

    services.billing.refund(make.staff, RefundInput.of(document=final.id, amount="1.00", reason="a gift"))
    credit = newest(services, client)
    pay(services, client, waits.id)
    for view in (waits, final, credit):
        address = services.billing.document(client.owner, view.id).buyer.billing_address
        assert address is not None
        assert address.lines == ("Rue du Lac 7", "Lausanne")
    assert rows(services, "SELECT DISTINCT billing_address_id FROM products WHERE billing_address_id > 0") == [(2,)]
    assert [one for (one,) in rows(services, "SELECT billing_address_id FROM orders ORDER BY id")] == [2, 1]
    assert services.maintenance.check(OPERATOR).clean


def test_a_choice_is_remembered_for_the_automatic_renewal(services: Services, make: Builder, clock: FixedClock) -> None:
    org = make.organisation("Bakery")
    services.prepaid.top_up(org.owner, PrepaidInput.of(amount="500.00", currency="CHF"))
    day = TODAY + timedelta(days=20)
    products = [make.product(org, f"{name}.ch", expires_on=day, auto_renewal=True) for name in "abc"]
    add(services, org)
    add(services, org, label="Usual one", city="Chur")
    services.billing_addresses.make_usual(org.owner, "Usual one")

    (first,) = services.orders.renew(org.owner, RenewInput.of(products=products[:1], pay=True, billing_address="Books"))
    (second,) = services.orders.renew(org.owner, RenewInput.of(products=products[1:2], pay=True, billing_address="own"))
    (third,) = services.orders.renew(org.owner, RenewInput.of(products=products[2:], pay=True))
    assert "It is addressed to “Books”: Bakery, Lausanne." in first.consequence
    assert "It is addressed to Bakery itself." in second.consequence
    assert "It is addressed to “Usual one”: Bakery, Chur." in third.consequence

    clock.advance(days=40)
    services.tick.run(OPERATOR)
    latest = [
        services.billing.document(org.owner, one.id)
        for one in services.billing.documents(org.owner, DocumentQuery()).rows[:3]
    ]
    assert {one.lines[0].name: named(one) for one in latest} == {"a.ch": "Books", "b.ch": None, "c.ch": "Usual one"}

    services.billing_addresses.remove(org.owner, "Books")
    services.billing_addresses.make_usual(org.owner, "")
    (again,) = services.orders.renew(org.owner, RenewInput.of(products=products, pay=True))
    assert "It is addressed to Bakery itself." in again.consequence
    assert len(again.lines) == 3
    assert services.maintenance.check(OPERATOR).clean


def test_only_who_pays_chooses_and_a_new_payers_usual_one_counts(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    for org in (client, agency):
        add(services, org, label=f"{org.name} books")
        services.billing_addresses.make_usual(org.owner, f"{org.name} books")
    bakery = services.products.list(client.owner)[0].id
    services.orders.renew(client.owner, RenewInput.of(products=[bakery], billing_address="Bakery books"))
    assert named(newest(services, client)) == "Bakery books"
    services.billing.decline(client.owner, newest(services, client).id, "later")
    partnership = make.active(client, agency, payment=Payment.PARTNER)

    for actor, label in ((client.owner, "Bakery books"), (client.owner, "Agency books"), (agency.owner, "ADR-1")):
        with pytest.raises(Invalid) as refusal:
            services.orders.renew(actor, RenewInput.of(products=[bakery], billing_address=label))
        assert [one.field for one in refusal.value.fields] == ["billing_address"]
    theirs = services.orders.renew(agency.owner, RenewInput.of(products=[bakery]))[0]
    assert "“Agency books”" in theirs.consequence
    assert named(newest(services, agency)) == "Agency books"

    services.agreements.change_payment(client.owner, partnership, Payment.CLIENT)
    by_partner = services.orders.renew(agency.owner, RenewInput.of(products=[bakery]))[0]
    assert "addressed" not in by_partner.consequence
    assert named(newest(services, client)) == "Bakery books"


def test_a_choice_counts_for_ones_own_part_of_a_renewal(services: Services, make: Builder, agency: Org) -> None:
    mine, theirs = make.organisation("Mine", products=("mine.ch",)), make.organisation("Theirs", products=("its.ch",))
    make.active(mine, agency, payment=Payment.PARTNER)
    make.active(theirs, agency, payment=Payment.CLIENT)
    add(services, agency)
    references = [services.products.list(org.owner)[0].id for org in (mine, theirs)]

    services.orders.renew(agency.owner, RenewInput.of(products=references, billing_address="Books"))

    assert (named(newest(services, agency)), named(newest(services, theirs))) == ("Books", None)


def test_the_same_key_with_another_address_is_a_conflict(services: Services, client: Org) -> None:
    add(services, client)
    product = services.products.list(client.owner)[0].id
    wish = RenewInput.of(products=[product], billing_address="Books", key="once")
    first = services.orders.renew(client.owner, wish)

    assert services.orders.renew(client.owner, wish)[0].order_id == first[0].order_id
    with pytest.raises(Conflict):
        services.orders.renew(client.owner, RenewInput.of(products=[product], key="once"))
    order(services, client, key="twice")
    with pytest.raises(Conflict):
        order(services, client, key="twice", billing_address="Books")


def test_any_text_that_is_kept_comes_back_and_is_printed(services: Services, client: Org) -> None:
    kept = []
    for number, text in enumerate(HOSTILE):
        try:
            kept.append(add(services, client, label=f"L {number}", name=text, reference=text[:100]))
        except Invalid:
            continue
    assert len(kept) > 20
    for view in kept[::6]:
        document = order(services, client, billing_address=view.id)
        assert document.buyer.billing_address is not None
        assert document.buyer.billing_address.name == view.name
        assert services.billing_exports.pdf(client.owner, document.id).pdf.startswith(b"%PDF")


def test_the_issuers_logo_line_stands_under_its_name_and_numbers_are_grouped(
    services: Services, make: Builder, client: Org
) -> None:
    from resellertui.services.inputs import AccountEdit

    describe(services, client, register_number="CHE116281710")
    before = order(services, client)
    provider = replace(client, number=1, owner=make.staff)
    edit = AccountEdit.of(logo_line="  Hosted [with] care ", email="hello@provider.example", accept_terms=True)
    outcome = services.client_account.change(provider.owner, edit)
    assert [one.after for one in outcome.changes if one.field == "logo_line"] == ["Hosted [with] care"]
    after = order(services, client)

    text = words(services.billing_exports.pdf(client.owner, after.id).pdf)
    assert "Hosted [with] care" in text
    assert "Register number: CHE-116.281.710" in text
    assert "Hosted" not in words(services.billing_exports.pdf(client.owner, before.id).pdf)
    with pytest.raises(Invalid) as refusal:
        services.client_account.change(client.owner, AccountEdit.of(logo_line="x" * 121, accept_terms=True))
    assert [one.field for one in refusal.value.fields] == ["logo_line"]
