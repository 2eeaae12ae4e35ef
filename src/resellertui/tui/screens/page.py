"""The base of detail pages and wizards: a whole screen above the frame, left by escape."""

from __future__ import annotations

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.tui.screens.desk import Desk
from resellertui.tui.text import plain

T = TypeVar("T")


class Page(Desk[T | None]):
    """A page with a title and a body; it answers None when it is left by escape or `q`."""

    def title_text(self) -> str:
        """Return what stands above the body."""
        return ""

    def compose_middle(self) -> ComposeResult:
        """Lay out the title and the body."""
        with Vertical(classes="page"):
            yield Static(plain(self.title_text()), classes="page-title")
            with Vertical(classes="page-body"):
                yield from self.compose_body()

    def compose_body(self) -> ComposeResult:
        """Yield what is below the title."""
        yield from ()

    def retitle(self) -> None:
        """Show the title again, because what it says has changed."""
        self.query_one(".page-title", Static).update(plain(self.title_text()))

    def reload(self) -> object:
        """Read again what is shown, because something changed; keep the place. What it returns is not used."""

    def on_mount(self) -> None:
        """Follow what changes."""
        self.app.changed.subscribe(self, self._note_change)
        self.app.report_clashes(self.commands())

    def leave(self, answer: T | None = None) -> None:
        """Close the page with an answer, once."""
        if self.app.screen is self:
            self.dismiss(answer)

    def action_back(self) -> None:
        """Go one rung back: inside the page, then out of it."""
        if not self.step_back():
            self.action_leave()

    async def leaving(self) -> None:
        """Leave, after a question if something is unfinished."""
        from resellertui.tui.dialogs.confirm import ConfirmDialog

        unfinished = self.unfinished()
        if unfinished is not None and not await self.app.push_screen_wait(
            ConfirmDialog(_("Leave without keeping it?"), (unfinished,), yes=_("Leave"))
        ):
            return
        self.leave()

    def _note_change(self, _nothing: None) -> None:
        self.reload()
