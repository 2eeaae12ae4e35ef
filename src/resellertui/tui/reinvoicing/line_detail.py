"""One charged line to read: where every figure comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from resellertui.domain.wording import _
from resellertui.services.reinvoicing.line_views import ChargedRow
from resellertui.services.reinvoicing.line_words import price_steps
from resellertui.tui.commands import Command
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.facts import fact_lines
from resellertui.tui.reinvoicing.line_source import line_facts

if TYPE_CHECKING:
    from resellertui.tui.app import ConsoleApp

STEPS = Command(
    "charge.explain",
    "equals_sign",
    "Explain",
    "Derive the resale price of the line: cost, margin, price.",
    footer=40,
)


class LineDialog(ReadingDialog):
    """Shows a line whole."""

    GUIDE = "re-invoicing"
    HELP_TITLE = "A charged line"
    VERBS: ClassVar[tuple[Command, ...]] = (STEPS,)

    def __init__(self, row: ChargedRow) -> None:
        facts = line_facts(row)
        super().__init__(
            _("{line} · {client}").format(line=row.id, client=row.client),
            [f"{label}: {value}" if label else value for label, value in facts if value],
        )
        self._row = row
        self._facts = facts

    def compose_body(self) -> ComposeResult:
        """Yield the facts."""
        yield Static(fact_lines(self._facts))

    def action_explain(self) -> None:
        """Derive the price."""
        explain_line(self.app, self._row)


def explain_line(app: ConsoleApp, row: ChargedRow) -> None:
    """Show how the resale price of a line follows from its cost."""
    app.push_screen(ReadingDialog(_("How {line} is priced").format(line=row.id), price_steps(row)))
