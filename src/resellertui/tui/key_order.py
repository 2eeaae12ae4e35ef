"""Keys in the order they were pressed: each is done, with the screen it opens, before the next one is given out.

Without this a key that is pressed before the screen has caught up is looked up on the screen that was there before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message
from textual.screen import ModalScreen, Screen

from resellertui.tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from textual.app import App

LONGEST_WAIT = 5.0
"""Seconds after which the next key is given out whatever became of the one before."""

ROUNDS = 2
"""How often the way of a key is walked: the second time finds what the key's own messages have started."""

ASKING = "dialog"
"""Group of workers that read something and then open a dialog: what is typed meanwhile is meant for it."""

GOING = frozenset({"go", "section", "session"})
"""Groups of workers that bring something else to the front."""


class KeyPassed(Message):
    """Follows a key through the same widgets: where it arrives, the key has been."""

    def __init__(self, turn: int, round_: int) -> None:
        super().__init__()
        self.turn = turn
        self.round = round_


class KeyOrder:
    """Gives one key at a time to the app."""

    def __init__(self, app: App[object], give: Callable[[events.Event], Awaitable[None]]) -> None:
        """Order the keys of an app.

        Args:
            app: what the keys are for; it hands its `KeyPassed` to `passed`.
            give: what the app does with a key.
        """
        self._app = app
        self._give = give
        self._waiting: deque[events.Key] = deque()
        self._turn = 0
        self.taken = 0
        """How many keys there were: it stands still while nobody touches them."""
        self.is_busy = False
        """Whether a key is being done."""
        self._screen: Screen[Any] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._afterwards: deque[Callable[[], None]] = deque()

    async def take(self, event: events.Key) -> None:
        """Give the key out now, or when those before it are done."""
        self.taken += 1
        self._waiting.append(event)
        if not self.is_busy:
            await self._next()

    def put_back(self, keys: Sequence[events.Key]) -> None:
        """Give out keys that a screen held back, before those that were pressed after them."""
        self._waiting.extendleft(reversed(keys))
        self._app.call_later(self._go_on)

    def after_the_key(self, do: Callable[[], None]) -> None:
        """Do it before the next key is given out, but not while one is on its way to what it is for.

        What that brings to the front is there before the next key is.
        """
        self._afterwards.append(do)
        if not self.is_busy:
            self._do_afterwards()

    async def _go_on(self) -> None:
        if not self.is_busy:
            await self._next()

    async def passed(self, message: KeyPassed) -> None:
        """Go on with the next key once the one before is done, and what it opens is in front."""
        if message.turn != self._turn:
            return
        if message.round == 0:
            await self._next()
            return
        await asyncio.sleep(0)
        if message.round < ROUNDS:
            self._follow(message.round + 1)
        elif self._is_going():
            self._app.set_timer(0.01, lambda: self._follow(ROUNDS))
        elif self._app.screen is self._screen:
            await self._next()
        else:
            self._await_screen()

    async def _next(self) -> None:
        self._begin_turn()
        if self._do_afterwards():
            return
        self.is_busy = bool(self._waiting)
        if not self.is_busy:
            return
        self._set_alarm()
        self._screen = self._app.screen
        target = self._app.focused or self._screen
        await self._give(self._waiting.popleft())
        target.post_message(KeyPassed(self._turn, 1))

    def _do_afterwards(self) -> bool:
        """Do what waited for the key, and return whether the next one waits for a screen that this opened."""
        screen = self._app.screen
        while self._afterwards:
            self._afterwards.popleft()()
        if self._app.screen is screen:
            return False
        self.is_busy = True
        self._begin_turn()
        self._set_alarm()
        self._await_screen()
        return True

    def _begin_turn(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._turn += 1

    def _set_alarm(self) -> None:
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_later(LONGEST_WAIT, self._app.post_message, KeyPassed(self._turn, 0))

    def _await_screen(self) -> None:
        self._app.screen.call_after_refresh(self._app.post_message, KeyPassed(self._turn, 0))

    def _follow(self, round_: int) -> None:
        target = self._app.focused or self._app.screen
        target.post_message(KeyPassed(self._turn, round_))

    def _is_going(self) -> bool:
        """Return whether something else is about to come to the front.

        A dialog waits for a person: what brought it to the front is done. What it reads itself, to ask back, is not.
        """
        screen = self._app.screen
        working = [one for one in self._app.workers if not one.is_finished]
        if any(one.group == ASKING and screen in one.node.ancestors_with_self for one in working):
            return True
        if isinstance(screen, ModalScreen):
            return False
        return any(one.waits_to_act for one in screen.query(RecordList)) or any(one.group in GOING for one in working)
