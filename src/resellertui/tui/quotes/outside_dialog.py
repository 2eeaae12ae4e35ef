"""A product of another provider, whole."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from resellertui.services.leads.contract_views import OutsideView
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.quotes.routed_source import outside_facts


class OutsideDialog(ReadingDialog):
    """Shows everything that is known of it."""

    GUIDE = "offers"

    def __init__(self, one: OutsideView) -> None:
        self._facts = outside_facts(one)
        lines = [" ".join(part for part in fact if part) for fact in self._facts if fact[1]]
        super().__init__(f"{one.id} · {one.product}", lines)

    def compose_body(self) -> ComposeResult:
        """Yield the facts."""
        yield Static(fact_lines(self._facts))
