"""The list seen by someone who types keys and reads lines."""

from __future__ import annotations

import asyncio

import pytest
from rich.cells import cell_len
from tests.hostile import FORBIDDEN, HOSTILE
from tests.tui.widgets.list_app import ListApp, settle
from tests.tui.widgets.model_source import ModelSource, clients

from resellertui.tui.text import plain
from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_source import ListQuery

pytestmark = pytest.mark.usefixtures("painted")  # what is painted, and how often, is what these are about


async def test_ten_thousand_rows_are_shown_a_window_at_a_time() -> None:
    source = ModelSource(clients(10_000))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)

        assert app.lines()[0].split() == ["Client", "City"]
        assert app.lines()[1].startswith("▸  Client 00000")
        assert app.lines()[23].startswith("   Client 00022")
        assert app.records.status == "1–23 of 10,000"
        assert {offset for _query, offset in source.pages_asked} == {0, 100}
        assert app.records.max_scroll_y == 10_000 + 1 - 24


async def test_end_home_and_page_keys_go_where_they_say() -> None:
    app = ListApp(ModelSource(clients(10_000)))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settle(pilot)
        assert app.lines()[-1].startswith("▸  Client 09999")
        assert app.records.status == "9,978–10,000 of 10,000"

        await pilot.press("pageup", "up", "k")
        await settle(pilot)
        assert app.records.cursor_key == f"k{9999 - 23 - 2:05}"

        await pilot.press("home", "pagedown", "j")
        await settle(pilot)
        assert app.records.cursor_key == "k00024"


async def test_every_key_of_a_burst_counts() -> None:
    app = ListApp(ModelSource(clients(500)))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for _press in range(20):
            app.simulate_key("down")
        app.simulate_key("enter")
        await settle(pilot)

        assert app.opened == ["k00020"]


async def test_keys_pressed_before_the_first_page_act_on_the_row_they_mean() -> None:
    source = ModelSource(clients(500), gates={"": asyncio.Event()})
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "space", "down", "enter")
        assert app.opened == []
        assert app.records.status == "Reading…" or app.records.status == ""
        source.gates[""].set()
        await settle(pilot)

        assert app.opened == ["k00003"]
        assert app.records.marks.keys == {"k00002"}


async def test_a_filter_typed_after_an_unanswered_enter_does_not_change_what_it_opens() -> None:
    source = ModelSource(clients(500), gates={"1": asyncio.Event()})
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.records.set_query(ListQuery(filter="1"))
        await pilot.press("down", "enter")
        app.records.set_query(ListQuery(filter="22"))
        source.gates["1"].set()
        await settle(pilot)

        assert app.opened == ["k00010"]
        assert app.records.cursor_key == "k00022"


async def test_the_cursor_stays_on_its_record_when_rows_come_and_go_above_it() -> None:
    source = ModelSource(clients(500))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["down"] * 30)
        await settle(pilot)
        line = app.records.cursor_index - app.records.scroll_offset.y

        source.records.insert(0, ("a0000", "Another", "Genève"))
        del source.records[3]
        source.records.insert(0, ("a0001", "Another", "Genève"))
        app.records.refresh_rows()
        await settle(pilot)

        assert app.records.cursor_key == "k00030"
        assert app.records.cursor_index == 31
        assert app.records.cursor_index - app.records.scroll_offset.y == line
        assert "▸  Client 00030" in "\n".join(app.lines())


async def test_the_cursor_stays_near_when_its_record_is_gone() -> None:
    source = ModelSource(clients(30))
    app = ListApp(source)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await settle(pilot)
        del source.records[25:]
        app.records.refresh_rows()
        await settle(pilot)

        assert app.records.cursor_key == "k00024"
        assert app.highlighted[-1] == "k00024"


async def test_marks_survive_paging_sort_and_filter() -> None:
    app = ListApp(ModelSource(clients(1_000)))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "end", "space", "s", "S", "s")
        app.records.change(filter="0000")
        await settle(pilot)

        assert app.records.marks.keys == {"k00000", "k00999"}
        assert any("● Client 00000" in line for line in app.lines())
        assert app.records.status == "1–10 of 10 · 2 marked"


async def test_all_that_match_can_be_marked_but_for_some_and_hold_under_another_filter() -> None:
    app = ListApp(ModelSource(clients(1_000)))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("space")
        app.records.change(filter="00")
        await settle(pilot)
        matching = app.records.total
        await pilot.press("down", "asterisk", "space")
        await settle(pilot)
        assert len(app.records.marks) == matching - 1

        app.records.change(filter="1")
        await settle(pilot)
        marked = [line for line in app.lines()[1:] if "●" in line]
        assert all("00" in line for line in marked)
        assert len(await app.records.marked_keys()) == matching - 1

        app.records.change(filter="00")
        await pilot.press("down", "space", "asterisk")
        await settle(pilot)
        assert len(app.records.marks) == 0


async def test_sorting_goes_through_the_columns_both_ways_and_shows_it() -> None:
    app = ListApp(ModelSource(clients(100)))

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "S")
        await settle(pilot)
        assert "Client ▼" in app.lines()[0]
        assert app.records.cursor_key == "k00099"

        await pilot.press("s")
        await settle(pilot)
        assert "City ▲" in app.lines()[0]
        assert app.lines()[1].split() == ["▸", "Client", "00000", "Genève"]


async def test_an_empty_list_says_what_would_fill_it() -> None:
    app = ListApp(ModelSource(clients(5)), empty=lambda query: plain(f"Nothing matches {query.filter or 'yet'}."))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.records.change(filter="[red]")
        await pilot.press("down", "enter", "space", "end")
        await settle(pilot)

        assert "Nothing matches [red]." in "\n".join(app.lines())
        assert app.opened == []
        assert app.highlighted[-1] is None


async def test_jumping_takes_the_cursor_to_what_is_typed() -> None:
    app = ListApp(ModelSource(clients(10_000)), query=ListQuery(sort="name"))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.records.jump_to("Client 04")
        app.records.jump_to("Client 0432")
        app.simulate_key("enter")
        await settle(pilot)

        assert app.records.cursor_key == "k04320"
        assert app.opened == ["k04320"]

        app.records.go_to("k00007")
        await settle(pilot)
        assert app.records.cursor_index == 7


@pytest.mark.parametrize("size", [(40, 10), (60, 15), (80, 24), (200, 60), (20, 5)])
async def test_no_line_is_wider_than_the_list_and_cuts_are_shown(size: tuple[int, int]) -> None:
    records = [(f"k{index:05}", text, "Genève") for index, text in enumerate(HOSTILE)]
    app = ListApp(ModelSource(records))

    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        width = app.records.scrollable_size.width
        assert [cell_len(line) for line in app.lines()] == [width] * len(app.lines())


async def test_resizing_hides_columns_and_keeps_the_cursor_in_view() -> None:
    app = ListApp(ModelSource(clients(500)))

    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press(*["down"] * 35)
        await settle(pilot)
        await pilot.resize_terminal(24, 8)
        await settle(pilot)
        assert "City" not in app.lines()[0]
        assert any(line.startswith("▸  Client 00035") for line in app.lines())

        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "City" in app.lines()[0]


async def test_an_order_by_a_column_that_is_hidden_is_said_in_the_status() -> None:
    app = ListApp(ModelSource(clients(500)), query=ListQuery(sort="city", descending=True))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.records.status == "1–23 of 500"
        await pilot.resize_terminal(24, 8)
        await settle(pilot)

        assert app.records.status == "1–7 of 500 · City ▼"


async def test_hostile_texts_are_literal_and_no_control_byte_is_painted() -> None:
    records = [(f"k{index:05}", text, text) for index, text in enumerate(HOSTILE)]
    columns = (Column("name", "[red]", 60), Column("city", "x[/x]y", 60))
    app = ListApp(ModelSource(records), columns)

    async with app.run_test(size=(140, len(HOSTILE) + 2)) as pilot:
        await settle(pilot)
        await pilot.press("space", "enter")
        text = "\n".join(app.lines())

        assert not FORBIDDEN & {ord(ch) for ch in text if ch != "\n"}
        for shown in ("[red]", "[/home/u]", "x[/x]y", "[@click=app.bell]x[/]", "$name", "␛]52;c;ZXZpbA==␇"):
            assert text.count(shown) >= 2


async def test_columns_stay_aligned_behind_wide_and_accented_names() -> None:
    records = [("1", "日本株式会社", "#1"), ("2", "Zu\u0308rich", "#2"), ("3", "長" * 30, "#3"), ("4", "plain", "#4")]
    app = ListApp(ModelSource(records), (Column("name", "Client", 15), Column("city", "City", 8)))

    async with app.run_test(size=(60, 10)) as pilot:
        await settle(pilot)
        places = {cell_len(line[: line.index("#")]) for line in app.lines()[1:5]}

        assert places == {3 + 15 + 2}


async def test_moving_the_cursor_repaints_two_lines() -> None:
    app = ListApp(ModelSource(clients(500)))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        painted: list[int] = []
        render_line = app.records.render_line
        app.records.render_line = lambda y: painted.append(y) or render_line(y)  # type: ignore[func-returns-value,method-assign]  # a spy
        await pilot.press("down")
        await settle(pilot)

        assert sorted(painted) == [1, 2]


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    app = ListApp(ModelSource(clients(50)))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click(app.records, offset=(10, 5))
        await settle(pilot)
        assert app.records.cursor_index == 4
        await pilot.double_click(app.records, offset=(10, 6))
        await settle(pilot)
        assert app.opened == ["k00005"]

        await pilot.click(app.records, offset=(4, 0))
        await settle(pilot)
        assert app.records.asked.sort == "name"


async def test_the_cursor_shows_without_colour() -> None:
    app = ListApp(ModelSource(clients(5)))

    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "ansi-dark"
        await settle(pilot)
        cursor_line = next(iter(app.records.render_lines(app.records.size.region)[1]))

        assert cursor_line.text.startswith("▸")
        assert cursor_line.style is not None
        assert cursor_line.style.reverse


async def test_another_theme_recolours_what_an_empty_list_says() -> None:
    app = ListApp(ModelSource([]))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        before = app.records.render_lines(app.records.size.region)[2]
        app.theme = "textual-light"
        await settle(pilot)
        after = app.records.render_lines(app.records.size.region)[2]

        assert before.text == after.text
        assert "No clients yet" in after.text
        assert before != after


async def test_the_wheel_scrolls_without_moving_the_cursor_and_a_key_returns_to_it() -> None:
    app = ListApp(ModelSource(clients(5_000)))

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.records.scroll_to(y=3_000, animate=False)
        await settle(pilot)
        assert app.lines()[1].startswith("   Client 03000")
        assert app.records.cursor_index == 0

        await pilot.press("down")
        await settle(pilot)
        assert app.lines()[1].startswith("▸  Client 00001")
