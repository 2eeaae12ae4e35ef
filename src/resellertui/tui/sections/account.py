"""Client account: what one's own organisation, or the client's inside which one acts, tells about itself."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.services.views import AccountView
from resellertui.tui.account_words import account_facts
from resellertui.tui.commands import Command
from resellertui.tui.facts import fact_lines
from resellertui.tui.sections.section import Section

EDIT = Command("account.edit", "e", "Edit", "Change the organisation's account.", permission=Action.ORG_EDIT, footer=10)


class AccountFacts(VerticalScroll, can_focus=True):
    """The facts, to be scrolled."""

    BINDINGS = [("j", "scroll_down", "Down"), ("k", "scroll_up", "Up")]  # noqa: RUF012  # Textual's own name and type


class AccountSection(Section, can_focus=False):
    """Everybody of the organisation reads it; those who may change it have a key for that."""

    TITLE = "Client account"
    GUIDE = "account"
    HELP_TITLE = "Client account"
    LANDMARK = EDIT
    VERBS: ClassVar[tuple[Command, ...]] = (EDIT,)

    _view: AccountView | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out the facts."""
        with AccountFacts():
            yield Static(id="account-facts")

    def first_focus(self) -> Widget:
        """Return the facts, which scroll."""
        return self.query_one(AccountFacts)

    def on_mount(self) -> None:
        """Read it."""
        self.reload()

    def why_not(self, command: Command) -> str | None:
        """Say who changes it where the reader may not."""
        if command is EDIT and self._view is not None and not self._view.may_edit:
            return self._view.why_not
        return super().why_not(command)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read the account again and show it."""
        with self.app.reporting():
            self._view = await self.app.ask(self.app.services.client_account.show)
            self.query_one("#account-facts", Static).update(fact_lines(account_facts(self._view)))

    @work(group="load", exclusive=True)
    async def action_edit(self) -> None:
        """Open the form on the account as it is now."""
        from resellertui.tui.screens.edit_account import EditAccountPage

        with self.app.reporting():
            view = await self.app.ask(self.app.services.client_account.show)
            if view.may_edit:
                self.app.push_screen(EditAccountPage(view))
            else:
                self.app.warn(view.why_not)
