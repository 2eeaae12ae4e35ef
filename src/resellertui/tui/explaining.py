"""The key that derives amounts, the same wherever one is shown: in lists, on pages and in dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work

from resellertui.tui.commands import Command
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.widgets.record_source import Row

if TYPE_CHECKING:
    from resellertui.services.billing.explanation import Explanation, ExplanationPart
    from resellertui.tui.app import ConsoleApp
    from resellertui.tui.widgets.record_list import RecordList

EXPLAIN = Command(
    "document.explain",
    "equals_sign",
    "Explain",
    "Derive the amounts down to the ledger, and compute them again.",
    footer=40,
)


class ExplainsRows:
    """Mixed into hosts that list records with amounts, and name `EXPLAIN` in their `VERBS`."""

    app: ConsoleApp
    records: RecordList

    def explained_by(self, row: Row) -> str:
        """Return the reference that `explain` takes for a row: its key, unless the host says otherwise."""
        return row.key

    def action_explain(self) -> None:
        """Explain the amounts of the row under the cursor."""

        def show(row: Row) -> None:
            self.explain_reference(self.explained_by(row))

        self.records.on_row(show)

    @work(group="dialog", exclusive=True)
    async def explain_reference(self, reference: str) -> None:
        """Show where the amounts of a record come from."""
        await explain(self.app, reference)


async def explain(app: ConsoleApp, reference: str) -> None:
    """Show where the amounts of a record come from, or why they can't be derived."""
    with app.reporting():
        show_explanation(app, await app.ask(app.services.explain.explain, reference))


def show_explanation(app: ConsoleApp, found: Explanation) -> None:
    """Show an explanation."""
    show_parts(app, found.title, found.parts)


def show_parts(app: ConsoleApp, title: str, parts: Sequence[ExplanationPart]) -> None:
    """Show the parts of an explanation."""
    lines: list[str] = []
    for part in parts:
        lines += [part.title, *(f"  {one}" for one in part.sentences), ""]
    app.push_screen(ReadingDialog(title, lines))
