"""Keys in the order they were pressed: each is done, with the screen it opens, before the next one is given out.

Without this a key that is pressed before the screen has caught up is looked up on the screen that was there before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message
from textual.screen import ModalScreen, Screen

from resellertui.tui.screens.console_screen import Everywhere
from resellertui.tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget
    from textual.worker import Worker

LONGEST_WAIT = 5.0
"""Seconds after which the next key is given out whatever became of the one before."""

LOOK = 0.01
"""Seconds between two looks at what is still being done."""

ROUNDS = 2
"""How often the way of a key is walked: the second time finds what the key's own messages have started."""

ASKING = frozenset({"dialog", "leave", "file", "open", "export"})
"""Groups of workers that read something and then open a dialog: what is typed meanwhile is meant for it."""

ACTING = frozenset({"act", "carry-out", "code", "identify", "save", "sign-in", "step", "submit"})
"""Groups of workers that do what was asked for: what is typed meanwhile is meant for what is there afterwards."""

SAVES = "f8"
"""The key that saves, sends or goes on in forms and on pages of forms."""

GOING = frozenset({"go", "reveal", "section", "session", "tab"})
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
        """Whether a key is being done, or waits until it can be."""
        self._given: events.Key | None = None
        """The key that is being done; None while it waits for what its screen reads."""
        self._screen: Screen[Any] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._guard: asyncio.TimerHandle | None = None
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

    def forget(self) -> None:
        """Give out none of the keys that wait: something went wrong that they were typed without knowing of."""
        self._waiting.clear()

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
        self._let_go()
        self._drop_repeats()
        if message.round == 0:
            await self._next()
            return
        await asyncio.sleep(0)
        if message.round < ROUNDS:
            self._follow(message.round + 1)
        elif self._is_going():
            self._app.set_timer(LOOK, lambda: self._follow(ROUNDS))
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
        if self._is_reading():
            self._app.set_timer(LOOK, partial(self._look_again, self._turn))
        else:
            await self._give_out()

    async def _give_out(self) -> None:
        self._screen = self._app.screen
        target = self._app.focused or self._screen
        self._given = self._waiting.popleft()
        await self._give(self._given)
        self._send_behind(target, 1)

    async def _look_again(self, turn: int) -> None:
        if turn != self._turn or self._given is not None:
            return
        if self._waiting and (self._is_reading() or self._is_going()):  # what was read may open something
            self._app.set_timer(LOOK, partial(self._look_again, turn))
        else:
            await self._next()

    async def _hurry(self, turn: int) -> None:
        """Wait no longer: give the key out that waits to be, else the next one."""
        if turn != self._turn:
            return
        if self._given is None and self._waiting:
            self._set_alarm()
            await self._give_out()
        else:
            await self._next()

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
        self._let_go()
        self._given = None
        self._turn += 1

    def _set_alarm(self) -> None:
        loop = asyncio.get_running_loop()
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = loop.call_later(LONGEST_WAIT, self._app.call_later, self._hurry, self._turn)

    def _await_screen(self) -> None:
        screen = self._app.screen
        screen.call_after_refresh(self._app.post_message, KeyPassed(self._turn, 0))
        self._keep_an_eye_on(screen, 0)

    def _follow(self, round_: int) -> None:
        self._send_behind(self._app.focused or self._app.screen, round_)

    def _send_behind(self, target: Widget, round_: int) -> None:
        target.post_message(KeyPassed(self._turn, round_))
        self._keep_an_eye_on(target, round_)

    def _keep_an_eye_on(self, target: Widget, round_: int) -> None:
        """See to it that the way of a key is gone to its end, though what it leads through may be closed meanwhile.

        What is closed keeps the messages that are on their way through it.
        """
        self._let_go()
        look = partial(self._look_after, target, self._turn, round_)
        self._guard = asyncio.get_running_loop().call_later(LOOK, look)

    def _look_after(self, target: Widget, turn: int, round_: int) -> None:
        if turn != self._turn:
            return
        if target.is_attached and target.screen in self._app.screen_stack:
            self._keep_an_eye_on(target, round_)
        else:
            self._app.post_message(KeyPassed(turn, round_))

    def _let_go(self) -> None:
        if self._guard is not None:
            self._guard.cancel()
            self._guard = None

    def _is_going(self) -> bool:
        """Return whether something else is about to come to the front, or what was asked for is being done.

        A dialog waits for a person: what brought it to the front is done. What it reads itself, to ask back, is not.
        """
        screen = self._app.screen
        if self._is_any(ASKING | ACTING):
            return True
        if isinstance(screen, ModalScreen):
            return False
        return any(one.waits_to_act for one in screen.query(RecordList)) or any(
            one.group in GOING for one in self._working()
        )

    def _is_reading(self) -> bool:
        """Return whether what the next key would act on is still being read; escape never waits for that."""
        screen, key = self._app.screen, self._waiting[0]
        return key.key != "escape" and isinstance(screen, Everywhere) and screen.is_reading_for(key)

    def _drop_repeats(self) -> None:
        """Forget the key that saves where it was pressed again before that is done: that is the same wish.

        What it would act on afterwards is something else, such as the page below the form.
        """
        if self._given is not None and self._given.key == SAVES and self._is_any(ACTING):
            while self._waiting and self._waiting[0].key == SAVES:
                self._waiting.popleft()

    def _is_any(self, groups: frozenset[str]) -> bool:
        """Return whether a worker of these groups is at work in front."""
        screen = self._app.screen
        return any(one.group in groups and screen in one.node.ancestors_with_self for one in self._working())

    def _working(self) -> list[Worker[Any]]:
        return [one for one in self._app.workers if not one.is_finished]
