"""Which document a text names: of one's own organisation, or addressed to it. Anything else is not found."""

from __future__ import annotations

from resellertui.domain.access import Action
from resellertui.domain.errors import Ambiguous, Refused
from resellertui.domain.identifiers import Kind, is_whole_id, parse_id
from resellertui.domain.wording import _
from resellertui.services.billing.rights import allow_accounting, own_org
from resellertui.services.reinvoicing.document_reading import document_id, kind_of
from resellertui.services.reinvoicing.rights import allowed_partner
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import ReinvoiceDocument
from resellertui.store.queries import reinvoice_documents as queries

_KINDS = (Kind.REINVOICE, Kind.REINVOICE_CREDIT)


def own_document(unit: Unit, action: Action, reference: str) -> ReinvoiceDocument:
    """Return a document that the actor's organisation issued, by its id or its number.

    Raises:
        NotFound: none, or another organisation's: the same answer.
        Forbidden: no right to the accounting.
    """
    partner_id = allowed_partner(unit, action)
    found = _by_id(unit, reference)
    if found is not None and found.partner_id == partner_id:
        return found
    for one in queries.numbered(unit.session, reference.strip(), partner_id=partner_id):
        return one
    raise not_found(reference)


def own_invoice(unit: Unit, action: Action, reference: str) -> ReinvoiceDocument:
    """Return an invoice that the actor's organisation issued.

    Raises:
        NotFound: none, or another organisation's.
        Refused: it is a credit note.
    """
    found = own_document(unit, action, reference)
    if found.kind != "invoice":
        raise Refused(
            _("{number} is a credit note: this is done with invoices.").format(number=found.number),
            _("Nothing was changed."),
        )
    return found


def receiving_org(unit: Unit) -> int:
    """Return the organisation whose received documents are meant: one's own, never from inside a client's.

    Raises:
        NotFound: the actor acts for none, or inside a client's.
        Forbidden: no right to the accounting.
    """
    org_id = own_org(unit)
    allow_accounting(unit, Action.ACCOUNTING_VIEW, org_id)
    if unit.actor.for_client_id is not None:
        raise not_found()
    return org_id


def received_document(unit: Unit, reference: str) -> ReinvoiceDocument:
    """Return a document that a partner addressed to the actor's organisation, by its id or its number.

    Raises:
        NotFound: none, or addressed to another organisation: the same answer, to the provider's staff too.
        Forbidden: no right to the accounting.
        Ambiguous: several partners gave the same number.
    """
    org_id = receiving_org(unit)
    found = _by_id(unit, reference)
    if found is not None and found.client_id == org_id:
        return found
    numbered = queries.numbered(unit.session, reference.strip(), client_id=org_id)
    if not numbered:
        raise not_found(reference)
    if len(numbered) > 1:
        raise Ambiguous(reference, [f"{document_id(one)} {one.seller['name']}" for one in numbered])
    return numbered[0]


def _by_id(unit: Unit, reference: str) -> ReinvoiceDocument | None:
    """Return the document of an id, with its prefix or as a bare number."""
    for kind in _KINDS:
        number = parse_id(kind, reference)
        found = None if number is None else queries.document(unit.session, number)
        if found is not None and (kind_of(found) is kind or not is_whole_id(kind, reference)):
            return found
    return None
