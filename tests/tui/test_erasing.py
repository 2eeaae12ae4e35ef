"""Erasing on the screen: oneself, who has left everything, and by the provider's staff on request."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import PASSWORD, Builder, Org
from tests.services.life import rows
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, console, keys, press, screen_text, settle, type_text

from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp
from resellertui.tui.screens.sign_in import SignInScreen

Open = Callable[[Org | Actor], ConsoleApp]


async def test_who_has_left_everything_erases_oneself_with_the_password(
    services: Services, settings: Settings, town: Town, make: Builder
) -> None:
    leaver = make.person(town.bakery, Role.COLLABORATOR, email="leaver@bakery.test", name="Lea Vergne")
    services.people.remove(town.bakery.owner, "leaver@bakery.test")
    person, _token = services.accounts.sign_in("leaver@bakery.test", PASSWORD)
    app = ConsoleApp.over(services, settings, signed_in=person)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "f6")
        assert "leaver@bakery.test" in screen_text(app)
        await press(pilot, "profile.erase")
        await type_text(pilot, "wrong password")
        await keys(pilot, "enter")
        assert "not your password" in screen_text(app)
        await type_text(pilot, PASSWORD)
        await keys(pilot, "enter")
        assert isinstance(app.screen, SignInScreen)
    assert rows(services, f"SELECT name, email, password_hash FROM users WHERE id = {leaver.user_id}") == [
        ("", "", None)
    ]


async def test_a_member_is_told_to_leave_first_and_staff_erase_on_request(
    services: Services, open_as: Open, town: Town, make: Builder
) -> None:
    async with open_as(town.bakery).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "f6")
        await press(pilot, "profile.erase")
        assert "leave it, or delete it, first" in " ".join(one.message for one in console(pilot)._notifications)

    leaver = make.person(town.bakery, Role.COLLABORATOR, email="leaver@bakery.test")
    services.people.remove(town.bakery.owner, "leaver@bakery.test")
    async with open_as(make.staff).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await keys(pilot, "g", "x")
        await press(pilot, "desk.erase")
        await type_text(pilot, "leaver@bakery.test")
        await keys(pilot, "enter")
        await type_text(pilot, "asked by phone")
        await keys(pilot, "enter")
        assert "is erased" in " ".join(one.message for one in console(pilot)._notifications)
    assert rows(services, f"SELECT erased_at IS NOT NULL FROM users WHERE id = {leaver.user_id}") == [(1,)]
