"""Driving the console in tests as a user does: commands by id, text typed, the screen read as text."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from resellertui.tui.app import ConsoleApp
from resellertui.tui.widgets.key_footer import bound_commands
from resellertui.tui.widgets.record_list import RecordList

Console = Pilot[object]

WIDE, DESIGN, SMALL = (160, 48), (80, 24), (60, 15)


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing is read, written or painted any more; a dialog that waits for an answer is at rest."""
    deadline = asyncio.get_running_loop().time() + LONGEST
    rounds = 4
    while rounds and asyncio.get_running_loop().time() < deadline:
        rounds -= 1
        await pilot.pause()
        while _is_at_work(pilot) and asyncio.get_running_loop().time() < deadline:
            await pilot.pause(0.01)
        for worker in list(pilot.app.workers):
            if worker.is_finished or worker.is_cancelled or worker.group in WAITING:
                continue
            rounds = max(rounds, 1)  # it may have begun another one
            with suppress(WorkerCancelled):  # what a closing page was still reading
                await pilot.app.workers.wait_for_complete([worker])
    await _read_lists(pilot)
    await pilot.pause()


def _is_at_work(pilot: Pilot[Any]) -> bool:
    """Return whether a key is being done, or something is read that will open a dialog, rather than asked of a person.

    What waits for a person belongs to a screen below the one in front.
    """
    app = pilot.app
    if not isinstance(app, ConsoleApp) or not app.is_running:
        return False
    return app.key_order.is_busy or any(
        one.group in WAITING and not one.is_finished and app.screen in one.node.ancestors_with_self
        for one in app.workers
    )


async def _read_lists(pilot: Pilot[Any]) -> None:
    """Wait, though not for ever, until the lists in view have read their rows; one whose query fails never has."""
    deadline = asyncio.get_running_loop().time() + 5
    while pilot.app.is_running and asyncio.get_running_loop().time() < deadline:
        lists = [one for one in pilot.app.screen.query(RecordList) if one.is_on_screen]
        if all(one.is_settled for one in lists):
            return
        await pilot.pause(0.02)


WAITING = frozenset({"go", "leave", "dialog"})
"""Groups of workers that may wait for a person."""

LONGEST = 15.0
"""Seconds after which what is still at work is left to itself: some tests hold it up on purpose."""


async def until(pilot: Pilot[Any], text: str) -> None:
    """Wait until the screen shows the text; what answers while one types comes when it comes."""
    deadline = asyncio.get_running_loop().time() + 20
    while text not in screen_text(console(pilot)):
        assert asyncio.get_running_loop().time() < deadline, f"{text!r} did not appear"
        await pilot.pause(0.02)
        await settle(pilot)


def console(pilot: Pilot[Any]) -> ConsoleApp:
    """Return the console that is driven."""
    app = pilot.app
    assert isinstance(app, ConsoleApp)
    return app


def screen_text(app: ConsoleApp) -> str:
    """Return what is on the screen, line by line, as a user reads it."""
    width, height = app.size
    lines = [strip.text for strip in app.screen._compositor.render_strips()]
    assert all(len(line) <= width * 2 for line in lines[:height])
    return "\n".join(line.rstrip() for line in lines)


async def press(pilot: Pilot[Any], *command_ids: str) -> None:
    """Press the keys of commands, as they are bound now."""
    for command_id in command_ids:
        await pilot.press(key_of(pilot.app.screen, command_id))
        await settle(pilot)


def key_of(screen: Screen[Any], command_id: str) -> str:
    """Return the key that does a command on this screen now."""
    found = {bound.command.id: bound for bound in bound_commands(screen)}
    assert command_id in found, f"{command_id} is not offered; there are {sorted(found)}"
    return found[command_id].keys[0]


async def keys(pilot: Pilot[Any], *names: str) -> None:
    """Press keys by name."""
    for name in names:
        await pilot.press(name)
        await settle(pilot)


async def at_once(pilot: Pilot[Any], *names: str) -> None:
    """Press keys one behind the other, as whoever types ahead on a slow line: none waits for what the others do."""
    post(pilot, *names)
    await settle(pilot)


def post(pilot: Pilot[Any], *names: str) -> None:
    """Press keys, and wait for nothing."""
    for name in names:
        character = " " if name == "space" else name if len(name) == 1 else None
        pilot.app.post_message(events.Key(_character_to_key(name) if len(name) == 1 else name, character))


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type a text."""
    await pilot.press(*("space" if ch == " " else ch for ch in text))
    await settle(pilot)
