"""What an answer must not give away: who exists, what is someone else's, what is granted to others."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pydantic_core import to_json
from tests.builders import PASSWORD, Builder, Org
from tests.services.life import LIMITED, arrangement, ask_client, ask_partner, mails

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import NotFound, ResellerError
from resellertui.domain.partnership import Payment, State
from resellertui.domain.roles import ProductRight, Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, ClientQuery, ClientTab, Pause

KNOWN, UNKNOWN = "owner@bakery.example", "nobody@anywhere.example"


def told_apart(text: str, address: str) -> str:
    """Return an answer without what must differ: the number of the request, moments, and what was typed."""
    text = text.replace(address, "ADDRESS")
    return re.sub(r"PTN-\d+|\d{4}-\d\d-\d\dT[0-9:.]+Z", "#", text)


def everything_the_partner_reads(services: Services, agency: Org, reference: str) -> str:
    """Return every answer in which the partner could look for the client."""
    answers: list[Any] = [
        services.partnerships.show(agency.owner, reference),
        *services.partnerships.list(agency.owner),
        services.partnerships.history(agency.owner, reference),
        services.clients.show(agency.owner, reference),
        *services.clients.list(agency.owner),
        services.clients.page(agency.owner, ClientQuery(tab=ClientTab.PENDING)),
        services.clients.page(agency.owner, ClientQuery(tab=ClientTab.PAST)),
        services.home.show(agency.owner),
    ]
    return "\n".join(to_json(one).decode() for one in answers)


@pytest.mark.parametrize("access", ["full", "limited"])
@pytest.mark.parametrize("then", ["sent", "resent", "withdrawn", "expired"])
def test_a_request_to_a_known_address_reads_byte_for_byte_as_one_to_an_unknown_one(
    services: Services, make: Builder, clock: FixedClock, client: Org, access: str, then: str
) -> None:
    answers = []
    for number, address in enumerate((KNOWN, UNKNOWN)):
        partner = make.partner("Agency", email=f"owner@a{number}.example")
        outcome = ask_client(services, partner, address, access=type(LIMITED)(access), families="domains")
        read = outcome.model_dump_json()
        reference = outcome.partnership.id
        if then == "resent":
            read += services.requests.resend(partner.owner, reference).model_dump_json()
        if then == "withdrawn":
            read += services.requests.withdraw(partner.owner, reference).model_dump_json()
        if then == "expired":
            clock.advance(days=30)
        read += everything_the_partner_reads(services, partner, reference)
        clock.advance(days=-30 if then == "expired" else 0)
        answers.append(told_apart(read, address).replace(partner.ref, "ME").replace(f"a{number}.example", "mine"))

    assert answers[0] == answers[1]


def test_a_second_request_reads_the_same_whether_or_not_the_address_is_known(
    services: Services, client: Org, agency: Org
) -> None:
    refusals = []
    for address in (KNOWN, UNKNOWN):
        ask_client(services, agency, address)
        with pytest.raises(ResellerError) as refusal:
            ask_client(services, agency, address)
        refusals.append((type(refusal.value), told_apart(str(refusal.value), address)))

    assert refusals[0] == refusals[1]


def test_two_addresses_of_one_client_are_not_told_to_be_the_same(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.person(client, Role.LEGAL_REPRESENTATIVE, email="other@bakery.example")
    ask_client(services, agency, KNOWN)

    second = ask_client(services, agency, "other@bakery.example")

    assert second.partnership.client == "other@bakery.example"


def test_what_stands_in_the_way_on_the_clients_side_shows_only_when_it_answers(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    make.active(client, studio)

    assert ask_client(services, agency, KNOWN).partnership.state is State.PENDING


def test_the_mails_of_a_request_call_the_client_as_the_partner_typed_it(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org, studio: Org
) -> None:
    ask_client(services, agency, KNOWN)
    refused = ask_client(services, studio, KNOWN).partnership.id
    services.requests.refuse(client.owner, refused, "no")
    clock.advance(days=31)
    ask_partner(services, client, "Studio")  # settles what has expired

    to_partners = [one for one in mails(services) if one.kind in {"partnership.refused", "partnership.expired"}]
    assert {one.kind for one in to_partners} == {"partnership.refused", "partnership.expired"}
    assert all("Bakery" not in one.subject + one.body for one in to_partners)


def test_who_refused_is_not_named_to_a_partner_that_asked(services: Services, client: Org, agency: Org) -> None:
    reference = ask_client(services, agency, KNOWN).partnership.id
    services.requests.refuse(client.owner, reference, "no")

    events = services.partnerships.history(agency.owner, reference).events
    assert [(one.kind, one.who) for one in events] == [("requested", "Owner"), ("refused", "")]
    theirs = services.partnerships.history(client.owner, reference).events
    assert theirs[-1].who == "Owner"


def test_a_stranger_finds_no_client_by_the_id_that_the_partner_may_not_know(
    services: Services, client: Org, agency: Org
) -> None:
    ask_client(services, agency, KNOWN)

    for guess in (client.ref, "Bakery"):
        with pytest.raises(NotFound):
            services.clients.show(agency.owner, guess)


def every_reading(services: Services) -> dict[str, Any]:
    """Return the verbs that take an id, each as a function of actor and reference."""
    wish = arrangement(LIMITED, products=("x.ch",))
    pause = Pause.of(reason="r", until="2026-12-01")
    return {
        "show": services.partnerships.show,
        "history": services.partnerships.history,
        "preview": services.partnerships.preview_end,
        "accept": lambda actor, ref: services.requests.accept(actor, ref, Answer()),
        "refuse": lambda actor, ref: services.requests.refuse(actor, ref, "no"),
        "resend": services.requests.resend,
        "withdraw": services.requests.withdraw,
        "access": lambda actor, ref: services.agreements.change_access(actor, ref, wish),
        "payment": lambda actor, ref: services.agreements.change_payment(actor, ref, Payment.CLIENT),
        "propose": lambda actor, ref: services.agreements.propose_payment(actor, ref, Payment.CLIENT),
        "decline": services.agreements.decline_payment,
        "pause": lambda actor, ref: services.agreements.pause(actor, ref, pause),
        "resume": services.agreements.resume,
        "end date": lambda actor, ref: services.agreements.set_end_date(actor, ref, None),
        "end": lambda actor, ref: services.agreements.end(actor, ref, PASSWORD),
        "adopt": services.agreements.adopt_proposals,
        "client": services.clients.show,
        "enter": services.clients.enter,
    }


@pytest.mark.parametrize("role", list(Role))
def test_what_is_foreign_and_what_does_not_exist_answer_the_same(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org, role: Role
) -> None:
    foreign = make.active(client, agency)
    member = make.person(studio, role, email="member@studio.example")

    for name, verb in every_reading(services).items():
        answers = []
        for reference in (foreign, "PTN-999"):
            with pytest.raises(ResellerError) as refusal:
                verb(member, reference)
            answers.append((refusal.value.code, str(refusal.value).replace(reference, "#")))
        assert answers[0] == answers[1], name


@pytest.mark.parametrize("side", ["own", "as a partner"])
def test_a_foreign_product_and_one_that_does_not_exist_answer_the_same(
    services: Services, make: Builder, client: Org, agency: Org, side: str
) -> None:
    make.active(client, agency, products=("bakery.ch",))
    foreign = make.product(make.organisation("Florist"), "florist.ch")
    outside = services.products.show(client.owner, "shop.ch").id
    actor = agency.owner if side == "own" else Actor(agency.owner.user_id, agency.number, client.number)

    answers = set()
    for reference in (foreign, outside, "PRD-999"):
        with pytest.raises(NotFound) as refusal:
            services.products.show(actor, reference)
        answers.add(str(refusal.value).replace(reference, "#"))
    assert len(answers) == 1


def test_a_limited_partner_is_not_told_of_a_product_of_the_same_name_outside_its_scope(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    domain = make.product(client, "twin.ch", sku="domain-ch")
    hosting = make.product(client, "twin.ch")
    make.active(client, agency, products=(domain,))
    inside = Actor(agency.owner.user_id, agency.number, client.number)

    assert services.products.show(inside, "twin.ch").id == domain
    assert hosting not in services.products.show(inside, "twin.ch").model_dump_json()


def test_a_partner_does_not_learn_which_other_partner_holds_what(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    make.active(client, studio, products=("bakery.ch",))
    make.active(client, agency, products=("shop.ch",))
    inside = Actor(agency.owner.user_id, agency.number, client.number)

    seen = json.dumps([one.model_dump(mode="json") for one in services.products.list(inside)])

    assert "Studio" not in seen
    assert "bakery.ch" not in seen


@pytest.mark.parametrize("role", [Role.COLLABORATOR, Role.EXTERNAL])
def test_who_sees_some_products_reads_no_others_in_partnerships_or_history(
    services: Services, make: Builder, client: Org, agency: Org, role: Role
) -> None:
    reference = make.active(client, agency, products=("bakery.ch", "shop.ch"))
    member = make.person(client, role, email="member@bakery.example")
    services.people.grant_product(client.owner, "member@bakery.example", "shop.ch", ProductRight.STATISTICS)

    view = services.partnerships.show(member, reference)
    assert view.products == ("shop.ch",)
    assert "bakery.ch" not in services.partnerships.history(member, reference).model_dump_json()


def test_a_collaborator_of_the_partner_reads_no_products_of_a_client_not_granted_to_it(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    member = make.person(agency, Role.COLLABORATOR)

    view = services.partnerships.show(member, reference)
    history = services.partnerships.history(member, reference)

    assert view.products == ()
    assert "bakery.ch" not in history.model_dump_json()
    assert all("product_ids" not in one.details for one in history.events)
