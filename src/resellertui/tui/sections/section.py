"""The base of the frame's panes: a title line, what is below it, and when it is read again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.attention import Place
from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.tui.commands import Command, CommandHost
from resellertui.tui.reaching import Subject
from resellertui.tui.text import plain
from resellertui.tui.widgets.landmark import Landmark


class Section(CommandHost, Vertical, can_focus=True):  # type: ignore[misc]  # `app` is narrowed, by a property
    """One pane. Subclasses compose their body, say how it is read again, and declare their commands."""

    GUIDE: ClassVar[str] = ""
    """The name of its help page in `guides/`."""
    TITLE: ClassVar[str] = ""
    """What stands above it; a message id."""
    LANDMARK: ClassVar[Command | None] = None
    """The command that has a button at the top right, where users of the web manager look for it."""

    CATCHES_UP: ClassVar[bool] = True
    """Whether it is read again when it comes to the front after anybody, in another console too, changed something."""

    _is_stale = False
    _read_at: int | None = None
    """The newest act when it came to the front last."""

    def compose(self) -> ComposeResult:
        """Lay out the title line and the body."""
        with Horizontal(classes="section-head"):
            yield Static(plain(self.title_text()), classes="section-title")
            if self.LANDMARK is not None and self.app.offers(self.LANDMARK):
                yield Landmark(self, self.LANDMARK)
        yield from self.compose_body()

    def title_text(self) -> str:
        """Return what stands above the section."""
        return _(self.TITLE)

    def compose_body(self) -> ComposeResult:
        """Yield what is below the title."""
        yield from ()

    def reload(self) -> object:
        """Read again what is shown, because something changed; keep the place. What it returns is not used."""

    def reveal(self, record: str) -> object:
        """Show a record by its public id, as when it was found in the palette. What it returns is not used."""

    def land(self, place: Place) -> object:
        """Show a tab, filtered, with the cursor on a record, and open nothing. What it returns is not used."""

    def is_at(self, place: Place) -> bool:  # noqa: ARG002  # for those with tabs
        """Return whether the tab and the filter are still those of a place where one landed."""
        return True

    def step_back(self) -> bool:
        """Go one rung back inside the section (a filter, marks); return whether there was one."""
        return False

    def reach_subject(self) -> Subject:
        """Return the person, team or client under the cursor, for the page of who reaches what."""
        return Subject()

    def once_read(self, do: Callable[[], None]) -> None:
        """Do something as soon as it is known what the cursor is on: at once, where nothing has to be read."""
        do()

    def first_focus(self) -> Widget:
        """Return what has the focus when the section is opened: its list where there is one, never an input."""
        return self

    def on_mount(self) -> None:
        """Follow what changes."""
        self.app.changed.subscribe(self, self._note_change)

    def shown(self) -> None:
        """Be in front again: take the focus, and read again if something changed meanwhile."""
        self.screen.set_focus(self.first_focus())
        if self._is_stale:
            self._is_stale = False
            self.reload()

    @work(group="catch_up", exclusive=True, exit_on_error=False)
    async def catch_up(self, *, is_new: bool) -> None:
        """Read again what others changed since it was in front last; what is the same is not painted anew."""
        before = self._read_at
        with suppress(ResellerError):  # whatever is wrong, reading the section says it
            self._read_at = await self.app.ask(self.app.services.activity.newest)
            if not is_new and before != self._read_at:
                self.reload()

    def _note_change(self, _nothing: None) -> None:
        if self.display:
            self.reload()
        else:
            self._is_stale = True
