"""A partner's clients: found by name or address, and the rows of a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from resellertui.domain.partnership import Standing, State
from resellertui.store.models import ClientRecord, Membership, Organisation, Partnership, PortfolioLine, User
from resellertui.store.portfolio import NEVER

TABS = ("active", "pending", "past")


def _hidden() -> ColumnElement[bool]:
    """Say whether the client is still unknown to the partner that asked for it."""
    return and_(Partnership.initiator == "partner", Partnership.active_since.is_(None))


def by_partnership_id(session: Session, partner_id: int, partnership_id: int) -> list[Partnership]:
    """Return the partner's partnership with this id."""
    return list(
        session.scalars(
            select(Partnership).where(Partnership.partner_id == partner_id, Partnership.id == partnership_id)
        )
    )


def by_client_id(session: Session, partner_id: int, client_id: int) -> list[Partnership]:
    """Return the partner's partnerships with this organisation, as far as it knows it, newest first."""
    return list(
        session.scalars(
            select(Partnership)
            .where(Partnership.partner_id == partner_id, Partnership.client_id == client_id, ~_hidden())
            .order_by(Partnership.id.desc())
        )
    )


def by_name_or_email(session: Session, partner_id: int, folded: str, email_key: str) -> list[Partnership]:
    """Return the partner's partnerships whose client it knows by this name or address, newest first.

    An address is the client's, or while the partnership is active its legal representative's.
    """
    mine = select(Partnership).where(Partnership.partner_id == partner_id)
    named = select(PortfolioLine.partnership_id).where(
        PortfolioLine.partner_id == partner_id, PortfolioLine.tab.in_(TABS), PortfolioLine.name_key == folded
    )
    typed = mine.where(_hidden(), Partnership.client_address_key.in_([email_key, "name:" + folded]))
    statements = [mine.where(Partnership.id.in_(named)), typed]
    if "@" in email_key:
        addressed = select(Organisation.id).where(Organisation.email_key == email_key)
        represented = select(Membership.org_id).join(User, User.id == Membership.user_id)
        represented = represented.where(
            User.email_key == email_key,
            User.email_confirmed_at.is_not(None),
            Membership.role == "legal_representative",
        )
        statements += [
            mine.where(~_hidden(), Partnership.client_id.in_(addressed)),
            mine.where(Partnership.state == "active", Partnership.client_id.in_(represented)),
        ]
    found = {row.id: row for statement in statements for row in session.scalars(statement)}
    return sorted(found.values(), key=lambda row: -row.id)


class Row(NamedTuple):
    """A client in the list, as its partner may know it."""

    id: int
    client_id: int | None
    initiator: str
    state: str
    expires_on: date | None
    end_on: date | None
    paused_until: date | None
    access: str
    payment: str | None
    active_since: datetime | None
    requested_at: datetime
    name: str
    reference: str
    email: str
    city: str
    country: str
    products: int
    expiry_key: str

    @property
    def standing(self) -> Standing:
        """The stored state and dates of the partnership."""
        return Standing(State(self.state), self.expires_on, self.end_on, self.paused_until)

    @property
    def next_expiry(self) -> date | None:
        """The earliest expiry among the products reached, a passed one first of all: it waits for its renewal."""
        return None if self.expiry_key == NEVER else date.fromisoformat(self.expiry_key)


def _shown(column: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return case((_hidden(), ""), else_=func.coalesce(column, ""))


def rows(session: Session, partnership_ids: Sequence[int]) -> list[Row]:
    """Return the rows of these partnerships, in this order."""
    reference = (
        select(ClientRecord.reference)
        .where(ClientRecord.partnership_id == Partnership.id, ClientRecord.importer_id == Partnership.partner_id)
        .order_by(ClientRecord.id)
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(
            Partnership.id,
            Partnership.client_id,
            Partnership.initiator,
            Partnership.state,
            Partnership.expires_on,
            Partnership.end_on,
            Partnership.paused_until,
            Partnership.access,
            Partnership.payment,
            Partnership.active_since,
            Partnership.requested_at,
            case((_hidden(), Partnership.client_label), else_=Organisation.name),
            func.coalesce(reference, ""),
            _shown(Organisation.email),
            _shown(Organisation.city),
            _shown(Organisation.country),
            PortfolioLine.products,
            PortfolioLine.expiry_key,
        )
        .join(PortfolioLine, PortfolioLine.partnership_id == Partnership.id)
        .outerjoin(Organisation, Organisation.id == Partnership.client_id)
        .where(Partnership.id.in_(partnership_ids))
    )
    found = {row[0]: Row._make(row) for row in session.execute(statement)}
    return [found[number] for number in partnership_ids if number in found]
