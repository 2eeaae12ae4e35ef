"""What stands in the way of deleting an organisation, and what goes with it."""

from __future__ import annotations

from sqlalchemy import String, cast, delete, func, literal, select, update
from sqlalchemy.orm import Session

from resellertui.domain.billing import ProductState
from resellertui.store.models import (
    Cashback,
    ClientRecord,
    Document,
    Invitation,
    Membership,
    Partnership,
    Product,
    ProgrammeApplication,
    ProgrammeMember,
    RegistryQuestion,
    Team,
)
from resellertui.store.queries.records import RELEASED

_GONE = (ProductState.TERMINATED.value, ProductState.CANCELLED.value)


def count_products(session: Session, org_id: int) -> int:
    """Return how many products wait for their start or run."""
    held = select(func.count()).select_from(Product).where(Product.org_id == org_id, Product.state.not_in(_GONE))
    return session.scalar(held) or 0


def count_to_pay(session: Session, org_id: int) -> int:
    """Return how many documents the organisation has to pay."""
    due = select(func.count()).select_from(Document).where(Document.payer_id == org_id, Document.state == "to_pay")
    return session.scalar(due) or 0


def count_members(session: Session, org_id: int) -> int:
    """Return how many people belong to it."""
    return session.scalar(select(func.count()).select_from(Membership).where(Membership.org_id == org_id)) or 0


def count_invitations(session: Session, org_id: int) -> int:
    """Return how many invitations to it are not used."""
    waiting = (
        select(func.count()).select_from(Invitation).where(Invitation.org_id == org_id, Invitation.used_at.is_(None))
    )
    return session.scalar(waiting) or 0


def pending_cashback(session: Session, org_id: int) -> list[tuple[str, int]]:
    """Return currency and sum of the cashback that an organisation waits for."""
    rows = session.execute(
        select(Cashback.currency, func.sum(Cashback.amount))
        .where(Cashback.partner_id == org_id, Cashback.state == "pending")
        .group_by(Cashback.currency)
        .order_by(Cashback.currency)
    )
    return [(row[0], row[1]) for row in rows]


def void_cashback(session: Session, org_id: int) -> None:
    """Give up the cashback that an organisation waits for; the ledger holds nothing of it yet."""
    session.execute(
        update(Cashback)
        .where(Cashback.partner_id == org_id, Cashback.state == "pending")
        .values(state="void")
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def drop_everything(session: Session, org_id: int) -> None:
    """Delete who belongs to the organisation, and what it was to others; it is dated as deleted before."""
    session.execute(delete(Team).where(Team.org_id == org_id))
    session.execute(delete(Membership).where(Membership.org_id == org_id))
    session.execute(delete(Invitation).where(Invitation.org_id == org_id))
    session.execute(delete(RegistryQuestion).where(RegistryQuestion.org_id == org_id))
    session.execute(delete(ProgrammeMember).where(ProgrammeMember.org_id == org_id))
    session.execute(
        update(ProgrammeApplication)
        .where(ProgrammeApplication.org_id == org_id, ProgrammeApplication.state.in_(("draft", "submitted")))
        .values(state="withdrawn", version=ProgrammeApplication.version + 1)
        .execution_options(synchronize_session=False)
    )
    accepted = select(Partnership.id).where(Partnership.client_id == org_id, Partnership.active_since.is_not(None))
    session.execute(
        update(ClientRecord)
        .where(ClientRecord.org_id == org_id, ClientRecord.partnership_id.in_(accepted))
        .values(identity=literal(RELEASED) + cast(ClientRecord.id, String) + literal(" ") + ClientRecord.identity)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
