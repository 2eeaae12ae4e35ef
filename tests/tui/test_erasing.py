"""Erasing a person on the screen, by the provider's staff on request."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Builder, Org
from tests.services.life import rows
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, console, keys, press, settle, type_text

from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp

Open = Callable[[Org | Actor], ConsoleApp]


async def test_staff_erase_a_person_who_has_left_on_request(
    services: Services, open_as: Open, town: Town, make: Builder
) -> None:
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
