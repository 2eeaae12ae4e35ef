"""Requests, from both sides: asked, answered, sent again, withdrawn, expired; and what stands in their way."""

from __future__ import annotations

import pytest
from tests.builders import Builder, Org
from tests.services.life import FULL, LIMITED, ask_client, ask_partner, kinds, mails, rows, told

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.partnership import Payment, Side, State
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, NewOrganisation


def test_a_client_asks_a_partner_and_both_see_the_pending_request(services: Services, client: Org, agency: Org) -> None:
    outcome = ask_partner(services, client, "Agency", products=("bakery.ch", "shop.ch"))

    view = outcome.partnership
    assert (view.state, view.side, view.initiator) == (State.PENDING, Side.CLIENT, Side.CLIENT)
    assert view.requested.products == ("bakery.ch", "shop.ch")
    assert view.granted is None
    assert view.expires_on is not None
    assert view.expires_on.isoformat() == "2026-12-23"
    theirs = services.partnerships.show(agency.owner, view.id)
    assert (theirs.side, theirs.mine_to_answer, theirs.client) == (Side.PARTNER, True, "Bakery")


def test_the_consequence_is_said_before_and_with_the_request(services: Services, client: Org, agency: Org) -> None:
    rehearsed = ask_partner(services.rehearsing(), client, "Agency", products=("bakery.ch",))
    assert not services.partnerships.list(client.owner)

    done = ask_partner(services, client, "Agency", products=("bakery.ch",))

    assert rehearsed.effects == done.effects
    assert "Agency reaches 1 product of Bakery: bakery.ch." in done.effects
    assert any("cashback" in one for one in done.effects)


def test_the_partner_sees_no_products_until_it_has_accepted(services: Services, client: Org, agency: Org) -> None:
    reference = ask_partner(services, client, "Agency", products=("bakery.ch",)).partnership.id

    pending = services.partnerships.show(agency.owner, reference)
    assert pending.requested.products == ()
    assert "bakery.ch" not in services.partnerships.history(agency.owner, reference).model_dump_json()

    active = services.requests.accept(agency.owner, reference, Answer()).partnership
    assert active.products == ("bakery.ch",)
    assert active.state is State.ACTIVE


def test_a_request_is_told_to_the_legal_representatives_of_the_asked_side_in_their_language(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.person(agency, Role.ADMINISTRATOR, email="admin@agency.example")
    make.person(agency, Role.LEGAL_REPRESENTATIVE, email="second@agency.example")
    with services.office.filling() as session:
        session.connection().exec_driver_sql("UPDATE users SET language = 'it' WHERE email = 'second@agency.example'")

    ask_partner(services, client, "Agency")

    found = {(one.kind, one.recipient, one.language) for one in mails(services)}
    assert found == {
        ("partnership.requested", "owner@agency.example", "en"),
        ("partnership.requested", "second@agency.example", "it_CH"),  # amounts as in the country of the asked
    }


def test_a_partner_asks_a_client_by_e_mail_and_the_client_grants_it(
    services: Services, client: Org, agency: Org
) -> None:
    reference = ask_client(services, agency, client.email, payment=Payment.PARTNER).partnership.id
    assert told(services) == [("requested", "owner@bakery.example")]
    assert "Bakery" in mails(services)[0].body

    view = services.requests.accept(client.owner, reference, Answer()).partnership

    assert (view.access, view.payment, view.state) == (FULL, Payment.PARTNER, State.ACTIVE)
    assert told(services, 1) == [("accepted", "owner@agency.example")]


@pytest.mark.parametrize(
    ("answer", "access", "payment", "products"),
    [
        ({"access": "limited", "products": ("shop.ch",)}, LIMITED, None, ("shop.ch",)),
        ({"payment": "client"}, FULL, Payment.CLIENT, ()),
        ({}, FULL, Payment.PARTNER, ()),
    ],
)
def test_a_client_grants_something_else_and_both_are_kept_side_by_side(
    services: Services,
    client: Org,
    agency: Org,
    answer: dict[str, object],
    access: object,
    payment: object,
    products: tuple[str, ...],
) -> None:
    reference = ask_client(services, agency, client.email, payment=Payment.PARTNER).partnership.id

    services.requests.accept(client.owner, reference, Answer.of(**answer))

    view = services.partnerships.show(agency.owner, reference)
    assert (view.requested.access, view.requested.payment) == (FULL, Payment.PARTNER)
    assert view.granted is not None
    assert (view.granted.access, view.granted.payment, view.granted.products) == (access, payment, products)


def test_a_client_grants_wider_than_asked(services: Services, client: Org, agency: Org) -> None:
    reference = ask_client(services, agency, client.email, access=LIMITED, families="domains").partnership.id

    view = services.requests.accept(client.owner, reference, Answer.of(access="full", payment="client")).partnership

    assert view.requested.families == "domains"
    assert (view.access, view.payment) == (FULL, Payment.CLIENT)


def test_a_client_that_grants_limited_access_chooses_products(services: Services, client: Org, agency: Org) -> None:
    reference = ask_client(services, agency, client.email, access=LIMITED).partnership.id

    with pytest.raises(Invalid) as refusal:
        services.requests.accept(client.owner, reference, Answer())

    assert [one.field for one in refusal.value.fields] == ["products"]


def test_a_partner_grants_nothing_else_than_it_was_asked(services: Services, client: Org, agency: Org) -> None:
    reference = ask_partner(services, client, "Agency", products=("bakery.ch",)).partnership.id

    with pytest.raises(Refused, match="Only the client grants something other"):
        services.requests.accept(agency.owner, reference, Answer.of(access="full", payment="partner"))

    assert services.partnerships.show(agency.owner, reference).state is State.PENDING


def test_a_request_is_refused_with_a_reason_that_the_asker_reads(services: Services, client: Org, agency: Org) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id

    services.requests.refuse(agency.owner, reference, " no capacity ")

    view = services.partnerships.show(client.owner, reference)
    assert (view.state, view.reason) == (State.REFUSED, "no capacity")
    assert told(services, 1) == [("refused", "owner@bakery.example")]
    assert "no capacity" in mails(services)[1].body


def test_refusing_needs_a_reason(services: Services, client: Org, agency: Org) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id

    with pytest.raises(Invalid):
        services.requests.refuse(agency.owner, reference, "  ")


def test_a_request_sent_again_has_thirty_days_from_then(
    services: Services, clock: FixedClock, client: Org, agency: Org
) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id
    clock.advance(days=20)

    view = services.requests.resend(client.owner, reference).partnership

    assert str(view.expires_on) == "2027-01-12"
    assert told(services, 1) == [("resent", "owner@agency.example")]
    clock.advance(days=29)
    assert services.partnerships.show(agency.owner, reference).state is State.PENDING


def test_a_withdrawn_request_can_no_longer_be_accepted(services: Services, client: Org, agency: Org) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id

    services.requests.withdraw(client.owner, reference)

    assert told(services, 1) == [("withdrawn", "owner@agency.example")]
    with pytest.raises(Refused, match="withdrawn"):
        services.requests.accept(agency.owner, reference, Answer())


@pytest.mark.parametrize("verb", ["resend", "withdraw"])
def test_only_the_sender_resends_and_withdraws(services: Services, client: Org, agency: Org, verb: str) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id

    with pytest.raises(Refused, match="the other side's request"):
        getattr(services.requests, verb)(agency.owner, reference)


def test_nobody_answers_their_own_request(services: Services, client: Org, agency: Org) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id

    with pytest.raises(Refused, match="your own request"):
        services.requests.accept(client.owner, reference, Answer())
    with pytest.raises(Refused, match="your own request"):
        services.requests.refuse(client.owner, reference, "changed my mind")


def test_a_request_has_expired_after_thirty_days_though_no_job_has_run(
    services: Services, clock: FixedClock, client: Org, agency: Org
) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id
    clock.advance(days=30)

    assert services.partnerships.show(client.owner, reference).state is State.EXPIRED
    assert services.partnerships.list(agency.owner, states=[State.PENDING]) == ()
    with pytest.raises(Refused, match="expired"):
        services.requests.accept(agency.owner, reference, Answer())
    assert rows(services, "SELECT state FROM partnerships") == [("pending",)]


def test_an_expired_request_is_no_obstacle_to_a_new_one_and_its_sender_is_told(
    services: Services, clock: FixedClock, client: Org, agency: Org
) -> None:
    old = ask_partner(services, client, "Agency").partnership.id
    clock.advance(days=30)

    new = ask_partner(services, client, "Agency").partnership.id

    assert new != old
    assert kinds(services, old) == ["requested", "expired"]
    assert ("expired", "owner@bakery.example") in told(services)


@pytest.mark.parametrize("first", ["client", "partner"])
@pytest.mark.parametrize("second", ["client", "partner"])
def test_a_pair_has_one_pending_request(services: Services, client: Org, agency: Org, first: str, second: str) -> None:
    def ask(side: str) -> str:
        found = (
            ask_client(services, agency, client.email) if side == "partner" else ask_partner(services, client, "Agency")
        )
        return found.partnership.id

    reference = ask(first)

    with pytest.raises(Conflict, match=reference):
        ask(second)
    assert len(rows(services, "SELECT id FROM partnerships")) == 1


@pytest.mark.parametrize("side", ["client", "partner"])
def test_partners_already_are_told_so(services: Services, make: Builder, client: Org, agency: Org, side: str) -> None:
    make.active(client, agency)

    with pytest.raises(Conflict, match="are partners already"):
        ask_client(services, agency, client.email) if side == "partner" else ask_partner(services, client, "Agency")


def test_a_client_is_told_at_the_request_who_is_in_the_way_and_what_it_can_do(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    make.active(client, studio, products=("bakery.ch", "shop.ch"))

    with pytest.raises(Conflict) as conflict:
        ask_partner(services, client, "Agency", products=("shop.ch", "blog.ch"))

    assert conflict.value.facts == {"partners": ("Studio",), "products": ("shop.ch",)}
    assert "Studio has limited access to shop.ch" in conflict.value.detail
    assert conflict.value.hint


def test_pending_requests_do_not_block_each_other(services: Services, client: Org, agency: Org, studio: Org) -> None:
    ask_partner(services, client, "Agency")
    ask_partner(services, client, "Studio")

    assert len(services.partnerships.list(client.owner, states=[State.PENDING])) == 2


def test_conflicts_are_looked_for_again_when_a_request_is_accepted(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    late = ask_partner(services, client, "Agency").partnership.id
    make.active(client, studio)

    with pytest.raises(Conflict):
        services.requests.accept(agency.owner, late, Answer())

    assert services.partnerships.show(client.owner, late).state is State.PENDING


def test_a_partner_in_whose_way_another_stands_does_not_learn_which(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    late = ask_partner(services, client, "Agency").partnership.id
    make.active(client, studio, products=("bakery.ch",))

    with pytest.raises(Conflict) as conflict:
        services.requests.accept(agency.owner, late, Answer())

    assert "Studio" not in str(conflict.value)
    assert "bakery.ch" not in str(conflict.value)
    assert conflict.value.facts == {}


def test_a_client_that_accepts_learns_who_is_in_the_way(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    make.active(client, studio, products=("bakery.ch",))
    asked = ask_client(services, agency, client.email).partnership.id

    with pytest.raises(Conflict) as conflict:
        services.requests.accept(client.owner, asked, Answer())
    assert conflict.value.facts["partners"] == ("Studio",)

    narrowed = Answer.of(access="limited", products=("shop.ch",))
    assert services.requests.accept(client.owner, asked, narrowed).partnership.state is State.ACTIVE


def test_a_paused_partner_keeps_its_slot(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    reference = make.active(client, studio)
    with services.office.filling() as session:
        session.connection().exec_driver_sql("UPDATE partnerships SET paused_until = '2026-12-24'")

    with pytest.raises(Conflict):
        ask_partner(services, client, "Agency")
    assert services.partnerships.show(client.owner, reference).paused


def test_an_agreement_past_its_end_date_is_no_obstacle_though_no_job_has_run(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org, studio: Org
) -> None:
    old = make.active(client, studio)
    services.agreements.set_end_date(client.owner, old, clock.now().date().replace(day=30))
    clock.advance(days=7)

    new = make.active(client, agency)

    assert services.partnerships.show(client.owner, new).state is State.ACTIVE
    assert kinds(services, old)[-1] == "ended_by_date"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COLLABORATOR, Role.EXTERNAL])
def test_only_legal_representatives_ask_and_answer(
    services: Services, make: Builder, client: Org, agency: Org, role: Role
) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id
    member = make.person(agency, role)

    with pytest.raises(Forbidden):
        services.requests.accept(member, reference, Answer())
    with pytest.raises(Forbidden):
        services.requests.refuse(member, reference, "no")
    assert services.partnerships.show(member, reference).state is State.PENDING


def test_an_organisation_outside_the_programme_can_neither_ask_nor_be_asked(
    services: Services, make: Builder, client: Org
) -> None:
    other = make.organisation("Not a partner")

    with pytest.raises(Forbidden):
        ask_client(services, other, client.email)
    with pytest.raises(NotFound):
        ask_partner(services, client, "Not a partner")


def test_an_unlisted_partner_is_found_by_its_e_mail_only(services: Services, make: Builder, client: Org) -> None:
    hidden = make.partner("Hidden", listed=False, email="owner@hidden.example")

    for name in ("Hidden", hidden.ref):
        with pytest.raises(NotFound) as refusal:
            ask_partner(services, client, name)
        assert refusal.value.title == f"“{name}” was not found."
    assert ask_partner(services, client, "owner@hidden.example").partnership.partner == "Hidden"


def test_a_suspended_partner_gets_no_new_clients_from_either_side(
    services: Services, make: Builder, client: Org
) -> None:
    late = make.organisation("Late", email="owner@late.example")
    make.approve(late, state="suspended")

    with pytest.raises(Refused, match="suspended"):
        ask_client(services, late, client.email)
    with pytest.raises(NotFound):
        ask_partner(services, client, "Late")


def test_an_organisation_of_another_case_hides_no_partner_of_that_name(
    services: Services, make: Builder, client: Org
) -> None:
    make.partner("ACME")
    make.organisation("Acme")

    assert ask_partner(services, client, "Acme").partnership.partner == "ACME"


def test_nobody_becomes_their_own_partner(services: Services, agency: Org) -> None:
    with pytest.raises(Refused):
        ask_client(services, agency, agency.email)
    with pytest.raises(Refused):
        ask_partner(services, agency, "Agency")


def test_a_partner_may_be_the_client_of_another(services: Services, make: Builder, agency: Org, studio: Org) -> None:
    reference = make.active(agency, studio)

    assert services.partnerships.show(agency.owner, reference).side is Side.CLIENT
    assert services.partnerships.show(studio.owner, reference).side is Side.PARTNER


def test_a_product_of_someone_else_is_not_found(services: Services, make: Builder, client: Org, agency: Org) -> None:
    make.organisation("Florist", products=("florist.ch",))

    with pytest.raises(NotFound, match=r"florist\.ch"):
        ask_partner(services, client, "Agency", products=("florist.ch",))


def test_a_partner_names_no_products(services: Services, client: Org, agency: Org) -> None:
    from resellertui.services.inputs import RequestToClient

    wish = RequestToClient.of(client=client.email, access=LIMITED, products=("bakery.ch",))

    with pytest.raises(Invalid):
        services.requests.ask_client(agency.owner, wish)


def test_the_second_of_two_people_who_answer_is_told_that_it_changed(
    services: Services, client: Org, agency: Org
) -> None:
    view = ask_client(services, agency, client.email).partnership
    services.requests.resend(agency.owner, view.id)

    with pytest.raises(Conflict, match="changed by someone else"):
        services.requests.accept(client.owner, view.id, Answer(), version=view.version)
    with pytest.raises(Conflict):
        services.requests.accept(client.owner, view.id, Answer(), version=view.version)


def join_as_new_client(services: Services, make: Builder, email: str) -> Org:
    """Use the newest invitation's token, and make an organisation of one's own."""
    token = mails(services)[-1].body.split("resellertui join ")[1].split()[0]
    person = services.accounts.join(token, "a long new password", "Nina New")
    from resellertui.services.actor import Actor

    actor = Actor(user_id=person.user_id)
    new = NewOrganisation.of(name="Newcomer", kind="company", email=email, country="CH", city="Nyon")
    view = services.organisations.create(actor, new)
    number = int(view.id.partition("-")[2])
    return Org(number, "Newcomer", email, Actor(user_id=person.user_id, org_id=number))


def test_a_request_to_an_unknown_address_is_found_by_who_joins_with_it(
    services: Services, make: Builder, agency: Org
) -> None:
    reference = ask_client(services, agency, "nina@new.example").partnership.id
    assert told(services) == [("requested", "nina@new.example")]

    newcomer = join_as_new_client(services, make, "hello@new.example")
    (seen,) = services.partnerships.list(newcomer.owner)
    assert (seen.id, seen.mine_to_answer) == (reference, True)
    accepted = services.requests.accept(newcomer.owner, reference, Answer.of(payment="client")).partnership

    assert accepted.client == "Newcomer"
    assert services.partnerships.show(agency.owner, reference).client == "Newcomer"


def test_who_joined_may_refuse_a_request_to_their_address_though_another_of_the_pair_is_pending(
    services: Services, make: Builder, agency: Org
) -> None:
    by_address = ask_client(services, agency, "nina@new.example").partnership.id
    newcomer = join_as_new_client(services, make, "hello@new.example")
    by_name = ask_client(services, agency, "Newcomer").partnership.id

    refused = services.requests.refuse(newcomer.owner, by_address, "asked twice").partnership

    assert refused.state is State.REFUSED
    assert services.partnerships.show(newcomer.owner, by_address).state is State.REFUSED
    assert services.requests.accept(newcomer.owner, by_name, Answer()).partnership.state is State.ACTIVE


def test_a_request_to_an_address_means_the_organisation_that_its_owner_represents(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    make.organisation("Pretender", people=False, email="owner@bakery.example")

    reference = ask_client(services, agency, "owner@bakery.example").partnership.id

    assert services.partnerships.show(client.owner, reference).mine_to_answer
