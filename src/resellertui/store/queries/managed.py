"""What is under a partner's care today, counted by kind: for all its clients together, or for some one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from resellertui.store.effective import effective_clients
from resellertui.store.models import EntrustedProduct, Organisation, Partnership, Product


class Counted(NamedTuple):
    """How many units of a kind there are in a currency."""

    currency: str
    sku: str
    quantity: int


def of_partner(session: Session, partner_id: int, today: date, membership_id: int | None) -> list[Counted]:
    """Return the sums over all clients of a partner, or over those granted to a membership or its teams."""
    statement = (
        _covered(select(Organisation.currency, Product.sku, func.sum(Product.quantity)), today)
        .where(*_clients(partner_id, membership_id))
        .group_by(Organisation.currency, Product.sku)
    )
    return [Counted(*row) for row in session.execute(statement)]


def of_partner_lasting(
    session: Session, partner_id: int, today: date, lasting_to: date
) -> tuple[list[Counted], list[Counted]]:
    """Return the sums over all clients of a partner, and those of what lasts beyond a day, read in one go.

    That is what renews by itself or does not expire up to it, in partnerships that do not end before.
    """
    lasting = case((and_(_lasts(lasting_to), _stays(lasting_to)), Product.quantity), else_=0)
    statement = (
        _covered(select(Organisation.currency, Product.sku, func.sum(Product.quantity), func.sum(lasting)), today)
        .where(*_clients(partner_id, None))
        .group_by(Organisation.currency, Product.sku)
    )
    rows = session.execute(statement).all()
    return [Counted(*row[:3]) for row in rows], [Counted(row[0], row[1], row[3]) for row in rows]


def largest_of_partner(
    session: Session, partner_id: int, today: date, currency: str, weights: Mapping[str, int], limit: int
) -> list[int]:
    """Return the partnerships of a partner whose clients of a currency weigh most, by the weight of each kind."""
    weight = func.sum(Product.quantity * case(weights, value=Product.sku, else_=0)) if weights else literal(0)
    statement = (
        _covered(select(Partnership.id), today)
        .where(*_clients(partner_id, None), Organisation.currency == currency)
        .group_by(Partnership.id)
        .having(weight > 0)
        .order_by(weight.desc(), Partnership.id)
        .limit(limit)
    )
    return list(session.scalars(statement))


def client_names(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """Return the names of partnerships' clients."""
    rows = session.execute(
        select(Partnership.id, Organisation.name)
        .join(Organisation, Organisation.id == Partnership.client_id)
        .where(Partnership.id.in_(numbers))
    )
    return {row[0]: row[1] for row in rows}


def clients_of_partner(session: Session, partner_id: int, today: date, membership_id: int | None) -> dict[str, int]:
    """Return how many clients have anything that counts, by currency."""
    statement = (
        _covered(select(Organisation.currency, func.count(Partnership.id.distinct())), today)
        .where(*_clients(partner_id, membership_id))
        .group_by(Organisation.currency)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def of_partnerships(session: Session, numbers: Collection[int], today: date) -> dict[int, list[Counted]]:
    """Return the sums of some clients, by partnership."""
    statement = (
        _covered(select(Partnership.id, Organisation.currency, Product.sku, func.sum(Product.quantity)), today)
        .where(Partnership.id.in_(numbers))
        .group_by(Partnership.id, Product.sku)
        .order_by(Partnership.id, Product.sku)
    )
    found: dict[int, list[Counted]] = {}
    for row in session.execute(statement):
        found.setdefault(row[0], []).append(Counted(*row[1:]))
    return found


def of_organisation(session: Session, org_id: int, today: date) -> list[Counted]:
    """Return the sums of an organisation's own products."""
    statement = (
        select(Organisation.currency, Product.sku, func.sum(Product.quantity))
        .join(Organisation, Organisation.id == Product.org_id)
        .where(Product.org_id == org_id, *_running(today))
        .group_by(Organisation.currency, Product.sku)
        .order_by(Product.sku)
    )
    return [Counted(*row) for row in session.execute(statement)]


def _running(today: date) -> tuple[ColumnElement[bool], ...]:
    return Product.state == "active", or_(Product.expires_on.is_(None), Product.expires_on > today)


def _lasts(day: date) -> ColumnElement[bool]:
    return or_(Product.auto_renewal, Product.expires_on.is_(None), Product.expires_on > day)


def _stays(day: date) -> ColumnElement[bool]:
    return or_(Partnership.end_on.is_(None), Partnership.end_on > day)


def _covered(statement: Any, today: date) -> Any:
    """Join the products that partnerships cover today: all, or with limited access those entrusted."""
    entrusted = exists().where(
        EntrustedProduct.partnership_id == Partnership.id,
        EntrustedProduct.product_id == Product.id,
        EntrustedProduct.until.is_(None),
    )
    return (
        statement.select_from(Partnership)
        .join(Organisation, Organisation.id == Partnership.client_id)
        .join(
            Product,
            and_(Product.org_id == Partnership.client_id, or_(Partnership.access == "full", entrusted)),
        )
        .where(
            Partnership.state == "active",
            or_(Partnership.end_on.is_(None), Partnership.end_on > today),
            or_(Partnership.paused_until.is_(None), Partnership.paused_until <= today),
            *_running(today),
        )
    )


def _clients(partner_id: int, membership_id: int | None) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = [Partnership.partner_id == partner_id]
    if membership_id is not None:
        granted = select(effective_clients.c.partnership_id).where(effective_clients.c.membership_id == membership_id)
        parts.append(Partnership.id.in_(granted))
    return parts
