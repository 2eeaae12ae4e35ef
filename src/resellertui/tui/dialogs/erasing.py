"""Erasing a person who has asked for it, for the provider's staff."""

from __future__ import annotations

from typing import Any

from resellertui.domain.wording import _
from resellertui.services.leaving_views import ErasureInput
from resellertui.tui.dialogs.saving_form import SavingForm
from resellertui.tui.widgets.form import TextField


class ErasePersonDialog(SavingForm):
    """Takes whom to erase, and why."""

    def __init__(self) -> None:
        super().__init__(
            _("Erase a person who has asked for it"),
            TextField("person", _("The person, by id or address")),
            TextField("reason", _("Why"), hint=_("The audit keeps it: leave the name and the address out.")),
            effects=(
                _("Name, address, password, keys and sessions go, and can't be brought back."),
                _("Issued documents stay; the audit keeps that something was done, not by whose name or address."),
            ),
            yes=_("Erase"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Erase the person."""
        erased = await self.app.tell(self.app.services.erasing.person, ErasureInput.of(**values))
        return _("{id} is erased.").format(id=erased.id)
