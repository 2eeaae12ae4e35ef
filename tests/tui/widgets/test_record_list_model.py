"""The list against a plain Python list: whatever is pressed and whatever changes under it, both show the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tui.widgets.list_app import ListApp, settle
from tests.tui.widgets.model_source import ModelSource, clients
from textual.pilot import Pilot

from resellertui.tui.widgets.record_source import ListQuery

KEYS = ("down", "up", "pagedown", "pageup", "home", "end", "space", "enter", "s", "S", "asterisk", "minus")
FILTERS = ("", "0", "1", "03", "zzz")
presses = st.lists(st.sampled_from(KEYS), min_size=1, max_size=6)
steps = st.one_of(
    st.tuples(st.just("keys"), presses),
    st.tuples(st.just("slow keys"), presses),
    st.tuples(st.just("filter"), st.sampled_from(FILTERS)),
    st.tuples(st.just("slow filter"), st.sampled_from(FILTERS)),
    st.tuples(st.just("jump"), st.integers(0, 400)),
    st.tuples(st.just("insert"), st.integers(0, 400)),
    st.tuples(st.just("delete"), st.integers(0, 400)),
    st.tuples(st.just("insert slowly"), st.integers(0, 400)),
    st.tuples(st.just("resize"), st.integers(2, 45)),
)


class Model:
    """What the list should show, computed from the records at each step."""

    def __init__(self, source: ModelSource) -> None:
        self.source = source
        self.query = ListQuery()
        self.cursor = 0
        self.lines = 11
        self.singles: set[str] = set()
        self.every: ListQuery | None = None
        self.but: set[str] = set()
        self.opened: list[str] = []

    @property
    def keys(self) -> list[str]:
        return [record[0] for record in self.source.matching(self.query)]

    def line(self, index: int, names: dict[str, str]) -> str:
        key = self.keys[index]
        return f"{'▸' if index == self.cursor else ' '}{'●' if self.is_marked(key) else ' '} {names[key]}"

    def is_marked(self, key: str) -> bool:
        return key not in self.but if self.is_in_every(key) else key in self.singles

    def is_in_every(self, key: str) -> bool:
        return self.every is not None and key in {record[0] for record in self.source.matching(self.every)}

    def press(self, key: str) -> None:
        keys = self.keys
        page = self.lines
        moves = {"down": 1, "up": -1, "pagedown": page, "pageup": -page, "home": -len(keys), "end": len(keys)}
        if key in moves:
            self.cursor = max(0, min(self.cursor + moves[key], len(keys) - 1))
        elif key == "space" and keys:
            self.toggle(keys[self.cursor])
        elif key == "enter" and keys:
            self.opened.append(keys[self.cursor])
        elif key == "s":
            self.ask(replace(self.query, sort="city" if self.query.sort == "name" else "name", descending=False))
        elif key == "S":
            self.ask(replace(self.query, descending=not self.query.descending))
        elif key == "minus":
            self.singles, self.every, self.but = set(), None, set()
        elif key == "asterisk":
            self.toggle_all(keys)

    def toggle(self, key: str) -> None:
        if self.is_in_every(key):
            self.but ^= {key}
        else:
            self.singles ^= {key}

    def toggle_all(self, keys: list[str]) -> None:
        if self.query.matches_same_as(self.every) and not self.but:
            self.every = None
        elif keys:
            self.singles -= set(keys)
            self.every, self.but = self.query, set()

    def ask(self, query: ListQuery) -> None:
        if query != self.query:
            self.query, self.cursor = query, 0

    def jump(self, place: int) -> None:
        names = [record[1] for record in self.source.matching(self.query)]
        found = next((index for index, name in enumerate(names) if name >= f"Client {place:05}"), None)
        self.cursor = self.cursor if found is None else found

    def insert(self, place: int) -> None:
        before = self.keys
        self.source.records.append((f"k{place:05}x{len(self.source.records)}", f"Client {place:05}", "Milano"))
        self.stay(before)

    def delete(self, place: int) -> None:
        before = self.keys
        del self.source.records[place % len(self.source.records)]
        self.stay(before)

    def stay(self, before: list[str]) -> None:
        keys = self.keys
        key = before[self.cursor] if before else None
        self.cursor = keys.index(key) if key in keys else max(0, min(self.cursor, len(keys) - 1))


async def _take(step: tuple[str, object], app: ListApp, model: Model, pilot: Pilot[None]) -> None:
    match step:
        case ("keys" | "slow keys", list(keys)):
            for key in keys:
                app.simulate_key(key)
                model.press(key)
        case ("filter" | "slow filter", str(words)):
            app.records.change(filter=words)
            model.ask(replace(model.query, filter=words))
        case ("jump", int(place)):
            app.records.jump_to(f"Client {place:05}")
            model.jump(place)
        case ("insert" | "insert slowly", int(place)):
            model.insert(place)
            app.records.refresh_rows()
        case ("delete", int(place)):
            model.delete(place)
            app.records.refresh_rows()
        case ("resize", int(lines)):
            model.lines = lines
            await pilot.resize_terminal(60, lines + 1)


async def _step(step: tuple[str, object], app: ListApp, model: Model, pilot: Pilot[None]) -> None:
    is_slow = "slow" in step[0]
    gate = asyncio.Event()
    if is_slow:
        model.source.gates = dict.fromkeys(FILTERS, gate)
    await _take(step, app, model, pilot)
    if is_slow:
        await pilot.pause()
        model.source.gates = {}
        gate.set()
    await settle(pilot)


def _assert_same(app: ListApp, model: Model) -> None:
    keys = model.keys
    assert app.records.is_settled
    assert app.records.total == len(keys)
    assert app.records.virtual_size.height == len(keys) + 1
    assert app.opened == model.opened
    assert app.records.cursor_key == (keys[model.cursor] if keys else None)
    top = app.records.scroll_offset.y
    assert top <= model.cursor < top + model.lines
    assert top <= max(len(keys) - model.lines, 0)
    if keys:
        names = {record[0]: record[1] for record in model.source.records}
        expected = [model.line(index, names) for index in range(top, min(top + model.lines, len(keys)))]
        shown = [line[:15].rstrip() for line in app.lines()[1:]]
        assert shown == expected + [""] * (model.lines - len(expected))


def _assert_painted(app: ListApp) -> None:
    """What stands on the screen is what the list would paint anew."""
    width = app.records.scrollable_size.width
    on_screen = [strip.crop(0, width).text for strip in app.screen._compositor.render_strips()]
    app.records.refresh()
    assert on_screen[: len(app.lines())] == app.lines()


async def _compare(walk: list[tuple[str, object]]) -> None:
    source = ModelSource(clients(350))
    app, model = ListApp(source), Model(source)
    async with app.run_test(size=(60, model.lines + 1)) as pilot:
        await settle(pilot)
        for step in walk:
            await _step(step, app, model, pilot)
            _assert_painted(app)
            _assert_same(app, model)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=1, max_size=10))
def test_the_list_shows_what_the_model_shows(walk: list[tuple[str, object]]) -> None:
    asyncio.run(_compare(walk))
