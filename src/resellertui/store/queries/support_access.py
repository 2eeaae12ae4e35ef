"""Temporary accesses and the looks through them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from resellertui.store.effective import effective_clients
from resellertui.store.models import AccessLook, Membership, Organisation, Partnership, TemporaryAccess, User


def access(session: Session, access_id: int) -> TemporaryAccess | None:
    """Return a temporary access by its number."""
    return session.get(TemporaryAccess, access_id)


def unended(session: Session, org_id: int, user_id: int) -> list[TemporaryAccess]:
    """Return a person's accesses whose end nothing has recorded; the caller looks at their dates."""
    rows = session.scalars(
        select(TemporaryAccess)
        .where(
            TemporaryAccess.org_id == org_id,
            TemporaryAccess.user_id == user_id,
            TemporaryAccess.ended_at.is_(None),
        )
        .order_by(TemporaryAccess.id)
    )
    return list(rows)


def accesses_of(session: Session, org_id: int, user_id: int, limit: int) -> list[TemporaryAccess]:
    """Return the accesses that a person gave in an organisation, newest first."""
    rows = session.scalars(
        select(TemporaryAccess)
        .where(TemporaryAccess.org_id == org_id, TemporaryAccess.user_id == user_id)
        .order_by(TemporaryAccess.id.desc())
        .limit(limit)
    )
    return list(rows)


def looks_through(session: Session, access_ids: Sequence[int]) -> list[tuple[AccessLook, str]]:
    """Return every look through some accesses, oldest first, with the staff member's name."""
    rows = session.execute(
        select(AccessLook, User.name)
        .join(User, User.id == AccessLook.staff_id)
        .where(AccessLook.access_id.in_(access_ids))
        .order_by(AccessLook.id)
    )
    return [(row[0], row[1]) for row in rows]


def has_looks(session: Session, access_id: int) -> bool:
    """Return whether anyone has looked through an access."""
    return session.scalar(select(exists().where(AccessLook.access_id == access_id))) or False


def look_of_grant(session: Session, grant_id: str) -> AccessLook | None:
    """Return the look that a signed grant was issued for."""
    return session.scalar(select(AccessLook).where(AccessLook.grant_id == grant_id))


def newest_grant_id(session: Session) -> str | None:
    """Return the number inside the last signed grant that was issued; None where none ever was."""
    return session.scalar(select(AccessLook.grant_id).order_by(AccessLook.id.desc()).limit(1))


class OpenAccess(NamedTuple):
    """An access that is open, with the people concerned."""

    row: TemporaryAccess
    person: str
    organisation: str


def open_at(session: Session, now: datetime, *, org_id: int | None, limit: int) -> list[OpenAccess]:
    """Return accesses that are open and whose person still belongs to the organisation, the first to end first."""
    statement = (
        select(TemporaryAccess, User.name, Organisation.name)
        .join(User, User.id == TemporaryAccess.user_id)
        .join(Organisation, Organisation.id == TemporaryAccess.org_id)
        .where(TemporaryAccess.expires_at > now, TemporaryAccess.ended_at.is_(None), _belongs())
        .order_by(TemporaryAccess.expires_at, TemporaryAccess.id)
        .limit(limit)
    )
    if org_id is not None:
        statement = statement.where(TemporaryAccess.org_id == org_id)
    return [OpenAccess(*row) for row in session.execute(statement)]


class ClientAccess(NamedTuple):
    """An access that is open in a client's organisation, with the partnership through which the client is reached."""

    service: str
    expires_at: datetime
    partnership: Partnership
    client: str


def open_over_clients(
    session: Session, partner_id: int, membership_id: int | None, now: datetime, limit: int
) -> list[ClientAccess]:
    """Return the accesses that are open in the organisations of a partner's active clients, by client.

    With a membership only clients that are granted to it, by itself or through its teams. The caller looks at the
    dates of each partnership. It is read from the accesses that are open anywhere, which are fewer than the clients
    that a partner can have.
    """
    statement = (
        select(TemporaryAccess.service, TemporaryAccess.expires_at, Partnership, Organisation.name)
        .join(Partnership, Partnership.client_id == TemporaryAccess.org_id)
        .join(Organisation, Organisation.id == TemporaryAccess.org_id)
        .where(
            TemporaryAccess.expires_at > now,
            TemporaryAccess.ended_at.is_(None),
            Partnership.partner_id == partner_id,
            Partnership.state == "active",
            _belongs(),
        )
        .order_by(Organisation.name_folded, Organisation.id, TemporaryAccess.service, TemporaryAccess.id)
        .limit(limit)
        .with_hint(TemporaryAccess, "INDEXED BY ix_temporary_accesses_expires_at", "sqlite")
    )
    if membership_id is not None:
        statement = statement.where(
            Partnership.id.in_(
                select(effective_clients.c.partnership_id).where(effective_clients.c.membership_id == membership_id)
            )
        )
    return [ClientAccess(*row) for row in session.execute(statement)]


def to_end(session: Session, now: datetime, after: int, limit: int) -> list[TemporaryAccess]:
    """Return accesses whose end is to be recorded: time has ended them, or their person has left the organisation.

    Read through the index of those that nothing has ended, which are few beside all that ever were.
    """
    rows = session.scalars(
        select(TemporaryAccess)
        .where(TemporaryAccess.ended_at.is_(None), TemporaryAccess.id > after)
        .where((TemporaryAccess.expires_at <= now) | ~_belongs())
        .with_hint(TemporaryAccess, "INDEXED BY uq_temporary_accesses_open", "sqlite")
        .order_by(TemporaryAccess.id)
        .limit(limit)
    )
    return list(rows)


def count_looks(session: Session, access_id: int) -> int:
    """Return how many looks there were through an access."""
    return session.scalar(select(func.count()).select_from(AccessLook).where(AccessLook.access_id == access_id)) or 0


def _belongs() -> ColumnElement[bool]:
    return exists().where(Membership.org_id == TemporaryAccess.org_id, Membership.user_id == TemporaryAccess.user_id)
