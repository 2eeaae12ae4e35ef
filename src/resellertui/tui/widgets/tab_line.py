"""The line of tabs above a list."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from resellertui.domain.text import visible


class TabLine(Widget):
    """Shows which tab is open; keys of the section change it."""

    active: reactive[str] = reactive("")

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, tabs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._tabs = tuple(tabs)
        self.set_reactive(TabLine.active, self._tabs[0][0] if self._tabs else "")

    def offer(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Show other tabs, the open one among them."""
        self._tabs = tuple(tabs)
        self.refresh()

    def neighbour(self, step: int) -> str:
        """Return the key of the tab so many places on, going round."""
        keys = [key for key, _label in self._tabs]
        return keys[(keys.index(self.active) + step) % len(keys)]

    def render(self) -> Content:
        """Return the labels, the open one marked by more than its colour."""
        return Content("").join(
            Content.styled(f"[{visible(label)}] ", "bold $text-accent")
            if key == self.active
            else Content.styled(f" {visible(label)}  ", "$text-muted")
            for key, label in self._in_view()
        )

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the pointer."""
        at = 0
        for key, label in self._in_view():
            at += cell_len(visible(label)) + 3
            if event.x < at:
                self.post_message(self.Chosen(key))
                return

    def _in_view(self) -> Sequence[tuple[str, str]]:
        """Return the tabs from the first one on with which the open one still is in view."""
        tabs = list(self._tabs)
        until = next((place for place, (key, _label) in enumerate(tabs) if key == self.active), 0)
        cells = [cell_len(visible(label)) + 3 for _key, label in tabs]
        first = 0
        while first < until and sum(cells[first : until + 1]) - 1 > self.size.width > 0:
            first += 1
        return tabs[first:]
