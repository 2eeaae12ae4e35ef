"""Taking documents out: a selection of them, those about one client, one of them as PDF. Every export is audited.

Whoever may read a document may take it out, and nobody else: what is asked of the policy is what reading asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from resellertui.domain.billing import id_kind
from resellertui.domain.csv_text import csv_text as csv_of
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.documents import choice_of, readable_document, reader_of
from resellertui.services.billing.paper import document_sheet
from resellertui.services.billing.reading import document_view, row_views
from resellertui.services.billing.views import DocumentQuery, DocumentRow, DocumentView
from resellertui.services.reach import readable_client
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.services.who import the_organisation
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries.document_list import Choice, chosen

COLUMNS = (
    *("id", "number", "kind", "state", "payer", "payer_id", "holder", "holder_id"),
    *("made_on", "due_on", "issued_on", "currency", "net", "vat", "total", "due"),
)


BATCH = 500
"""For how many documents names are looked up at once: the database takes only so many values in one question."""


class TableFormat(StrEnum):
    """How a list of documents is written."""

    CSV = "csv"
    JSON = "json"


class ExportedDocuments(View):
    """A list of documents that was taken out."""

    rows: tuple[DocumentRow, ...]
    subject: str = ""
    """The organisation that they are about; empty for a selection of all."""
    subject_id: str | None = None
    note: str = ""
    """What is not among them, in a sentence."""

    def facts(self) -> dict[str, Any]:
        """Return them as scripts read them."""
        about = {"client": self.subject, "client_id": self.subject_id} if self.subject else {}
        return about | {"invoices": [one.model_dump(mode="json") for one in self.rows], "total": len(self.rows)}

    def text(self, kind: TableFormat) -> str:
        """Return them as a file of this kind holds them."""
        if kind is TableFormat.CSV:
            return csv_text(self.rows)
        return json.dumps(self.facts(), ensure_ascii=False, indent=2) + "\n"


class PrintedDocument(View):
    """A document and the PDF made of it."""

    view: DocumentView
    pdf: bytes

    @property
    def file_name(self) -> str:
        """What to call the file: the document's number, or its id while it has none."""
        return f"{self.view.number or self.view.id}.pdf"


class BillingExports:
    """Documents as files."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def documents(self, actor: Actor, query: DocumentQuery) -> ExportedDocuments:
        """Return all documents that match, newest first; writes nothing but the audit.

        Raises:
            Forbidden: no right to the accounting.
            NotFound: inside a client's organisation: its invoices are its own.
        """
        with self._office.writing(actor) as unit:
            choice = choice_of(query, reader_of(unit))
            exported = ExportedDocuments(rows=tuple(_rows(unit, choice)))
            asked = query.model_dump(mode="json", exclude_defaults=True)
            unit.record("invoices.exported", "export", None, {"documents": len(exported.rows), "query": asked})
            return exported

    def client(self, actor: Actor, who: str) -> ExportedDocuments:
        """Return the documents about a client that the actor may read, newest first; writes nothing but the audit.

        A partner's people get those that their organisation pays for the client, the client's own people those that
        the client pays, the provider's staff all that the client pays or that are for its subscriptions.

        Raises:
            Forbidden: no right to the accounting, or a collaborator to whom the client has not been granted.
            NotFound: no client of this partner, or inside a client's organisation.
            Ambiguous: several.
        """
        with self._office.writing(actor) as unit:
            payer_id = reader_of(unit)
            subject_id, name, note = _subject(unit, who, payer_id)
            choice = choice_of(DocumentQuery(), payer_id, about_id=subject_id)
            found = () if subject_id is None else tuple(_rows(unit, choice))
            exported = ExportedDocuments(
                rows=found,
                subject=name,
                subject_id=None if subject_id is None else show_id(Kind.ORGANISATION, subject_id),
                note=note,
            )
            unit.record(
                "client.billing_exported",
                "organisation",
                subject_id,
                {"documents": len(exported.rows)},
                for_org_id=subject_id if payer_id is None else None,
            )
            return exported

    def pdf(self, actor: Actor, reference: str) -> PrintedDocument:
        """Return a document, by id or number, as PDF; writes nothing but the audit.

        Raises:
            NotFound: none, or another organisation's: the same answer.
        """
        from resellertui.adapters.pdf import draw_pdf  # late: its library costs what no other use case needs

        with self._office.writing(actor) as unit:
            document = readable_document(unit, reference)
            view = document_view(unit, document)
            values = {"format": "pdf", "document": show_id(id_kind(document.kind), document.id)}
            unit.record("invoice.exported", "document", document.id, values, for_org_id=document.payer_id)
        return PrintedDocument(view=view, pdf=draw_pdf(document_sheet(view)))


def _rows(unit: Unit, choice: Choice) -> Iterator[DocumentRow]:
    documents = chosen(unit.session, choice)
    for start in range(0, len(documents), BATCH):
        yield from row_views(unit, documents[start : start + BATCH])


def csv_text(rows: Sequence[DocumentRow]) -> str:
    """Return documents as CSV, one a line, with no cell that a spreadsheet would run."""
    return csv_of(COLUMNS, (one.model_dump(mode="json") for one in rows))


def _subject(unit: Unit, who: str, payer_id: int | None) -> tuple[int | None, str, str]:
    """Return the organisation that is meant, its name, and what its documents leave out.

    The organisation is None for a client that has not accepted: who it is must not show by what was once paid for it.
    """
    if payer_id is None:
        org = the_organisation(unit, who, lambda _org: True)
        return org.id, org.name, ""
    own = organisation_queries.organisation(unit.session, payer_id)
    if own is not None and (parse_id(Kind.ORGANISATION, who) == own.id or fold(own.name) == fold(who)):
        return own.id, own.name, _("What a partner pays is private to it, and not among them.")
    dossier = readable_client(unit, who)
    name = dossier.client_name
    note = _("Invoices that {client} pays are private to it, and not among them.").format(client=name)
    return None if dossier.is_unknown_to_me else dossier.row.client_id, name, note
