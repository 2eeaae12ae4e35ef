"""The published versions of the programme terms, and what they bear on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from resellertui.store.models import (
    EntrustedProduct,
    Organisation,
    Partnership,
    Product,
    ProgrammeMember,
    TermsVersion,
    User,
)

STREAMED = 1000
"""How many rows of holdings are fetched at a time."""


class Held(NamedTuple):
    """The products of one kind that an organisation holds and one partnership, or none, covers today."""

    client_id: int
    client: str
    currency: str
    sku: str
    quantity: int
    partner_id: int | None
    access: str | None
    payment: str | None
    partner_state: str | None
    """The partner's standing in the programme."""
    partner_suspend_on: date | None
    own_state: str | None
    """The holder's own standing in it."""
    own_suspend_on: date | None


def effective_on(session: Session, day: date) -> TermsVersion | None:
    """Return the version effective on a day, the one published last where several are; before the first one, that."""
    statement = select(TermsVersion).where(TermsVersion.effective_from <= day)
    newest = statement.order_by(TermsVersion.effective_from.desc(), TermsVersion.id.desc()).limit(1)
    return session.scalar(newest) or session.scalar(
        select(TermsVersion).order_by(TermsVersion.effective_from, TermsVersion.id).limit(1)
    )


def next_effective(session: Session, day: date) -> date | None:
    """Return the next day after one on which another version takes effect."""
    return session.scalar(select(func.min(TermsVersion.effective_from)).where(TermsVersion.effective_from > day))


def versions(session: Session) -> list[tuple[TermsVersion, str]]:
    """Return every version in the order of publication, with the name of who published it."""
    rows = session.execute(
        select(TermsVersion, User.name)
        .outerjoin(User, User.id == TermsVersion.published_by_id)
        .order_by(TermsVersion.id)
    )
    return [(row[0], row[1] or "") for row in rows]


def held_kinds(session: Session) -> dict[str, int]:
    """Return how many products there are of each kind."""
    rows = session.execute(select(Product.sku, func.count()).group_by(Product.sku).order_by(Product.sku))
    return {row[0]: row[1] for row in rows}


def holdings(session: Session, today: date) -> Iterator[Held]:
    """Give what every organisation holds, by organisation and kind, with the partnership that covers it today.

    A partnership that is paused or past its end date covers nothing, nor does one with limited access cover what is
    not entrusted to it. Products past their expiry are left out.
    """
    partner, holder = aliased(ProgrammeMember), aliased(ProgrammeMember)
    entrusted = exists().where(
        EntrustedProduct.partnership_id == Partnership.id,
        EntrustedProduct.product_id == Product.id,
        EntrustedProduct.until.is_(None),
    )
    covering = and_(
        Partnership.client_id == Product.org_id,
        Partnership.state == "active",
        or_(Partnership.end_on.is_(None), Partnership.end_on > today),
        or_(Partnership.paused_until.is_(None), Partnership.paused_until <= today),
        or_(Partnership.access == "full", entrusted),
    )
    statement = (
        select(
            Product.org_id,
            Organisation.name,
            Organisation.currency,
            Product.sku,
            func.sum(Product.quantity),
            Partnership.partner_id,
            Partnership.access,
            Partnership.payment,
            partner.state,
            partner.suspend_on,
            holder.state,
            holder.suspend_on,
        )
        .join(Organisation, Organisation.id == Product.org_id)
        .outerjoin(Partnership, covering)
        .outerjoin(partner, partner.org_id == Partnership.partner_id)
        .outerjoin(holder, holder.org_id == Product.org_id)
        .where(Product.state == "active", or_(Product.expires_on.is_(None), Product.expires_on >= today))
        .group_by(Product.org_id, Product.sku, Partnership.id)
        .order_by(Product.org_id, Product.sku, Partnership.id)
    )
    for row in session.execute(statement, execution_options={"yield_per": STREAMED}):
        yield Held._make(row)


def payers(session: Session, org_ids: set[int]) -> dict[int, tuple[str, str]]:
    """Return the names and currencies of organisations."""
    rows = session.execute(select(Organisation.id, Organisation.name, Organisation.currency))
    return {row[0]: (row[1], row[2]) for row in rows if row[0] in org_ids}
