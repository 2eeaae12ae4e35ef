"""Inviting a person: address, name and role; what is wrong is said under its field, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from textual import work

from resellertui.domain.people import role_with_reach, roles_to_give
from resellertui.domain.roles import Role, role_label
from resellertui.domain.wording import _
from resellertui.services.inputs import Invite
from resellertui.tui.dialogs.form_dialog import FormDialog
from resellertui.tui.widgets.form import ChoiceField, TextField


class InviteDialog(FormDialog):
    """Answers the address under `email` once the invitation is on its way."""

    def __init__(self, granter: Role) -> None:
        roles = reversed(roles_to_give(granter, None))
        super().__init__(
            _("Invite a person"),
            TextField("email", _("E-mail address"), hint=_("A mail with a token that works once is sent there.")),
            TextField("name", _("Name, if you know it")),
            ChoiceField(
                "role",
                _("Role"),
                [(one.value, role_with_reach(one)) for one in roles],
                Role.COLLABORATOR.value,
            ),
            yes=_("Invite"),
        )
        self._is_sending = False

    def submit(self, values: dict[str, Any]) -> None:
        """Send it, once."""
        if not self._is_sending:
            self._is_sending = True
            self._send(values)

    @work(group="act")
    async def _send(self, values: dict[str, Any]) -> None:
        try:
            with self.app.reporting(self.form):
                wish = Invite.of(**values)
                view = await self.app.tell(self.app.services.people.invite, wish)
                self.app.say(_("{email} is invited as {role}.").format(email=wish.email, role=role_label(wish.role)))
                self.finish({"email": view.email})
        finally:
            self._is_sending = False
