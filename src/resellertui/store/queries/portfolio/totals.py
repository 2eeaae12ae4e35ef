"""How many clients and products a partner has: kept by triggers, so asking costs the same for three and a million."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resellertui.store.models import ClientGrant, PortfolioLine, PortfolioTotal, PortfolioVersion


class Counts(NamedTuple):
    """The size of a partner's portfolio."""

    full: int
    limited: int
    pending: int
    products: int


def counts(session: Session, partner_id: int, membership_id: int | None = None) -> Counts:
    """Return how many clients by access, how many requests are pending, how many products are reached.

    With a membership, only those of the clients granted to it: that costs as much as there are of them.
    """
    if membership_id is None:
        statement = select(
            PortfolioTotal.tab, PortfolioTotal.access, PortfolioTotal.clients, PortfolioTotal.products
        ).where(PortfolioTotal.partner_id == partner_id)
    else:
        statement = (
            select(PortfolioLine.tab, PortfolioLine.access, func.count(), func.sum(PortfolioLine.products))
            .join(ClientGrant, ClientGrant.partnership_id == PortfolioLine.partnership_id)
            .where(ClientGrant.membership_id == membership_id, PortfolioLine.partner_id == partner_id)
            .group_by(PortfolioLine.tab, PortfolioLine.access)
        )
    found = {(tab, access): (clients, products) for tab, access, clients, products in session.execute(statement)}
    full, limited = found.get(("active", "full"), (0, 0)), found.get(("active", "limited"), (0, 0))
    return Counts(
        full=full[0],
        limited=limited[0],
        pending=sum(clients for (tab, _access), (clients, _products) in found.items() if tab == "pending"),
        products=full[1] + limited[1],
    )


def in_tab(session: Session, partner_id: int, tab: str) -> int:
    """Return how many lines a tab has."""
    statement = select(func.sum(PortfolioTotal.clients)).where(
        PortfolioTotal.partner_id == partner_id, PortfolioTotal.tab == tab
    )
    return session.scalar(statement) or 0


def version(session: Session, partner_id: int) -> int:
    """Return the number of changes that the partner's lines have seen."""
    statement = select(PortfolioVersion.version).where(PortfolioVersion.partner_id == partner_id)
    return session.scalar(statement) or 0
