"""What renewals are worked from: the lines of the boards, kept by triggers, and how far the daily jobs have come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Model, Word


class RenewalLine(Model):
    """A product whose renewal a partner looks after: kept by triggers, never written by the program.

    What a line says is defined once, by the view `renewals_now` in `store/renewal_lines.py`.
    """

    __tablename__ = "renewal_lines"
    __table_args__ = (
        Index("ix_renewal_lines_board", "partner_id", "expires_on", "product_id", "payer", "partnership_id"),
        Index(None, "partnership_id"),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True)
    partner_id: Mapped[int]
    client_id: Mapped[int]
    payer: Mapped[Word]
    """`client` or `partner`: whose payment method the partnership has."""
    expires_on: Mapped[date]


class DoneDay(Model):
    """The last day that a job which works day by day has finished."""

    __tablename__ = "done_days"

    job: Mapped[Word] = mapped_column(primary_key=True)
    day: Mapped[date]
