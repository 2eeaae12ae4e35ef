"""Organisations, the programme's members, and their products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from resellertui.domain.text import fold
from resellertui.store.models import (
    Cashback,
    Document,
    LedgerTransaction,
    Membership,
    Organisation,
    Product,
    ProgrammeMember,
)
from resellertui.store.plain import SessionReader
from resellertui.store.queries import first


def organisation(session: Session, org_id: int) -> Organisation | None:
    """Return an organisation."""
    return session.get(Organisation, org_id)


def names(session: Session, org_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of organisations."""
    wanted = set(org_ids)
    if not wanted:
        return {}
    rows = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def deleted(session: Session) -> frozenset[int]:
    """Return the ids of the organisations that were deleted."""
    return frozenset(session.scalars(select(Organisation.id).where(Organisation.deleted_at.is_not(None))))


def by_name(session: Session, name: str) -> list[Organisation]:
    """Return the organisations with this name, whatever its case and accents; none that was deleted."""
    called = select(Organisation).where(Organisation.name_folded == fold(name), Organisation.deleted_at.is_(None))
    return list(session.scalars(called.order_by(Organisation.id)))


def by_email(session: Session, email_key: str) -> list[Organisation]:
    """Return the organisations with this address; none that was deleted."""
    there = select(Organisation).where(Organisation.email_key == email_key, Organisation.deleted_at.is_(None))
    return list(session.scalars(there.order_by(Organisation.id)))


def every(session: Session, *, limit: int, offset: int = 0) -> list[Organisation]:
    """Return organisations by name, deleted ones too, for the provider's staff."""
    return list(
        session.scalars(
            select(Organisation).order_by(Organisation.name_folded, Organisation.id).limit(limit).offset(offset)
        )
    )


def programme_member(session: Session, org_id: int) -> ProgrammeMember | None:
    """Return an organisation's standing in the programme, if it is in it."""
    return session.get(ProgrammeMember, org_id)


def organisations(session: Session, org_ids: Sequence[int]) -> dict[int, Organisation]:
    """Return some organisations."""
    return {one.id: one for one in session.scalars(select(Organisation).where(Organisation.id.in_(org_ids)))}


def programme_members(session: Session, org_ids: Sequence[int]) -> dict[int, ProgrammeMember]:
    """Return the standing of those of some organisations that are in the programme."""
    return {
        one.org_id: one for one in session.scalars(select(ProgrammeMember).where(ProgrammeMember.org_id.in_(org_ids)))
    }


def products_of(session: Session, org_id: int) -> list[Product]:
    """Return all products of an organisation, by family and name, but those whose order came to nothing."""
    return list(
        session.scalars(
            select(Product)
            .where(Product.org_id == org_id, Product.state != "cancelled")
            .order_by(Product.family, Product.name_folded, Product.id)
        )
    )


def products_of_kinds(session: Session, org_id: int, skus: Sequence[str]) -> list[Product]:
    """Return an organisation's products of some kinds in any state, oldest first."""
    return list(
        session.scalars(select(Product).where(Product.org_id == org_id, Product.sku.in_(skus)).order_by(Product.id))
    )


def product(session: Session, product_id: int) -> Product | None:
    """Return a product."""
    return session.get(Product, product_id)


def products_named(session: Session, org_id: int, name: str) -> list[Product]:
    """Return an organisation's products with this name, whatever its case and accents."""
    return list(
        session.scalars(
            select(Product).where(Product.org_id == org_id, Product.name_folded == fold(name)).order_by(Product.id)
        )
    )


def names_held(session: Session, org_id: int, sku: str) -> list[str]:
    """Return the names under which an organisation holds products of one kind, or waits for them to start."""
    return list(
        session.scalars(
            select(Product.name).where(
                Product.org_id == org_id, Product.sku == sku, Product.state.in_(("active", "pending"))
            )
        )
    )


def granted_product_ids(session: Session, membership_id: int, org_id: int) -> set[int]:
    """Return the ids of the organisation's products that a membership's grants cover."""
    return first.granted_products(SessionReader(session), membership_id, org_id)


def has_money(session: Session, org_id: int) -> bool:
    """Return whether anything is counted in the organisation's currency: documents, its ledger, cashback."""
    return any(
        session.scalar(one) is not None
        for one in (
            select(Document.id).where(Document.payer_id == org_id).limit(1),
            select(LedgerTransaction.id).where(LedgerTransaction.org_id == org_id).limit(1),
            select(Cashback.id).where(Cashback.partner_id == org_id).limit(1),
        )
    )


def has_members(session: Session, org_id: int) -> bool:
    """Return whether anyone belongs to the organisation."""
    return session.scalar(select(Membership.id).where(Membership.org_id == org_id).limit(1)) is not None


def names_of_products(session: Session, product_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of products."""
    if not product_ids:
        return {}
    rows = session.execute(select(Product.id, Product.name).where(Product.id.in_(product_ids)))
    return {row.id: row.name for row in rows}
