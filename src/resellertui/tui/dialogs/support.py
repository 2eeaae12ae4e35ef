"""The support window: whom to turn to, and what to quote there. It opens from every page and over every dialog."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from resellertui.domain.wording import _
from resellertui.services.contact import ProviderView, provider
from resellertui.tui.dialogs.dialog import Dialog
from resellertui.tui.text import plain


class SupportDialog(Dialog[None]):
    """Shows the provider's contact data and the reader's own ids."""

    GUIDE = "support"
    HELP_TITLE = "Support window"

    def title_text(self) -> str:
        """Return the title."""
        return _("Support")

    def compose_body(self) -> ComposeResult:
        """Yield the contact data, which arrive in a moment, and what to quote."""
        yield Static(id="provider")
        yield Static(plain(self._quoting()), id="quoting")
        yield Static(plain(_("Press ? on any page for its keys and its guide.")), classes="hint")

    def compose_buttons(self) -> ComposeResult:
        """Yield the way out."""
        yield Button(plain(_("Close")), compact=True)

    def on_mount(self) -> None:
        """Ask who the provider is."""
        self.set_focus(self.query_one(Button))
        self.load()

    @work(exclusive=True)
    async def load(self) -> None:
        """Read the provider's contact data."""
        with self.app.reporting():
            self.show_provider(await self.app.behind(provider, self.app.services))

    def show_provider(self, found: ProviderView) -> None:
        """Show the contact data."""
        facts = [
            (_("E-mail"), found.email),
            (_("Phone"), found.phone),
            (_("Website"), found.website),
        ]
        width = max(len(label) for label, _value in facts)
        lines = [plain(found.name), *(plain(f"{label:<{width}}  {value or '–'}") for label, value in facts)]
        self.query_one("#provider", Static).update(Content("\n").join(lines))

    def _quoting(self) -> str:
        person, choice = self.app.person, self.app.choice
        if person is None:
            return _("Say which e-mail address you sign in with.")
        if choice is None:
            return _("Say that you are {email}.").format(email=person.email)
        return _("Quote your organisation: {name}, {id}; you are {email}.").format(
            name=choice.name, id=choice.id, email=person.email
        )

    @on(Button.Pressed)
    def close(self) -> None:
        """Close."""
        self.finish(None)
