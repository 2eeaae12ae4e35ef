"""Several of many, grouped: space marks, enter takes what is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from resellertui.domain.text import visible
from resellertui.domain.wording import _, ngettext
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.choose import ChoiceList
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.text import plain


@dataclass(frozen=True)
class Pick:
    """Something that can be picked."""

    key: str
    label: str
    group: str = ""
    """Picks of one group stand together under its words."""
    picked: bool = False
    why_not: str = ""
    """Why it can't be picked; shown, and said when tried."""


class PickList(ChoiceList, inherit_bindings=False):
    """The picks with their marks, as a widget for wizards too; enter and space belong to what is around it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Down", show=False),
        Binding("up,k", "cursor_up", "Up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
    ]

    def __init__(self, picks: Sequence[Pick]) -> None:
        super().__init__(compact=True)
        self.picks: tuple[Pick, ...] = ()
        """In the order shown."""
        self._picked: set[str] = set()
        self._rows: list[Pick | None] = []
        self._take(picks)

    @property
    def picked(self) -> tuple[str, ...]:
        """The keys of what is picked, in the order shown."""
        return tuple(pick.key for pick in self.picks if pick.key in self._picked)

    @property
    def under_cursor(self) -> Pick | None:
        """The pick that the cursor is on."""
        return self._rows[self.highlighted] if self.highlighted is not None and self._rows else None

    def on_mount(self) -> None:
        """Show everything, with the cursor on the first pick."""
        self._fill()

    def offer(self, picks: Sequence[Pick]) -> None:
        """Offer these instead, in the same list: keys on their way to it still arrive."""
        cursor = self.under_cursor
        self._take(picks)
        self.clear_options()
        self._fill(cursor.key if cursor else "")

    def toggle(self, pick: Pick) -> None:
        """Pick it, or leave it."""
        self._picked ^= {pick.key}
        self._repaint()

    def toggle_all(self) -> None:
        """Pick everything that can be, or nothing when all is."""
        free = {pick.key for pick in self.picks if not pick.why_not}
        self._picked = set() if self._picked == free else free
        self._repaint()

    def _take(self, picks: Sequence[Pick]) -> None:
        groups = dict.fromkeys(pick.group for pick in picks)
        self.picks = tuple(pick for group in groups for pick in picks if pick.group == group)
        self._picked = {pick.key for pick in self.picks if pick.picked and not pick.why_not}

    def _fill(self, cursor: str = "") -> None:
        self._rows, group = [], ""
        for pick in self.picks:
            if pick.group != group:
                group = pick.group
                self._rows.append(None)
                self.add_option(Option(Content.styled(visible(group), "bold"), disabled=True))
            self._rows.append(pick)
            self.add_option(Option(self._prompt(pick)))
        shown = {pick.key: index for index, pick in enumerate(self._rows) if pick is not None}
        self.highlighted = shown.get(cursor, min(shown.values(), default=None))

    def _repaint(self) -> None:
        for index, pick in enumerate(self._rows):
            if pick is not None:
                self.replace_option_prompt_at_index(index, self._prompt(pick))

    def _prompt(self, pick: Pick) -> Content:
        if pick.why_not:
            return Content.styled(f"  –  {visible(pick.label)}  ({visible(pick.why_not)})", "dim")
        mark = "●" if pick.key in self._picked else "○"
        return Content(f"  {mark}  {visible(pick.label)}")


class PickDialog(Dialog[tuple[str, ...]]):
    """Answers the keys that are picked."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("pick.mark", "space", "Pick", "Pick what is under the cursor, or leave it.", footer=10, palette=False),
        Command("pick.all", "asterisk", "All", "Pick everything, or nothing.", footer=20, palette=False),
        Command("pick.take", "enter", "Take", "Go on with what is picked.", footer=30, palette=False),
    )
    HELP_TITLE = "Picking several"

    def __init__(self, title: str, picks: Sequence[Pick], *, least: int = 0) -> None:
        super().__init__()
        self._title = title
        self._least = least
        self.picks = PickList(picks)

    def title_text(self) -> str:
        """Return the title."""
        return self._title

    def compose_body(self) -> ComposeResult:
        """Yield the picks and how many are picked."""
        yield self.picks
        yield Static(classes="pick-count")

    def on_mount(self) -> None:
        """Start in the list."""
        self.set_focus(self.picks)
        self._count()

    def why_not(self, command: Command) -> str | None:
        """Say why the pick under the cursor can't be picked, or that too few are."""
        pick = self.picks.under_cursor
        if command.verb == "mark" and pick is not None and pick.why_not:
            return pick.why_not
        if command.verb == "take" and len(self.picks.picked) < self._least:
            return _("Pick one at least, with space.")
        return super().why_not(command)

    def action_mark(self) -> None:
        """Pick or leave."""
        pick = self.picks.under_cursor
        if pick is not None:
            self.picks.toggle(pick)
            self._count()

    def action_all(self) -> None:
        """Pick all or nothing."""
        self.picks.toggle_all()
        self._count()

    def action_take(self) -> None:
        """Answer."""
        self.finish(self.picks.picked)

    @on(OptionList.OptionSelected)
    async def mark_clicked(self) -> None:
        """Pick what was clicked."""
        await self.action_command("pick.mark")

    @on(OptionList.OptionHighlighted)
    def renew_keys(self) -> None:
        """Let the footer follow what the cursor is on."""
        self.refresh_bindings()

    def _count(self) -> None:
        self.refresh_bindings()
        count = len(self.picks.picked)
        self.query_one(".pick-count", Static).update(
            plain(ngettext("{count} picked", "{count} picked", count).format(count=count))
        )
