"""A client as its partner reaches it, told as a row of a file: what an export writes and an import compares with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from resellertui.domain.client_file import ClientRow, Field, ProductRow
from resellertui.domain.errors import NotFound
from resellertui.domain.organisation import Address, OrganisationData, OrganisationKind
from resellertui.domain.programme import Terms
from resellertui.store.models import Organisation, Product


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
