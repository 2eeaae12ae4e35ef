"""The files of a document, byte for byte as they were issued."""

from __future__ import annotations

from typing import get_args

from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _
from resellertui.services.reinvoicing.document_reading import document_id
from resellertui.services.reinvoicing.document_views import PaperFile
from resellertui.services.reinvoicing.papers import PaperKind
from resellertui.services.unit import Unit
from resellertui.store.models import ReinvoiceDocument
from resellertui.store.queries import reinvoice_documents as queries

FACTUR_X = "facturx"
"""Another name of the PDF: the e-invoice is in it."""
KINDS = (*get_args(PaperKind), FACTUR_X)


def stored_kind(kind: str) -> str:
    """Return under which kind a file is stored.

    Raises:
        Invalid: there is no such kind of file.
    """
    if kind not in KINDS:
        raise Invalid({"format": _("Choose one of: {choices}.").format(choices=", ".join(KINDS))})
    return "pdf" if kind == FACTUR_X else kind


def paper_file(unit: Unit, document: ReinvoiceDocument, kind: str) -> PaperFile:
    """Return a file of a document.

    Raises:
        Invalid: there is no such kind of file.
    """
    stored = queries.paper(unit.session, document.id, stored_kind(kind))
    assert stored is not None  # noqa: S101  # all are made when a document is issued, and never deleted
    return PaperFile(
        id=document_id(document),
        number=document.number,
        kind=stored.kind,
        name=stored.name,
        media_type=stored.media_type,
        content=stored.content,
    )
