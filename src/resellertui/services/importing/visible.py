"""A client as its partner reaches it, told as a row of a file: what an export writes and an import compares with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from resellertui.domain.client_file import ClientRow, Field, ProductRow
from resellertui.domain.errors import NotFound
from resellertui.domain.organisation import Address, OrganisationData, OrganisationKind
from resellertui.domain.partnership import Access, State
from resellertui.domain.programme import Terms
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, Partnership, Product
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries


def reached_row(
    org: Organisation, products: Iterable[Product], own: Mapping[str, Any] | None, terms: Terms
) -> ClientRow:
    """Return the organisation and its reached products as a row that reads back as the same one.

    Reference, contact and remark are the partner's own, from its record. A product without expiry, or one that has
    left the catalogue, is left out, since no file can hold it.
    """
    data = OrganisationData(
        kind=OrganisationKind(org.kind),
        name=org.name,
        address=Address(org.street, org.house_number, org.postal_code, org.city, org.region, org.country),
        register_number=org.register_number or "",
        vat_number=org.vat_number or "",
        website=org.website,
        email=org.email,
        phone=org.phone,
        language=org.language,
    )
    is_person = data.kind is OrganisationKind.INDIVIDUAL
    own = own or {
        "reference": "",
        "contact_name": data.name if is_person else data.email.partition("@")[0],
        "contact_email": data.email,
        "note": "",
    }
    return ClientRow(
        0,
        data,
        reference=own["reference"],
        contact_name=own["contact_name"],
        contact_email=own["contact_email"],
        note=own["note"],
        products=tuple(_product_rows(products, terms)),
        stated=frozenset(Field),
    )


def _product_rows(products: Iterable[Product], terms: Terms) -> Iterable[ProductRow]:
    seen = set()
    for one in products:
        try:
            kind = terms.kind(one.sku)
        except NotFound:
            continue
        name = one.name.lower() if kind.names_domain else one.name
        key = (one.sku, name.casefold())
        if one.expires_on is None or key in seen:
            continue
        seen.add(key)
        yield ProductRow(name, one.sku, kind, one.expires_on, one.period_months, one.auto_renewal)


def reaches(unit: Unit, row: Partnership) -> bool:
    """Say whether the partner reaches the client now: active by its dates, and not paused."""
    standing = standing_of(row)
    return row.client_id is not None and standing.on(unit.today) is State.ACTIVE and not standing.is_paused(unit.today)


def reached_client(unit: Unit, row: Partnership, own: Mapping[str, Any] | None) -> ClientRow:
    """Return what the partner sees of a client that it reaches, with what its own record says."""
    session, client_id = unit.session, row.client_id or 0
    org = organisation_queries.organisation(session, client_id)
    assert org is not None  # noqa: S101  # the partnership refers to it
    products = organisation_queries.products_of(session, client_id)
    if row.access == Access.LIMITED.value:
        entrusted = {one.product_id for one in partnership_queries.open_entrustments(session, row.id)}
        products = [one for one in products if one.id in entrusted]
    return reached_row(org, products, own, unit.terms)
