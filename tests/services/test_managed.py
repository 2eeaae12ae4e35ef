"""The managed value: which products count, in which currency, for whom, and how a client's part arises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from tests.builders import TODAY, Builder, Org

from resellertui.domain.errors import Forbidden, NotFound
from resellertui.domain.managed import rounded, yearly_value
from resellertui.domain.money import Currency
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import ClientQuery, Pause
from resellertui.services.managed import ManagedTotal
from resellertui.services.teams.views import NewTeam
from resellertui.store.models import Product


def totals(services: Services, who: Actor) -> dict[str, ManagedTotal]:
    """Return the totals by currency."""
    return {one.currency: one for one in services.managed.value(who).totals}


def parts(services: Services, who: Actor) -> dict[str, tuple[int, str, str]]:
    """Return what each client is part of it."""
    page = services.managed.page(who, ClientQuery())
    return {one.name: (one.products, one.value, one.currency) for one in page.rows}


def test_each_client_has_its_part_in_the_sum_of_its_own_currency(
    services: Services, make: Builder, agency: Org, client: Org
) -> None:
    french = make.organisation("Épicerie", country="FR", products=("un.fr", "deux.fr"))
    make.active(client, agency)
    make.active(french, agency, products=("un.fr",))
    make.product(client, "old.ch", expires_on=TODAY)
    hosting = services.office.terms.kind("web-hosting")
    francs = hosting.prices[Currency.CHF] * 12 / hosting.period_months * 3
    euros = hosting.prices[Currency.EUR] * 12 / hosting.period_months

    found = totals(services, agency.owner)

    assert (Decimal(found["CHF"].value), found["CHF"].clients, found["CHF"].products) == (francs, 1, 3)
    assert (Decimal(found["EUR"].value), found["EUR"].clients, found["EUR"].products) == (euros, 1, 1)
    assert parts(services, agency.owner) == {
        "Bakery": (3, found["CHF"].value, "CHF"),
        "Épicerie": (1, found["EUR"].value, "EUR"),
    }
    told = services.explain.explain(agency.owner, "PTN-1")
    assert f"3 × {hosting.prices[Currency.CHF]}" in " ".join(told.parts[0].sentences)
    assert found["CHF"].value in told.parts[0].sentences[-1]


def test_a_paused_or_ended_partnership_has_no_part(services: Services, make: Builder, agency: Org, client: Org) -> None:
    reference = make.active(client, agency)
    services.agreements.pause(agency.owner, reference, Pause(reason="away", until=TODAY + timedelta(days=9)))

    assert totals(services, agency.owner)["CHF"].value == "0.00"
    assert parts(services, agency.owner) == {"Bakery": (0, "", "")}
    assert "paused" in services.explain.explain(agency.owner, reference).parts[0].sentences[0]


def test_either_threshold_makes_eligible_and_they_are_not_added(
    services: Services, make: Builder, agency: Org, client: Org
) -> None:
    make.active(client, agency)
    assert not services.managed.value(agency.owner).eligible
    for number in range(20):
        make.product(client, f"{number}.example", sku="web-hosting")
    found = services.managed.value(agency.owner)
    assert found.eligible is (Decimal(found.totals[0].value) >= Decimal(found.totals[0].threshold))
    assert (found.totals[0].threshold, found.totals[1].threshold) == ("2000.00", "1800.00")
    assert found.totals[1].reached is False


def test_before_approval_ones_own_products_count(services: Services, make: Builder, client: Org) -> None:
    found = services.managed.value(client.owner)
    assert (found.own_products, found.totals[0].products, found.totals[0].clients) == (True, 3, 0)
    with pytest.raises(Forbidden):
        services.managed.value(make.person(client, Role.COLLABORATOR))


def test_a_collaborator_counts_the_clients_that_were_granted_and_an_external_user_none(
    services: Services, make: Builder, agency: Org, studio: Org, client: Org
) -> None:
    reference = make.active(client, agency)
    person = make.person(agency, Role.COLLABORATOR)
    assert totals(services, person)["CHF"].value == "0.00"
    with pytest.raises(Forbidden):
        services.explain.explain(person, reference)
    with pytest.raises(Forbidden):
        services.managed.value(make.person(agency, Role.EXTERNAL))
    with pytest.raises(NotFound):
        services.explain.explain(studio.owner, reference)


def test_what_a_teams_clients_are_worth_is_counted_and_exported_once_for_its_people(
    services: Services, make: Builder, agency: Org, client: Org
) -> None:
    reference = make.active(client, agency)
    person = make.person(agency, Role.COLLABORATOR, email="kim@agency.example")
    team = services.teams.create(agency.owner, NewTeam.of(name="Web")).id
    services.teams.add_member(agency.owner, team, "kim@agency.example")
    services.teams.grant_client(agency.owner, team, reference)
    whole = totals(services, agency.owner)["CHF"]
    for _again in range(2):
        mine = totals(services, person)["CHF"]
        assert (mine.value, mine.clients, mine.products) == (whole.value, 1, whole.products)
        assert parts(services, person) == parts(services, agency.owner)
        assert services.exports.clients(person) == services.exports.clients(agency.owner)
        services.people.grant_client(agency.owner, "kim@agency.example", reference)


def test_a_part_of_the_clients_is_compared_with_no_threshold(
    services: Services, make: Builder, agency: Org, client: Org
) -> None:
    make.active(client, agency)
    person = make.person(agency, Role.COLLABORATOR)
    assert services.managed.value(agency.owner).whole
    found = services.managed.value(person)
    assert not found.whole
    assert found.eligible is None
    assert [(one.threshold, one.reached) for one in found.totals] == [("", False), ("", False)]


def test_a_kind_without_a_price_counts_for_nothing_and_is_told(services: Services) -> None:
    found = yearly_value([("web-hosting", 1), ("gone", 4)], services.office.terms, Currency.CHF)

    assert found.unpriced == 4
    assert found.value.minor > 0


@given(st.fractions(min_value=0, max_value=10**9))
def test_an_exact_value_is_rounded_once_half_up(exact: Fraction) -> None:
    cents = rounded(exact, Currency.CHF).minor

    assert Fraction(cents, 100) - Fraction(1, 200) <= exact < Fraction(cents, 100) + Fraction(1, 200)


@pytest.mark.parametrize(
    ("months", "value"), [(1, "120.00"), (3, "40.00"), (12, "10.00"), (24, "5.00"), (7, "17.14"), (60, "2.00")]
)
def test_what_is_paid_for_months_or_years_counts_as_a_years_part(services: Services, months: int, value: str) -> None:
    kind = replace(
        services.office.terms.kind("web-hosting"), period_months=months, prices={Currency.CHF: Decimal("10.00")}
    )
    terms = replace(services.office.terms, kinds=(kind,))

    assert str(yearly_value([("web-hosting", 1)], terms, Currency.CHF).value) == value
    assert yearly_value([("web-hosting", 1)], terms, Currency.EUR) == yearly_value([("gone", 1)], terms, Currency.EUR)


def test_a_product_counts_as_often_as_it_is_held(services: Services, make: Builder, agency: Org) -> None:
    client = make.organisation("Chain", products=("shops.ch",))
    with services.office.filling() as session:
        session.execute(update(Product).values(quantity=3))
    single = Decimal(str(yearly_value([("web-hosting", 1)], services.office.terms, Currency.CHF).value))
    assert Decimal(totals(services, client.owner)["CHF"].value) == 3 * single

    make.active(client, agency)
    assert Decimal(totals(services, agency.owner)["CHF"].value) == 3 * single
    assert parts(services, agency.owner)["Chain"][1] == str(3 * single)
