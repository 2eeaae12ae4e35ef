"""The bars above a list, seen by someone who types in them."""

from __future__ import annotations

import asyncio

from tests.tui.widgets.list_app import ListApp, settle
from tests.tui.widgets.model_source import ModelSource, clients
from textual import events
from textual.widgets import Input


async def test_typing_filters_and_enter_gives_the_focus_to_the_list() -> None:
    app = ListApp(ModelSource(clients(1_000)))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("slash", "0", "1", "2", "3", "enter", "enter")
        await settle(pilot)

        assert app.focused is app.records
        assert app.records.asked.filter == "0123"
        assert app.opened == ["k00123"]
        assert app.filter_bar.display


async def test_enter_right_after_the_letters_acts_on_their_result() -> None:
    source = ModelSource(clients(1_000), gates={"0123": asyncio.Event()})
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("slash")
        for key in ("0", "1", "2", "3", "enter", "enter"):
            app.simulate_key(key)
        await pilot.pause()
        source.gates["0123"].set()
        await settle(pilot)

        assert app.opened == ["k00123"]


async def test_escape_clears_the_filter_and_returns_to_the_list() -> None:
    app = ListApp(ModelSource(clients(1_000)))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", "9", "9", "escape")
        await settle(pilot)

        assert app.focused is app.records
        assert app.records.asked.filter == ""
        assert not app.filter_bar.display


async def test_arrows_move_in_the_list_while_the_filter_is_typed() -> None:
    app = ListApp(ModelSource(clients(1_000)))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", "9", "down", "down", "up")
        await settle(pilot)

        assert app.records.cursor_key == "k00019"
        assert isinstance(app.focused, Input)


async def test_a_pasted_text_of_several_lines_becomes_one_line() -> None:
    app = ListApp(ModelSource([("1", "Acme SA Genève", "x"), ("2", "Other", "y")]))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        app.post_message(events.Paste("\nAcme\r\n\tSA\x1b \n"))
        await settle(pilot)

        assert app.filter_bar.value == "Acme SA"
        assert app.records.total == 1


async def test_jumping_moves_the_cursor_and_leaves_the_rows_alone() -> None:
    app = ListApp(ModelSource(clients(1_000)))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "apostrophe")
        await pilot.press(*"Client", "space", *"005", "enter", "enter")
        await settle(pilot)

        assert app.records.total == 1_000
        assert app.opened == ["k00500"]
        assert not app.jump_bar.display
