"""Billing addresses, and what has chosen them."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from resellertui.store.models import BillingAddress, Order, Product

_USUAL = select(BillingAddress).where(BillingAddress.org_id == bindparam("org"), BillingAddress.is_usual)


def address(session: Session, number: int) -> BillingAddress | None:
    """Return a billing address, removed or not."""
    return session.get(BillingAddress, number)


def usual(session: Session, org_id: int) -> BillingAddress | None:
    """Return an organisation's usual billing address, if it has one."""
    return session.scalar(_USUAL, {"org": org_id})


def living(session: Session, org_id: int) -> list[BillingAddress]:
    """Return the addresses that an organisation has now, in the order in which they were added."""
    return list(
        session.scalars(
            select(BillingAddress)
            .where(BillingAddress.org_id == org_id, BillingAddress.removed_at.is_(None))
            .order_by(BillingAddress.id)
        )
    )


def has_any(session: Session, org_id: int) -> bool:
    """Return whether an organisation has an address now."""
    found = select(BillingAddress.id).where(BillingAddress.org_id == org_id, BillingAddress.removed_at.is_(None))
    return session.scalar(found.limit(1)) is not None


def choose_instead(session: Session, before: int, after: int | None) -> None:
    """Let products and open orders that chose an address name another one, or None for the usual one."""
    session.execute(
        update(Product).where(Product.billing_address_id == before).values(billing_address_id=after),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(Order).where(Order.billing_address_id == before, Order.state == "open").values(billing_address_id=after),
        execution_options={"synchronize_session": False},
    )
