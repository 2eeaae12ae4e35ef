"""How the console starts: the frame first, then who is there and what they see; keys pressed meanwhile are done."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import Iterator
from threading import Event

import pytest
from tests.tui.conftest import Town
from tests.tui.driver import WIDE, Console, console, screen_text, settle
from textual import events

from resellertui.domain.errors import DatabaseTrouble
from resellertui.services.actor import actor_for
from resellertui.services.console import Services
from resellertui.services.first_views import FirstLook, only_choice
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
    gate.may_open.set()  # the loop's end waits for its threads


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


class Look:
    """A first look at what the gate's database holds, while that is still closed."""

    def __init__(self, gate: Gate, services: Services) -> None:
        person = gate.arrival.person
        assert person is not None
        choice = only_choice(person, None)
        assert choice is not None
        home = services.home.show(actor_for(person, gate.arrival.org))
        self.seen = FirstLook(False, person, choice, home)

    def glance(self) -> FirstLook:
        """Return what was seen."""
        return self.seen


@pytest.fixture
def early(gate: Gate, services: Services, settings: Settings) -> ConsoleApp:
    """Give a console that knows what the first page shows before the database is open."""
    return ConsoleApp(gate.opening, settings, glance=Look(gate, services).glance)


async def shown(pilot: Console, text: str) -> None:
    """Wait until a text is on the screen."""
    deadline = asyncio.get_running_loop().time() + 20
    while text not in screen_text(console(pilot)):
        assert asyncio.get_running_loop().time() < deadline
        await pilot.pause()


async def test_what_the_first_page_shows_is_painted_before_the_database_is_open(gate: Gate, early: ConsoleApp) -> None:
    async with early.run_test(size=(110, 40)) as pilot:  # no room for figures, which come later
        await shown(pilot, "Fleurs & Cie asks you")

        before = screen_text(early)
        assert not early.has_opened.is_set()
        assert "▾ Agence du Lac" in before
        assert "Managed clients" in before

        gate.may_open.set()
        await settle(pilot)
        assert early.has_opened.is_set()
        assert re.sub(r"\d+ new", lambda count: " " * len(count[0]), screen_text(early)) == before


async def test_keys_pressed_on_the_first_page_wait_for_the_database(gate: Gate, early: ConsoleApp) -> None:
    async with early.run_test(size=WIDE) as pilot:
        await shown(pilot, "Fleurs & Cie asks you")
        early.post_message(key("g"))
        early.post_message(key("c"))
        await pilot.pause()
        assert early.frame is not None
        assert early.frame.current is not None
        assert early.frame.current.TITLE == "Home"

        gate.may_open.set()
        await settle(pilot)

        assert early.frame.current.TITLE == "Managed clients"


async def test_a_row_of_the_first_page_is_opened_once_the_database_is_open(gate: Gate, early: ConsoleApp) -> None:
    async with early.run_test(size=WIDE) as pilot:
        await shown(pilot, "Fleurs & Cie asks you")
        before = screen_text(early)
        for one in (events.Key("end", None), events.Key("home", None), events.Key("enter", None), key("s")):
            early.post_message(one)
            await pilot.pause()
        assert screen_text(early) == before

        gate.may_open.set()
        await settle(pilot)

        assert early.frame is not None
        assert early.frame.current is not None
        assert early.frame.current.TITLE == "Products"


async def test_a_click_on_the_first_page_waits_for_the_database(gate: Gate, early: ConsoleApp) -> None:
    async with early.run_test(size=WIDE) as pilot:
        await shown(pilot, "Fleurs & Cie asks you")
        early.go("products")
        early.open_partnership("PTN-1")
        await pilot.click("RecordList", offset=(8, 1), times=2)
        await pilot.pause()
        assert len(early.screen_stack) == 1

        gate.may_open.set()
        await settle(pilot)

        assert early.frame is not None
        assert early.frame.current is not None
        assert early.frame.current.TITLE != "Home"


async def test_a_database_that_can_not_be_opened_after_all_ends_the_console_with_the_reason(
    gate: Gate, services: Services, settings: Settings
) -> None:
    trouble = DatabaseTrouble("It is locked.")

    def opening() -> Arrival:
        raise trouble

    app = ConsoleApp(opening, settings, glance=Look(gate, services).glance)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await asyncio.wait_for(app.has_shown.wait(), 20)
        await pilot.pause()

    assert app.return_value is trouble
