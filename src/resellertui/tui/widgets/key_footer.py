"""The line of keys at the bottom: the first commands by rank, as they are bound now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from resellertui.domain.text import visible
from resellertui.tui.commands import FOOTER_KEYS, Command, CommandHost, find, key_words

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


def reason_against(bound: BoundCommand) -> str | None:
    """Return why the command can't be used now, or None."""
    return bound.host.why_not(bound.command) if isinstance(bound.host, CommandHost) else None


def footer_choice(commands: Sequence[BoundCommand]) -> list[BoundCommand]:
    """Return what can be used now by rank, then what can't; the last by rank (help, close) keep their place."""
    ranked = sorted((one for one in commands if one.command.footer), key=_order)
    kept = [one for one in ranked if one.command.footer >= 98]
    first = [one for one in ranked if one.command.footer < 98]
    return first[: FOOTER_KEYS - len(kept)] + kept


class KeyFooter(Static):
    """Shows the keys, and does what is clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, BoundCommand]] = []

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
        self._write()

    def _write(self) -> None:
        if not self.is_attached or self.app.screen is not self.screen:
            return
        chosen = footer_choice(bound_commands(self.screen))
        while len(chosen) > 1 and self._width(chosen) > self.size.width:
            least = max((one for one in chosen if one.command.footer < 98), default=chosen[0], key=_order)
            chosen.remove(least)
        self._places, parts, at = [], [], 0
        for bound in chosen:
            words = visible(bound.command.words())
            grey = reason_against(bound) is not None
            cells = cell_len(bound.shown_key) + 1 + cell_len(words)
            self._places.append((at, at + cells, bound))
            parts.append(Content.styled(bound.shown_key, "bold $text-accent"))
            parts.append(Content.styled(f" {words}", "dim" if grey else ""))
            parts.append(Content(" " * GAP))
            at += cells + GAP
        self.update(Content("").join(parts))

    def _width(self, chosen: Sequence[BoundCommand]) -> int:
        return sum(cell_len(one.shown_key) + 1 + cell_len(one.command.words()) + GAP for one in chosen) - GAP


def _order(bound: BoundCommand) -> tuple[bool, int]:
    return reason_against(bound) is not None, bound.command.footer
