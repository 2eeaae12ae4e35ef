"""The global search: the best of each kind, and never more than the lists show."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import ask_client

from resellertui.adapters.clock import FixedClock
from resellertui.domain.partnership import Payment
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Pause


def found(services: Services, actor: Actor, text: str) -> list[tuple[str, str]]:
    """Return kind and name of what a search finds."""
    return [(one.kind, one.name) for one in services.search.find(actor, text)]


@pytest.fixture
def florist(make: Builder, agency: Org) -> Org:
    """Give a client of the agency with full access."""
    org = make.organisation("Fleurs du Léman", email="rose@fleurs.example", city="Vevey", products=("fleurs.ch",))
    make.active(org, agency)
    return org


def test_clients_products_and_people_are_found_by_any_of_their_words(
    services: Services, agency: Org, florist: Org, make: Builder
) -> None:
    make.person(agency, Role.ADMINISTRATOR, email="rosa@agency.example", name="Rosa Keller")

    assert found(services, agency.owner, "fleu") == [("client", "Fleurs du Léman"), ("product", "fleurs.ch")]
    assert found(services, agency.owner, "LEMAN vevey") == [("client", "Fleurs du Léman")]
    assert found(services, agency.owner, "ro") == [("person", "Rosa Keller"), ("client", "Fleurs du Léman")]
    assert found(services, agency.owner, "keller") == [("person", "Rosa Keller")]
    assert found(services, agency.owner, "   ") == []
    assert found(services, agency.owner, "nothing like it") == []


def test_a_partner_is_found_by_its_client_and_a_partnership_by_its_id(
    services: Services, agency: Org, florist: Org
) -> None:
    assert found(services, florist.owner, "agen") == [("partner", "Agency")]
    assert found(services, florist.owner, "PTN-1") == [("partner", "Agency")]
    assert found(services, agency.owner, "ptn-1") == [("client", "Fleurs du Léman")]


def test_the_closest_name_stands_first_and_kinds_stay_together(services: Services, agency: Org, make: Builder) -> None:
    for name in ("Garage Bernard", "Bern", "Bernina", "Zubern"):
        make.active(make.organisation(name, city="Chur", products=("bern.ch",)), agency)

    names = [name for kind, name in found(services, agency.owner, "bern") if kind == "client"]
    kinds = [kind for kind, _name in found(services, agency.owner, "bern")]

    assert names == ["Bern", "Bernina", "Garage Bernard", "Zubern"]
    assert kinds == ["client"] * 4 + ["product"] * 4


def test_a_limited_partner_finds_the_products_entrusted_to_it_only(
    services: Services, agency: Org, client: Org, make: Builder
) -> None:
    make.active(client, agency, products=("shop.ch",))

    assert found(services, agency.owner, ".ch") == [("product", "shop.ch")]


def test_what_is_paused_ended_or_only_asked_for_is_not_looked_into(
    services: Services, agency: Org, florist: Org, make: Builder, clock: FixedClock
) -> None:
    ask_client(
        services, agency, make.organisation("Hidden SA", email="h@hidden.example", products=("hidden.ch",)).email
    )
    assert found(services, agency.owner, "hidden") == [("client", "h@hidden.example")]

    services.agreements.pause(florist.owner, "PTN-1", Pause.of(reason="audit", until="2026-12-01"))
    assert found(services, agency.owner, "fleurs") == [("client", "Fleurs du Léman")]
    assert found(services, agency.owner, "vevey") == []

    clock.advance(days=10)
    assert found(services, agency.owner, "vevey") == [("client", "Fleurs du Léman")]
    services.agreements.end(florist.owner, "PTN-1", "correct horse battery")
    assert found(services, agency.owner, "fleurs.ch") == []


def test_nobody_finds_what_belongs_to_others(
    services: Services, agency: Org, studio: Org, florist: Org, make: Builder
) -> None:
    external = make.person(agency, Role.EXTERNAL)
    helper = make.person(agency, Role.COLLABORATOR, email="helper@agency.example")

    for actor in (studio.owner, external, helper):
        assert not [one for one in found(services, actor, "fleurs") if one[0] in {"client", "product"}]
    assert found(services, external, "helper") == []

    services.people.grant_client(agency.owner, "helper@agency.example", "PTN-1")
    assert found(services, helper, "fleurs") == [("client", "Fleurs du Léman"), ("product", "fleurs.ch")]


def test_a_member_with_granted_products_finds_these_only(services: Services, client: Org, make: Builder) -> None:
    member = make.person(client, Role.COLLABORATOR, email="web@bakery.example")
    services.people.grant_product(client.owner, "web@bakery.example", "shop.ch", ProductRight.TECHNICAL)

    assert [one for one in found(services, member, ".ch") if one[0] == "product"] == [("product", "shop.ch")]


def test_inside_a_clients_organisation_its_products_are_searched(
    services: Services, agency: Org, client: Org, make: Builder
) -> None:
    make.product(agency, "shop-of-ours.ch")
    make.active(client, agency, payment=Payment.CLIENT)
    entered = services.clients.enter(agency.owner, "Bakery")
    inside = Actor(user_id=agency.owner.user_id, org_id=entered.org_id, for_client_id=entered.client_id)

    assert found(services, inside, "shop") == [("product", "shop.ch")]


@pytest.mark.parametrize("text", [*HOSTILE, '"', 'a"b', "*", "a*", "NEAR(a b)", "scope : x", "^a", "-a", "(", "𠀀𠀀𠀀"])
def test_whatever_is_typed_is_only_looked_for(services: Services, agency: Org, florist: Org, text: str) -> None:
    assert ("client", "Fleurs du Léman") not in found(services, agency.owner, text + " zz")
