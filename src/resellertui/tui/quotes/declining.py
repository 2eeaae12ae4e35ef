"""Declining a request, with a reason."""

from __future__ import annotations

from typing import Any

from resellertui.domain.wording import _
from resellertui.services.leads.lead_views import LeadView
from resellertui.tui.dialogs.support_case import WritingForm
from resellertui.tui.widgets.form import TextField


class DeclineForm(WritingForm):
    """Declines a request that one's organisation was sent."""

    GUIDE = "quotes"

    def __init__(self, view: LeadView) -> None:
        super().__init__(
            _("Decline {request}?").format(request=view.id),
            TextField("reason", _("Why"), lines=True, hint=_("The provider's staff read it.")),
            effects=(_("You can make no offer on it any more, and do not learn who asks."),),
            yes=_("Decline"),
            danger=True,
        )
        self._request, self._version = view.id, view.version

    async def save(self, values: dict[str, Any]) -> str:
        """Decline it."""
        done = await self.app.tell(self.app.services.leads.decline, self._request, values["reason"], self._version)
        return _("{request} is declined.").format(request=done.id)
