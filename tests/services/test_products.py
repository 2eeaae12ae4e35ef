"""Products: what each person sees, from the inside and through a partnership, and switching the renewal."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import TODAY, Builder, Org
from tests.services.life import counted, rows

from resellertui.domain.errors import Ambiguous, Forbidden, NotFound, Refused
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services


def names(services: Services, actor: Actor) -> list[str]:
    """Return the names of the products that the actor sees."""
    return sorted(one.name for one in services.products.list(actor))


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.LEGAL_REPRESENTATIVE, ["bakery.ch", "blog.ch", "shop.ch"]),
        (Role.ADMINISTRATOR, ["bakery.ch", "blog.ch", "shop.ch"]),
        (Role.COLLABORATOR, ["shop.ch"]),
        (Role.EXTERNAL, ["shop.ch"]),
    ],
)
def test_a_member_sees_what_the_role_or_a_grant_gives(
    services: Services, make: Builder, client: Org, role: Role, seen: list[str]
) -> None:
    member = make.person(client, role, email="m@bakery.example")
    if role in {Role.COLLABORATOR, Role.EXTERNAL}:
        services.people.grant_product(client.owner, "m@bakery.example", "shop.ch", ProductRight.STATISTICS)

    assert names(services, member) == seen


def test_a_limited_partner_sees_what_is_entrusted_and_a_full_one_everything(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    other = make.organisation("Florist", products=("florist.ch",))
    make.active(client, agency, products=("bakery.ch",))
    make.active(other, agency)

    assert names(services, Actor(agency.owner.user_id, agency.number, client.number)) == ["bakery.ch"]
    make.product(other, "new.ch")
    assert names(services, Actor(agency.owner.user_id, agency.number, other.number)) == ["florist.ch", "new.ch"]


def test_the_client_sees_which_partner_has_what_in_its_care(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))

    care = {one.name: (one.entrusted_to, one.entrusted_partnership) for one in services.products.list(client.owner)}

    assert care == {"bakery.ch": ("Agency", reference), "shop.ch": (None, None), "blog.ch": (None, None)}


def test_a_product_shared_by_name_is_named_by_its_id(services: Services, make: Builder, client: Org) -> None:
    twin = make.product(client, "bakery.ch", sku="domain-ch")

    with pytest.raises(Ambiguous) as refusal:
        services.products.show(client.owner, "bakery.ch")
    assert twin in refusal.value.detail
    assert services.products.show(client.owner, twin).id == twin


def test_a_collaborator_is_not_told_of_the_twin_it_may_not_see(services: Services, make: Builder, client: Org) -> None:
    twin = make.product(client, "bakery.ch", sku="domain-ch")
    member = make.person(client, Role.COLLABORATOR, email="m@bakery.example")
    services.people.grant_product(client.owner, "m@bakery.example", twin, ProductRight.STATISTICS)

    assert services.products.show(member, "bakery.ch").id == twin


@pytest.mark.parametrize(("days", "allowed"), [(13, False), (14, True)])
def test_the_renewal_is_switched_on_only_with_fourteen_days_left(
    services: Services, make: Builder, client: Org, days: int, allowed: bool
) -> None:
    reference = make.product(client, "near.ch", expires_on=date.fromordinal(TODAY.toordinal() + days))

    if allowed:
        assert services.products.set_auto_renewal(client.owner, reference, True).auto_renewal
    else:
        with pytest.raises(Refused, match="14 days or more"):
            services.products.set_auto_renewal(client.owner, reference, True)


def test_the_renewal_is_switched_off_at_any_time(services: Services, make: Builder, client: Org) -> None:
    reference = make.product(client, "near.ch", expires_on=TODAY, auto_renewal=True)

    assert not services.products.set_auto_renewal(client.owner, reference, False).auto_renewal
    with pytest.raises(Refused, match="off already"):
        services.products.set_auto_renewal(client.owner, reference, False)


def test_a_right_to_look_does_not_switch(services: Services, make: Builder, client: Org) -> None:
    member = make.person(client, Role.COLLABORATOR, email="m@bakery.example")
    services.people.grant_product(client.owner, "m@bakery.example", "shop.ch", ProductRight.STATISTICS)

    with pytest.raises(Forbidden):
        services.products.set_auto_renewal(member, "shop.ch", True)
    services.people.grant_product(client.owner, "m@bakery.example", "shop.ch", ProductRight.TECHNICAL)
    assert services.products.set_auto_renewal(member, "shop.ch", True).auto_renewal


def test_a_limited_partner_does_not_decide_what_renews_and_a_full_one_does(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    other = make.organisation("Florist", products=("florist.ch",))
    make.active(client, agency, products=("bakery.ch",))
    make.active(other, agency)

    with pytest.raises(Forbidden) as refusal:
        services.products.set_auto_renewal(Actor(agency.owner.user_id, agency.number, client.number), "bakery.ch", True)
    assert "limited access" in refusal.value.detail
    inside = Actor(agency.owner.user_id, agency.number, other.number)
    assert services.products.set_auto_renewal(inside, "florist.ch", True).auto_renewal


def test_what_a_partner_does_inside_a_client_is_recorded_with_both_names(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.active(client, agency)

    services.products.set_auto_renewal(Actor(agency.owner.user_id, agency.number, client.number), "bakery.ch", True)

    last = "SELECT action, user_id, org_id, for_org_id FROM audit_entries ORDER BY id DESC LIMIT 1"
    assert rows(services, last) == [("product.auto_renewal", agency.owner.user_id, agency.number, client.number)]


def test_nobody_is_inside_an_organisation_without_a_partnership(services: Services, client: Org, agency: Org) -> None:
    with pytest.raises(NotFound):
        services.products.list(Actor(agency.owner.user_id, agency.number, client.number))


def test_a_long_list_is_read_with_as_many_statements_as_a_short_one(
    services: Services, make: Builder, client: Org
) -> None:
    member = make.person(client, Role.COLLABORATOR, email="m@bakery.example")
    services.people.grant_family(client.owner, "m@bakery.example", "web_hosting", ProductRight.STATISTICS)
    services.people.grant_product(client.owner, "m@bakery.example", "shop.ch", ProductRight.TECHNICAL)

    def cost() -> int:
        with counted(services) as statements:
            services.products.list(member)
        return len(statements)

    few = cost()
    for number in range(10):
        make.product(client, f"more-{number}.ch")

    assert cost() == few
    rights = {one.name: one.right for one in services.products.list(member)}
    assert (rights["shop.ch"], rights["more-3.ch"]) == (ProductRight.TECHNICAL, ProductRight.STATISTICS)
