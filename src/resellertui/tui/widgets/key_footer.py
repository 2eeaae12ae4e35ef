"""The line of keys at the bottom: the first commands by rank, as they are bound now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.content import Content
from textual.screen import Screen

from resellertui.domain.text import visible
from resellertui.tui.commands import FOOTER_KEYS, Command, CommandHost, find, key_words
from resellertui.tui.widgets import pauses
from resellertui.tui.widgets.line import Line

if TYPE_CHECKING:
    from textual.dom import DOMNode

GAP = 2


class BoundCommand(NamedTuple):
    """A command with the key that does it now and who does it."""

    command: Command
    keys: tuple[str, ...]
    host: DOMNode
    action: str

    @property
    def shown_key(self) -> str:
        """The key as the user knows it."""
        return key_words(self.keys[0])


class Said(NamedTuple):
    """What the line says of one command; the line is painted again only when this becomes different."""

    key: str
    words: str
    is_grey: bool

    @property
    def cells(self) -> int:
        """How wide it is, without the gap after it."""
        return cell_len(self.key) + 1 + cell_len(self.words)

    def content(self) -> Content:
        """Return it as it is painted."""
        return Content.assemble((self.key, "bold $text-accent"), (f" {self.words}", "dim" if self.is_grey else ""))


def bound_commands(screen: Screen[object]) -> list[BoundCommand]:
    """Return the commands that a key would do on this screen now, nearest first."""
    found: dict[str, BoundCommand] = {}
    for key, active in screen.active_bindings.items():
        command = find(active.binding.id)
        if command is None:
            continue
        known = found.get(command.id)
        if known is None:
            found[command.id] = BoundCommand(command, (key,), active.node, active.binding.action)
        elif known.host is active.node:
            found[command.id] = known._replace(keys=(*known.keys, key))
    return list(found.values())


def words_of(bound: BoundCommand) -> str:
    """Return what the command is called where it is done."""
    host = bound.host
    return visible(host.footer_words(bound.command) if isinstance(host, CommandHost) else bound.command.words())


def reason_against(bound: BoundCommand) -> str | None:
    """Return why the command can't be used now, or None."""
    return bound.host.why_not(bound.command) if isinstance(bound.host, CommandHost) else None


def footer_choice(commands: Sequence[BoundCommand]) -> list[BoundCommand]:
    """Return what can be used now by rank, then what can't; the last by rank (help, close) keep their place."""
    ranked = sorted((one for one in commands if one.command.footer), key=_order)
    kept = [one for one in ranked if one.command.footer >= 98]
    first = [one for one in ranked if one.command.footer < 98]
    return first[: FOOTER_KEYS - len(kept)] + kept


class KeyFooter(Line):
    """Shows the keys, and does what is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, BoundCommand]] = []
        self._is_asked = False

    def on_mount(self) -> None:
        """Follow the focus and the state."""
        self.screen.bindings_updated_signal.subscribe(self, self._rewrite)
        self.call_after_refresh(self._write)

    def on_resize(self, _event: events.Resize) -> None:
        """Show as many keys as there is room for."""
        self._write()

    def on_click(self, event: events.Click) -> None:
        """Do what is under the pointer."""
        for first, last, bound in self._places:
            if first <= event.x < last:
                app: App[object] = self.app
                self.call_later(app.run_action, bound.action, bound.host)

    def _rewrite(self, _screen: Screen[object]) -> None:
        """Write once for all that one key changes, after what the key itself shows."""
        if not self._is_asked:
            self._is_asked = True
            self.run_worker(self._write_after_rest(), group="footer")

    async def _write_after_rest(self) -> None:
        await asyncio.sleep(pauses.PAINTED)
        self._write()

    def _write(self) -> None:
        self._is_asked = False
        if not self.is_attached or self.app.screen is not self.screen:
            return
        chosen = footer_choice(bound_commands(self.screen))
        while len(chosen) > 1 and self._width(chosen) > self.size.width:
            least = max((one for one in chosen if one.command.footer < 98), default=chosen[0], key=_order)
            chosen.remove(least)
        said: list[Said] = []
        self._places, at = [], 0
        for bound in chosen:
            one = Said(bound.shown_key, words_of(bound), reason_against(bound) is not None)
            self._places.append((at, at + one.cells, bound))
            said.append(one)
            at += one.cells + GAP
        # no gap after the last one: a line that fits only without it would be cut
        self.say(Content(" " * GAP).join(one.content() for one in said))

    def _width(self, chosen: Sequence[BoundCommand]) -> int:
        return sum(cell_len(one.shown_key) + 1 + cell_len(words_of(one)) + GAP for one in chosen) - GAP


def _order(bound: BoundCommand) -> tuple[bool, int]:
    return reason_against(bound) is not None, bound.command.footer
