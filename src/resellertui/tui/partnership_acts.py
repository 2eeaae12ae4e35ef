"""What hosts that show a partnership do with it: each command opens its dialog or page at once, which does the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work

from resellertui.domain.partnership import Side
from resellertui.domain.wording import _
from resellertui.services.partnerships.arranging import Outcome
from resellertui.services.views import PartnershipView
from resellertui.tui import partnership_verbs as verbs
from resellertui.tui.commands import Command, CommandHost
from resellertui.tui.dialogs import partnership_acts as dialogs
from resellertui.tui.dialogs.end_partnership import EndDialog
from resellertui.tui.limiting import set_limit

_NOT_IN_LOCKED_MODE = frozenset({verbs.EXPORT.id})


class PartnershipHost(CommandHost):
    """Mixed into sections and pages that list `PARTNERSHIP_VERBS` among their commands."""

    VERBS: ClassVar[tuple[Command, ...]] = ()

    def subject(self) -> PartnershipView | None:
        """Return the partnership that is meant; None where there is none."""
        raise NotImplementedError

    def side(self) -> Side | None:
        """Return the reader's side of what is shown; None while it is not known."""
        raise NotImplementedError

    def followed(self, view: PartnershipView) -> None:
        """Show what became of the partnership."""

    def why_not(self, command: Command) -> str | None:
        """Say what of the partnership's state stands in the way."""
        if command not in verbs.PARTNERSHIP_VERBS:
            return super().why_not(command)
        view = self.subject()
        if view is None:
            return _("There is no partnership under the cursor.")
        return verbs.reason_against(command, view)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the reader's side never does, and files in locked mode."""
        for command in verbs.PARTNERSHIP_VERBS:
            if parameters != (command.id,):
                continue
            side = self.side()
            if side is None or not verbs.is_for(command, side):
                return False
            if command.id in _NOT_IN_LOCKED_MODE and self.app.is_locked:
                return False
        return super().check_action(action, parameters)

    def action_accept(self) -> None:
        """Accept as it is, or as a client, grant something else."""
        from resellertui.tui.screens.answer_request import AnswerRequestPage

        view = self.subject()
        if view is None:
            return
        if view.side is Side.CLIENT:
            self.app.push_screen(AnswerRequestPage(view), self._follow)
        else:
            self._open(dialogs.AcceptDialog)

    def action_refuse(self) -> None:
        """Refuse with a reason."""
        self._open(dialogs.RefuseDialog)

    def action_agree(self) -> None:
        """Agree to the payment method that is proposed."""
        self._open(dialogs.PaymentDialog)

    def action_decline(self) -> None:
        """Decline the payment method that is proposed."""
        self._open(dialogs.DeclineDialog)

    def action_adopt(self) -> None:
        """Take over proposed products."""
        self._open(dialogs.AdoptDialog)

    @work(group="dialog", exclusive=True)
    async def action_limit(self) -> None:
        """Set the monthly limit of the client's own orders."""
        view = self.subject()
        if view is not None:
            await set_limit(self.app, view.id)

    def action_access(self) -> None:
        """Change the access."""
        from resellertui.tui.screens.change_access import ChangeAccessPage

        view = self.subject()
        if view is not None:
            self.app.push_screen(ChangeAccessPage(view), self._follow)

    def action_payment(self) -> None:
        """Change the payment method."""
        self._open(dialogs.PaymentDialog)

    def action_propose(self) -> None:
        """Propose the other payment method."""
        self._open(dialogs.ProposeDialog)

    def action_pause(self) -> None:
        """Pause."""
        self._open(dialogs.PauseDialog)

    def action_resume(self) -> None:
        """Resume."""
        self._open(dialogs.ResumeDialog)

    def action_end_date(self) -> None:
        """Set or remove the end date."""
        self._open(dialogs.EndDateDialog)

    def action_end(self) -> None:
        """End."""
        self._open(EndDialog)

    def action_resend(self) -> None:
        """Send again."""
        self._open(dialogs.ResendDialog)

    def action_withdraw(self) -> None:
        """Withdraw."""
        self._open(dialogs.WithdrawDialog)

    @work(group="export", exclusive=True)
    async def action_export(self) -> None:
        """Write the history to a file, and show its path."""
        from resellertui.tui.dialogs.reading import ReadingDialog
        from resellertui.tui.exported_file import write_exported

        view = self.subject()
        if view is None:
            return
        with self.app.reporting():
            exported = await self.app.ask(self.app.services.partnerships.export_history, view.id)
            name = f"{view.id}-history.md"
            path = await self.app.behind(write_exported, exported.document, self.app.settings.export_dir, name)
            title = _("The history of {id} is written.").format(id=view.id)
            self.app.push_screen(ReadingDialog(title, (str(path), _("Only you can read the file."))))

    def _open(self, dialog: Callable[[PartnershipView], dialogs.PartnershipAct]) -> None:
        view = self.subject()
        if view is not None:
            self.app.push_screen(dialog(view), self._follow)

    def _follow(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self.followed(outcome.partnership)
