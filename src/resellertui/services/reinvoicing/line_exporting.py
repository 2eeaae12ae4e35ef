"""Taking charged lines out, with costs, resale prices and margins: for whoever has the right to the accounting."""

from __future__ import annotations

from resellertui.domain.csv_text import csv_text
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.line_rows import row_views
from resellertui.services.reinvoicing.line_views import ChargedQuery, ChargedRow
from resellertui.services.reinvoicing.lines import line_choice
from resellertui.services.reinvoicing.streaming import batches
from resellertui.services.unit import Office
from resellertui.services.views import View

COLUMNS = (
    *("id", "state", "client", "client_id", "document", "document_id", "charged_on", "label", "name", "sku"),
    *("quantity", "periods", "period_months", "service_from", "service_to", "currency", "cost", "resale", "margin"),
    *("percent", "priced_by", "rule_id", "price_reason", "state_reason", "held_until", "invoice", "invoice_id"),
)


class ExportedLines(View):
    """Charged lines that were taken out."""

    rows: tuple[ChargedRow, ...]

    def csv(self) -> str:
        """Return them as CSV."""
        return csv_text(COLUMNS, (one.model_dump(mode="json") for one in self.rows))


class ReinvoiceLineExports:
    """Charged lines as files."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def lines(self, actor: Actor, query: ChargedQuery) -> ExportedLines:
        """Return all charged lines that match; writes nothing but the audit, which says how many.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
            Invalid: no such client, month, state or currency.
        """
        with self._office.writing(actor) as unit:
            choice = line_choice(unit, query)
            rows: list[ChargedRow] = []
            for batch in batches(unit, choice):
                rows += row_views(unit, choice.partner_id, [one.line_id for one in batch.lines])
            unit.record("reinvoice.lines_exported", "export", None, {"lines": len(rows)})
            return ExportedLines(rows=tuple(rows))
