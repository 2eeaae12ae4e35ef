"""Endings: by a person with a password, by a date; and what goes with it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.services.life import ask_partner, kinds, mails, rows, told

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, NotFound, Refused, SlowedDown, WrongPassword
from resellertui.domain.partnership import Payment, Side, State
from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services


@pytest.mark.parametrize("side", list(Side))
def test_either_side_ends_it_and_the_other_is_told(
    services: Services, make: Builder, client: Org, agency: Org, side: Side
) -> None:
    reference = make.active(client, agency)
    one, other = (client, agency) if side is Side.CLIENT else (agency, client)
    before = len(mails(services))

    view = services.agreements.end(one.owner, reference, PASSWORD, reason="moving on").partnership

    assert (view.state, view.ended_by, view.reason) == (State.ENDED, side.value, "moving on")
    assert told(services, before) == [("ended", other.email)]


def test_the_partner_loses_everything_at_once_and_the_client_keeps_its_products(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    member = make.person(agency, Role.COLLABORATOR, email="c@agency.example")
    services.people.grant_client(agency.owner, "c@agency.example", "Bakery")
    inside = Actor(member.user_id, agency.number, client.number)
    assert services.products.list(inside)

    services.agreements.end(client.owner, reference, PASSWORD)

    with pytest.raises(NotFound):
        services.products.list(inside)
    assert len(services.products.list(client.owner)) == 3
    assert rows(services, "SELECT count(*) FROM client_grants") == [(0,)]
    assert rows(services, "SELECT count(*) FROM entrusted_products WHERE until IS NULL") == [(0,)]


def test_the_preview_says_everything_that_stops(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency, payment=Payment.PARTNER)
    make.person(agency, Role.COLLABORATOR, email="c@agency.example")
    services.people.grant_client(agency.owner, "c@agency.example", "Bakery")

    preview = services.partnerships.preview_end(client.owner, reference)

    assert (preview.grants_lost, preview.products_leaving) == (1, 3)
    assert "1 person of Agency loses the client that was granted to them." in preview.effects
    done = services.agreements.end(client.owner, reference, PASSWORD)
    assert done.effects == preview.effects


def test_a_wrong_password_ends_nothing(services: Services, make: Builder, client: Org, agency: Org) -> None:
    reference = make.active(client, agency)

    with pytest.raises(WrongPassword, match="not your password"):
        services.agreements.end(client.owner, reference, "wrong")

    assert services.partnerships.show(client.owner, reference).state is State.ACTIVE


def test_after_five_failures_the_right_password_waits_too(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency)
    for _attempt in range(6):
        with pytest.raises(WrongPassword):
            services.agreements.end(client.owner, reference, "wrong")

    with pytest.raises(SlowedDown) as refusal:
        services.agreements.end(client.owner, reference, PASSWORD)
    assert refusal.value.facts["seconds"] == 3
    clock.advance(seconds=3)
    assert services.agreements.end(client.owner, reference, PASSWORD).partnership.state is State.ENDED


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COLLABORATOR, Role.EXTERNAL])
def test_only_legal_representatives_end_it(
    services: Services, make: Builder, client: Org, agency: Org, role: Role
) -> None:
    reference = make.active(client, agency)
    member = make.person(client, role)

    with pytest.raises(Forbidden):
        services.agreements.end(member, reference, PASSWORD)
    with pytest.raises(Forbidden):
        services.partnerships.preview_end(member, reference)


def test_what_is_not_active_is_not_ended(services: Services, client: Org, agency: Org) -> None:
    reference = ask_partner(services, client, "Agency").partnership.id

    with pytest.raises(Refused):
        services.agreements.end(client.owner, reference, PASSWORD)
    with pytest.raises(Refused):
        services.partnerships.preview_end(client.owner, reference)


def test_on_its_end_date_it_has_ended_for_everyone_though_no_job_has_run(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    make.person(agency, Role.COLLABORATOR, email="c@agency.example")
    services.people.grant_client(agency.owner, "c@agency.example", "Bakery")
    inside = Actor(agency.owner.user_id, agency.number, client.number)
    product = services.products.list(inside)[0].id
    services.agreements.set_end_date(client.owner, reference, date(2026, 11, 30))
    clock.advance(days=7)

    for actor in (client.owner, agency.owner):
        view = services.partnerships.show(actor, reference)
        assert (view.state, view.ended_by) == (State.ENDED, "date")
    with pytest.raises(NotFound):
        services.products.list(inside)
    with pytest.raises(NotFound):
        services.products.show(agency.owner, product)
    assert services.clients.list(agency.owner) == ()
    assert all(one.grants == () for one in services.people.list(agency.owner))
    assert services.products.show(client.owner, "bakery.ch").entrusted_to is None
    assert rows(services, "SELECT state FROM partnerships") == [("active",)]


def test_what_ended_by_date_is_recorded_later_with_the_day_on_which_it_ended(
    services: Services, make: Builder, clock: FixedClock, client: Org, agency: Org, studio: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    services.agreements.set_end_date(client.owner, reference, date(2026, 11, 30))
    clock.advance(days=20)
    before = len(mails(services))

    ask_partner(services, client, "Studio")

    assert kinds(services, reference)[-1] == "ended_by_date"
    assert rows(services, "SELECT substr(ended_at, 1, 16) FROM partnerships WHERE state = 'ended'") == [
        ("2026-11-29T23:00",)
    ]
    assert [one for kind, one in sorted(told(services, before)) if kind == "ended"] == [agency.email, client.email]


def test_after_the_end_the_slot_is_free(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org
) -> None:
    reference = make.active(client, agency)
    services.agreements.end(client.owner, reference, PASSWORD)

    assert services.partnerships.show(client.owner, make.active(client, studio)).state is State.ACTIVE


def test_an_ended_partnership_is_kept_with_what_was_granted(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    reference = make.active(client, agency, products=("bakery.ch",))
    services.agreements.end(client.owner, reference, PASSWORD)

    mine = services.partnerships.show(client.owner, reference)
    theirs = services.partnerships.show(agency.owner, reference)

    assert mine.granted is not None
    assert mine.granted.products == ("bakery.ch",)
    assert theirs.granted is not None
    assert theirs.granted.products == ()
