"""The menu at the left: sections under their headings; where it is narrow or low, only one heading is unfolded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from resellertui.domain.wording import _
from resellertui.tui.text import fitted

if TYPE_CHECKING:
    from resellertui.tui.menu import SectionEntry


class Line(NamedTuple):
    """A line of the menu: a heading, or an entry under it."""

    heading: str
    entry: SectionEntry | None


class Menu(Widget, can_focus=True):
    """Shows the entries and tells which one was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", id="menu.down", show=False),
        Binding("up,k", "move(-1)", "Up", id="menu.up", show=False),
        Binding("home", "edge(0)", "First", id="menu.home", show=False),
        Binding("end", "edge(-1)", "Last", id="menu.end", show=False),
        Binding("enter,right,l", "choose", "Open", id="menu.open", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "menu--heading",
        "menu--entry",
        "menu--open",
        "menu--cursor",
    }
    cursor: var[int] = var(0)
    """The line that the keys are on."""
    current: var[str] = var("")
    """The section in front."""

    class Chosen(Message):
        """An entry was opened."""

        def __init__(self, section: str) -> None:
            super().__init__()
            self.section = section

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[SectionEntry, ...] = ()
        self._unfolded = ""

    @property
    def is_folding(self) -> bool:
        """Whether only one heading is unfolded, for want of room."""
        lines = len(self._entries) + len({entry.heading for entry in self._entries})
        return self.screen.has_class("-narrow") or 0 < self.content_size.height < lines

    def lines(self) -> list[Line]:
        """Return the lines as they are shown now."""
        shown: list[Line] = []
        for heading in dict.fromkeys(entry.heading for entry in self._entries):
            shown.append(Line(heading, None))
            if not self.is_folding or heading == self._unfolded:
                shown += [Line(heading, entry) for entry in self._entries if entry.heading == heading]
        return shown

    def offer(self, entries: Sequence[SectionEntry]) -> None:
        """Show other entries, with none of them in front yet."""
        self._entries = tuple(entries)
        self.current = self._unfolded = ""
        self.cursor = 0
        self.refresh()

    def open_entry(self, section: str) -> None:
        """Show which section is in front."""
        before = self._painted()
        self.current = section
        self._unfolded = next((entry.heading for entry in self._entries if entry.id == section), "")
        self._put_cursor_on(section)
        self._repaint(before)

    def render_line_text(self, line: Line, width: int, *, is_cursor: bool) -> Text:
        """Return one line, padded to the width."""
        if line.entry is None:
            is_unfolded = not self.is_folding or line.heading == self._unfolded
            mark = "" if not self.is_folding else "▾ " if is_unfolded else "▸ "
            words, style = f" {mark}{_(line.heading)}", "menu--heading"
        else:
            is_open = line.entry.id == self.current
            words = f" {'›' if is_open else ' '} {line.entry.words()}"
            style = "menu--open" if is_open else "menu--entry"
        rich_style = self.get_component_rich_style(style)
        if is_cursor and self.has_focus:
            rich_style += self.get_component_rich_style("menu--cursor")
        return Text(fitted(words, width), style=rich_style, no_wrap=True, end="")

    def render(self) -> Text:
        """Return all lines."""
        width = self.content_size.width
        return Text("\n").join(
            self.render_line_text(line, width, is_cursor=index == self.cursor)
            for index, line in enumerate(self.lines())
        )

    def action_move(self, step: int) -> None:
        """Move the cursor; headings are stopped at only where they fold."""
        at = self.cursor + step
        lines = self.lines()
        if not self.is_folding:
            while 0 <= at < len(lines) and lines[at].entry is None:
                at += step
        if 0 <= at < len(lines):
            self._rest_on(lines[at])

    def action_edge(self, end: int) -> None:
        """Move the cursor to the first or the last entry."""
        lines = [line for line in self.lines() if line.entry is not None or self.is_folding]
        if lines:
            self._rest_on(lines[end])

    def action_choose(self) -> None:
        """Open the entry, or the first one of the heading."""
        lines = self.lines()
        if not lines:
            return
        line = lines[min(self.cursor, len(lines) - 1)]
        entry = line.entry or next(one for one in self._entries if one.heading == line.heading)
        self.post_message(self.Chosen(entry.id))

    def on_click(self, event: events.Click) -> None:
        """Open what is under the pointer."""
        lines = self.lines()
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(lines):
            self._rest_on(lines[offset.y])
            self.action_choose()

    def on_resize(self) -> None:
        """Keep the cursor on its entry when the fold changes."""
        self._put_cursor_on(self.current)
        self.refresh()

    def _rest_on(self, line: Line) -> None:
        self._unfolded = line.heading
        self.cursor = self.lines().index(line)
        self.refresh()

    def _put_cursor_on(self, section: str) -> None:
        for index, line in enumerate(self.lines()):
            if line.entry is not None and line.entry.id == section:
                self.cursor = index

    def _painted(self) -> list[tuple[Line, bool, bool]]:
        """Return what each line is painted from."""
        return [
            (line, line.entry is not None and line.entry.id == self.current, index == self.cursor)
            for index, line in enumerate(self.lines())
        ]

    def _repaint(self, before: Sequence[tuple[Line, bool, bool]]) -> None:
        """Paint the lines that differ from before; all of them where their number does."""
        after = self._painted()
        if len(before) != len(after):
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.content_size.width, 1))
