"""A partner's list of clients as it is sorted, counted and searched: kept by triggers, never written by the program.

What a line says is defined once, by the view `portfolio_now`; `store/portfolio.py` has the view and the triggers.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Model, Word

SORTS = ("name", "reference", "city", "access", "payment", "products", "expiry", "since", "state")
"""What a list of clients is sorted by at full size, in both directions and every tab: each has its index."""


def _sorted_by(sort: str) -> Index:
    column = "products" if sort == "products" else f"{sort}_key"
    # The list's first order holds what is searched too: looking through it then reads no row, a tenth of the time.
    more = ("partnership_id", "search", "starts") if sort == "name" else ("name_key",)
    return Index(f"ix_portfolio_lines_{sort}", "partner_id", "tab", column, *more)


class PortfolioLine(Model):
    """One partnership as its partner's list of clients shows it on the day in `portfolio_day`."""

    __tablename__ = "portfolio_lines"
    __table_args__ = tuple(_sorted_by(sort) for sort in SORTS)

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True)
    partner_id: Mapped[int]
    client_id: Mapped[int | None]
    tab: Mapped[Word]
    """`active`, `pending` or `past`, as the dates say on that day."""
    access: Mapped[Word]
    name_key: Mapped[str] = mapped_column(String)
    reference_key: Mapped[str] = mapped_column(String)
    city_key: Mapped[str] = mapped_column(String)
    access_key: Mapped[str] = mapped_column(String)
    payment_key: Mapped[str] = mapped_column(String)
    products: Mapped[int]
    """How many products the partner reaches."""
    expiry_key: Mapped[str] = mapped_column(String)
    """The earliest expiry of these; after every date when there is none."""
    since_key: Mapped[str] = mapped_column(String)
    state_key: Mapped[str] = mapped_column(String)
    search: Mapped[str] = mapped_column(String)
    """Everything that the partner may search the client by, folded."""
    starts: Mapped[str] = mapped_column(String)
    """The beginnings of the words in `search`."""
    scope: Mapped[str] = mapped_column(String)
    """Partner and tab in three letters, for the full texts."""


class PortfolioTotal(Model):
    """How many clients and products a partner has in a tab, by access."""

    __tablename__ = "portfolio_totals"

    partner_id: Mapped[int] = mapped_column(primary_key=True)
    tab: Mapped[Word] = mapped_column(primary_key=True)
    access: Mapped[Word] = mapped_column(primary_key=True)
    clients: Mapped[int]
    products: Mapped[int]


class PortfolioVersion(Model):
    """Counts the changes of a partner's lines, so that what is remembered about them is known to be old."""

    __tablename__ = "portfolio_versions"

    partner_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class PortfolioDay(Model):
    """One row: the calendar day for which the lines are right."""

    __tablename__ = "portfolio_day"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    today: Mapped[date]
