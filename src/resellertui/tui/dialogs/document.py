"""A whole document to read, to explain, and to write as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work

from resellertui.tui.commands import Command
from resellertui.tui.dialogs.reading import ReadingDialog
from resellertui.tui.explaining import EXPLAIN, explain
from resellertui.tui.exporting import export_document, no_files_here

PDF = Command(
    "document.pdf",
    "x",
    "PDF",
    "Write the document as a PDF file into the folder for exports.",
    footer=10,
    palette=False,
)


class DocumentDialog(ReadingDialog):
    """Shows a document, line by line."""

    VERBS: ClassVar[tuple[Command, ...]] = (PDF, EXPLAIN)
    GUIDE = "invoices"
    HELP_TITLE = "A document"

    def __init__(self, reference: str, title: str, lines: Sequence[str]) -> None:
        super().__init__(title, lines)
        self._reference = reference

    def why_not(self, command: Command) -> str | None:
        """Say why no file can be written here."""
        return no_files_here() if command is PDF and self.app.is_locked else super().why_not(command)

    @work(group="export", exclusive=True)
    async def action_pdf(self) -> None:
        """Write the PDF, and show its path."""
        with self.app.reporting():
            await export_document(self.app, self._reference)

    @work(group="dialog", exclusive=True)
    async def action_explain(self) -> None:
        """Derive its amounts."""
        await explain(self.app, self._reference)
