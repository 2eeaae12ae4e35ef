"""Partnerships: by side, by state, with what is asked and entrusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from resellertui.store.models import (
    ClientRecord,
    EntrustedProduct,
    Organisation,
    OutboxMail,
    Partnership,
    PartnershipEvent,
    Product,
    ProductProposal,
    RequestedProduct,
)


def partnership(session: Session, partnership_id: int) -> Partnership | None:
    """Return a partnership."""
    return session.get(Partnership, partnership_id)


def partnerships(session: Session, partnership_ids: Iterable[int]) -> dict[int, Partnership]:
    """Return some partnerships."""
    found = session.scalars(select(Partnership).where(Partnership.id.in_(list(partnership_ids))))
    return {one.id: one for one in found}


def between(session: Session, client_id: int, partner_id: int, state: str) -> Partnership | None:
    """Return the pair's partnership in a state that a pair has once at most."""
    return session.scalar(
        select(Partnership).where(
            Partnership.client_id == client_id, Partnership.partner_id == partner_id, Partnership.state == state
        )
    )


def pending_to_address(session: Session, partner_id: int, address_key: str) -> Partnership | None:
    """Return the partner's own pending request to what it typed."""
    return session.scalar(
        select(Partnership).where(
            Partnership.partner_id == partner_id,
            Partnership.client_address_key == address_key,
            Partnership.state == "pending",
            Partnership.initiator == "partner",
        )
    )


def _addressed_to(address_keys: Iterable[str]) -> ColumnElement[bool]:
    return and_(
        Partnership.client_id.is_(None),
        Partnership.state == "pending",
        Partnership.client_address_key.in_(list(address_keys)),
    )


def concerning(
    session: Session, org_id: int, address_keys: Iterable[str], side: str | None = None
) -> list[Partnership]:
    """Return an organisation's partnerships on a side or both, and requests addressed to these addresses."""
    as_client = [Partnership.client_id == org_id, _addressed_to(address_keys)]
    as_partner = [Partnership.partner_id == org_id]
    wanted = {"client": as_client, "partner": as_partner}.get(side or "", as_client + as_partner)
    return list(session.scalars(select(Partnership).where(or_(*wanted)).order_by(Partnership.id.desc())))


def have_dealt(session: Session, client_id: int, partner_id: int) -> bool:
    """Return whether there ever was a partnership, or a request, between the two."""
    found = select(Partnership.id).where(Partnership.client_id == client_id, Partnership.partner_id == partner_id)
    return session.scalar(found.limit(1)) is not None


def known_clients(session: Session, partner_id: int, client_ids: Iterable[int]) -> set[int]:
    """Return which of these organisations the partner has dealt with."""
    found = session.scalars(
        select(Partnership.client_id).where(
            Partnership.partner_id == partner_id, Partnership.client_id.in_(list(client_ids))
        )
    )
    return {one for one in found if one is not None}


def active_of_client(session: Session, client_id: int) -> list[tuple[Partnership, str]]:
    """Return a client's active partnerships with the partner's name."""
    rows = session.execute(
        select(Partnership, Organisation.name)
        .join(Organisation, Organisation.id == Partnership.partner_id)
        .where(Partnership.client_id == client_id, Partnership.state == "active")
        .order_by(Partnership.id)
    )
    return [(row[0], row[1]) for row in rows]


def active_of_clients(session: Session, client_ids: Sequence[int]) -> dict[int, list[tuple[Partnership, str]]]:
    """Return the active partnerships of some clients, with the partners' names."""
    found: dict[int, list[tuple[Partnership, str]]] = {}
    for row, name in session.execute(
        select(Partnership, Organisation.name)
        .join(Organisation, Organisation.id == Partnership.partner_id)
        .where(Partnership.client_id.in_(client_ids), Partnership.state == "active")
        .order_by(Partnership.id)
    ):
        found.setdefault(row.client_id or 0, []).append((row, name))
    return found


def active_of_partner(session: Session, partner_id: int, client_id: int) -> Partnership | None:
    """Return the partner's active partnership with this client."""
    return between(session, client_id, partner_id, "active")


def past_their_dates(session: Session, today: date, client_ids: Iterable[int] | None = None) -> list[Partnership]:
    """Return pending requests that have expired and active agreements whose end date has come, unrecorded yet."""
    statement = select(Partnership).where(
        or_(
            and_(Partnership.state == "pending", Partnership.expires_on <= today),
            and_(Partnership.state == "active", Partnership.end_on <= today),
        )
    )
    if client_ids is not None:
        statement = statement.where(Partnership.client_id.in_(list(client_ids)))
    return list(session.scalars(statement.order_by(Partnership.id)))


def ending_between(session: Session, first: date, last: date) -> list[Partnership]:
    """Return active partnerships whose end date lies in these days, both included."""
    return list(
        session.scalars(
            select(Partnership)
            .where(Partnership.state == "active", Partnership.end_on >= first, Partnership.end_on <= last)
            .order_by(Partnership.id)
        )
    )


def entrusted(session: Session, partnerships: Sequence[Partnership]) -> dict[int, list[tuple[int, str]]]:
    """Return, for each partnership, the id and name of the products entrusted to it now, or at its end."""
    ids = [one.id for one in partnerships]
    if not ids:
        return {}
    rows = session.execute(
        select(EntrustedProduct.partnership_id, Product.id, Product.name)
        .join(Product, Product.id == EntrustedProduct.product_id)
        .join(Partnership, Partnership.id == EntrustedProduct.partnership_id)
        .where(
            EntrustedProduct.partnership_id.in_(ids),
            or_(EntrustedProduct.until.is_(None), EntrustedProduct.until == Partnership.ended_at),
        )
        .order_by(Product.name_folded, Product.id)
    )
    return _by_partnership((row[0], row[1], row[2]) for row in rows)


def requested(session: Session, partnerships: Sequence[Partnership]) -> dict[int, list[tuple[int, str]]]:
    """Return, for each partnership, the id and name of the products named in the request."""
    ids = [one.id for one in partnerships]
    if not ids:
        return {}
    rows = session.execute(
        select(RequestedProduct.partnership_id, Product.id, Product.name)
        .join(Product, Product.id == RequestedProduct.product_id)
        .where(RequestedProduct.partnership_id.in_(ids))
        .order_by(Product.name_folded, Product.id)
    )
    return _by_partnership((row[0], row[1], row[2]) for row in rows)


def requested_products(session: Session, partnership_id: int) -> list[Product]:
    """Return the products named in a request."""
    return list(
        session.scalars(
            select(Product)
            .join(RequestedProduct, RequestedProduct.product_id == Product.id)
            .where(RequestedProduct.partnership_id == partnership_id)
            .order_by(Product.id)
        )
    )


def _by_partnership(rows: Iterable[tuple[int, int, str]]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for partnership_id, product_id, name in rows:
        found[partnership_id].append((product_id, name))
    return dict(found)


def open_entrustments(session: Session, partnership_id: int) -> list[EntrustedProduct]:
    """Return the open entrustments of a partnership."""
    return list(
        session.scalars(
            select(EntrustedProduct).where(
                EntrustedProduct.partnership_id == partnership_id, EntrustedProduct.until.is_(None)
            )
        )
    )


def close_entrustments(session: Session, partnership_id: int, at: datetime) -> None:
    """End every open entrustment of a partnership."""
    session.execute(
        update(EntrustedProduct)
        .where(EntrustedProduct.partnership_id == partnership_id, EntrustedProduct.until.is_(None))
        .values(until=at)
    )


def count_reached(session: Session, row: Partnership) -> int:
    """Return how many of the client's products the partnership reaches."""
    if row.access == "full":
        counted = select(func.count()).select_from(Product).where(Product.org_id == row.client_id)
    else:
        counted = (
            select(func.count())
            .select_from(EntrustedProduct)
            .where(EntrustedProduct.partnership_id == row.id, EntrustedProduct.until.is_(None))
        )
    return session.scalar(counted) or 0


def redate_entrustments(session: Session, partnership_id: int, written: datetime, true: datetime) -> None:
    """Date the entrustments that were closed at one moment to the moment when they really ended."""
    session.execute(
        update(EntrustedProduct)
        .where(EntrustedProduct.partnership_id == partnership_id, EntrustedProduct.until == written)
        .values(until=true)
    )


def holder_of(session: Session, product_id: int) -> tuple[Partnership, str] | None:
    """Return the active partnership to which a product is entrusted, with its partner's name."""
    row = session.execute(
        select(Partnership, Organisation.name)
        .join(EntrustedProduct, EntrustedProduct.partnership_id == Partnership.id)
        .join(Organisation, Organisation.id == Partnership.partner_id)
        .where(EntrustedProduct.product_id == product_id, EntrustedProduct.until.is_(None))
    ).first()
    return None if row is None else (row[0], row[1])


def holders_of(session: Session, product_ids: Sequence[int]) -> dict[int, tuple[Partnership, str]]:
    """Return the active partnerships to which some products are entrusted, with their partners' names."""
    rows = session.execute(
        select(EntrustedProduct.product_id, Partnership, Organisation.name)
        .join(Partnership, Partnership.id == EntrustedProduct.partnership_id)
        .join(Organisation, Organisation.id == Partnership.partner_id)
        .where(EntrustedProduct.product_id.in_(product_ids), EntrustedProduct.until.is_(None))
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def events(session: Session, partnership_id: int) -> list[PartnershipEvent]:
    """Return everything that happened to a partnership, oldest first."""
    return list(
        session.scalars(
            select(PartnershipEvent)
            .where(PartnershipEvent.partnership_id == partnership_id)
            .order_by(PartnershipEvent.id)
        )
    )


def record_of(session: Session, partnership_id: int) -> ClientRecord | None:
    """Return the partner's own record behind a partnership that an import made."""
    return records_of(session, [partnership_id]).get(partnership_id)


def records_of(session: Session, partnership_ids: Sequence[int]) -> dict[int, ClientRecord]:
    """Return the partner's own records behind these partnerships."""
    if not partnership_ids:
        return {}
    rows = session.scalars(
        select(ClientRecord)
        .join(Partnership, Partnership.id == ClientRecord.partnership_id)
        .where(ClientRecord.partnership_id.in_(partnership_ids), ClientRecord.importer_id == Partnership.partner_id)
    )
    return {one.partnership_id: one for one in rows if one.partnership_id is not None}


def open_proposals(session: Session, org_id: int, partnership_id: int) -> list[ProductProposal]:
    """Return the products that this partnership's partner proposes and the client has not adopted."""
    return list(
        session.scalars(
            select(ProductProposal)
            .join(ClientRecord, ClientRecord.id == ProductProposal.record_id)
            .where(
                ProductProposal.org_id == org_id,
                ProductProposal.adopted_at.is_(None),
                ClientRecord.partnership_id == partnership_id,
            )
            .order_by(ProductProposal.name_folded, ProductProposal.id)
        )
    )


def mails_about(session: Session, partnership_id: int) -> list[OutboxMail]:
    """Return the mails about a partnership, oldest first."""
    return list(
        session.scalars(select(OutboxMail).where(OutboxMail.partnership_id == partnership_id).order_by(OutboxMail.id))
    )
