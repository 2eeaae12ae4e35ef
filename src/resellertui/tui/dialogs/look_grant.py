"""The signed grant of a look: what it opens, whether it still does, and the text that other tools verify."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Button, Static

from resellertui.domain.errors import ResellerError
from resellertui.domain.wording import _
from resellertui.services.support.access_views import IssuedLook
from resellertui.tui import formats
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.scrolling import ScrollingDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.text import plain

VERIFIED_EVERY = 5.0
"""Seconds after which it is asked again whether the grant still opens anything."""


class LookGrantDialog(ScrollingDialog):
    """Shows a grant, and follows whether the person still gives the access."""

    GUIDE = "desk"
    HELP_TITLE = "A signed grant"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("grant.copy", "c,y", "Copy", "Send the signed grant to your terminal's clipboard.", footer=20),
        Command("grant.verify", "v", "Verify", "Ask again whether the grant still opens anything.", footer=21),
    )

    def __init__(self, issued: IssuedLook) -> None:
        super().__init__()
        self._issued = issued
        self.add_class("-tall")

    def title_text(self) -> str:
        """Return what is looked into."""
        return _("{service} of {person}").format(service=self._issued.label, person=self._issued.person)

    def compose_body(self) -> ComposeResult:
        """Yield whether it holds, what it says, and the grant itself."""
        one = self._issued
        yield Static(id="grant-state")
        yield Static(
            fact_lines(
                [
                    (_("Organisation"), one.organisation),
                    (_("Case"), one.case),
                    (_("Purpose"), one.purpose),
                    (_("Signed"), formats.moment(one.issued_at)),
                    (_("Until"), formats.moment(one.expires_at)),
                    (_("Key"), one.key_id),
                ]
            ),
            classes="effect",
        )
        yield Static(plain(_("The signed grant, for tools that ask for it:")), classes="hint")
        yield Static(plain(one.token or ""), id="grant-token")

    def compose_buttons(self) -> ComposeResult:
        """Yield the way out."""
        yield Button(plain(_("Close")), compact=True)

    def on_mount(self) -> None:
        """Ask at once, then again and again."""
        self.set_focus(self.query_one(Button))
        self.verify()
        self.set_interval(VERIFIED_EVERY, self.verify)

    @work(group="verify", exclusive=True)
    async def verify(self) -> None:
        """Say whether the grant holds, or why it opens nothing."""
        said = _("✓ It holds: the access is open, and the signature is right.")
        with self.app.reporting():
            try:
                await self.app.ask(self.app.services.support_looks.verify, self._issued.token or "")
            except ResellerError as error:
                said = _("✗ It opens nothing any more. {reason}").format(reason=error.detail or error.title)
            if self.is_attached:
                self.query_one("#grant-state", Static).update(plain(said))

    def action_copy(self) -> None:
        """Copy the grant."""
        self.app.copy(self._issued.token or "")

    def action_verify(self) -> None:
        """Ask again."""
        self.verify()

    @on(Button.Pressed)
    def close(self) -> None:
        """Close."""
        self.finish(None)
