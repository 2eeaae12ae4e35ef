"""What a client received from its partners: documents addressed to it, as issued. Nothing of what they cost a partner.

Whoever may see the client's own accounting reads them, and nobody else: not the provider's staff, no other partner.
"""

from __future__ import annotations

from collections.abc import Callable

from resellertui.domain.csv_text import csv_text
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.document_inputs import ReinvoiceQuery
from resellertui.services.reinvoicing.document_reading import received_rows, received_view
from resellertui.services.reinvoicing.document_views import BilledRow, PaperFile, ReceivedDocument, ReceivedPage
from resellertui.services.reinvoicing.documents import narrowed
from resellertui.services.reinvoicing.finding_documents import received_document, receiving_org
from resellertui.services.reinvoicing.paper_files import paper_file
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.services.who import the_organisation
from resellertui.store.queries import reinvoice_documents as queries
from resellertui.store.queries.reinvoice_documents import Choice
from resellertui.store.queries.walks import Walk, Walks

COLUMNS = (
    *("id", "number", "kind", "status", "partner", "partner_id", "period", "issued_on", "due_on"),
    *("currency", "net", "vat", "total", "paid", "credited", "open"),
)


class ReceivedExport(View):
    """Documents that were taken out."""

    rows: tuple[BilledRow, ...]

    def csv(self) -> str:
        """Return them as CSV."""
        return csv_text(COLUMNS, (one.model_dump(mode="json") for one in self.rows))


class ReceivedDocuments:
    """What partners billed one's own organisation."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._walks = Walks()

    def documents(
        self, actor: Actor, query: ReinvoiceQuery, offset: int = 0, limit: int = 50, *, hurried: bool = False
    ) -> ReceivedPage:
        """Return a part of the documents, newest first. Changes nothing.

        `hurried` leaves the counting of many to `count`: the total may then be a lower bound.

        Raises:
            NotFound: no such partner, or inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            part = self._walk(unit, query).part(unit.session, offset, limit, hurried=hurried)
            rows = queries.documents(unit.session, [number for (number,) in part.marks])
            return ReceivedPage(
                total=part.total, offset=offset, rows=tuple(received_rows(unit, rows)), exact=part.is_exact
            )

    def count(self, actor: Actor, query: ReinvoiceQuery, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many documents the list has, as long as that `is_wanted`. Changes nothing.

        Raises:
            NotFound: no such partner, or inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            return self._walk(unit, query).count(unit.session, is_wanted)

    def position(self, actor: Actor, query: ReinvoiceQuery, reference: str) -> int | None:
        """Return the place of a document in the list, or None where it is not in it. Changes nothing.

        Raises:
            NotFound: no such document addressed to one's own organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            walk = self._walk(unit, query)
            document = received_document(unit, reference)
            mark = walk.path.place_of(unit.session, queries.is_document(document.id))
            return None if mark is None else walk.place(unit.session, mark)

    def document(self, actor: Actor, reference: str) -> ReceivedDocument:
        """Return a whole document, by id or number. Changes nothing.

        Raises:
            NotFound: none addressed to one's own organisation.
            Forbidden: no right to the accounting.
            Ambiguous: several partners gave the same number.
        """
        with self._office.reading(actor) as unit:
            return received_view(unit, received_document(unit, reference))

    def paper(self, actor: Actor, reference: str, kind: str = "pdf") -> PaperFile:
        """Return a file of a document as it was issued; writes nothing but the audit.

        Raises:
            NotFound: none addressed to one's own organisation.
            Forbidden: no right to the accounting.
            Ambiguous: several partners gave the same number.
            Invalid: there is no such kind of file.
        """
        with self._office.writing(actor) as unit:
            document = received_document(unit, reference)
            file = paper_file(unit, document, kind)
            unit.record("received.paper_exported", "reinvoice", document.id, {"format": file.kind})
            return file

    def export(self, actor: Actor, query: ReinvoiceQuery) -> ReceivedExport:
        """Return all documents that match, newest first; writes nothing but the audit.

        Raises:
            NotFound: no such partner, or inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.writing(actor) as unit:
            rows: list[BilledRow] = []
            for some in queries.chosen(unit.session, _choice(unit, query)):
                rows += received_rows(unit, some)
            unit.record("received.exported", "export", None, {"documents": len(rows)})
            return ReceivedExport(rows=tuple(rows))

    def _walk(self, unit: Unit, query: ReinvoiceQuery) -> Walk:
        choice = _choice(unit, query)
        return self._walks.remembered(unit.session, choice, lambda: queries.path(choice))


def _choice(unit: Unit, query: ReinvoiceQuery) -> Choice:
    org_id = receiving_org(unit)
    partner_id = None
    if query.client:
        partners = queries.partners_of(unit.session, org_id)
        partner_id = the_organisation(unit, query.client, lambda one: one.id in partners, deleted=True).id
    return narrowed(Choice(unit.today, partner_id=partner_id, client_id=org_id), query)
