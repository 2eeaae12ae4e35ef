"""The partner programme and its directory."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import Builder, Org
from tests.services.life import ask_partner, mails, told

from resellertui.domain.errors import Forbidden, NotFound, Refused
from resellertui.services.console import Services
from resellertui.services.directory import DirectoryQuery
from resellertui.services.inputs import Listing
from resellertui.services.programme.views import ListingEdit


def test_staff_approves_and_the_partner_is_told_and_found(services: Services, make: Builder, client: Org) -> None:
    org = make.organisation("Novo", city="Lugano", email="owner@novo.example")

    card = services.programme.approve(
        make.staff, "Novo", Listing.of(services=("web hosting",), languages=("it",), description="Ticino")
    )

    assert (card.id, card.languages, str(card.verified_since)) == (org.ref, ("it",), "2026-11-23")
    assert told(services) == [("programme.approved", "owner@novo.example")]
    assert [
        one.name for one in services.directory.search(client.owner, DirectoryQuery(text="lugano hosting")).rows
    ] == ["Novo"]
    assert ask_partner(services, client, "Novo").partnership.partner == "Novo"


def test_only_staff_approves(services: Services, client: Org, agency: Org) -> None:
    with pytest.raises(Forbidden):
        services.programme.approve(agency.owner, client.ref, Listing())


def test_approving_again_changes_the_listing_and_tells_nobody(services: Services, make: Builder, client: Org) -> None:
    org = make.organisation("Novo")
    services.programme.approve(make.staff, org.ref, Listing())
    before = len(mails(services))

    services.programme.approve(make.staff, org.ref, Listing(listed=False))

    assert len(mails(services)) == before
    assert services.directory.search(client.owner, DirectoryQuery(text="novo")).rows == ()


def test_approving_again_leaves_what_is_not_named_as_the_partner_wrote_it(services: Services, make: Builder) -> None:
    org = make.organisation("Novo")
    services.programme.approve(make.staff, org.ref, Listing(provisional=True, listed=False))
    services.listings.change(org.owner, ListingEdit(services=("web hosting",), languages=("it",), description="Ticino"))

    services.programme.approve(make.staff, org.ref, Listing(description="Lugano"))

    listing = services.listings.show(org.owner)
    assert (listing.listed, listing.services, listing.languages) == (False, ("web hosting",), ("it",))
    assert listing.description == "Lugano"
    assert services.membership.show(org.owner).provisional_until == date(2027, 11, 23), "its term goes on"
    services.programme.approve(make.staff, org.ref, Listing(provisional=False))
    assert services.membership.show(org.owner).state == "approved"


def test_an_individual_is_pointed_to_the_affiliate_programme(services: Services, make: Builder) -> None:
    make.organisation("Ida", kind="individual")

    with pytest.raises(Refused, match="affiliate programme"):
        services.programme.approve(make.staff, "Ida", Listing())


def test_the_provider_is_no_partner_of_its_own(services: Services, make: Builder) -> None:
    with pytest.raises(Refused):
        services.programme.approve(make.staff, "ORG-1", Listing())


def test_who_does_not_exist_is_not_approved(services: Services, make: Builder) -> None:
    with pytest.raises(NotFound):
        services.programme.approve(make.staff, "ORG-999", Listing())


@pytest.mark.parametrize("text", ["studio", "STUDIO support", "owner@studio.example", "", "fr"])
def test_the_directory_is_searched_by_name_address_service_and_language(
    services: Services, client: Org, studio: Org, text: str
) -> None:
    assert [one.name for one in services.directory.search(client.owner, DirectoryQuery(text=text)).rows] == ["Studio"]


def test_the_directory_shows_neither_the_unlisted_nor_the_suspended_nor_oneself(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.partner("Hidden", listed=False)
    make.approve(make.organisation("Late"), state="suspended")

    assert [one.name for one in services.directory.search(client.owner).rows] == ["Agency"]
    assert services.directory.search(agency.owner).rows == ()
