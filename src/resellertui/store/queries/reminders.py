"""Who of an organisation gets its reminders."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from resellertui.domain.roles import Role
from resellertui.store.models import Membership, User
from resellertui.store.queries.people import Recipient


class Member(NamedTuple):
    """A person of an organisation, with what decides about reminders."""

    membership_id: int
    recipient: Recipient
    role: Role
    accounting: bool
    wants: bool


def members(session: Session, org_id: int) -> list[Member]:
    """Return the people of an organisation, in the order in which they came to the database."""
    rows = session.execute(
        select(
            Membership.id,
            User.id,
            User.name,
            User.email,
            User.language,
            Membership.role,
            Membership.accounting,
            Membership.billing_reminders,
        )
        .join(User, User.id == Membership.user_id)
        .where(Membership.org_id == org_id)
        .order_by(User.id)
    )
    return [Member(row[0], Recipient(*row[1:5]), Role(row[5]), row[6], row[7]) for row in rows]
