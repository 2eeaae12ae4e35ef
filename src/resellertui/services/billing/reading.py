"""Documents as views."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from resellertui.domain.billing import id_kind, reason_words, show_number
from resellertui.domain.billing_address import address_lines
from resellertui.domain.identifiers import Kind, show_id, show_optional_id
from resellertui.domain.money import Currency, Money
from resellertui.services.billing.settling import due, name_of
from resellertui.services.billing.views import (
    AddresseeView,
    DocumentLineView,
    DocumentRow,
    DocumentVatView,
    DocumentView,
    PartyView,
)
from resellertui.services.published import read_published
from resellertui.services.unit import Unit
from resellertui.store.models import Document
from resellertui.store.queries import billing as queries
from resellertui.store.queries import organisations as organisation_queries


def row_views(unit: Unit, rows: Iterable[Document]) -> list[DocumentRow]:
    """Return documents as a list shows them."""
    listed = list(rows)
    ids = {one.payer_id for one in listed} | {one.holder_id for one in listed}
    names = organisation_queries.names(unit.session, ids)
    return [DocumentRow(**_row(unit, one, names)) for one in listed]


def document_view(unit: Unit, document: Document) -> DocumentView:
    """Return a whole document."""
    currency = Currency(document.currency)
    names = organisation_queries.names(unit.session, {document.payer_id, document.holder_id})
    version = queries.terms_version(unit.session, document.terms_id)
    corrected = queries.document(unit.session, document.corrects_id) if document.corrects_id is not None else None
    return DocumentView(
        **_row(unit, document, names),
        issuer=_party(document.issuer),
        buyer=_party(document.buyer),
        lines=tuple(
            DocumentLineView(
                position=one.position,
                product_id=show_optional_id(Kind.PRODUCT, one.product_id),
                sku=one.sku,
                label=one.label,
                name=one.name,
                unit_price=one.unit_price,
                quantity=one.quantity,
                periods=one.periods,
                service_from=one.service_from,
                service_to=one.service_to,
                gross=str(Money(one.gross, currency)),
                charged=str(Money(one.charged, currency)),
                discount=str(Money(one.public - one.charged, currency)),
            )
            for one in queries.lines_of(unit.session, document.id)
        ),
        vat_lines=tuple(
            DocumentVatView(
                rate=one.percent,
                base=str(Money(one.base, currency)),
                amount=str(Money(one.amount, currency)),
                reason=one.reason,
            )
            for one in queries.vat_of(unit.session, document.id)
        ),
        paid=str(Money(document.paid, currency)),
        refunded=str(Money(document.refunded, currency)),
        terms_version="" if version is None else read_published(version.text).version,
        order_id=show_optional_id(Kind.ORDER, document.order_id),
        corrects=None if corrected is None else name_of(corrected),
        reason=reason_words(document.reason),
    )


def _row(unit: Unit, document: Document, names: dict[int, str]) -> dict[str, Any]:
    currency = Currency(document.currency)
    return {
        "id": show_id(id_kind(document.kind), document.id),
        "number": show_number(document.kind, document.year, document.sequence),
        "kind": document.kind,
        "state": _state(document),
        "payer": names.get(document.payer_id, ""),
        "payer_id": show_id(Kind.ORGANISATION, document.payer_id),
        "holder": names.get(document.holder_id, ""),
        "holder_id": show_id(Kind.ORGANISATION, document.holder_id),
        "made_on": document.made_on,
        "due_on": document.due_on,
        "issued_on": document.issued_on,
        "overdue": document.state == "to_pay" and document.due_on < unit.today,
        "currency": document.currency,
        "net": str(Money(document.net, currency)),
        "vat": str(Money(document.vat, currency)),
        "total": str(Money(document.total, currency)),
        "due": str(due(document)),
    }


def _state(document: Document) -> str:
    if document.state == "paid" and document.refunded:
        return "refunded" if document.refunded == document.total else "partly_refunded"
    return document.state


def _party(facts: dict[str, Any]) -> PartyView:
    address = facts.get("billing_address")  # documents that are older have neither this nor a logo line
    return PartyView(
        name=facts["name"],
        lines=address_lines(facts),
        country=facts["country"],
        vat_number=facts["vat_number"],
        register_number=facts["register_number"],
        logo_line=facts.get("logo_line", ""),
        billing_address=None
        if address is None
        else AddresseeView(
            label=address["label"],
            name=address["name"],
            lines=address_lines(address),
            country=address["country"],
            reference=address["reference"],
        ),
    )
