"""The files of a document, byte for byte as they were issued."""

from __future__ import annotations

from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _
from resellertui.services.reinvoicing.document_reading import document_id
from resellertui.services.reinvoicing.document_views import PaperFile
from resellertui.services.unit import Unit
from resellertui.store.models import ReinvoiceDocument
from resellertui.store.queries import reinvoice_documents as queries

FACTUR_X = "facturx"
"""Another name of the PDF: the e-invoice is in it."""


def paper_file(unit: Unit, document: ReinvoiceDocument, kind: str) -> PaperFile:
    """Return a file of a document.

    Raises:
        Invalid: there is no such kind of file.
    """
    stored = queries.paper(unit.session, document.id, "pdf" if kind == FACTUR_X else kind)
    if stored is None:
        known = [one.kind for one in queries.papers_of(unit.session, document.id)]
        raise Invalid({"format": _("Choose one of: {choices}.").format(choices=", ".join([*known, FACTUR_X]))})
    return PaperFile(
        id=document_id(document),
        number=document.number,
        kind=stored.kind,
        name=stored.name,
        media_type=stored.media_type,
        content=stored.content,
    )
