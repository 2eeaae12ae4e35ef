"""The forms of staff: taking a request away, settling a breach."""

from __future__ import annotations

from typing import Any

from resellertui.domain.wording import _
from resellertui.services.leads.contract_views import OutsideView
from resellertui.services.leads.routing_views import RoutedView
from resellertui.tui.dialogs.support_case import WritingForm
from resellertui.tui.quotes.routed_source import product_words
from resellertui.tui.widgets.form import TextField


class CloseForm(WritingForm):
    """Takes a request away as abuse."""

    GUIDE = "quotes"

    def __init__(self, view: RoutedView) -> None:
        super().__init__(
            _("Take {request} away?").format(request=view.id),
            TextField("reason", _("Why; whoever asked reads it"), lines=True),
            effects=(_("It is withdrawn as abuse: no partner can answer it any more."),),
            yes=_("Take away"),
            danger=True,
        )
        self._request = view.id

    async def save(self, values: dict[str, Any]) -> str:
        """Take it away."""
        done = await self.app.tell(self.app.services.quote_routing.close, self._request, values["reason"])
        return _("{request} is withdrawn.").format(request=done.id)


class SettleForm(WritingForm):
    """Settles a breach."""

    GUIDE = "quotes"

    def __init__(self, one: OutsideView) -> None:
        super().__init__(
            _("What was settled about {product}?").format(product=product_words(one)),
            TextField("outcome", _("Outcome; the partner reads it"), lines=True),
            effects=(
                _("{client}, served by {partner} under {contract}.").format(
                    client=one.client, partner=one.partner or "–", contract=one.contract or "–"
                ),
            ),
            yes=_("Settle"),
        )
        self._product = one.id

    async def save(self, values: dict[str, Any]) -> str:
        """Settle it."""
        done = await self.app.tell(self.app.services.outside_products.settle, self._product, values["outcome"])
        return _("{id} is settled; the partner is told.").format(id=done.id)
