"""Home: what requests for quotes need of partners, of who asked, and of staff, each as far as it may act on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders import PASSWORD, TODAY, Builder, Org
from tests.services.billed import change
from tests.services.quoting import asked, file, offer, wanting

from resellertui.adapters.clock import FixedClock
from resellertui.domain.attention import Need
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, Pause
from resellertui.services.leads.contract_views import OutsideInput
from resellertui.services.leads.lead_views import OfferInput

QUOTES = {"leads_expiring", "leads_to_answer", "offers_to_decide", "leads_alone", "contract_to_order", "breaches"}


def quotes(services: Services, actor: Actor) -> list[tuple[str, str, tuple[str, str, str]]]:
    """Return what requests for quotes ask of somebody: of what kind, in which words, and where it leads."""
    return [
        (one.kind.value, one.text, (one.section, one.tab, one.subject_id))
        for one in services.home.show(actor).attention
        if one.kind.value in QUOTES
    ]


@pytest.fixture
def market(services: Services, make: Builder, clock: FixedClock) -> tuple[Org, Org, Org]:
    """Give two partners and a client, between whom requests for quotes stand in every way that needs somebody."""
    clock.advance(days=-54)
    agency, studio = wanting(make, "Agency"), wanting(make, "Studio")
    bakery = make.organisation("Bakery")
    file(services)
    clock.advance(days=54)
    for _request in range(2):
        file(services, contact_email="other@weber.example")
    first, second = (services.quote_requests.file(bakery.owner, asked()).request.id for _request in range(2))
    for partner, days in ((agency, 9), (studio, 5)):
        wish = [{"sku": "web-hosting", "price": "99.00"}]
        until = (TODAY + timedelta(days=days)).isoformat()
        services.offers.answer(partner.owner, OfferInput.of(request=first, lines=wish, valid_until=until))
    offer(services, agency.owner, second)
    services.leads.decline(studio.owner, second, "No time.")
    (offered,) = services.quote_requests.show(bakery.owner, second).offers
    services.quote_contracts.accept(bakery.owner, offered.id)
    for partner in (agency, studio):
        services.leads.decline(partner.owner, "RFQ-3", "No time.")
    return agency, studio, bakery


def test_requests_for_quotes_are_a_line_for_whoever_can_answer_decide_or_send_them_on(
    services: Services, make: Builder, market: tuple[Org, Org, Org], clock: FixedClock
) -> None:
    agency, studio, bakery = market
    waits = [
        (
            "leads_expiring",
            "1 quote request lapses on 29 Nov 2026 unless you answer.",
            ("quotes", "to_answer", "RFQ-1"),
        ),
        (
            "leads_to_answer",
            "1 quote request waits for your offer, until 22 Jan 2027.",
            ("quotes", "to_answer", "RFQ-2"),
        ),
    ]
    assert quotes(services, studio.owner) == quotes(services, agency.owner) == waits
    assert quotes(services, make.staff) == [
        (
            "leads_alone",
            "1 quote request has nobody left to answer, until 22 Jan 2027.",
            ("quote_routing", "nobody", "RFQ-3"),
        )
    ]
    services.leads.show(studio.owner, "RFQ-2")
    assert quotes(services, studio.owner) == waits, "what was only looked at waits still"
    assert quotes(services, bakery.owner) == [
        (
            "offers_to_decide",
            "2 offers wait for your decision, first until 28 Nov 2026.",
            ("quotes", "own", "RFQ-4"),
        )
    ]
    asked_for = next(one for one in services.home.show(agency.owner).attention if one.kind is Need.REQUEST).subject_id

    services.requests.accept(agency.owner, asked_for, Answer())
    services.outside_products.note(bakery.owner, OutsideInput.of(provider="Other", product="Mailbox"))

    order = (
        "contract_to_order",
        "Accepted since 23 Nov 2026, and not ordered yet: Bakery.",
        ("quotes", "won", "RFQ-5"),
    )
    assert quotes(services, agency.owner) == [*waits, order]
    assert quotes(services, make.staff)[1:] == [
        ("breaches", "1 breach of a contract to settle since 23 Nov 2026.", ("quote_routing", "breaches", "OUT-1"))
    ]
    for org, role, accounting, seen in (
        (agency, Role.ADMINISTRATOR, False, {"leads_expiring", "leads_to_answer", "contract_to_order"}),
        (agency, Role.COLLABORATOR, True, set()),
        (bakery, Role.ADMINISTRATOR, False, set()),
        (bakery, Role.COLLABORATOR, True, set()),
    ):
        email = f"{role.value}@{org.name.lower()}.test"
        other = make.person(org, role, email=email, accounting=accounting)
        assert {kind for kind, _text, _place in quotes(services, other)} == seen, (org.name, role)
    services.people.grant_client(agency.owner, "collaborator@agency.test", "Bakery")
    helper = services.accounts.sign_in("collaborator@agency.test", PASSWORD)[0]
    granted = Actor(user_id=helper.user_id, org_id=agency.number)
    assert quotes(services, granted) == [order]

    services.agreements.pause(bakery.owner, asked_for, Pause.of(reason="x", until=TODAY + timedelta(days=8)))
    assert quotes(services, agency.owner) == waits
    clock.advance(days=6)
    services.agreements.resume(bakery.owner, asked_for)
    services.quote_contracts.order(agency.owner, "CTR-1")
    change(services, "UPDATE programme_members SET suspend_on = '2026-11-29' WHERE org_id = ?", studio.number)
    services.outside_products.settle(make.staff, "OUT-1", "Moves over.")
    assert [kind for kind, *_rest in quotes(services, agency.owner)] == ["leads_to_answer"], "by date alone"
    assert quotes(services, studio.owner) == [], "who is suspended can make no offer"
    assert [text for _kind, text, _place in quotes(services, bakery.owner)] == [
        "1 offer waits for your decision, until 2 Dec 2026."
    ]
    assert [kind for kind, *_rest in quotes(services, make.staff)] == ["leads_alone"]
