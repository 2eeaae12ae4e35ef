"""Waiting until an app under test has nothing left to do, told from its loop instead of guessed from the processor.

Textual's pilot sends a message to every widget and then sleeps until the process looks idle, several times a key: most
of what a test of the console cost. Here it waits until the loop has nothing ready, no thread works for it, and no
timer is about to ring. That neither depends on how busy the machine is nor costs more than what there is to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import pytest
from textual import app, pilot

P = ParamSpec("P")
R = TypeVar("R")

SOON = 0.1
"""Seconds from now in which a timer is waited for, and a thread: longer than any pause the console makes on purpose."""

LOOKS = 50
"""How often a thread is looked at, at least, before it is no longer waited for."""

LONGEST = 30.0
"""Seconds after which an app that never rests is left as it is."""

_to_thread = asyncio.to_thread
_at_work: dict[asyncio.AbstractEventLoop, int] = {}


async def _counted(func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    loop = asyncio.get_running_loop()
    _at_work[loop] = _at_work.get(loop, 0) + 1
    try:
        return await _to_thread(func, *args, **kwargs)
    finally:
        _at_work[loop] -= 1
        if not _at_work[loop]:
            del _at_work[loop]


async def _drained() -> None:
    """Wait until the loop has nothing left that it could do at once."""
    loop: Any = asyncio.get_running_loop()
    latest = loop.time() + LONGEST
    while loop._ready and loop.time() < latest:
        await asyncio.sleep(0)


async def still(*_ignored: object) -> bool:
    """Wait until nothing happens any more on this loop, though not for what takes longer than `SOON`.

    A thread is looked at often before it is left to itself: on a busy machine it may hardly have begun by then.
    """
    loop: Any = asyncio.get_running_loop()
    latest, looks = loop.time() + SOON, 0
    while True:
        await _drained()
        now = loop.time()
        due = min((one.when() for one in loop._scheduled if not one.cancelled()), default=now + LONGEST)
        if _at_work.get(loop) and (now < latest or looks < LOOKS):
            looks += 1
            await asyncio.sleep(min(max(due - now, 0), SOON / LOOKS))
        elif now < latest and due <= latest:
            await asyncio.sleep(max(due - now, 0))
        else:
            return True


async def _at_rest(min_sleep: float = 0, max_sleep: float = 1) -> None:
    await still()


async def _next_key(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Give the next key of a press once the one before is done; what it asked for is waited for when all are given."""
    await _drained()


def wait_in_stillness(patch: pytest.MonkeyPatch) -> None:
    """Have pilots wait so."""
    patch.setattr(asyncio, "to_thread", _counted)
    patch.setattr(app, "wait_for_idle", _next_key)
    patch.setattr(pilot, "wait_for_idle", _at_rest)
    patch.setattr(pilot.Pilot, "_wait_for_screen", still)
