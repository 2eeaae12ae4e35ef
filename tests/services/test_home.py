"""Home: what needs the reader, and counts that agree with the lists."""

from __future__ import annotations

from datetime import date

from tests.builders import Builder, Org
from tests.services.life import ask_client, ask_partner

from resellertui.domain.partnership import Payment
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.inputs import Pause


def kinds(services: Services, org: Org) -> list[str]:
    """Return what needs the organisation's owner."""
    return [one.kind for one in services.home.show(org.owner).attention]


def test_a_request_to_answer_stands_first_and_one_of_ones_own_does_not(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.product(client, "near.ch", expires_on=date(2026, 11, 30))
    reference = ask_client(services, agency, client.email).partnership.id

    view = services.home.show(client.owner)

    first = view.attention[0]
    assert (first.kind, first.subject_id) == ("request", reference)
    assert first.text == "Agency asks you for a partnership."
    assert kinds(services, agency) == []


def test_a_proposal_an_end_date_and_a_pause_are_spoken_of(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)
    services.agreements.set_end_date(client.owner, reference, date(2026, 12, 10))
    services.agreements.pause(client.owner, reference, Pause.of(reason="audit", until="2026-12-01"))

    assert sorted(kinds(services, client)) == ["ending", "paused", "proposal"]
    assert sorted(kinds(services, agency)) == ["ending", "paused"]


def test_products_that_expire_soon_are_listed_by_date(services: Services, make: Builder, client: Org) -> None:
    make.product(client, "later.ch", expires_on=date(2027, 1, 10))
    make.product(client, "gone.ch", expires_on=date(2026, 11, 1))

    texts = [one.text for one in services.home.show(client.owner).attention]

    assert texts[0].startswith("gone.ch")
    assert texts[0].endswith("has expired.")
    assert texts[1].startswith("later.ch")
    assert len(texts) == 2


def test_who_sees_some_products_is_told_of_no_others(services: Services, make: Builder, client: Org) -> None:
    make.product(client, "near.ch", expires_on=date(2026, 11, 30))
    member = make.person(client, Role.COLLABORATOR)

    view = services.home.show(member)

    assert view.attention == ()
    assert view.counts["products"] == 0


def test_the_counts_agree_with_the_lists(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    make.active(client, agency, products=("bakery.ch",))
    make.active(client, studio, products=("shop.ch",))
    florist = make.organisation("Florist", products=("florist.ch",))
    make.active(florist, agency)
    ask_partner(services, make.organisation("Asker"), "Agency")

    theirs = services.home.show(agency.owner).counts
    mine = services.home.show(client.owner).counts

    assert theirs == {
        "products": 0,
        "partners": 0,
        "requests": 1,
        "clients": 2,
        "clients_full": 1,
        "clients_limited": 1,
        "clients_pending": 1,
        "client_products": 2,
    }
    assert mine == {"products": 3, "partners": 2, "requests": 0}
