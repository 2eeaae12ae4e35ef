"""Changing what is agreed: access, products, payment method, proposals, pauses, end dates."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import Builder, Org
from tests.services.life import FULL, LIMITED, arrangement, ask_partner, kinds, mails, rows, told

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from resellertui.domain.partnership import Payment, Side, State
from resellertui.domain.roles import Role
from resellertui.services.console import Services
from resellertui.services.inputs import Pause

NEXT_MONTH = date(2026, 12, 23)


def pause(reason: str = "renovation", until: date = NEXT_MONTH) -> Pause:
    """Return a pause."""
    found: Pause = Pause.of(reason=reason, until=until)
    return found


def test_the_client_widens_limited_access_to_full_in_place(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    before = len(mails(services))

    view = services.agreements.change_access(client.owner, reference, arrangement(FULL, Payment.PARTNER)).partnership

    assert (view.id, view.access, view.payment, view.products) == (reference, FULL, Payment.PARTNER, ())
    assert told(services, before) == [("access_changed", "owner@agency.example")]
    assert rows(services, "SELECT count(*) FROM entrusted_products WHERE until IS NULL") == [(0,)]


def test_the_client_narrows_full_access_to_products(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)

    services.agreements.change_access(client.owner, reference, arrangement(LIMITED, products=("shop.ch",)))

    seen = services.partnerships.show(agency.owner, reference)
    assert (seen.access, seen.payment, seen.products) == (LIMITED, None, ("shop.ch",))


def test_products_are_added_and_taken_away_and_what_stays_keeps_its_date(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch", "shop.ch"))
    clock.advance(days=3)

    view = services.agreements.change_access(
        client.owner, reference, arrangement(LIMITED, products=("bakery.ch", "blog.ch"))
    ).partnership

    assert view.products == ("bakery.ch", "blog.ch")
    dates = rows(
        services,
        "SELECT name, substr(since, 1, 10), substr(until, 1, 10) FROM entrusted_products "
        "JOIN products ON products.id = product_id ORDER BY name",
    )
    assert dates == [
        ("bakery.ch", "2026-11-23", None),
        ("blog.ch", "2026-11-26", None),
        ("shop.ch", "2026-11-23", "2026-11-26"),
    ]


def test_going_to_full_is_refused_while_another_partner_is_active(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    make.active(client, studio, products=("shop.ch",))

    with pytest.raises(Conflict) as conflict:
        services.agreements.change_access(client.owner, reference, arrangement(FULL, Payment.CLIENT))

    assert conflict.value.facts["partners"] == ("Studio",)
    assert services.partnerships.show(client.owner, reference).access is LIMITED


def test_a_product_of_another_partner_is_not_entrusted_a_second_time(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    make.active(client, studio, products=("shop.ch",))

    with pytest.raises(Conflict) as conflict:
        services.agreements.change_access(client.owner, reference, arrangement(LIMITED, products=("shop.ch",)))

    assert conflict.value.facts["products"] == ("shop.ch",)


def test_a_change_that_changes_nothing_is_refused(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))

    with pytest.raises(Refused, match="already the access"):
        services.agreements.change_access(client.owner, reference, arrangement(LIMITED, products=("bakery.ch",)))


def test_limited_access_without_products_is_no_arrangement(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)

    with pytest.raises(Invalid):
        services.agreements.change_access(client.owner, reference, arrangement(LIMITED))


def test_the_client_changes_the_payment_method_and_the_partner_is_told(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    before = len(mails(services))

    outcome = services.agreements.change_payment(client.owner, reference, Payment.PARTNER)

    assert outcome.partnership.payment is Payment.PARTNER
    assert any("charged to Agency" in one for one in outcome.effects)
    (mail,) = mails(services, before)
    assert (mail.kind, mail.recipient) == ("partnership.payment_changed", "owner@agency.example")
    assert "the partner's payment method is charged" in mail.body


def test_limited_access_has_no_payment_method_to_change(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))

    with pytest.raises(Refused, match="no payment method"):
        services.agreements.change_payment(client.owner, reference, Payment.PARTNER)
    with pytest.raises(Refused, match="no payment method"):
        services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)


def test_a_payment_method_that_is_so_already_is_refused(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)

    with pytest.raises(Refused):
        services.agreements.change_payment(client.owner, reference, Payment.CLIENT)


def test_a_proposal_changes_nothing_until_the_client_answers(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    before = len(mails(services))

    services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)

    view = services.partnerships.show(client.owner, reference)
    assert (view.payment, view.proposed_payment) == (Payment.CLIENT, Payment.PARTNER)
    assert told(services, before) == [("payment_proposed", "owner@bakery.example")]


def test_the_client_accepts_a_proposal_by_making_the_change(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)

    view = services.agreements.change_payment(client.owner, reference, Payment.PARTNER).partnership

    assert (view.payment, view.proposed_payment) == (Payment.PARTNER, None)
    assert kinds(services, reference)[-2:] == ["payment_proposed", "payment_changed"]


def test_the_client_declines_a_proposal_and_the_partner_is_told(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)
    before = len(mails(services))

    view = services.agreements.decline_payment(client.owner, reference).partnership

    assert (view.payment, view.proposed_payment) == (Payment.CLIENT, None)
    assert told(services, before) == [("payment_declined", "owner@agency.example")]
    with pytest.raises(Refused, match="proposes nothing"):
        services.agreements.decline_payment(client.owner, reference)


def test_the_same_proposal_is_not_made_twice(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency)
    services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)

    with pytest.raises(Refused, match="proposed this already"):
        services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)


def test_a_change_of_access_that_does_what_was_proposed_answers_the_proposal(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)

    services.agreements.change_access(client.owner, reference, arrangement(FULL, Payment.PARTNER))

    assert services.partnerships.show(client.owner, reference).proposed_payment is None


@pytest.mark.parametrize("side", list(Side))
def test_either_side_pauses_and_the_other_is_told_why(
    services: Services, make: Builder, client: Org, agency: Org, side: Side
) -> None:
    reference = make.active(client, agency)
    one, other = (client, agency) if side is Side.CLIENT else (agency, client)
    before = len(mails(services))

    view = services.agreements.pause(one.owner, reference, pause()).partnership

    assert (view.state, view.paused, view.paused_by, view.paused_until) == (State.ACTIVE, True, side, NEXT_MONTH)
    (mail,) = mails(services, before)
    assert (mail.kind, mail.recipient) == ("partnership.paused", other.email)
    assert "renovation" in mail.body


def test_while_paused_the_partner_sees_and_does_nothing_there(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    entered = services.clients.enter(agency.owner, "Bakery")

    services.agreements.pause(client.owner, reference, pause())

    inside = type(agency.owner)(agency.owner.user_id, agency.number, entered.client_id)
    with pytest.raises(Forbidden, match="can't do this"):
        services.products.list(inside)
    with pytest.raises(Forbidden):
        services.clients.enter(agency.owner, "Bakery")
    seen = services.clients.show(agency.owner, "Bakery")
    assert (seen.organisation, seen.products, seen.partnership.products) == (None, (), ())
    (row,) = services.clients.list(agency.owner)
    assert (row.paused, row.products, row.next_expiry, row.email) == (True, None, None, "")
    assert services.home.show(agency.owner).counts["client_products"] == 0
    assert "bakery.ch" not in services.partnerships.history(agency.owner, reference).model_dump_json()


def test_while_paused_the_partner_proposes_nothing(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency)
    services.agreements.pause(client.owner, reference, pause())

    with pytest.raises(Refused, match="paused"):
        services.agreements.propose_payment(agency.owner, reference, Payment.PARTNER)


def test_a_pause_is_over_on_its_resume_date_without_any_job(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    services.agreements.pause(client.owner, reference, pause())
    clock.advance(days=30)

    view = services.partnerships.show(agency.owner, reference)
    assert (view.paused, view.paused_until, view.pause_reason) == (False, None, "")
    assert len(services.clients.show(agency.owner, "Bakery").products) == 3
    services.agreements.pause(agency.owner, reference, pause(until=date(2027, 1, 10)))


def test_the_partner_cannot_end_the_clients_pause(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency)
    services.agreements.pause(client.owner, reference, pause())

    with pytest.raises(Refused, match="only Bakery can resume it"):
        services.agreements.resume(agency.owner, reference)


@pytest.mark.parametrize("side", list(Side))
def test_the_client_or_who_paused_it_resumes_and_all_is_as_before(
    services: Services, make: Builder, client: Org, agency: Org, side: Side
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    services.agreements.pause(agency.owner, reference, pause())
    one, other = (client, agency) if side is Side.CLIENT else (agency, client)
    before = len(mails(services))

    services.agreements.resume(one.owner, reference)

    assert services.partnerships.show(agency.owner, reference).products == ("bakery.ch",)
    assert told(services, before) == [("resumed", other.email)]


def test_what_is_not_paused_is_not_resumed(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency)

    with pytest.raises(Refused, match="not paused"):
        services.agreements.resume(client.owner, reference)


def test_the_client_sets_and_removes_an_end_date_and_the_partner_is_told(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    before = len(mails(services))

    services.agreements.set_end_date(client.owner, reference, NEXT_MONTH)
    assert services.partnerships.show(agency.owner, reference).end_on == NEXT_MONTH
    services.agreements.set_end_date(client.owner, reference, None)

    assert services.partnerships.show(agency.owner, reference).end_on is None
    assert told(services, before) == [
        ("end_date_set", "owner@agency.example"),
        ("end_date_cleared", "owner@agency.example"),
    ]
    with pytest.raises(Refused):
        services.agreements.set_end_date(client.owner, reference, None)


def test_an_end_date_is_never_today(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency)

    with pytest.raises(Invalid):
        services.agreements.set_end_date(client.owner, reference, date(2026, 11, 23))


@pytest.mark.parametrize("verb", ["change_access", "change_payment", "set_end_date", "decline_payment"])
def test_only_the_client_changes_access_payment_and_end_date(
    services: Services, make: Builder, client: Org, agency: Org, verb: str
) -> None:
    reference = make.active(client, agency)
    wish = {
        "change_access": (arrangement(FULL, Payment.PARTNER),),
        "change_payment": (Payment.PARTNER,),
        "set_end_date": (NEXT_MONTH,),
        "decline_payment": (),
    }[verb]

    with pytest.raises(Forbidden):
        getattr(services.agreements, verb)(agency.owner, reference, *wish)
    with pytest.raises(Forbidden):
        getattr(services.agreements, verb)(make.person(client, Role.ADMINISTRATOR), reference, *wish)


def test_only_the_partner_proposes(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency)

    with pytest.raises(Forbidden):
        services.agreements.propose_payment(client.owner, reference, Payment.PARTNER)
    with pytest.raises(Forbidden):
        services.agreements.propose_payment(make.person(agency, Role.ADMINISTRATOR), reference, Payment.PARTNER)


def test_what_is_pending_is_not_changed(services: Services, client: Org, agency: Org) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id

    with pytest.raises(Refused, match="Only an active partnership can be changed"):
        services.agreements.change_payment(client.owner, reference, Payment.PARTNER)
    with pytest.raises(Refused):
        services.agreements.pause(client.owner, reference, pause())


@pytest.mark.parametrize("verb", ["change_access", "change_payment"])
def test_the_second_of_two_people_who_change_it_is_given_a_choice(
    services: Services, make: Builder, client: Org, agency: Org, verb: str
) -> None:
    reference = make.active(client, agency)
    seen = services.partnerships.show(client.owner, reference).version
    services.agreements.change_payment(client.owner, reference, Payment.PARTNER, version=seen)
    wish = Payment.CLIENT if verb == "change_payment" else arrangement(FULL, Payment.CLIENT)

    with pytest.raises(Conflict, match="changed by someone else"):
        getattr(services.agreements, verb)(client.owner, reference, wish, version=seen)

    assert services.partnerships.show(client.owner, reference).payment is Payment.PARTNER


def test_a_rehearsal_tells_the_consequences_and_keeps_nothing(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    before = rows(services, "SELECT count(*) FROM audit_entries"), len(mails(services))

    outcome = services.rehearsing().agreements.change_payment(client.owner, reference, Payment.PARTNER)

    assert any("charged to Agency" in one for one in outcome.effects)
    assert services.partnerships.show(client.owner, reference).payment is Payment.CLIENT
    assert (rows(services, "SELECT count(*) FROM audit_entries"), len(mails(services))) == before


def test_every_change_is_audited_with_both_organisations(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)

    services.agreements.change_payment(client.owner, reference, Payment.PARTNER)

    (entry,) = rows(
        services,
        "SELECT action, user_id, org_id, for_org_id FROM audit_entries ORDER BY id DESC LIMIT 1",
    )
    assert entry == ("partnership.payment_changed", client.owner.user_id, client.number, agency.number)


def test_an_unknown_id_is_not_found(services: Services, client: Org) -> None:
    with pytest.raises(NotFound):
        services.agreements.change_payment(client.owner, "PTN-999", Payment.PARTNER)
