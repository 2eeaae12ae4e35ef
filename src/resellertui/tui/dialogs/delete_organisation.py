"""Deleting one's own organisation: what stands in the way leads there; then a question, and the password."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import work

from resellertui.domain.errors import FieldProblem, SlowedDown, WrongPassword
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.leaving_views import DeletionView
from resellertui.services.views import SignedIn
from resellertui.tui.dialogs.choose import Choice, ChooseDialog
from resellertui.tui.dialogs.confirm import ConfirmDialog
from resellertui.tui.dialogs.form_dialog import PasswordDialog
from resellertui.tui.dialogs.organisation import choose_organisation

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp


async def delete_organisation(app: ConsoleApp) -> None:
    """Show what stands in the way, each a step to its section; or ask twice, delete, and go on elsewhere.

    Raises what the service raises.
    """
    view = await app.ask(app.services.deleting.preview)
    if view.obstacles:
        await _show_obstacles(app, view)
        return
    question = ConfirmDialog(
        _("Delete {organisation} for good?").format(organisation=view.organisation),
        view.effects,
        yes=_("Delete it"),
        danger=True,
    )
    if not await app.push_screen_wait(question):
        return
    answer = await app.push_screen_wait(DeleteDialog(view))
    if answer is not None:
        app.say(_("{organisation} is deleted.").format(organisation=view.organisation))
        _go_on(app, answer["person"])


async def _show_obstacles(app: ConsoleApp, view: DeletionView) -> None:
    choices = [
        Choice(f"{number}:{one.section}", one.text, detail=" ".join(part for part in (one.hint, one.key) if part))
        for number, one in enumerate(view.obstacles)
    ]
    chosen = await app.push_screen_wait(
        ChooseDialog(
            _("{organisation} can't be deleted yet").format(organisation=view.organisation),
            choices,
            lines=(_("All of this stands in the way. Enter goes to where it is put right."),),
        )
    )
    section = (chosen or "").partition(":")[2]
    if section:
        app.go(section)


def _go_on(app: ConsoleApp, person: SignedIn) -> None:
    """Act for another of the person's organisations, or sign out where there is none."""
    if not person.organisations:
        app.sign_out()
    elif len(person.organisations) == 1:
        app.person = person
        app.act_for(person.organisations[0])
    else:
        app.person = person
        choose_organisation(app, person)


class DeleteDialog(PasswordDialog):
    """Takes the password, deletes, and answers who one is afterwards under `person`."""

    def __init__(self, view: DeletionView) -> None:
        super().__init__(
            _("Delete {organisation}: your password").format(organisation=view.organisation),
            yes=_("Delete it for good"),
        )
        self._is_acting = False

    def submit(self, values: dict[str, Any]) -> None:
        """Delete it, once; a wrong password is said under its field."""
        if not self._is_acting:
            self._is_acting = True
            self._delete(values["password"])

    def action_cancel(self) -> None:
        """Close without an answer, but not while it is being deleted."""
        if not self._is_acting:
            super().action_cancel()

    @work(group="submit")
    async def _delete(self, password: str) -> None:
        try:
            with self.app.reporting(self.form):
                try:
                    # not told to what is open behind: whose organisation it showed is gone, and so is what it may read
                    person = await self.app.ask(self._carry_out, password)
                except (WrongPassword, SlowedDown) as error:
                    self.app.forget_typed()
                    self.form.show_problems([FieldProblem("password", str(error))])
                    return
                self.finish({"person": person})
        finally:
            self._is_acting = False

    def _carry_out(self, actor: Actor, password: str) -> SignedIn:
        services = self.app.services
        services.deleting.delete(actor, password)
        return services.accounts.refresh(replace(actor, org_id=None))
