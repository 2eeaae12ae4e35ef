"""A client's row as a record keeps it: plain values, merged with what a later file says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from resellertui.domain.client_file import ClientEntry, ClientRow, Field, Identity, ProductRow
from resellertui.domain.client_file.clients import client_value
from resellertui.domain.errors import NotFound
from resellertui.domain.organisation import Address, OrganisationData, OrganisationKind
from resellertui.domain.programme import Terms
from resellertui.domain.text import visible
from resellertui.domain.wording import _

Data = dict[str, Any]

ADDRESS = ("street", "house_number", "postal_code", "city", "region", "country")
ORGANISATION = ("kind", "name", "register_number", "vat_number", "website", "email", "phone", "language")
OWN = ("reference", "contact_name", "contact_email", "note")
FLAT = (*OWN, *ORGANISATION, *ADDRESS)


def data_of(row: ClientRow) -> Data:
    """Return everything that a row says, as JSON can hold it; `stated` names what it gives itself."""
    org = row.organisation
    address = org.address
    return {
        "reference": row.reference,
        "contact_name": row.contact_name,
        "contact_email": row.contact_email,
        "note": row.note,
        "kind": org.kind.value,
        "name": org.name,
        "register_number": org.register_number,
        "vat_number": org.vat_number,
        "website": org.website,
        "email": org.email,
        "phone": org.phone,
        "language": org.language,
        "street": address.street,
        "house_number": address.house_number,
        "postal_code": address.postal_code,
        "city": address.city,
        "region": address.region,
        "country": address.country,
        "products": [
            {
                "sku": one.kind.sku,
                "name": one.name,
                "expiry": one.expiry.isoformat(),
                "period_months": one.period_months,
                "auto_renewal": one.auto_renew,
            }
            for one in row.products
        ],
        "stated": list(_stated(row.stated)),
    }


@lru_cache(maxsize=256)
def _stated(fields: frozenset[Field]) -> tuple[str, ...]:
    return tuple(sorted(one.value for one in fields))


def row_of(data: Mapping[str, Any], terms: Terms) -> ClientRow:
    """Return the row that a record keeps; a product that has left the catalogue is left out."""
    products = []
    for one in data["products"]:
        try:
            kind = terms.kind(one["sku"])
        except NotFound:
            continue
        products.append(
            ProductRow(
                one["name"],
                one["sku"],
                kind,
                date.fromisoformat(one["expiry"]),
                one["period_months"],
                one["auto_renewal"],
            )
        )
    organisation = OrganisationData(
        kind=OrganisationKind(data["kind"]),
        address=Address(**{name: data[name] for name in ADDRESS}),
        **{name: data[name] for name in ORGANISATION if name != "kind"},
    )
    return ClientRow(
        0,
        organisation,
        products=tuple(products),
        stated=frozenset(Field(one) for one in data["stated"]),
        **{name: data[name] for name in OWN},
    )


def fingerprint(text: str) -> str:
    """Return what the canonical text of a row's data is recognised by."""
    return hashlib.sha256(text.encode()).hexdigest()


def product_key(product: Mapping[str, Any]) -> tuple[str, str]:
    """Return what makes two mentions the same product of a client."""
    return product["sku"], product["name"].casefold()


def merged(old: Data, new: Data) -> Data:
    """Return the old data with what the new row says.

    An empty cell takes nothing away, nor does a product that the row does not name; what was concluded gives way to
    what is stated, not the other way round.
    """
    stated_before, stated_now = set(old["stated"]), set(new["stated"])
    result = dict(old)
    for name in FLAT:
        if name in stated_now or (name not in stated_before and new[name]):
            result[name] = new[name]
    products = {product_key(one): one for one in old["products"]}
    for one in new["products"]:
        before = products.get(product_key(one))
        if before is not None and one["auto_renewal"] is None:
            one = {**one, "auto_renewal": before["auto_renewal"]}
        products[product_key(one)] = one
    result["products"] = list(products.values())
    result["stated"] = sorted(stated_before | stated_now)
    return result


def is_same(one: Data, other: Data) -> bool:
    """Say whether two rows' data tell the same, whatever was stated and whatever concluded."""
    return {**one, "stated": ()} == {**other, "stated": ()}


def changes_between(old: Data, new: Data) -> tuple[str, ...]:
    """Return what differs, one sentence a field or product."""
    sentences = [
        _("{field}: “{old}” becomes “{new}”.").format(
            field=name, old=visible(str(old[name])[:80]), new=visible(str(new[name])[:80])
        )
        for name in FLAT
        if old[name] != new[name]
    ]
    before = {product_key(one): one for one in old["products"]}
    for one in new["products"]:
        name = visible(one["name"][:80])
        known = before.get(product_key(one))
        if known is None:
            sentences.append(_("New product {name} ({sku}).").format(name=name, sku=one["sku"]))
        elif known != one:
            sentences.append(_("Product {name} ({sku}) changes.").format(name=name, sku=one["sku"]))
    return tuple(sentences)


def identity_text(identity: Identity) -> str:
    """Return the identity as a record is found by."""
    return f"{identity.kind.value}:{identity.key}"


def secondary_keys(data: Mapping[str, Any] | ClientEntry) -> list[str]:
    """Return the keys, the surest first, under which a client without a reference is recognised as the same one."""
    from resellertui.domain.text import fold

    if isinstance(data, ClientEntry):
        row = data.row
        data = {
            name: client_value(row, Field(name))
            for name in ("vat_number", "register_number", "country", "email", "contact_email", "name")
        }
    keys = []
    if data["vat_number"]:
        keys.append(f"vat {data['vat_number']}")
    if data["register_number"]:
        keys.append(f"register {data['country']} {data['register_number']}")
    keys.append(f"email {(data['email'] or data['contact_email']).lower()} {fold(data['name'])}")
    return keys
