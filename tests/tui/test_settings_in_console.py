"""What the settings change in the console: keys, themes, colours."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, key_of, keys, press, screen_text, settle, until

from resellertui.services.console import Services
from resellertui.settings import Settings
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.choose import ChooseDialog


def opened(services: Services, settings: Settings, town: Town) -> ConsoleApp:
    """Return the console of the agency."""
    return ConsoleApp.over(services, settings, signed_in=services.accounts.refresh(town.agency.owner))


async def test_a_key_is_changed_by_the_id_of_its_command(services: Services, settings: Settings, town: Town) -> None:
    app = opened(services, replace(settings, keymap={"app.go": "z"}), town)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        assert key_of(app.screen, "app.go") == "z"
        assert "z Go" in screen_text(app)

        await keys(pilot, "z")
        await until(pilot, "Go to")  # the letters come once none was typed for a moment
        assert isinstance(app.screen, ChooseDialog)


async def test_keys_that_clash_are_reported_at_the_start(services: Services, settings: Settings, town: Town) -> None:
    app = opened(services, replace(settings, keymap={"app.go": "A"}), town)
    async with app.run_test(size=DESIGN, notifications=True) as pilot:
        await settle(pilot)

        assert "app.account, app.go." in screen_text(app)


@pytest.mark.parametrize("theme", ["dark", "light", "ansi"])
async def test_every_theme_shows_the_frame(services: Services, settings: Settings, town: Town, theme: str) -> None:
    app = opened(services, replace(settings, theme=theme), town)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.theme")

        assert app.theme == theme
        assert "Light" in screen_text(app)


async def test_a_theme_that_is_none_of_ours_is_passed_over(services: Services, settings: Settings, town: Town) -> None:
    app = opened(services, replace(settings, theme="monokai"), town)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)

        assert app.theme == "dark"


async def test_without_colour_only_the_terminals_own_theme_is_offered(
    services: Services, settings: Settings, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = opened(services, replace(settings, theme="light"), town)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)

        assert app.theme == "ansi"
        assert [theme.name for theme in app.themes_offered] == ["ansi"]


async def test_nothing_moves_by_itself(services: Services, settings: Settings, town: Town) -> None:
    app = opened(services, settings, town)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)

        assert app.animation_level == "none"
