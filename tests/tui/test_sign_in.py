"""Signing in and out: the form, the slow-down, remembered sessions, locked mode, demonstrations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.builders import PASSWORD, Builder, Org
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, keys, press, screen_text, settle, type_text

from resellertui.services import sessions
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp
from resellertui.tui.arrival import end_session
from resellertui.tui.screens.sign_in import SignInScreen

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.fixture
def door(services: Services, settings: Settings, town: Town) -> ConsoleApp:
    """Give a console to which nobody has signed in."""
    return ConsoleApp.over(services, settings)


async def test_somebody_signs_in_by_keyboard_alone(door: ConsoleApp) -> None:
    async with door.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        assert isinstance(door.screen, SignInScreen)

        await type_text(pilot, "owner@bakery.test")
        await keys(pilot, "enter")
        await type_text(pilot, PASSWORD)
        await keys(pilot, "enter")

        assert "▾ Boulangerie [Rive]" in screen_text(door)
        person = replace(door.actor, session="")
        assert len(door.services.own_sessions.list(person)) == 1
    end_session(door)  # as leaving does
    assert door.services.own_sessions.list(person) == ()


async def test_a_wrong_password_is_said_and_the_address_is_kept(door: ConsoleApp) -> None:
    async with door.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await type_text(pilot, "owner@bakery.test")
        await keys(pilot, "enter")
        await type_text(pilot, "wrong")
        await keys(pilot, "enter")

        shown = screen_text(door)
        assert "The address or the password is not right." in shown
        assert "owner@bakery.test" in shown


async def test_too_many_wrong_passwords_say_how_long_to_wait(door: ConsoleApp) -> None:
    async with door.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await type_text(pilot, "owner@bakery.test")
        await keys(pilot, "enter")
        for _attempt in range(7):
            await type_text(pilot, "wrong")
            await keys(pilot, "enter")

        shown = screen_text(door)
        assert "Too many wrong passwords." in shown
        assert "Wait" in shown


async def test_the_password_is_never_on_the_screen(door: ConsoleApp) -> None:
    async with door.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await type_text(pilot, "owner@bakery.test")
        await keys(pilot, "enter")
        await type_text(pilot, "sesame")

        assert "sesame" not in screen_text(door)


async def test_a_remembered_person_is_let_in_next_time_until_signing_out(
    door: ConsoleApp, services: Services, settings: Settings
) -> None:
    person, token = services.accounts.sign_in("owner@bakery.test", PASSWORD, remember=True)
    assert token is not None
    sessions.remember(services, token)

    async with door.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        assert "▾ Boulangerie [Rive]" in screen_text(door)
        await press(pilot, "app.sign_out")
        await keys(pilot, "y")
        assert isinstance(door.screen, SignInScreen)

    assert sessions.remembered(services) is None
    assert sessions.remembered(services, person.email) is None


def test_several_people_are_remembered_and_the_newest_is_the_default(services: Services, town: Town) -> None:
    for email in ("owner@bakery.test", "owner@lac.test"):
        _person, token = services.accounts.sign_in(email, PASSWORD, remember=True)
        assert token is not None
        assert sessions.remember(services, token)

    default, other = sessions.remembered(services), sessions.remembered(services, "owner@bakery.test")
    assert default is not None
    assert other is not None
    assert (default.email, other.email) == ("owner@lac.test", "owner@bakery.test")

    assert sessions.forget(services)
    assert sessions.remembered(services) is None
    assert sessions.remembered(services, "owner@lac.test") is None
    assert sessions.remembered(services, "owner@bakery.test") is not None
    assert not sessions.forget(services)


async def test_locked_mode_keeps_no_session_on_the_machine_and_a_new_password_ends_it(
    services: Services, settings: Settings, town: Town
) -> None:
    locked = Services(replace(services.office, locked=True))
    app = ConsoleApp.over(locked, settings)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)

        assert "Remember me" not in screen_text(app)
        assert sessions.remembered(locked) is None
        assert not sessions.remember(locked, "anything")
        await type_text(pilot, "owner@bakery.test")
        await keys(pilot, "enter")
        await type_text(pilot, PASSWORD)
        await keys(pilot, "enter")
        (session,) = services.own_sessions.list(app.actor)
        assert session.present

        services.profile.change_password(town.bakery.owner, PASSWORD, PASSWORD + "!")
        await keys(pilot, "g", "o")
        assert isinstance(app.screen, SignInScreen) or "Your session has ended." in screen_text(app)


async def test_a_demonstration_lists_its_people_and_two_enters_sign_one_in(
    door: ConsoleApp, services: Services, make: Builder
) -> None:
    with services.office.filling() as session:
        session.execute(text("update installation set purpose = 'demo', play_key = '00'"))
    async with door.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        shown = screen_text(door)

        assert "This is a demonstration." in shown
        assert "the password of all is “demo”" in " ".join(shown.split())
