"""How the console starts: the frame first, then who is there and what they see; keys pressed meanwhile are done."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from threading import Event

import pytest
from tests.tui.conftest import Town
from tests.tui.driver import WIDE, Console, console, screen_text, settle
from textual import events

from resellertui.domain.errors import DatabaseTrouble
from resellertui.services.console import Services
from resellertui.settings import Settings
from resellertui.tui import app as app_module
from resellertui.tui.app import ConsoleApp
from resellertui.tui.arrival import Arrival
from resellertui.tui.screens.sign_in import SignInScreen


class Gate:
    """A database that is opened when the test says so."""

    def __init__(self, services: Services, town: Town) -> None:
        self.may_open = Event()
        self.arrival = Arrival(services, services.accounts.refresh(town.agency.owner), town.agency.number)

    def opening(self) -> Arrival:
        """Wait for the test, then arrive."""
        assert self.may_open.wait(20)
        return self.arrival


@pytest.fixture
def gate(services: Services, town: Town) -> Iterator[Gate]:
    """Give a database that is closed; it is never left waiting."""
    made = Gate(services, town)
    yield made
    made.may_open.set()


def key(character: str) -> events.Key:
    """Return a key as the terminal's reader posts it: nobody waits for what it does."""
    return events.Key(character, character)


async def painted(pilot: Console) -> None:
    """Wait until the frame is on the screen."""
    deadline = asyncio.get_running_loop().time() + 20
    while "Support F2" not in screen_text(console(pilot)):
        assert asyncio.get_running_loop().time() < deadline
        await pilot.pause()


async def test_the_frame_is_painted_before_the_database_is_open(gate: Gate, settings: Settings) -> None:
    async with ConsoleApp(gate.opening, settings).run_test(size=WIDE) as pilot:
        await painted(pilot)

        shown = screen_text(console(pilot))
        assert "resellertui" in shown
        assert "Find" in shown
        assert "Agence du Lac" not in shown

        gate.may_open.set()
        await settle(pilot)
        assert "▾ Agence du Lac" in screen_text(console(pilot))
        assert "Fleurs & Cie asks you" in screen_text(console(pilot))


async def test_nothing_moves_when_the_data_arrive(gate: Gate, settings: Settings) -> None:
    app = ConsoleApp(gate.opening, settings)
    async with app.run_test(size=WIDE) as pilot:
        await painted(pilot)
        regions = {one.id: one.region for one in app.screen.query("#pane, #switcher") if one.id}
        height = app.screen.query_one("KeyFooter").region.y

        gate.may_open.set()
        await settle(pilot)

        assert app.screen.query_one("#pane").region == regions["pane"]
        assert app.screen.query_one("#switcher").region.offset == regions["switcher"].offset
        assert app.screen.query_one("KeyFooter").region.y == height


async def test_keys_pressed_before_the_database_is_open_are_done_afterwards(gate: Gate, settings: Settings) -> None:
    app = ConsoleApp(gate.opening, settings)
    async with app.run_test(size=WIDE) as pilot:
        await painted(pilot)
        app.post_message(key("g"))
        app.post_message(key("c"))
        gate.may_open.set()
        await settle(pilot)

        assert app.frame is not None
        assert app.frame.current is not None
        assert app.frame.current.TITLE == "Managed clients"


async def test_a_click_on_the_empty_frame_does_nothing(gate: Gate, settings: Settings) -> None:
    app = ConsoleApp(gate.opening, settings)
    async with app.run_test(size=WIDE) as pilot:
        await painted(pilot)
        await pilot.click("SupportButton")

        assert len(app.screen_stack) == 1


async def test_a_database_that_can_not_be_opened_ends_the_console_with_the_reason(settings: Settings) -> None:
    trouble = DatabaseTrouble("It is locked.")

    def opening() -> Arrival:
        raise trouble

    app = ConsoleApp(opening, settings)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()

    assert app.return_value is trouble


async def test_a_failure_that_nobody_expected_ends_the_console_with_an_incident(settings: Settings) -> None:
    def opening() -> Arrival:
        raise RuntimeError("boom")

    app = ConsoleApp(opening, settings)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()

    assert "incident" in str(app.return_value)
    assert "boom" in app.incidents.path.read_text(encoding="utf-8")


async def test_an_address_named_at_the_start_is_filled_in_at_the_door(
    services: Services, settings: Settings, town: Town
) -> None:
    app = ConsoleApp(lambda: Arrival(services, email="owner@lac.test"), settings)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)

        assert isinstance(app.screen, SignInScreen)
        assert "owner@lac.test" in screen_text(app)
        await pilot.press("x")
        assert "•" in screen_text(app)


async def test_garbage_is_collected_again_once_the_console_has_started(
    gate: Gate, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    switched_on = asyncio.Event()
    monkeypatch.setattr(app_module, "SETTLED", 0.01)
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(gc, "enable", switched_on.set)
    gate.may_open.set()
    async with ConsoleApp(gate.opening, settings).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await asyncio.wait_for(switched_on.wait(), 20)
