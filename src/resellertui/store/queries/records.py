"""A partner's records of its clients, the organisations they may speak of, and writing many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from resellertui.store.effective import effective_clients
from resellertui.store.models import (
    ClientRecord,
    ColumnMapping,
    Invitation,
    Model,
    Organisation,
    Partnership,
    Product,
    ProductProposal,
)

_MOST_VALUES = 900
"""How many values one statement compares with: older SQLite libraries bind 999 at most."""


RELEASED = "deleted "
"""How the identity begins of records whose organisation was deleted: no row of a file is known by them any more."""


class Known(NamedTuple):
    """A record as far as an unchanged client is recognised by it."""

    id: int
    identity: str
    digest: str


class Submitted(NamedTuple):
    """What a record says of its client."""

    id: int
    reference: str
    data: Any


class Candidate(NamedTuple):
    """An organisation as far as a file's client is recognised in it."""

    id: int
    email_key: str
    name_folded: str
    country: str
    register_number: str | None
    vat_number: str | None
    created_by_id: int | None
    claimed_at: datetime | None


def by_identities(session: Session, importer_id: int, identities: Sequence[str]) -> dict[str, Known]:
    """Return the importer's records with these identities."""
    found = {}
    for part in _parts(identities):
        rows = session.execute(
            select(ClientRecord.id, ClientRecord.identity, ClientRecord.digest).where(
                ClientRecord.importer_id == importer_id, ClientRecord.identity.in_(part)
            )
        )
        found.update({row.identity: Known(*row) for row in rows})
    return found


def record(session: Session, record_id: int) -> ClientRecord | None:
    """Return a record."""
    return session.get(ClientRecord, record_id)


def record_for(session: Session, importer_id: int, partnership_id: int) -> ClientRecord | None:
    """Return the importer's record behind a partnership."""
    return session.scalar(
        select(ClientRecord).where(
            ClientRecord.importer_id == importer_id, ClientRecord.partnership_id == partnership_id
        )
    )


def identities_after(session: Session, importer_id: int, after_id: int) -> list[tuple[int, str]]:
    """Return id and identity of the importer's records with a greater id, oldest first."""
    rows = session.execute(
        select(ClientRecord.id, ClientRecord.identity)
        .where(
            ClientRecord.importer_id == importer_id,
            ClientRecord.id > after_id,
            ~ClientRecord.identity.startswith(RELEASED, autoescape=True),
        )
        .order_by(ClientRecord.id)
    )
    return [(row.id, row.identity) for row in rows]


def submitted(session: Session, record_ids: Sequence[int]) -> Iterator[Submitted]:
    """Yield what records say."""
    for part in _parts(record_ids):
        rows = session.execute(
            select(ClientRecord.id, ClientRecord.reference, ClientRecord.data).where(ClientRecord.id.in_(part))
        )
        for row in rows:
            yield Submitted(*row)


def records_behind(session: Session, importer_id: int, partnership_ids: Sequence[int]) -> list[ClientRecord]:
    """Return the importer's records behind these partnerships."""
    return _records_where(session, importer_id, ClientRecord.partnership_id, partnership_ids)


def records_about(session: Session, importer_id: int, org_ids: Sequence[int]) -> list[ClientRecord]:
    """Return the importer's records of these organisations."""
    return _records_where(session, importer_id, ClientRecord.org_id, org_ids)


def _records_where(session: Session, importer_id: int, column: Any, values: Sequence[int]) -> list[ClientRecord]:
    found: list[ClientRecord] = []
    for part in _parts(values):
        found += session.scalars(
            select(ClientRecord)
            .where(ClientRecord.importer_id == importer_id, column.in_(part))
            .order_by(ClientRecord.id)
        )
    return found


def candidates(
    session: Session, *, vat_numbers: Collection[str], register_numbers: Collection[str], email_keys: Collection[str]
) -> list[Candidate]:
    """Return the organisations with one of these numbers or addresses, oldest first; none that was deleted."""
    found = {}
    for column, values in (
        (Organisation.vat_number, vat_numbers),
        (Organisation.register_number, register_numbers),
        (Organisation.email_key, email_keys),
    ):
        for part in _parts(list(values)):
            rows = session.execute(
                select(
                    Organisation.id,
                    Organisation.email_key,
                    Organisation.name_folded,
                    Organisation.country,
                    Organisation.register_number,
                    Organisation.vat_number,
                    Organisation.created_by_id,
                    Organisation.claimed_at,
                ).where(column.in_(part), Organisation.deleted_at.is_(None))
            )
            found.update({row.id: Candidate(*row) for row in rows})
    return [found[key] for key in sorted(found)]


def organisations(session: Session, org_ids: Iterable[int]) -> dict[int, Organisation]:
    """Return organisations by id."""
    found = {}
    for part in _parts(list(org_ids)):
        found.update({one.id: one for one in session.scalars(select(Organisation).where(Organisation.id.in_(part)))})
    return found


def products_of_many(session: Session, org_ids: Iterable[int]) -> dict[int, list[Product]]:
    """Return the products of organisations, oldest first."""
    found: dict[int, list[Product]] = {}
    for part in _parts(list(org_ids)):
        for one in session.scalars(select(Product).where(Product.org_id.in_(part)).order_by(Product.id)):
            found.setdefault(one.org_id, []).append(one)
    return found


def partnerships_of_partner(session: Session, partner_id: int, membership_id: int | None) -> list[Partnership]:
    """Return the partner's partnerships, oldest first: all, or those granted to a membership or its teams."""
    statement = select(Partnership).where(Partnership.partner_id == partner_id)
    if membership_id is not None:
        granted = select(effective_clients.c.partnership_id).where(effective_clients.c.membership_id == membership_id)
        statement = statement.where(Partnership.id.in_(granted))
    return list(session.scalars(statement.order_by(Partnership.id)))


def is_waiting_for(session: Session, org_id: int, email_key: str) -> bool:
    """Say whether this address has been invited as the organisation's legal representative and not joined yet."""
    found = session.scalar(
        select(Invitation.id)
        .where(
            Invitation.org_id == org_id,
            Invitation.email_key == email_key,
            Invitation.role == "legal_representative",
            Invitation.used_at.is_(None),
        )
        .limit(1)
    )
    return found is not None


def void_invitations(session: Session, org_id: int, at: datetime) -> None:
    """Let no unused token open the organisation any more."""
    session.execute(
        update(Invitation)
        .where(Invitation.org_id == org_id, Invitation.used_at.is_(None), Invitation.expires_at > at)
        .values(expires_at=at)
    )


def proposals(session: Session, record_id: int) -> list[ProductProposal]:
    """Return the products that a record proposes, adopted or not."""
    return list(session.scalars(select(ProductProposal).where(ProductProposal.record_id == record_id)))


def follow(session: Session, partnership_id: int, org_id: int) -> None:
    """Let the records behind a request, and what they propose, speak of the organisation that answers it."""
    ids = list(session.scalars(select(ClientRecord.id).where(ClientRecord.partnership_id == partnership_id)))
    if ids:
        session.execute(update(ClientRecord).where(ClientRecord.id.in_(ids)).values(org_id=org_id))
        session.execute(update(ProductProposal).where(ProductProposal.record_id.in_(ids)).values(org_id=org_id))


def column_mapping(session: Session, org_id: int, signature: str) -> ColumnMapping | None:
    """Return how the organisation last mapped the columns of a file with this header."""
    return session.scalar(
        select(ColumnMapping).where(ColumnMapping.org_id == org_id, ColumnMapping.signature == signature)
    )


def last_id(session: Session, model: type[Any]) -> int:
    """Return the greatest id of a table; who holds the write lock may give out the next ones."""
    return session.scalar(select(func.max(model.id))) or 0


def insert_many(session: Session, model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as the driver takes them: moments, dates and JSON are texts already, in the table's column order.

    About three times as fast as the same statement with every value taken through its column's type.
    """
    if not rows:
        return
    connection = session.connection()
    statement = insert(model).inline().compile(dialect=connection.dialect, column_keys=list(columns))
    if tuple(getattr(statement, "positiontup", None) or ()) != tuple(columns):
        raise AssertionError("the columns must be named in the table's order")
    connection.exec_driver_sql(str(statement), list(rows))


def _parts(values: Sequence[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(values), _MOST_VALUES):
        yield list(values[start : start + _MOST_VALUES])
