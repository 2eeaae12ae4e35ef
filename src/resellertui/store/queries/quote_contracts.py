"""Contracts that came of requests for quotes, and clients' products of other providers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from resellertui.store.models import OutsideProduct, QuoteContract


def contract(session: Session, contract_id: int) -> QuoteContract | None:
    """Return a contract."""
    return session.get(QuoteContract, contract_id)


def of_request(session: Session, request_id: int) -> QuoteContract | None:
    """Return the contract that came of a request."""
    return session.scalar(select(QuoteContract).where(QuoteContract.request_id == request_id))


def of_order(session: Session, order_id: int) -> QuoteContract | None:
    """Return the contract whose basket an order is of."""
    return session.scalar(select(QuoteContract).where(QuoteContract.order_id == order_id))


def of_pair(session: Session, partner_id: int, client_id: int) -> list[QuoteContract]:
    """Return the contracts of a partner and a client, the newest first."""
    statement = select(QuoteContract).where(
        QuoteContract.partner_id == partner_id, QuoteContract.client_id == client_id
    )
    return list(session.scalars(statement.order_by(QuoteContract.id.desc())))


def bound(session: Session, partner_id: int, client_ids: Collection[int]) -> set[int]:
    """Return those of some clients with which a partner has a contract."""
    statement = select(QuoteContract.client_id).where(
        QuoteContract.partner_id == partner_id, QuoteContract.client_id.in_(client_ids)
    )
    return set(session.scalars(statement.distinct()))


def count_concerning(session: Session, org_id: int, *, partner: bool, client: bool) -> int:
    """Return how many contracts an organisation has as partner, as client, or as either."""
    return session.scalar(select(func.count(QuoteContract.id)).where(_side(org_id, partner, client))) or 0


def concerning(
    session: Session, org_id: int, offset: int, limit: int, *, partner: bool, client: bool
) -> list[QuoteContract]:
    """Return a part of the contracts that an organisation has as partner, as client, or as either; the newest first."""
    statement = select(QuoteContract).where(_side(org_id, partner, client)).order_by(QuoteContract.id.desc())
    return list(session.scalars(statement.offset(offset).limit(limit)))


def _side(org_id: int, partner: bool, client: bool) -> ColumnElement[bool]:
    sides = [QuoteContract.partner_id == org_id] * partner + [QuoteContract.client_id == org_id] * client
    return or_(*sides)


def breaches_of(session: Session, contracts: Collection[QuoteContract]) -> dict[int, int]:
    """Return how many breaches were noted of each of some contracts, found by their clients."""
    statement = (
        select(OutsideProduct.contract_id, func.count(OutsideProduct.id))
        .where(
            OutsideProduct.client_id.in_({one.client_id for one in contracts}),
            OutsideProduct.contract_id.in_({one.id for one in contracts}),
        )
        .group_by(OutsideProduct.contract_id)
    )
    return {row[0] or 0: row[1] for row in session.execute(statement)}


def outside(session: Session, outside_id: int) -> OutsideProduct | None:
    """Return a product of another provider."""
    return session.get(OutsideProduct, outside_id)


def count_outside(session: Session, client_id: int) -> int:
    """Return how many products of other providers are noted on a client."""
    return session.scalar(select(func.count(OutsideProduct.id)).where(OutsideProduct.client_id == client_id)) or 0


def outside_of(session: Session, client_id: int, offset: int, limit: int) -> list[OutsideProduct]:
    """Return a part of a client's products of other providers, the newest first."""
    statement = select(OutsideProduct).where(OutsideProduct.client_id == client_id).order_by(OutsideProduct.id.desc())
    return list(session.scalars(statement.offset(offset).limit(limit)))


def count_breaches(session: Session, *, settled: bool) -> int:
    """Return how many breaches wait to be settled, or how many there are in all."""
    return session.scalar(select(func.count(OutsideProduct.id)).where(*_tasks(settled))) or 0


def breaches(session: Session, offset: int, limit: int, *, settled: bool) -> list[OutsideProduct]:
    """Return a part of the breaches that wait to be settled, the oldest first; or of all, the newest first."""
    order = OutsideProduct.id.desc() if settled else OutsideProduct.id
    statement = select(OutsideProduct).where(*_tasks(settled)).order_by(order)
    return list(session.scalars(statement.offset(offset).limit(limit)))


def _tasks(settled: bool) -> list[ColumnElement[bool]]:
    waiting = [] if settled else [OutsideProduct.done_at.is_(None)]
    return [OutsideProduct.contract_id.is_not(None), *waiting]
