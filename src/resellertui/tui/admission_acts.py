"""Deciding an application, from the list and from its own dialog: each act says what it does, then does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from resellertui.domain.access import Action
from resellertui.domain.programme_membership.conditions import Condition
from resellertui.domain.wording import _
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.confirm import ConfirmDialog

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

STAFF = Action.PROGRAMME_APPROVE
APPROVE = Command("admission.approve", "a", "Approve", "Approve the application.", permission=STAFF, footer=20)
PROVISIONAL = Command(
    "admission.provisional",
    "p",
    "For a time",
    "Approve for a time an applicant that is below the threshold.",
    permission=STAFF,
    footer=30,
)
REJECT = Command(
    "admission.reject", "x", "Reject", "Reject the application with reasons.", permission=STAFF, danger=True, footer=40
)
WEBSITE = Command(
    "admission.website",
    "w",
    "Website is active",
    "Confirm the website, or take that back.",
    permission=STAFF,
    footer=50,
)
AFFILIATE = Command(
    "admission.affiliate",
    "f",
    "No affiliate",
    "Confirm that it is not in the affiliate programme, or take that back.",
    permission=STAFF,
    footer=55,
)
ADMISSION_VERBS = (APPROVE, PROVISIONAL, REJECT, WEBSITE, AFFILIATE)


class Decides:
    """Mixed into hosts that show applications, and name `ADMISSION_VERBS` in their `VERBS`."""

    app: ConsoleApp

    def application_id(self) -> str:
        """Return the id of the application that is meant; empty for none."""
        raise NotImplementedError

    def action_approve(self) -> None:
        """Approve it."""
        self._approve(self.application_id(), provisional=False)

    def action_provisional(self) -> None:
        """Approve it for a time."""
        self._approve(self.application_id(), provisional=True)

    def action_website(self) -> None:
        """Confirm the website, or take that back."""
        self._confirm(self.application_id(), Condition.WEBSITE)

    def action_affiliate(self) -> None:
        """Confirm that it is no affiliate, or take that back."""
        self._confirm(self.application_id(), Condition.NOT_AFFILIATE)

    @work(group="dialog", exclusive=True)
    async def action_reject(self) -> None:
        """Reject it with reasons."""
        from resellertui.tui.dialogs.application import RejectDialog

        reference = self.application_id()
        if reference:
            with self.app.reporting():
                view = await self.app.ask(self.app.services.admissions.show, reference)
                await self.app.push_screen_wait(RejectDialog(view))

    @work(group="dialog", exclusive=True)
    async def _approve(self, reference: str, *, provisional: bool) -> None:
        if not reference:
            return
        with self.app.reporting():
            services = self.app.services
            view = await self.app.ask(services.admissions.show, reference)
            rehearsed = await self.app.ask(
                services.rehearsing().admissions.approve, reference, provisional=provisional, version=view.version
            )
            title = (
                _("Approve {organisation} for a time?") if provisional else _("Approve {organisation} as a partner?")
            )
            question = ConfirmDialog(title.format(organisation=view.organisation), rehearsed.effects, yes=_("Approve"))
            if await self.app.push_screen_wait(question):
                done = await self.app.tell(
                    services.admissions.approve, reference, provisional=provisional, version=view.version
                )
                self.app.say(" ".join(done.effects))

    @work(group="act", exclusive=True)
    async def _confirm(self, reference: str, condition: Condition) -> None:
        if not reference:
            return
        with self.app.reporting():
            view = await self.app.ask(self.app.services.admissions.show, reference)
            was = next(one.confirmed for one in view.conditions if one.name is condition)
            done = await self.app.tell(
                self.app.services.admissions.confirm, reference, condition, confirmed=not was, version=view.version
            )
            self.app.say(
                _("{organisation}: {effects}").format(organisation=view.organisation, effects=" ".join(done.effects))
            )
