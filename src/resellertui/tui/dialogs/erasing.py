"""Erasing a person: oneself with the password, or as the provider's staff whoever has asked for it."""

from __future__ import annotations

from typing import Any

from resellertui.domain.wording import _
from resellertui.services.leaving_views import ErasureInput
from resellertui.tui.dialogs.saving_form import SavingForm
from resellertui.tui.widgets.form import TextField


def _lasting() -> tuple[str, ...]:
    """Say what goes and what stays, as for every erasure."""
    return (
        _("Name, address, password, keys and sessions go, and can't be brought back."),
        _("Issued documents stay; the audit keeps that something was done, not by whose name or address."),
    )


class EraseMyselfDialog(SavingForm):
    """Takes the password, and erases the reader."""

    PASSWORD = "password"  # noqa: S105  # the field's name

    def __init__(self) -> None:
        super().__init__(
            _("Erase everything that is kept about me"),
            TextField("password", _("Your password"), password=True),
            effects=_lasting(),
            yes=_("Erase me"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Erase the reader, who is nobody afterwards: what is open behind is not told to read again."""
        await self.app.ask(self.app.services.erasing.myself, values["password"])
        return _("You are erased.")


class ErasePersonDialog(SavingForm):
    """Takes whom to erase, and why."""

    def __init__(self) -> None:
        super().__init__(
            _("Erase a person who has asked for it"),
            TextField("person", _("The person, by id or address")),
            TextField("reason", _("Why"), hint=_("The audit keeps it: leave the name and the address out.")),
            effects=_lasting(),
            yes=_("Erase"),
        )

    async def save(self, values: dict[str, Any]) -> str:
        """Erase the person."""
        erased = await self.app.tell(self.app.services.erasing.person, ErasureInput.of(**values))
        return _("{id} is erased.").format(id=erased.id)
