"""Keys, support codes and transfer codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from resellertui.store.models import Product, SupportCode, SupportKey, TransferCode


def key_in_use(session: Session) -> SupportKey | None:
    """Return the master key that codes are made with, by its id."""
    return session.scalar(select(SupportKey).where(SupportKey.in_use))


def live_code(session: Session, kind: str, org_id: int, user_id: int | None) -> SupportCode | None:
    """Return the code of a person, or of an organisation, that nothing has ended; the caller looks at its dates."""
    return session.scalar(
        select(SupportCode).where(
            SupportCode.org_id == org_id,
            SupportCode.kind == kind,
            SupportCode.user_id == user_id if user_id is not None else SupportCode.user_id.is_(None),
            SupportCode.ended_at.is_(None),
        )
    )


def last_counter(session: Session, kind: str, org_id: int, user_id: int | None) -> int:
    """Return the highest counter that a person's, or an organisation's, codes have had; 0 for none."""
    return (
        session.scalar(
            select(func.max(SupportCode.counter)).where(
                SupportCode.org_id == org_id,
                SupportCode.kind == kind,
                SupportCode.user_id == user_id if user_id is not None else SupportCode.user_id.is_(None),
            )
        )
        or 0
    )


def codes_like(session: Session, code_hash: str, since: datetime) -> Sequence[SupportCode]:
    """Return the codes of this hash that have not ended, or only since then; those that have not come first.

    Codes that ended earlier are dropped when their owner gets the next one, so there are few to look through.
    """
    rows = session.scalars(
        select(SupportCode)
        .where(SupportCode.code_hash == code_hash, or_(SupportCode.ended_at.is_(None), SupportCode.ended_at >= since))
        .order_by(SupportCode.ended_at.is_not(None), SupportCode.id.desc())
    )
    return list(rows)


def codes_in_grace(session: Session, kind: str, org_id: int, user_id: int | None) -> Sequence[SupportCode]:
    """Return the former codes of a person, or of an organisation, that ended by running out."""
    rows = session.scalars(
        select(SupportCode).where(
            SupportCode.org_id == org_id,
            SupportCode.kind == kind,
            SupportCode.user_id == user_id if user_id is not None else SupportCode.user_id.is_(None),
            SupportCode.ended_at == SupportCode.expires_at,
        )
    )
    return list(rows)


def drop_dead_codes(session: Session, code: SupportCode, before: datetime) -> None:
    """Delete the former codes of the same owner that ended before a moment: their hashes are good for nothing."""
    session.execute(
        delete(SupportCode).where(
            SupportCode.org_id == code.org_id,
            SupportCode.kind == code.kind,
            SupportCode.user_id == code.user_id if code.user_id is not None else SupportCode.user_id.is_(None),
            SupportCode.ended_at < before,
            SupportCode.counter < code.counter,
        )
    )


def end_every_code(session: Session, now: datetime) -> int:
    """End every code that lives, and return how many those were."""
    ids = session.scalars(
        update(SupportCode).where(SupportCode.ended_at.is_(None)).values(ended_at=now).returning(SupportCode.id)
    )
    return len(list(ids))


def transfer_code(session: Session, product_id: int) -> TransferCode | None:
    """Return the sealed transfer code of a domain."""
    return session.get(TransferCode, product_id)


def transfer_key_id(session: Session) -> str | None:
    """Return the id of the key that transfer codes are sealed with, or None where there is no code yet."""
    return session.scalar(select(TransferCode.key_id).order_by(TransferCode.entered_at.desc()).limit(1))


def transfer_codes(session: Session) -> list[tuple[TransferCode, Product]]:
    """Return every sealed transfer code with its domain, by its number."""
    statement = select(TransferCode, Product).join(Product, Product.id == TransferCode.product_id)
    return [(code, product) for code, product in session.execute(statement.order_by(TransferCode.product_id))]


def drop_transfer_codes(session: Session, product_ids: Sequence[int]) -> None:
    """Delete the transfer codes of domains that have ended."""
    session.execute(delete(TransferCode).where(TransferCode.product_id.in_(product_ids)))
