"""Signing in and out, remembered sessions, joining."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import PASSWORD, Builder, Org
from tests.services.life import ask_client, mails, rows

from resellertui.adapters.clock import FixedClock
from resellertui.domain.errors import Invalid, NotFound, SignInNeeded, WrongPassword
from resellertui.domain.roles import Role
from resellertui.services.actor import actor_for
from resellertui.services.console import Services


def test_who_signs_in_sees_their_organisations_and_roles(services: Services, make: Builder, client: Org) -> None:
    other = make.organisation("Florist")
    make.person(other, Role.COLLABORATOR, email=client.email)

    person, token = services.accounts.sign_in(client.email, PASSWORD)

    assert token is None
    assert [(one.name, one.role) for one in person.organisations] == [
        ("Bakery", Role.LEGAL_REPRESENTATIVE),
        ("Florist", Role.COLLABORATOR),
    ]
    assert actor_for(person, client.number) == client.owner


def test_the_case_of_an_address_does_not_matter(services: Services, client: Org) -> None:
    assert services.accounts.sign_in("Owner@BAKERY.example", PASSWORD)[0].email == client.email


def test_signing_in_is_audited_and_so_is_failing(services: Services, client: Org) -> None:
    services.accounts.sign_in(client.email, PASSWORD)
    with pytest.raises(WrongPassword):
        services.accounts.sign_in(client.email, "wrong")

    actions = rows(services, "SELECT action FROM audit_entries ORDER BY id DESC LIMIT 2")
    assert actions == [("session.failed",), ("session.started",)]


def test_a_success_resets_ones_own_count(services: Services, client: Org) -> None:
    for _attempt in range(5):
        with pytest.raises(WrongPassword):
            services.accounts.sign_in(client.email, "wrong")
    services.accounts.sign_in(client.email, PASSWORD)

    counts = dict(rows(services, "SELECT key, failures FROM failure_counts"))
    assert counts == {f"person:{client.email}": 0, "sign-in": 5}


def test_a_remembered_session_is_resumed_until_it_is_ended(services: Services, client: Org) -> None:
    _person, token = services.accounts.sign_in(client.email, PASSWORD, remember=True)
    assert token is not None
    assert services.accounts.resume(token).email == client.email

    services.accounts.sign_out(token)
    services.accounts.sign_out(token)

    with pytest.raises(SignInNeeded):
        services.accounts.resume(token)


def test_a_remembered_session_lasts_thirty_days(services: Services, clock: FixedClock, client: Org) -> None:
    _person, token = services.accounts.sign_in(client.email, PASSWORD, remember=True)
    assert token is not None
    clock.advance(days=30)

    with pytest.raises(SignInNeeded):
        services.accounts.resume(token)


def test_a_token_that_nobody_has_resumes_nothing(services: Services) -> None:
    with pytest.raises(SignInNeeded):
        services.accounts.resume("made up")


def token_of(services: Services, agency: Org) -> str:
    """Return the token sent to somebody who is asked and not known."""
    ask_client(services, agency, "nina@new.example")
    return mails(services)[-1].body.split("resellertui join ")[1].split()[0]


@pytest.mark.parametrize("password", ["short", "x" * 1001])
def test_a_new_password_is_neither_too_short_nor_too_long(services: Services, agency: Org, password: str) -> None:
    with pytest.raises(Invalid):
        services.accounts.join(token_of(services, agency), password)


def test_a_token_is_good_for_thirty_days(services: Services, clock: FixedClock, agency: Org) -> None:
    token = token_of(services, agency)
    clock.advance(days=30)

    with pytest.raises(NotFound):
        services.accounts.join(token, "a long new password")


def test_a_name_with_control_characters_is_refused(services: Services, agency: Org) -> None:
    with pytest.raises(Invalid):
        services.accounts.join(token_of(services, agency), "a long new password", "N\x1bina")


def test_a_known_person_joins_with_the_password_they_have(services: Services, client: Org, agency: Org) -> None:
    from resellertui.services.inputs import Invite

    services.people.invite(client.owner, Invite.of(email=agency.email, role="collaborator"))
    token = mails(services)[-1].body.split("resellertui join ")[1].split()[0]

    person = services.accounts.join(token, PASSWORD)

    assert [one.name for one in person.organisations] == ["Agency", "Bakery"]


def test_what_changed_since_signing_in_shows_when_asked_again(services: Services, make: Builder, client: Org) -> None:
    make.person(client, Role.LEGAL_REPRESENTATIVE, email="second@bakery.example")
    services.people.set_role(client.owner, "second@bakery.example", Role.EXTERNAL)
    person, _token = services.accounts.sign_in("second@bakery.example", PASSWORD)

    assert services.accounts.refresh(actor_for(person, client.number)).organisations[0].role is Role.EXTERNAL


def test_a_console_that_is_not_remembered_has_a_session_that_ends_with_it_or_from_elsewhere(
    services: Services, client: Org, clock: FixedClock
) -> None:
    locked = Services(replace(services.office, locked=True))
    signed_in = [locked.accounts.sign_in(client.email, PASSWORD, remember=True, console=True) for _turn in range(4)]
    left, revoked, outdated, other = (actor_for(person, client.number) for person, _token in signed_in)
    assert {token for _person, token in signed_in} == {None}
    assert [one.present for one in locked.own_sessions.list(left)] == [False, False, False, True]

    locked.accounts.leave(left)
    locked.accounts.leave(left)
    locked.own_sessions.revoke(other, locked.own_sessions.list(revoked)[2].id)
    assert services.profile.change_password(other, PASSWORD, PASSWORD + "!").sessions_ended == 1
    for gone in (left, revoked, outdated):
        with pytest.raises(SignInNeeded):
            locked.home.show(gone)
    locked.home.show(other)
    clock.advance(days=7)
    with pytest.raises(SignInNeeded):
        locked.home.show(other)
    assert services.own_sessions.list(client.owner) == ()
