"""The frame: what it shows, where its keys lead, and what it never does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from tests.builders import Builder, Org
from tests.tui.conftest import Town
from tests.tui.driver import DESIGN, SMALL, WIDE, console, keys, press, screen_text, settle, type_text, until
from textual import events

from resellertui.domain.roles import Role
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.tui.app import ConsoleApp
from resellertui.tui.dialogs.choose import ChooseDialog
from resellertui.tui.screens import desk
from resellertui.tui.screens.help import HelpScreen

Open = Callable[[Org | Actor], ConsoleApp]


@pytest.mark.parametrize("size", [DESIGN, WIDE, SMALL])
async def test_home_says_what_needs_the_reader_and_counts_the_portfolio(
    open_as: Open, town: Town, size: tuple[int, int]
) -> None:
    async with open_as(town.agency).run_test(size=size) as pilot:
        await settle(pilot)

        shown = screen_text(console(pilot))

    assert "▾ Agence du Lac" in shown
    assert "Fleurs & Cie asks you" in shown
    assert "1 client: 1 full" in shown
    assert "Support F2" in shown


async def test_a_client_has_nothing_of_the_reseller_space_but_the_way_into_it(open_as: Open, town: Town) -> None:
    async with open_as(town.bakery).run_test(size=WIDE) as pilot:
        await settle(pilot)

        shown = screen_text(console(pilot))

    assert "Partner" in shown
    assert "Programme" in shown
    assert "Managed clients" not in shown
    assert "Managed value" not in shown
    assert "Directory" not in shown


async def test_an_external_user_of_a_partner_does_not_see_its_clients_in_the_menu(
    open_as: Open, town: Town, make: Builder
) -> None:
    external = make.person(town.agency, Role.EXTERNAL)

    async with open_as(external).run_test(size=WIDE) as pilot:
        await settle(pilot)

        assert "Managed clients" not in screen_text(console(pilot))


async def test_narrow_menus_unfold_only_the_heading_in_front(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)

        shown = screen_text(console(pilot))

    assert "▾ Organisation" in shown
    assert "▸ Reseller space" in shown
    assert "Managed clients" not in shown


async def test_g_lists_the_letters_and_a_letter_goes_there(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.go")
        assert "h Home" in screen_text(console(pilot))

        await keys(pilot, "h")

        assert console(pilot).screen is console(pilot).frame


async def test_a_letter_that_follows_g_at_once_opens_no_list(
    open_as: Open, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "LETTER_WAIT", 60)
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await pilot.press("g")
        assert app.screen is app.frame

        await keys(pilot, "c")

        assert app.screen is app.frame
        assert "Boulangerie [Rive]" in screen_text(app)


async def test_escape_after_g_goes_nowhere(open_as: Open, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "LETTER_WAIT", 60)
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await pilot.press("g")
        await keys(pilot, "escape", "c")

        assert app.screen is app.frame
        assert "What needs you" in screen_text(app)


async def test_another_key_after_g_is_for_the_list_of_letters(
    open_as: Open, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "LETTER_WAIT", 60)
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await pilot.press("g")
        await keys(pilot, "down")
        assert isinstance(app.screen, ChooseDialog)

        await keys(pilot, "enter")

        assert "lac.test" in screen_text(app)


@pytest.mark.parametrize(("names", "shown"), [(("c",), "Boulangerie [Rive]"), (("down", "enter"), "lac.test")])
async def test_a_key_on_its_way_when_the_letters_come_is_for_them(
    open_as: Open, town: Town, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], shown: str
) -> None:
    is_time = asyncio.Event()
    monkeypatch.setattr(desk, "asyncio", SimpleNamespace(sleep=lambda _seconds: is_time.wait()))
    app = open_as(town.agency)
    give = app.key_order._give

    async def given(event: events.Event) -> None:
        await give(event)
        if isinstance(event, events.Key) and event.key != "g":
            is_time.set()

    monkeypatch.setattr(app.key_order, "_give", given)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await pilot.press("g")
        await keys(pilot, *names)

        assert app.screen is app.frame
        assert shown in screen_text(app)


async def test_returning_to_a_section_reads_nothing_again(
    open_as: Open, town: Town, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    page = services.clients.page

    def counted(*arguments: Any) -> Any:
        reads.append("clients")
        return page(*arguments)

    monkeypatch.setattr(services.clients, "page", counted)
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        for letter in ("c", "h", "c", "h", "c"):
            await pilot.press("g")
            await keys(pilot, letter)

        assert "Boulangerie [Rive]" in screen_text(console(pilot))

    assert reads == ["clients"]


async def test_the_menu_is_walked_with_arrows(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await keys(pilot, "tab", "end", "home", "enter")

        frame = console(pilot).frame
        assert frame is not None
        assert frame.current is not None
        assert frame.current.TITLE == "Home"


async def test_letters_typed_into_the_filter_do_nothing_else(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "listing.filter")
        await type_text(pilot, "gq?!:")

        shown = screen_text(console(pilot))
        assert console(pilot).screen is console(pilot).frame
        assert "gq?!:" in shown


async def test_escape_goes_back_rung_by_rung(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "listing.filter")
        await type_text(pilot, "fleurs")
        await keys(pilot, "enter", "escape")

        assert "lac.test" in screen_text(console(pilot))


async def test_help_shows_the_keys_of_the_page_and_its_guide(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, "app.help")
        await settle(pilot)

        assert isinstance(console(pilot).screen, HelpScreen)
        await keys(pilot, "end")
        await until(pilot, "says the same in the same order")


async def test_the_support_window_opens_over_a_dialog_and_says_whom_to_turn_to(open_as: Open, town: Town) -> None:
    async with open_as(town.agency).run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.go", "app.support")

        shown = screen_text(console(pilot))
        assert "Léman Hébergement SA" in shown
        assert town.agency.ref in shown

        await keys(pilot, "escape")
        assert isinstance(console(pilot).screen, ChooseDialog)


async def test_q_asks_before_it_leaves(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.leave")
        assert "Leave resellertui?" in screen_text(app)
        await keys(pilot, "n")
        assert app.screen is app.frame

        await press(pilot, "app.leave")
        await pilot.press("y")
        await pilot.pause()

    assert app.return_value == 0


async def test_inside_a_client_the_frame_says_so_and_escape_leads_out(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        app.enter_client(town.active)
        await settle(pilot)

        assert "acting for Boulangerie [Rive] as Agence du Lac" in screen_text(app)
        assert app.actor.for_client_id == town.bakery.number
        assert app.screen.has_class("-acting")

        await keys(pilot, "escape")
        assert app.actor == town.agency.owner
        assert "acting for" not in screen_text(app)


@pytest.mark.parametrize("size", [(59, 15), (60, 14), (20, 5)])
async def test_below_the_smallest_size_one_line_says_so(open_as: Open, town: Town, size: tuple[int, int]) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        assert "Please enlarge" in screen_text(app)

        await pilot.press("q")
        await settle(pilot)
        assert app.screen is app.frame

        await pilot.resize_terminal(*DESIGN)
        await settle(pilot)
        assert "Please enlarge" not in screen_text(app)
        assert "What needs you" in screen_text(app)


async def test_a_theme_that_was_chosen_is_remembered(open_as: Open, town: Town) -> None:
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.theme")
        await keys(pilot, "l")

        assert app.theme == "light"
        assert 'theme = "light"' in app.settings.console_file.read_text(encoding="utf-8")


async def test_somebody_of_several_organisations_chooses_one_and_switches_later(
    open_as: Open, town: Town, make: Builder
) -> None:
    make.person(town.florist, Role.ADMINISTRATOR, email="owner@lac.test")
    app = open_as(town.agency)
    async with app.run_test(size=DESIGN) as pilot:
        await settle(pilot)
        await press(pilot, "app.organisation")
        assert "Clients of Agence du Lac" in screen_text(app)

        await keys(pilot, "home", "down", "enter")

        assert app.choice is not None
        assert app.choice.name == "Fleurs & Cie"
        assert "▾ Fleurs & Cie" in screen_text(app)
