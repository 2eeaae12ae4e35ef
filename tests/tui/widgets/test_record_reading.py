"""The list over a database that is slow, that fails, or that only knows that there are many rows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from tests.tui.widgets.list_app import ListApp, settle
from tests.tui.widgets.model_source import ModelSource, clients
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from resellertui.tui.widgets import record_canvas
from resellertui.tui.widgets.record_fetches import AT_ONCE
from resellertui.tui.widgets.record_source import ListQuery

pytestmark = pytest.mark.usefixtures("painted")  # what is painted, and how often, is what these are about


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait until something holds that comes by itself."""
    deadline = asyncio.get_running_loop().time() + 10
    while not holds():
        assert asyncio.get_running_loop().time() < deadline, "it did not come"
        await pilot.pause()


def frames(app: ListApp) -> list[list[str]]:
    """Return the list that the lines will be noted in each time that any of the rows is painted."""
    seen: list[list[str]] = []
    render_lines = app.records.render_lines

    def noting(crop: Region) -> list[Strip]:
        strips = render_lines(crop)
        seen.append([strip.text for strip in strips])
        return strips

    app.records.render_lines = noting  # type: ignore[method-assign]  # a spy
    return seen


async def test_rows_that_come_soon_are_painted_once_and_without_placeholders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_canvas, "PATIENCE", 60)
    source = ModelSource(clients(2_000))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        before = app.lines()
        source.gates[""] = asyncio.Event()
        seen = frames(app)
        await pilot.press("end")
        assert app.lines() == before
        assert app.records.cursor_row is None

        seen.clear()
        source.gates[""].set()
        await settle(pilot)
        assert len(seen) == 1
        assert seen[0][-1].startswith("▸  Client")
        assert not any("·" in line for line in seen[0])


async def test_a_place_whose_rows_take_long_is_shown_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_canvas, "PATIENCE", 0.01)
    source = ModelSource(clients(2_000))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.gates[""] = asyncio.Event()
        await pilot.press("end")
        await until(pilot, lambda: app.records.status == "1,978–2,000 of 2,000")
        assert app.lines()[-1].startswith("▸  ·")

        await pilot.press("home")
        await until(pilot, lambda: app.lines()[1].startswith("▸  Client 00000"))
        source.gates[""].set()
        await settle(pilot)
        assert app.lines()[1].startswith("▸  Client 00000")


async def test_keys_that_come_faster_than_pages_end_where_they_lead_without_a_queue_of_reading() -> None:
    source = ModelSource(clients(5_000))
    app = ListApp(source)
    most = 0

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.gates[""] = asyncio.Event()
        for _press in range(100):
            app.simulate_key("pagedown")
            await pilot.pause()
            most = max(most, len(source.waiting))
        app.simulate_key("space")
        await pilot.pause()
        asked = len(source.pages_asked)
        source.gates[""].set()
        await settle(pilot)

        assert most == AT_ONCE
        assert app.records.marks.keys == {"k02300"}
        assert app.lines()[-1].startswith("▸● Client 02300")
        assert len(source.pages_asked) - asked <= 4


async def test_a_wheel_that_turns_while_rows_are_awaited_shows_where_it_turns_to() -> None:
    source = ModelSource(clients(5_000))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.gates[""] = asyncio.Event()
        await pilot.press("end")
        app.records.scroll_to(y=3, animate=False)
        await pilot.pause()
        assert app.lines()[1].startswith("   Client 00003")
        source.gates[""].set()
        await settle(pilot)

        assert app.lines()[1].startswith("   Client 00003")
        assert app.records.cursor_key == "k04999"


async def test_a_click_while_rows_are_awaited_means_the_row_that_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_canvas, "PATIENCE", 60)
    source = ModelSource(clients(5_000))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.gates[""] = asyncio.Event()
        await pilot.press("end")
        await pilot.double_click(app.records, offset=(10, 6))
        source.gates[""].set()
        await settle(pilot)

        assert app.opened == ["k00005"]


async def test_a_resize_while_rows_are_awaited_ends_on_the_row_that_was_asked_for() -> None:
    source = ModelSource(clients(5_000))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.gates[""] = asyncio.Event()
        await pilot.press("end", "up")
        await pilot.resize_terminal(50, 10)
        await pilot.resize_terminal(120, 40)
        source.gates[""].set()
        await settle(pilot)

        assert app.lines()[-2].startswith("▸  Client 04998")
        assert app.lines()[-1].startswith("   Client 04999")
        assert len(app.lines()) == 40


async def test_the_first_letter_of_a_filter_is_asked_and_painted_at_once() -> None:
    source = ModelSource(clients(500))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.filter_bar.open()
        source.gates["49"] = asyncio.Event()
        await pilot.press("4")
        await until(pilot, lambda: app.lines()[1].startswith("▸  Client 00004"))
        await pilot.press("9")
        await until(pilot, lambda: bool(source.waiting))
        assert app.lines()[1].startswith("▸  Client 00004")
        source.gates["49"].set()
        await settle(pilot)

        assert app.lines()[1].startswith("▸  Client 00049")


async def test_the_newest_query_wins_over_a_slow_older_one() -> None:
    source = ModelSource(clients(500), gates={"1": asyncio.Event()})
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.records.set_query(ListQuery(filter="1"))
        await pilot.pause()
        app.records.set_query(ListQuery(filter="12"))
        await settle(pilot)
        assert app.records.cursor_key == "k00012"

        source.gates["1"].set()
        await settle(pilot)
        assert app.records.asked.filter == "12"
        assert app.records.cursor_key == "k00012"


async def test_enter_on_a_row_that_is_on_its_way_opens_that_row_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_canvas, "PATIENCE", 0.01)
    source = ModelSource(clients(2_000))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.gates[""] = asyncio.Event()
        await pilot.press("end", "enter", "up", "enter")
        await until(pilot, lambda: app.lines()[-1].startswith("▸  ·"))
        assert app.opened == []
        source.gates[""].set()
        await settle(pilot)

        assert app.opened == ["k01999", "k01998"]


async def test_a_failing_query_says_so_and_can_be_tried_again() -> None:
    source = ModelSource(clients(50), failing={""})
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "This could not be read. Press r to try again." in "\n".join(app.lines())
        assert [type(error) for error in app.failures] == [OSError]

        source.failing.clear()
        await pilot.press("r")
        await settle(pilot)
        assert app.opened == []
        assert app.lines()[1].startswith("▸  Client 00000")


async def test_a_page_that_fails_leaves_the_other_rows_usable() -> None:
    source = ModelSource(clients(1_000))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.failing.add("")
        await pilot.press("end", "enter")
        await settle(pilot)
        assert "This could not be read" in app.lines()[-1]
        await pilot.press("home", "enter")
        await settle(pilot)
        assert app.opened == ["k00000"]

        source.failing.clear()
        await pilot.press("end", "r", "enter")
        await settle(pilot)
        assert app.lines()[-1].startswith("▸  Client 00999")


async def test_any_number_of_older_questions_without_answers_leave_the_newest_its_turn() -> None:
    older = [str(number) for number in range(10, 30)]
    source = ModelSource(clients(500), gates={filter: asyncio.Event() for filter in older})
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for words in older:
            app.records.change(filter=words)
            await pilot.pause()
        app.records.change(filter="49")
        await settle(pilot)

        assert app.records.cursor_key == "k00049"
        assert source.waiting == []


async def test_a_failed_answer_to_an_old_question_is_not_told() -> None:
    source = ModelSource(clients(500), failing={"1"}, gates={"1": asyncio.Event()})
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.records.change(filter="1")
        await pilot.pause()
        app.records.change(filter="2")
        source.gates["1"].set()
        await settle(pilot)

        assert app.failures == []
        assert app.records.cursor_key == "k00002"


async def test_a_lower_bound_is_shown_with_a_plus_until_it_is_counted() -> None:
    counted = asyncio.Event()
    source = ModelSource(clients(12_500), cap=10_000, counted=counted)
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.records.status == "1–23 of 10,000+"
        await pilot.press("down", "space")
        await settle(pilot)
        assert app.records.marks.keys == {"k00001"}

        counted.set()
        await settle(pilot)
        assert app.records.status == "1–23 of 12,500 · 1 marked"
        assert app.records.virtual_size.height == 12_501


async def test_the_last_row_waits_for_the_count_and_the_keys_after_it_wait_too() -> None:
    counted = asyncio.Event()
    source = ModelSource(clients(12_500), cap=10_000, counted=counted)
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("end", "up", "enter")
        await settle(pilot)
        assert app.records.cursor_key == "k00000"
        assert app.opened == []

        counted.set()
        await settle(pilot)
        assert app.opened == ["k12498"]
        assert app.records.status == "12,478–12,500 of 12,500"


async def test_a_count_that_fails_is_told_and_tried_again_by_the_key_that_needs_it() -> None:
    source = ModelSource(clients(12_500), cap=10_000, uncountable=True)
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.records.status == "1–23 of 10,000+ · could not be counted: press r"
        assert len(app.failures) == 1

        source.counted = asyncio.Event()
        await pilot.press("end", "down", "enter")
        source.counted.set()
        await settle(pilot)
        assert len(app.failures) == 2
        assert app.opened == []
        assert app.records.cursor_key == "k00000"

        source.uncountable = False
        await pilot.press("end")
        await settle(pilot)
        assert app.records.cursor_key == "k12499"


async def test_reading_again_paints_nothing_when_nothing_is_different() -> None:
    app = ListApp(ModelSource(clients(500)))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown", "space")
        await settle(pilot)
        seen = frames(app)
        app.records.refresh_rows()
        await settle(pilot)

        assert seen == []
