"""Taking a partner's documents out: a selection with their lines, and their files as they were issued. All audited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from resellertui.domain.access import Action
from resellertui.domain.csv_text import csv_text
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.services.actor import Actor
from resellertui.services.billing.exporting import TableFormat
from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
from resellertui.services.reinvoicing.document_reading import partner_rows
from resellertui.services.reinvoicing.document_views import PaperFile, ReinvoiceRow
from resellertui.services.reinvoicing.documents import choice_of
from resellertui.services.reinvoicing.finding_documents import own_document
from resellertui.services.reinvoicing.paper_files import paper_file
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.models import ReinvoiceDocumentLine
from resellertui.store.queries import reinvoice_documents as queries

COLUMNS = (
    *("id", "number", "kind", "status", "client", "client_id", "period", "issued_on", "due_on", "currency"),
    *("net", "vat", "total", "paid", "credited", "open", "position", "line_id", "sku", "label", "name"),
    *("quantity", "periods", "service_from", "service_to", "cost", "amount", "margin", "priced_by"),
)


class ExportedLine(View):
    """A line of a document that was taken out."""

    position: int
    line_id: str
    sku: str
    label: str
    name: str
    quantity: int
    periods: int
    service_from: str
    service_to: str
    cost: str
    amount: str
    margin: str
    priced_by: str


class ExportedReinvoice(View):
    """A document that was taken out, with its lines."""

    document: ReinvoiceRow
    lines: tuple[ExportedLine, ...]


class ExportedReinvoices(View):
    """A selection of documents that was taken out."""

    documents: tuple[ExportedReinvoice, ...]

    def facts(self) -> dict[str, Any]:
        """Return them as scripts read them."""
        return {
            "documents": [
                one.document.model_dump(mode="json") | {"lines": [line.model_dump(mode="json") for line in one.lines]}
                for one in self.documents
            ],
            "total": len(self.documents),
        }

    def text(self, kind: TableFormat) -> str:
        """Return them as a file of this kind holds them: CSV has one record for each line."""
        if kind is TableFormat.CSV:
            return csv_text(COLUMNS, self._records())
        return json.dumps(self.facts(), ensure_ascii=False, indent=2) + "\n"

    def _records(self) -> Iterator[dict[str, Any]]:
        for one in self.documents:
            # cost and margin stand for each line: those of the document would count them twice
            whole = one.document.model_dump(mode="json", exclude={"cost", "margin"})
            for line in one.lines:
                yield whole | line.model_dump(mode="json")


class ReinvoiceExports:
    """Documents to clients as files."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def documents(self, actor: Actor, query: ReinvoiceQuery) -> ExportedReinvoices:
        """Return all documents that match with their lines, newest first; writes nothing but the audit.

        Raises:
            NotFound: no such client, or inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.writing(actor) as unit:
            exported = ExportedReinvoices(documents=tuple(_all(unit, query)))
            unit.record("reinvoice.exported", "export", None, {"documents": len(exported.documents)})
            return exported

    def paper(self, actor: Actor, reference: str, kind: str = "pdf") -> PaperFile:
        """Return a file of a document as it was issued (`pdf`, `cii`, `ubl`, `facturx`); writes nothing but the audit.

        Raises:
            NotFound: none of one's own organisation.
            Forbidden: no right to the accounting.
            Invalid: there is no such kind of file.
        """
        with self._office.writing(actor) as unit:
            document = own_document(unit, Action.REINVOICE_VIEW, reference)
            file = paper_file(unit, document, kind)
            unit.record("reinvoice.paper_exported", "reinvoice", document.id, {"format": file.kind})
            return file


def _all(unit: Unit, query: ReinvoiceQuery) -> Iterator[ExportedReinvoice]:
    for some in queries.chosen(unit.session, choice_of(unit, query)):
        lines = queries.lines_of_all(unit.session, [one.id for one in some])
        for document, row in zip(some, partner_rows(unit, some), strict=True):
            currency = Currency(document.currency)
            yield ExportedReinvoice(
                document=row, lines=tuple(_line(one, currency) for one in lines.get(document.id, []))
            )


def _line(one: ReinvoiceDocumentLine, currency: Currency) -> ExportedLine:
    return ExportedLine(
        position=one.position,
        line_id=show_id(Kind.CHARGED_LINE, one.line_id),
        sku=one.sku,
        label=one.label,
        name=one.name,
        quantity=one.quantity,
        periods=one.periods,
        service_from=one.service_from.isoformat(),
        service_to=one.service_to.isoformat(),
        cost=str(Money(one.cost, currency)),
        amount=str(Money(one.amount, currency)),
        margin=str(Money(one.amount - one.cost, currency)),
        priced_by=one.priced_by,
    )
