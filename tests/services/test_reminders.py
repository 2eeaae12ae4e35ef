"""Reminders: whose switch it is, that somebody keeps hearing, and which mails go out whatever is switched off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import TODAY, Builder, Org
from tests.services.life import mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, NotFound, Refused
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.billing.views import BillingAddressInput, PrepaidInput
from resellertui.services.console import Services

OPERATOR = Actor.operator()


@pytest.fixture
def org(make: Builder) -> Org:
    """Give an organisation with one of each role."""
    found = make.organisation("Bakery", email="owner@bakery.example")
    make.person(found, Role.ADMINISTRATOR, email="admin@bakery.example")
    make.person(found, Role.COLLABORATOR, email="books@bakery.example", accounting=True)
    make.person(found, Role.COLLABORATOR, email="member@bakery.example")
    make.person(found, Role.EXTERNAL, email="guest@bakery.example", accounting=True)
    return found


def actor(services: Services, org: Org, email: str) -> Actor:
    """Return a person of an organisation."""
    ((number,),) = rows(services, "SELECT id FROM users WHERE email = ?", f"{email}@bakery.example")
    return Actor(user_id=number, org_id=org.number)


def told(services: Services, since: int = 0) -> dict[str, list[str]]:
    """Return who got which notices about renewals."""
    found: dict[str, list[str]] = {}
    for one in mails(services, since):
        found.setdefault(one.kind.removeprefix("renewal."), []).append(one.recipient.partition("@")[0])
    return found


def test_each_switches_their_own_and_who_manages_people_the_others(services: Services, org: Org) -> None:
    admin, books, member, guest = (actor(services, org, one) for one in ("admin", "books", "member", "guest"))
    assert [(one.email.partition("@")[0], one.on) for one in services.reminders.list(member)] == [
        ("owner", True),
        ("admin", True),
        ("books", True),
    ]

    assert not services.reminders.switch(books, "", on=False).on
    assert services.reminders.switch(books, "books@bakery.example", on=True).on
    with pytest.raises(Forbidden):
        services.reminders.switch(books, "admin@bakery.example", on=False)
    assert not services.reminders.switch(admin, "books@bakery.example", on=False).on
    with pytest.raises(NotFound):
        services.reminders.switch(admin, "nobody@bakery.example", on=False)
    with pytest.raises(Refused, match="not for"):
        services.reminders.switch(admin, "member@bakery.example", on=True)
    for person in (member, guest):
        with pytest.raises(Forbidden):
            services.reminders.switch(person, "", on=False)
    with pytest.raises(Forbidden):
        services.reminders.list(guest)
    acts = rows(services, "SELECT subject_id FROM audit_entries WHERE action = 'people.reminders' ORDER BY id")
    assert acts == [(books.user_id,)] * 3


def test_the_last_one_keeps_them_on(services: Services, org: Org) -> None:
    services.reminders.switch(org.owner, "admin@bakery.example", on=False)
    services.reminders.switch(org.owner, "", on=False)

    with pytest.raises(Refused, match="the last one"):
        services.reminders.switch(actor(services, org, "books"), "", on=False)

    # the last one leaves: then the legal representatives hear of it
    services.people.remove(org.owner, "books@bakery.example")
    assert [one.on for one in services.reminders.list(org.owner)] == [False, False]


def test_inside_a_client_nobody_sees_or_switches_its_reminders(services: Services, org: Org, agency: Org) -> None:
    inside = replace(agency.owner, for_client_id=org.number)
    with pytest.raises(NotFound):
        services.reminders.list(inside)
    with pytest.raises(NotFound):
        services.reminders.switch(inside, "", on=False)


def test_reminders_go_where_they_are_on_and_legal_notices_to_every_legal_representative(
    services: Services, make: Builder, org: Org, clock: FixedClock
) -> None:
    for name, days in (("by-hand.ch", 14), ("late.ch", 15)):
        make.product(org, name, expires_on=TODAY + timedelta(days=days))
    services.billing_addresses.add(
        org.owner, BillingAddressInput.of(label="Books", city="Bern", country="CH", email="desk@bakery.example")
    )
    services.billing_addresses.make_usual(org.owner, "Books")
    services.reminders.switch(org.owner, "", on=False)
    services.tick.run(OPERATOR)
    assert told(services) == {"first": ["admin", "books", "desk"]}

    services.billing_addresses.edit(org.owner, "Books", BillingAddressInput.of(email="admin@bakery.example"))
    since = len(mails(services))
    clock.advance(days=1)
    services.tick.run(OPERATOR)
    assert told(services, since) == {"first": ["admin", "books"]}, "nobody gets it twice"

    since = len(mails(services))
    clock.advance(days=13)
    services.tick.run(OPERATOR)
    assert told(services, since) == {"blocked": ["owner", "admin", "books"]}


def test_what_is_to_pay_reminds_who_pays_and_the_warranty_is_a_legal_notice(
    services: Services, make: Builder, org: Org, agency: Org, clock: FixedClock
) -> None:
    make.product(org, "bakery.ch", expires_on=TODAY + timedelta(days=14), auto_renewal=True)
    make.product(org, "Warranty", sku="renewal-warranty", expires_on=TODAY + timedelta(days=300))
    services.reminders.switch(org.owner, "", on=False)
    services.reminders.switch(org.owner, "admin@bakery.example", on=False)
    services.tick.run(OPERATOR)
    assert told(services) == {"invoice": ["books"]}

    since = len(mails(services))
    clock.advance(days=14)
    services.tick.run(OPERATOR)
    assert told(services, since) == {"warranty": ["owner", "books"]}

    client = make.organisation("Other")
    make.active(client, agency, payment=Payment.PARTNER)
    product = make.product(client, "o.ch", expires_on=TODAY + timedelta(days=28))
    services.products.set_auto_renewal(agency.owner, product, True)
    services.prepaid.top_up(agency.owner, PrepaidInput.of(amount="50.00", currency="CHF"))
    since = len(mails(services))
    services.tick.run(OPERATOR)
    assert [one.recipient for one in mails(services, since)] == [agency.email]
