"""The palette: sections, actions and records, found while one types, whatever they are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import Builder, Org
from tests.hostile import HOSTILE
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, press, screen_text, settle, type_text

from resellertui.services.actor import Actor
from resellertui.tui.app import ConsoleApp
from resellertui.tui.palette import score

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("managed", "Managed clients"),
        ("theme", "Theme"),
        ("lac.test", "lac.test"),
        ("rive", "Boulangerie [Rive]"),
    ],
)
async def test_sections_actions_and_records_are_found_by_name(
    open_as: Open, town: Town, typed: str, found: str
) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.palette")
        await type_text(pilot, typed)
        await pilot.pause(0.3)
        await settle(pilot)

        assert found in screen_text(app)


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_record_of_any_name_is_offered_literally(open_as: Open, town: Town, make: Builder, name: str) -> None:
    make.product(town.agency, f"zz{name}")
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.palette")
        await type_text(pilot, "zz")
        await pilot.pause(0.3)
        await settle(pilot)

        shown = screen_text(app)

    assert "zz" in shown
    assert all(ch.isprintable() or ch == "\n" for ch in shown)


def test_every_word_that_is_typed_has_to_match() -> None:
    assert score("lac test", "www.lac.test") > 0
    assert score("lac nothing", "www.lac.test") == 0
    assert score("éditions", "EDITIONS du Lac") > score("lac", "EDITIONS du Lac") > 0
