"""Noting a product of another provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from resellertui.domain.wording import _
from resellertui.services.leads.contract_views import OutsideInput
from resellertui.tui.dialogs.rehearsing_form import RehearsingForm
from resellertui.tui.dialogs.support_case import WritingForm
from resellertui.tui.widgets.form import TextField


class NoteForm(WritingForm, RehearsingForm):  # type: ignore[misc]  # `app` is narrowed, by a property
    """Asks what it is, and says whether it breaks a commitment."""

    GUIDE = "offers"

    def __init__(self, name: str, client: str) -> None:
        super().__init__(
            _("What does {client} have with another provider?").format(client=name),
            TextField("product", _("Product"), hint=_("Such as “web hosting of example.ch”.")),
            TextField("provider", _("Provider")),
            TextField("note", _("Note"), lines=True),
            yes=_("Note it"),
        )
        self.add_class("-tall")
        self._client = client

    async def effects(self, values: dict[str, Any]) -> Sequence[str]:
        """Return whether it breaks a commitment."""
        if not values["product"].strip() or not values["provider"].strip():
            return [_("It is noted for the client's people, its partner and the provider's staff.")]
        noted = await self.app.ask(self.app.services.rehearsing().outside_products.note, self._wish(values))
        if noted.contract:
            words = _("It breaks the commitment of {contract}: the provider's staff and the partner are told by mail.")
            return [words.format(contract=noted.contract)]
        return [_("No contract that was won by a quote request binds here: it is only noted.")]

    async def save(self, values: dict[str, Any]) -> str:
        """Note it."""
        done = await self.app.tell(self.app.services.outside_products.note, self._wish(values))
        return _("{product} is noted: {id}.").format(product=done.product, id=done.id)

    def _wish(self, values: dict[str, Any]) -> OutsideInput:
        wish: OutsideInput = OutsideInput.of(client=self._client, **values)
        return wish
