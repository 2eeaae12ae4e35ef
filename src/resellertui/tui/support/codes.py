"""The codes: whom to call, what to quote there, and the codes by which a caller is known."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.support_code import CodeKind
from resellertui.domain.wording import _
from resellertui.services.contact import ProviderView, provider
from resellertui.tui.commands import Command
from resellertui.tui.support.code_panel import CodePanel, plain_lines
from resellertui.tui.support.part import StillScroll, SupportPart
from resellertui.tui.text import plain


class CodesPart(SupportPart):
    """One's own support code and the VIP code, below the provider's contact data."""

    HELP_TITLE = "Support codes"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command("codes.across", "down,up,j,k", "Other code", "Move to the other code.", palette=False),
    )

    def compose(self) -> ComposeResult:
        """Lay out contact data and codes."""
        with StillScroll():
            yield Static(classes="support-contact")
            yield CodePanel(CodeKind.SUPPORT)
            yield CodePanel(CodeKind.VIP)
            yield Static(plain(not_transfer_words()), classes="hint")

    def first_focus(self) -> Widget:
        """Return one's own code."""
        return self.query(CodePanel).first()

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read who the provider is, and how things stand with the codes."""
        with self.app.reporting():
            found = await self.app.behind(provider, self.app.services)
            self.query_one(".support-contact", Static).update(plain_lines(f"{contact_line(found)}\n{self._quoting()}"))
            view = await self.app.ask(self.app.services.support_codes.look)
            for panel in self.query(CodePanel):
                panel.take(view)

    def action_across(self) -> None:
        """Move to the other code."""
        self.screen.set_focus(next(one for one in self.query(CodePanel) if not one.has_focus))

    def _quoting(self) -> str:
        person, choice = self.app.person, self.app.choice
        return quoting(person.email if person else "", choice.name if choice else "", choice.id if choice else "")


def contact_line(found: ProviderView) -> str:
    """Return how to reach the provider, on one line."""
    return " · ".join(one for one in (found.name, found.phone, found.email, found.website) if one)


def quoting(email: str, name: str, org_id: str) -> str:
    """Return what to say to the support, as far as one is known here."""
    if not email:
        return _("Say which e-mail address you sign in with.")
    if not org_id:
        return _("Say that you are {email}.").format(email=email)
    return _("Quote your organisation: {name}, {id}; you are {email}.").format(name=name, id=org_id, email=email)


def not_transfer_words() -> str:
    """Return what the codes are not."""
    return _(
        "These are not the code that transfers a domain to another registrar: that one has its own place on the "
        "domain's page. Say a code only when you call the support; it never calls you to ask for one."
    )
