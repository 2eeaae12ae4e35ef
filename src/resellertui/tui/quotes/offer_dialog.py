"""An offer whole: its lines, total, validity and note, and the partner who makes it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.services.leads.views import OfferView
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.quotes.words import Facts, offer_facts, partner_facts


class OfferDialog(ReadingDialog):
    """Shows an offer."""

    GUIDE = "offers"

    def __init__(self, offer: OfferView) -> None:
        self._facts: Facts = [*offer_facts(offer, _("Without VAT")), *partner_facts(offer)]
        lines = [" ".join(part for part in one if part) for one in self._facts if any(one)]
        super().__init__(_("{partner}: {offer}").format(partner=offer.partner, offer=offer.id), lines)
        self.add_class("-tall")

    def compose_body(self) -> ComposeResult:
        """Yield the facts."""
        yield Static(fact_lines(self._facts))
