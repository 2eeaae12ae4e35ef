"""Teams: people of one organisation with rights on products and, for a partner, clients in common."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from resellertui.store.models.model import Folded, Id, Model, Moment, Name, Word

LEADS = text("is_leader")


class Team(Model):
    """A team of an organisation. What it may do is added to what its members may do themselves."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("org_id", "name_folded"),)

    id: Mapped[Id]
    org_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[Name]
    name_folded: Mapped[Folded]
    colour: Mapped[Word]
    created_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)


class TeamMember(Model):
    """A person in a team."""

    __tablename__ = "team_members"
    __table_args__ = (
        Index(None, "membership_id"),
        Index("uq_team_members_leader", "team_id", unique=True, sqlite_where=LEADS, postgresql_where=LEADS),
    )

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), primary_key=True)
    is_leader: Mapped[bool] = mapped_column(default=False)
    """At most one of a team leads it."""


class TeamProduct(Model):
    """A team's right on one product, or on a family with its future ones."""

    __tablename__ = "team_products"
    __table_args__ = (
        CheckConstraint("product_right in ('technical', 'statistics')", name="right"),
        CheckConstraint("(product_id is null) <> (family is null)", name="one_subject"),
        UniqueConstraint("team_id", "product_id"),
        UniqueConstraint("team_id", "family"),
    )

    id: Mapped[Id]
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    family: Mapped[Word | None]
    product_right: Mapped[Word]
    granted_at: Mapped[Moment]


class TeamClient(Model):
    """A client of a partner, given to a team; goes when the partnership ends."""

    __tablename__ = "team_clients"
    __table_args__ = (Index(None, "partnership_id"),)

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), primary_key=True)
    granted_at: Mapped[Moment]
