"""From rows to clients: which rows speak of the same one, and what to do when they disagree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from resellertui.domain.client_file.fields import Field
from resellertui.domain.client_file.records import ClientRow, ProductRow, RejectedRow
from resellertui.domain.client_file.rows import is_same_product, product_key
from resellertui.domain.errors import FieldProblem
from resellertui.domain.text import fold, visible
from resellertui.domain.wording import _

_ADDRESS_FIELDS = (
    Field.STREET,
    Field.HOUSE_NUMBER,
    Field.POSTAL_CODE,
    Field.CITY,
    Field.REGION,
    Field.COUNTRY,
)
_ORGANISATION_FIELDS = (
    Field.KIND,
    Field.NAME,
    Field.REGISTER_NUMBER,
    Field.VAT_NUMBER,
    Field.WEBSITE,
    Field.EMAIL,
    Field.PHONE,
    Field.LANGUAGE,
)
_OWN_FIELDS = (Field.CONTACT_NAME, Field.CONTACT_EMAIL, Field.NOTE)
_COMPARED = (*_ORGANISATION_FIELDS, *_ADDRESS_FIELDS, Field.CONTACT_NAME, Field.CONTACT_EMAIL)


class IdentityKind(StrEnum):
    """What tells one client from another, the surest first."""

    REFERENCE = "reference"
    VAT_NUMBER = "vat_number"
    REGISTER_NUMBER = "register_number"
    EMAIL_AND_NAME = "email_and_name"


class Identity(NamedTuple):
    """Which client a row speaks of: two rows with equal identities speak of the same one."""

    kind: IdentityKind
    key: str


@dataclass(frozen=True, slots=True)
class ClientEntry:
    """One client of a file, from all the rows that speak of it."""

    identity: Identity
    lines: tuple[int, ...]
    row: ClientRow
    """The data of all its rows together, with every product."""

    @property
    def first_line(self) -> int:
        """The line of the first row of this client."""
        return self.lines[0]

    @property
    def products(self) -> tuple[ProductRow, ...]:
        """Every product of the client, in the file's order."""
        return self.row.products


class Grouped(NamedTuple):
    """The clients of a file in the order of their first rows, and the rows that can't be taken by line."""

    clients: tuple[ClientEntry, ...]
    rejected: tuple[RejectedRow, ...]


def identity_of(row: ClientRow) -> Identity:
    """Return what the row is known by: reference, VAT number, register number, or e-mail and folded name."""
    organisation = row.organisation
    if row.reference:
        return Identity(IdentityKind.REFERENCE, fold(row.reference))
    if organisation.vat_number:
        return Identity(IdentityKind.VAT_NUMBER, organisation.vat_number)
    if organisation.register_number:
        key = f"{organisation.address.country} {organisation.register_number}"
        return Identity(IdentityKind.REGISTER_NUMBER, key)
    email = (organisation.email or row.contact_email).lower()
    return Identity(IdentityKind.EMAIL_AND_NAME, f"{email} {fold(organisation.name)}")


def group_clients(rows: Iterable[ClientRow | RejectedRow]) -> Grouped:
    """Return one entry for each client, and the rows that can't be taken with those that came rejected.

    What a later row adds is taken. Where it contradicts an earlier row of the same client, or names a product again
    with other data, the later row is rejected whole. Upper and lower case and accents are no contradiction, and a
    remark on each row is none either: the remarks are joined.
    """
    clients: dict[Identity, ClientEntry] = {}
    rejected: list[RejectedRow] = []
    for row in rows:
        if isinstance(row, RejectedRow):
            rejected.append(row)
            continue
        identity = identity_of(row)
        entry = clients.get(identity)
        if entry is None:
            clients[identity] = ClientEntry(identity, (row.line,), row)
            continue
        problems = _contradictions(entry, row)
        if problems:
            rejected.append(RejectedRow(row.line, problems))
        else:
            clients[identity] = ClientEntry(identity, (*entry.lines, row.line), _joined(entry.row, row))
    return Grouped(tuple(clients.values()), tuple(sorted(rejected, key=lambda row: row.line)))


_VALUES = {
    **{field: attrgetter(f"organisation.{field.value}") for field in _ORGANISATION_FIELDS},
    **{field: attrgetter(f"organisation.address.{field.value}") for field in _ADDRESS_FIELDS},
    **{field: attrgetter(field.value) for field in (Field.REFERENCE, *_OWN_FIELDS)},
}


def client_value(row: ClientRow, field: Field) -> str:
    """Return what the row says in a field of the client itself; fields of products and name parts are empty here."""
    getter = _VALUES.get(field)
    return str(getter(row)) if getter else ""


def digest(client: ClientEntry | ClientRow) -> str:
    """Return a fingerprint of everything that a client's rows say, whatever their order and lines."""
    row = client.row if isinstance(client, ClientEntry) else client
    products = sorted(
        [product.kind.sku, product.name, product.expiry.isoformat(), product.period_months, product.auto_renew]
        for product in row.products
    )
    told = [{field: getter(row) for field, getter in _VALUES.items()}, products]
    canonical = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _contradictions(entry: ClientEntry, row: ClientRow) -> tuple[FieldProblem, ...]:
    first = entry.row
    both = first.stated & row.stated
    problems = [
        FieldProblem(field, _clash(entry, client_value(first, field)))
        for field in _COMPARED
        if field in both and fold(client_value(first, field)) != fold(client_value(row, field))
    ]
    known = {product_key(product): product for product in first.products}
    problems += [
        FieldProblem(Field.PRODUCT_NAME, _product_clash(entry, product))
        for product in row.products
        if not is_same_product(known.get(product_key(product), product), product)
    ]
    return tuple(problems)


def _clash(entry: ClientEntry, earlier: str) -> str:
    reason = _("The same client has another value on line {line}: “{value}”.")
    return reason.format(line=entry.first_line, value=visible(earlier[:60]))


def _product_clash(entry: ClientEntry, product: ProductRow) -> str:
    reason = _("The same client, first on line {line}, has the product “{name}” already, with different data.")
    return reason.format(line=entry.first_line, name=visible(product.name[:60]))


def _joined(first: ClientRow, row: ClientRow) -> ClientRow:
    """Return the first row with what a later one adds: fields that only the latter states, its remark, its products."""
    known = {product_key(product) for product in first.products}
    added = tuple(product for product in row.products if product_key(product) not in known)
    joined = replace(first, products=first.products + added, stated=first.stated | row.stated)
    new = row.stated - first.stated
    if Field.NOTE in row.stated and row.note != first.note:
        joined = replace(joined, note=_joined_notes(first.note, row.note))
    if not new:
        return joined
    address = replace(
        first.organisation.address, **{f.value: client_value(row, f) for f in _ADDRESS_FIELDS if f in new}
    )
    told = {f.value: getattr(row.organisation, f.value) for f in _ORGANISATION_FIELDS if f in new}
    return replace(
        joined,
        organisation=replace(first.organisation, **told, address=address),
        contact_name=row.contact_name if Field.CONTACT_NAME in new else first.contact_name,
        contact_email=row.contact_email if Field.CONTACT_EMAIL in new else first.contact_email,
    )


def _joined_notes(first: str, other: str) -> str:
    return first if other in first else f"{first}\n{other}" if first else other
