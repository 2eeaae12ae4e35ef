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

LINES = 11
KEYS = ("down", "up", "pagedown", "pageup", "home", "end", "space", "enter", "s", "S")
steps = st.one_of(
    st.tuples(st.just("keys"), st.lists(st.sampled_from(KEYS), min_size=1, max_size=6)),
    st.tuples(st.just("filter"), st.sampled_from(["", "0", "1", "03", "zzz"])),
    st.tuples(st.just("insert"), st.integers(0, 400)),
    st.tuples(st.just("delete"), st.integers(0, 400)),
)


class Model:
    """What the list should show, computed from the records at each step."""

    def __init__(self, source: ModelSource) -> None:
        self.source = source
        self.query = ListQuery()
        self.cursor = 0
        self.marks: set[str] = set()
        self.opened: list[str] = []

    @property
    def keys(self) -> list[str]:
        return [record[0] for record in self.source.matching(self.query)]

    def press(self, key: str) -> None:
        keys = self.keys
        moves = {"down": 1, "up": -1, "pagedown": LINES, "pageup": -LINES, "home": -len(keys), "end": len(keys)}
        if key in moves:
            self.cursor = max(0, min(self.cursor + moves[key], len(keys) - 1))
        elif key == "space" and keys:
            self.marks ^= {keys[self.cursor]}
        elif key == "enter" and keys:
            self.opened.append(keys[self.cursor])
        elif key == "s":
            self.ask(replace(self.query, sort="city" if self.query.sort == "name" else "name", descending=False))
        elif key == "S":
            self.ask(replace(self.query, descending=not self.query.descending))

    def ask(self, query: ListQuery) -> None:
        if query != self.query:
            self.query, self.cursor = query, 0

    def changed(self, before: list[str]) -> None:
        keys = self.keys
        key = before[self.cursor] if before else None
        self.cursor = keys.index(key) if key in keys else max(0, min(self.cursor, len(keys) - 1))


async def _take(step: tuple[str, object], app: ListApp, model: Model, pilot: Pilot[None]) -> None:
    before = model.keys
    match step:
        case ("keys", list(keys)):
            for key in keys:
                app.simulate_key(key)
                model.press(key)
        case ("filter", str(words)):
            app.records.change(filter=words)
            model.ask(replace(model.query, filter=words))
        case ("insert", int(place)):
            model.source.records.append((f"k{place:05}x{len(model.source.records)}", f"Client {place:05}", "Milano"))
            app.records.refresh_rows()
            model.changed(before)
        case ("delete", int(place)):
            del model.source.records[place % len(model.source.records)]
            app.records.refresh_rows()
            model.changed(before)
    await settle(pilot)


def _assert_same(app: ListApp, model: Model) -> None:
    keys = model.keys
    assert app.records.total == len(keys)
    assert app.records.marks.keys == model.marks
    assert app.opened == model.opened
    assert app.records.cursor_key == (keys[model.cursor] if keys else None)
    top = app.records.scroll_offset.y
    assert top <= model.cursor < top + LINES
    names = {record[0]: record[1] for record in model.source.records}
    shown = [line[3:15].rstrip() for line in app.lines()[1:]]
    if keys:
        expected = [names[key] for key in keys[top : top + LINES]]
        assert shown == expected + [""] * (LINES - len(expected))


async def _compare(walk: list[tuple[str, object]]) -> None:
    source = ModelSource(clients(350))
    app, model = ListApp(source), Model(source)
    async with app.run_test(size=(60, LINES + 1)) as pilot:
        await settle(pilot)
        for step in walk:
            await _take(step, app, model, pilot)
            _assert_same(app, model)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=1, max_size=10))
def test_the_list_shows_what_the_model_shows(walk: list[tuple[str, object]]) -> None:
    asyncio.run(_compare(walk))
