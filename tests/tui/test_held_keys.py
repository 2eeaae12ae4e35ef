"""Keys that a screen holds: a key that is on its way when they are let go comes after them."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from resellertui.tui.held_keys import HeldKeys
from resellertui.tui.key_order import KeyOrder


class Given:
    """An app that only orders keys, and writes down what is put back."""

    def __init__(self) -> None:
        self.key_order = KeyOrder(self, self._give)  # type: ignore[arg-type]  # only what it calls is here
        self.back: list[str] = []
        self.screen = self

    async def _give(self, event: events.Event) -> None:
        raise AssertionError(event)

    def put_back(self, keys: Sequence[events.Key]) -> None:
        self.back += [key.key for key in keys]


class Held(HeldKeys):
    """A screen of that app."""

    def __init__(self, app: Given) -> None:
        self._app = app

    @property
    def app(self) -> Given:  # type: ignore[override]  # stands for the console
        """The app."""
        return self._app


async def test_a_key_on_its_way_is_done_after_those_that_were_held_before_it() -> None:
    app = Given()
    screen = Held(app)
    screen.hold()
    screen.on_key(events.Key("l", "l"))
    app.key_order.is_busy = True
    screen.release()
    screen.on_key(events.Key("enter", None))

    await app.key_order._next()

    assert app.back == ["l", "enter"]
    assert not screen.is_holding


async def test_holding_again_keeps_what_waits() -> None:
    app = Given()
    screen = Held(app)
    screen.hold()
    screen.on_key(events.Key("l", "l"))
    app.key_order.is_busy = True
    screen.release()
    screen.hold()

    await app.key_order._next()

    assert app.back == []
    assert screen.is_holding
