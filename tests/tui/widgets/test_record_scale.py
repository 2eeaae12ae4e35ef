"""The list over more rows than anyone scrolls through: its height, its places and its scroll bar stay exact."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from tests.tui.widgets.computed_source import ComputedSource, LandingSource
from tests.tui.widgets.list_app import ListApp, settle
from textual.geometry import Region, Size
from textual.scrollbar import ScrollBar, ScrollBarRender

from resellertui.tui.widgets.columns import Column
from resellertui.tui.widgets.record_window import PAGE_ROWS
from resellertui.tui.widgets.scroll_thumb import slide

MILLIONS = 2_000_000
NAMES = (Column("name", "Name", 20),)


async def test_two_million_rows_have_their_exact_height_and_every_place_is_reached() -> None:
    app = ListApp(ComputedSource(MILLIONS), NAMES)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.records.status == "1–23 of 2,000,000"
        assert app.records.virtual_size.height == MILLIONS + 1
        assert app.records.max_scroll_y == MILLIONS - 23

        await pilot.press("end")
        await settle(pilot)
        assert app.records.scroll_offset.y == MILLIONS - 23
        assert app.lines()[1].split() == ["Row", "1999977"]
        assert app.lines()[-1].split() == ["▸", "Row", "1999999"]
        assert app.records.status == "1,999,978–2,000,000 of 2,000,000"

        await pilot.press("pageup", "pageup", "pagedown")
        await settle(pilot)
        assert app.records.cursor_key == str(MILLIONS - 1 - 23)


async def test_a_wheel_and_a_dragged_bar_reach_single_rows_among_two_million() -> None:
    app = ListApp(ComputedSource(MILLIONS), NAMES)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for top in (1_234_567, 1_234_568, MILLIONS - 24, 16_777):
            app.records.scroll_to(y=top, animate=False)
            await settle(pilot)
            assert app.lines()[1].split() == ["Row", str(top)]
            assert app.records.vertical_scrollbar.position == top


async def test_a_sort_and_a_filter_of_two_million_begin_at_their_tops() -> None:
    app = ListApp(ComputedSource(MILLIONS), NAMES)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "S")
        await settle(pilot)
        assert app.records.cursor_key == str(MILLIONS - 1)
        assert app.records.scroll_offset.y == 0

        app.records.change(filter="7")
        await pilot.press("end")
        await settle(pilot)
        assert app.records.cursor_key == "0"
        assert app.records.total == 285_715


async def test_a_far_jump_shows_what_stands_before_and_after() -> None:
    app = ListApp(ComputedSource(MILLIONS), NAMES)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.records.jump_to("1500000")
        await settle(pilot)
        shown = [line.split()[-1] for line in app.lines()[1:]]
        assert shown == [str(number) for number in range(1_500_000 - 23 // 3, 1_500_000 - 23 // 3 + 23)]
        assert app.records.cursor_key == "1500000"


async def test_a_jump_is_one_question_to_a_source_that_can_answer_it_at_once() -> None:
    source = LandingSource(MILLIONS)
    app = ListApp(source, NAMES)

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.calls.clear()
        app.records.jump_to("1500050")
        await settle(pilot)

        assert source.calls[0] == "land 1500050"
        assert {int(call.split()[1]) for call in source.calls[1:]} == {1_500_100, 1_499_900}


async def test_memory_holds_a_few_pages_however_far_one_goes() -> None:
    source = ComputedSource(MILLIONS)
    app = ListApp(source, NAMES)

    async with app.run_test(size=(80, 24)) as pilot:
        for index in range(0, MILLIONS, 100_003):
            app.records.go_to(str(index))
        await settle(pilot)

        held = [index for index in range(0, MILLIONS, PAGE_ROWS) if app.records._reader.window.row(index)]
        assert len(held) <= 12


class Bar(ScrollBar):
    """A scroll bar that notes which of its cells it was told to paint."""

    def __init__(self, height: int, window: int, whole: int) -> None:
        super().__init__()
        self._height = height
        self.set_reactive(ScrollBar.window_size, window)
        self.set_reactive(ScrollBar.window_virtual_size, whole)
        self.painted: list[int] = []

    @property
    def size(self) -> Size:
        """A size without a screen to lay it out on."""
        return Size(1, self._height)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Bar:
        self.painted += [region.y for region in regions]
        return self

    def cells(self) -> list[Segment]:
        """Return the cells as Textual would paint them."""
        window = self.window_size if self.window_size < self.window_virtual_size else 0
        bar = ScrollBarRender.render_bar(self._height, self.window_virtual_size, window, self.position)
        return list(bar.segments)


@st.composite
def slides(draw: st.DrawFn) -> tuple[Bar, int, int]:
    """Return a bar, where its thumb is and where it goes."""
    height = draw(st.integers(1, 60))
    whole = draw(st.one_of(st.integers(1, 500), st.integers(1, 3_000_000)))
    window = min(height, whole)
    places = st.integers(0, whole - window)
    return Bar(height, window, whole), draw(places), draw(places)


@settings(suppress_health_check=[HealthCheck.too_slow])  # how fast a busy machine draws says nothing
@given(slides())
@example((Bar(18, 18, 302), 151, 152))
def test_sliding_paints_every_cell_of_the_bar_that_is_another_one(case: tuple[Bar, int, int]) -> None:
    bar, here, there = case
    bar.set_reactive(ScrollBar.position, here)
    before = bar.cells()

    slide(bar, there)

    after = bar.cells()
    changed = {y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}
    assert changed <= set(bar.painted)


def test_a_thumb_that_does_not_move_paints_nothing() -> None:
    bar = Bar(33, 33, MILLIONS)

    slide(bar, 200)

    assert bar.position == 200
    assert bar.painted == []
