"""The palette: sections, actions and records, found while one types, whatever they are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import Builder, Org
from tests.hostile import FORBIDDEN, HOSTILE
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, WIDE, keys, press, screen_text, settle, type_text, until

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
        await until(pilot, found)


async def test_records_of_any_name_are_offered_literally(open_as: Open, town: Town, make: Builder) -> None:
    storable = [name for name in HOSTILE[::3] if name.isascii() or name.encode("utf-8", "ignore").decode() == name]
    for number, name in enumerate(storable):
        make.product(town.agency, f"batch{number // 10} {name}")
    app = open_as(town.agency)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        for batch in range((len(storable) + 9) // 10):
            await press(pilot, "app.palette")
            await type_text(pilot, f"batch{batch}")
            await until(pilot, f"batch{batch} ")
            await settle(pilot)

            shown = screen_text(app)
            assert shown.count(f"batch{batch} ") >= min(10, len(storable) - batch * 10)
            assert not {ord(ch) for ch in shown.replace("\n", "")} & FORBIDDEN

            await keys(pilot, "escape")


def test_every_word_that_is_typed_has_to_match() -> None:
    assert score("lac test", "www.lac.test") > 0
    assert score("lac nothing", "www.lac.test") == 0
    assert score("éditions", "EDITIONS du Lac") > score("lac", "EDITIONS du Lac") > 0
