"""The line at the top: the organisation switcher at the left, the account button at the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.tui.commands import CommandHost
from resellertui.tui.text import plain
from resellertui.tui.widgets.bar_button import BarButton
from resellertui.tui.widgets.bell import Bell


class TopBar(CommandHost, Horizontal):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Says for whom one acts and who one is; marks a demonstration."""

    def compose(self) -> ComposeResult:
        """Lay out switcher, marks and account."""
        yield BarButton("app.organisation", id="switcher")
        yield Static(plain(_("saving…")), id="saving")
        yield Bell()
        yield Static(plain(_("DEMO")), id="play-mark")
        yield BarButton("app.account", id="account")

    def on_mount(self) -> None:
        """Follow what the app does."""
        self.watch(self.app, "is_for_play", self._mark_play)
        self.watch(self.app, "saving", self._mark_saving)

    def fill_in(self) -> None:
        """Say who one is and for whom one acts; before that is known, what program this is."""
        choice, person, entered = self.app.choice, self.app.person, self.app.entered
        name = entered.client if entered is not None else choice.name if choice is not None else ""
        self.query_one("#switcher", BarButton).say(plain(f"▾ {name}" if name else self.app.title))
        account = self.query_one("#account", BarButton)
        account.display = person is not None
        if person is not None:
            account.update(plain(f"{person.name} ▾"))
        self.look()

    def look(self) -> None:
        """Count the unread notices again, behind what is painted."""
        self.query_one(Bell).look()

    def _mark_play(self, is_for_play: bool) -> None:
        mark = self.query_one("#play-mark", Static)
        if mark.display != is_for_play:
            mark.display = is_for_play

    def _mark_saving(self, saving: bool) -> None:
        mark = self.query_one("#saving", Static)
        if mark.display != saving:
            mark.display = saving
