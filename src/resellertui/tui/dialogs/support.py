"""The support window, from every page and over every dialog: the support board, and whom to turn to.

Whoever is not signed in finds the contact data alone. Left by escape, what is below is as it was.
"""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from resellertui.domain.wording import _
from resellertui.services.contact import ProviderView, provider
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.support.board import SupportBoard
from resellertui.tui.support.codes import quoting
from resellertui.tui.text import plain


class SupportDialog(Dialog[None]):
    """Shows the support board to whoever acts for an organisation, and to others how to reach the provider."""

    HELP_TITLE = "Support window"
    GUIDE = "support"

    def __init__(self) -> None:
        super().__init__(classes="support-window")
        self.board: SupportBoard | None = None

    def title_text(self) -> str:
        """Return the title."""
        return _("Support")

    def compose_body(self) -> ComposeResult:
        """Yield the board, or the contact data, which arrive in a moment, and what to quote."""
        if self.app.choice is not None and self.app.has_opened.is_set():
            self.set_class(True, "-tall")
            self.board = SupportBoard()
            yield self.board
            return
        yield Static(id="provider")
        yield Static(plain(quoting(self.app.person.email if self.app.person else "", "", "")), id="quoting")
        yield Static(plain(_("Once you are signed in, your support code is here.")), classes="hint")

    def compose_buttons(self) -> ComposeResult:
        """Yield the way out where there is no board, whose keys end here with escape."""
        if self.board is None:
            yield Button(plain(_("Close")), compact=True)

    def on_mount(self) -> None:
        """Start in the board, or ask who the provider is."""
        if self.board is not None:
            self.set_focus(self.board.first_focus())
            self.app.changed.subscribe(self, self._note_change)
        else:
            self.set_focus(self.query_one(Button))
            self.load()

    @work(exclusive=True)
    async def load(self) -> None:
        """Read the provider's contact data."""
        await self.app.has_opened.wait()
        with self.app.reporting():
            self.show_provider(await self.app.behind(provider, self.app.services))

    def show_provider(self, found: ProviderView) -> None:
        """Show the contact data."""
        facts = [
            (_("E-mail"), found.email or "–"),
            (_("Phone"), found.phone or "–"),
            (_("Website"), found.website or "–"),
        ]
        self.query_one("#provider", Static).update(Content("\n").join([plain(found.name), fact_lines(facts)]))

    @on(Button.Pressed)
    def close(self) -> None:
        """Close."""
        self.finish(None)

    def _note_change(self, _nothing: None) -> None:
        if self.board is not None:
            self.board.reload()
