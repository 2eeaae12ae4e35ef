"""The desk: who calls, one answer for whatever is wrong, and guessing that leads nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOW, PASSWORD, Builder, Org
from tests.hostile import HOSTILE
from tests.services.life import rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Forbidden, NotFound, ResellerError, SlowedDown
from resellertui.domain.partnership import Access
from resellertui.domain.roles import Role
from resellertui.domain.support_code import check_digit, read_code
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.unit import Office
from resellertui.store.models import TemporaryAccess


def answer(services: Services, actor: Actor, code: str) -> object:
    """Return everything that an attempt at the desk answers."""
    try:
        return services.support_desk.identify(actor, code)
    except SlowedDown as error:
        return error.facts["seconds"]
    except ResellerError as error:
        return (type(error), error.title, error.detail, error.hint, error.fields, dict(error.facts))


def test_the_desk_learns_who_calls(
    services: Services, make: Builder, client: Org, agency: Org, studio: Org, office: Office
) -> None:
    make.product(client, "Pro", sku="support-pro")
    make.active(client, agency, products=("bakery.ch",))
    make.active(client, studio, products=("shop.ch",))
    with office.filling() as session:
        for service, days in (("kmail", 7), ("kdrive", -1)):
            session.add(
                TemporaryAccess(
                    org_id=client.number,
                    user_id=client.owner.user_id or 0,
                    service=service,
                    granted_at=NOW - timedelta(days=3),
                    expires_at=NOW + timedelta(days=days),
                    ended_at=None,
                )
            )
    person = make.person(client, Role.COLLABORATOR, name="[red]Ann\u202e Example")
    code = services.support_codes.code(person)

    caller = services.support_desk.identify(make.staff, f" {code.shown}\n")

    assert (caller.vip, caller.caller, caller.role) == (False, "[red]Ann\u202e Example", Role.COLLABORATOR)
    assert (caller.organisation, caller.organisation_id) == ("Bakery", client.ref)
    assert (caller.plan_id, caller.response_hours, caller.response_target) == ("pro", 2, "2 hours")
    assert [(one.service, one.until) for one in caller.grants] == [("kmail", NOW + timedelta(days=7))]
    assert [(one.name, one.access) for one in caller.partners] == [
        ("Agency", Access.LIMITED),
        ("Studio", Access.LIMITED),
    ]
    vip = services.support_desk.identify(make.staff, services.support_codes.vip(client.owner).shown)
    assert (vip.vip, vip.caller, vip.role, vip.organisation, vip.valid_until) == (True, None, None, "Bakery", None)
    logged = "SELECT for_org_id, subject_id FROM audit_entries WHERE action = 'support.code_recognised'"
    assert [one[0] for one in rows(services, logged)] == [client.number, client.number]


def test_only_the_providers_staff_asks(services: Services, make: Builder, client: Org, agency: Org) -> None:
    code = services.support_codes.code(client.owner).shown
    for actor in (client.owner, agency.owner, make.person(1, Role.EXTERNAL), Actor.operator(), Actor()):
        with pytest.raises(Forbidden):
            services.support_desk.identify(actor, code)
    assert rows(services, "SELECT count(*) FROM failure_counts WHERE key LIKE 'desk%'") == [(0,)]


def test_whatever_is_wrong_gets_the_same_answer(
    services: Services, make: Builder, client: Org, agency: Org, clock: FixedClock
) -> None:
    staff, codes = make.staff, services.support_codes
    before_any_key = answer(services, staff, "1034208091")
    renewed = codes.code(client.owner).shown
    codes.code(client.owner, renew=True)
    leaver = make.person(client, Role.COLLABORATOR)
    left = codes.code(leaver).shown
    services.people.remove(client.owner, f"USR-{leaver.user_id}")
    empty = make.organisation("Empty", email="owner@empty.example")
    deleted = codes.code(empty.owner).shown
    services.deleting.delete(empty.owner, PASSWORD)
    expired = codes.code(agency.owner).shown
    services.erasing.myself(leaver, PASSWORD)
    answers = [answer(services, staff, one) for one in (deleted, left)]  # on the day on which they were made
    clock.advance(days=2)
    for text in (renewed, left, deleted, expired, "103 420 809 1", "12", "", "x" * 5000, *HOSTILE):
        clock.advance(days=2)  # what came before is forgotten
        answers.append(answer(services, staff, text))

    assert isinstance(before_any_key, tuple)
    assert before_any_key[:2] == (NotFound, "Unknown code.")
    assert answers == [before_any_key] * len(answers)
    logged = rows(services, "SELECT count(*) FROM audit_entries WHERE action = 'support.code_unknown'")
    assert logged == [(len(answers) + 1,)]


def test_five_failures_are_free_then_each_costs_more_and_all_pay_together(
    services: Services, make: Builder, client: Org, clock: FixedClock, office: Office
) -> None:
    ann, bob = make.staff, make.person(1, Role.COLLABORATOR, email="bob@provider.example")
    code = services.support_codes.code(client.owner).shown
    for _failure in range(5):
        assert isinstance(answer(services, ann, "1"), tuple)
    assert answer(services, ann, code) == services.support_desk.identify(bob, code)  # her own count begins anew
    assert isinstance(answer(services, ann, "1"), tuple)
    waits = [answer(services, one, code) for one in (ann, bob)]
    assert waits == [3, 3]  # everyone's count did not: it was the sixth failure of all
    fresh = Services(office.rehearsing())
    assert answer(fresh, ann, code) == 3

    clock.advance(seconds=2)
    assert isinstance(answer(fresh, bob, "1"), tuple)  # a rehearsal counts too
    assert answer(services, ann, code) == 5
    clock.advance(seconds=4)
    for failures in range(8, 20):
        assert isinstance(answer(services, bob, "1"), tuple)
        wait = answer(services, ann, code)
        assert isinstance(wait, int)
        assert wait == min(2 ** (failures - 5), 3600) + 1
        clock.advance(seconds=wait)
    clock.advance(days=1)
    assert services.support_desk.identify(ann, services.support_codes.code(client.owner).shown)
    for _failure in range(5):
        assert isinstance(answer(services, ann, "1"), tuple)


def test_a_hundred_thousand_guesses_find_nothing(
    services: Services, make: Builder, client: Org, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.support_codes.code(client.owner)
    staff, looked = make.staff, []

    def read(typed: str) -> str | None:
        looked.append(typed)
        return read_code(typed)

    monkeypatch.setattr("resellertui.services.support.desk.read_code", read)
    found = 0
    for guess in range(100_000):
        clock.advance(timedelta(milliseconds=1))
        digits = f"{guess * 7919 % 10**9:09}"
        try:
            services.support_desk.identify(staff, digits + check_digit(digits))
        except (NotFound, SlowedDown):
            continue
        found += 1

    assert found == 0
    closed = rows(services, "SELECT count(*) FROM audit_entries WHERE action = 'support.desk_closed'")
    assert closed[0][0] <= 11  # one for each wait, and no flood
    assert len(looked) <= 11  # in a hundred seconds: five, and one after each wait of 2, 4, 8, 16, 32 seconds


def test_the_count_is_in_the_database_and_no_console_forgets_it(
    services: Services, make: Builder, client: Org, office: Office
) -> None:
    code = services.support_codes.code(client.owner).shown
    for _failure in range(6):
        assert isinstance(answer(services, make.staff, "1"), tuple)

    assert answer(Services(replace(office)), make.staff, code) == 3
