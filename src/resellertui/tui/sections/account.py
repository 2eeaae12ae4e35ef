"""Client account: what one's own organisation, or the client's inside which one acts, tells about itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.wording import _
from resellertui.services.views import AccountView, RemindersView
from resellertui.tui.account_words import account_facts, reminder_facts
from resellertui.tui.commands import Command
from resellertui.tui.facts import fact_lines
from resellertui.tui.sections.section import Section

EDIT = Command("account.edit", "e", "Edit", "Change the organisation's account.", permission=Action.ORG_EDIT, footer=10)
ADDRESSES = Command(
    "account.addresses",
    "b",
    "Billing addresses",
    "See and change what invoices can name besides the organisation.",
    permission=Action.ACCOUNTING_VIEW,
    footer=20,
)
REMINDERS = Command(
    "account.reminders",
    "r",
    "Reminders",
    "Switch your own reminders of what is to pay and to renew on or off.",
    permission=Action.ACCOUNTING_VIEW,
    footer=30,
)
CHECK = Command(
    "account.check",
    "v",
    "Check anew",
    "Have the registries asked anew about the VAT number or the UID.",
    permission=Action.ORG_EDIT,
    footer=40,
)
PEOPLE = Command("", "", "", "", permission=Action.PEOPLE_VIEW)
"""Who sees who is reminded."""

DELETE = Command(
    "account.delete",
    "D",
    "Delete",
    "Delete the organisation for good, or see what stands in the way.",
    permission=Action.ORG_DELETE,
    danger=True,
    footer=60,
)


class AccountFacts(VerticalScroll, can_focus=True):
    """The facts, to be scrolled."""

    BINDINGS = [("j", "scroll_down", "Down"), ("k", "scroll_up", "Up")]  # noqa: RUF012  # Textual's own name and type


class AccountSection(Section, can_focus=False):
    """Everybody of the organisation reads it; those who may change it have a key for that."""

    TITLE = "Client account"
    GUIDE = "account"
    HELP_TITLE = "Client account"
    LANDMARK = EDIT
    VERBS: ClassVar[tuple[Command, ...]] = (EDIT, ADDRESSES, REMINDERS, CHECK, DELETE)

    _view: AccountView | None = None
    _reminders: Sequence[RemindersView] = ()

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
        if command in {ADDRESSES, REMINDERS, CHECK} and self.app.entered is not None:
            return _("Inside a client's organisation they are its own. Leave it to see yours.")
        if command is CHECK and self._view is not None and self._view.why_not_asked:
            return self._view.why_not_asked
        return super().why_not(command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide deleting while one acts inside a client's organisation, which is not one's own."""
        if self.app.entered is not None and parameters == (DELETE.id,):
            return False
        return super().check_action(action, parameters)

    @work(group="dialog", exclusive=True)
    async def action_delete(self) -> None:
        """Show what stands in the way, or delete it after a question and the password."""
        from resellertui.tui.dialogs.delete_organisation import delete_organisation

        with self.app.reporting():
            await delete_organisation(self.app)

    @work(group="load", exclusive=True)
    async def reload(self) -> None:
        """Read the account again and show it."""
        with self.app.reporting():
            self._view = await self.app.ask(self.app.services.client_account.show)
            is_own = self.app.entered is None
            sees = is_own and self.app.offers(PEOPLE)
            self._reminders = await self.app.ask(self.app.services.reminders.list) if sees else ()
            facts = account_facts(self._view) + reminder_facts(self._reminders)
            self.query_one("#account-facts", Static).update(fact_lines(facts))

    @work(group="dialog", exclusive=True)
    async def action_edit(self) -> None:
        """Open the form on the account as it is now."""
        from resellertui.tui.screens.edit_account import EditAccountPage

        with self.app.reporting():
            view = await self.app.ask(self.app.services.client_account.show)
            if view.may_edit:
                self.app.push_screen(EditAccountPage(view))
            else:
                self.app.warn(view.why_not)

    def action_addresses(self) -> None:
        """Open the page of billing addresses."""
        from resellertui.tui.screens.billing_addresses import BillingAddressesPage

        if self._view is not None:
            self.app.push_screen(BillingAddressesPage(self._view.organisation.name))

    @work(group="dialog", exclusive=True)
    async def action_reminders(self) -> None:
        """Switch one's own reminders over."""
        with self.app.reporting():
            mine = show_id(Kind.USER, self.app.actor.user_id or 0)
            views = await self.app.ask(self.app.services.reminders.list)
            is_on = any(one.on for one in views if one.id == mine)
            now = await self.app.tell(self.app.services.reminders.switch, "", on=not is_on)
            self.app.say(
                _("You get reminders of what is to pay and to renew.")
                if now.on
                else _("You get no reminders any more. Legal notices still reach the legal representatives.")
            )

    @work(group="dialog", exclusive=True)
    async def action_check(self) -> None:
        """Have the registries asked anew, in the background."""
        with self.app.reporting():
            view = await self.app.tell(self.app.services.registry.ask)
            numbers = dict.fromkeys(one.shown for one in view.numbers if one.ask_at is not None)
            self.app.say(
                _("Queued: the next `tick` asks the registry about {numbers}.").format(numbers=", ".join(numbers))
            )
