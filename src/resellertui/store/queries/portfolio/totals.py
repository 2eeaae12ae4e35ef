"""How many clients and products a partner has: kept by triggers, so asking costs the same for three and a million."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resellertui.store.models import PortfolioTotal, PortfolioVersion


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
