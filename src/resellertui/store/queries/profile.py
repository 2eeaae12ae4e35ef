"""What belongs to one person alone: mailed tokens, SSH keys, remembered sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from resellertui.store.models import MailedToken, Membership, SignInSession, SshKey, User


def mailed_token(session: Session, token_hash: str, purpose: str) -> MailedToken | None:
    """Return the token with this hash and purpose, used or not; the caller looks at its dates."""
    return session.scalar(
        select(MailedToken).where(MailedToken.token_hash == token_hash, MailedToken.purpose == purpose)
    )


def open_token(session: Session, user_id: int, purpose: str, now: datetime) -> MailedToken | None:
    """Return the newest token of a person that still opens something."""
    return session.scalar(
        select(MailedToken)
        .where(
            MailedToken.user_id == user_id,
            MailedToken.purpose == purpose,
            MailedToken.used_at.is_(None),
            MailedToken.expires_at > now,
        )
        .order_by(MailedToken.id.desc())
        .limit(1)
    )


def void_tokens(session: Session, user_id: int, now: datetime, *purposes: str) -> None:
    """Let no unused token of a person for these purposes open anything any more."""
    session.execute(
        update(MailedToken)
        .where(
            MailedToken.user_id == user_id,
            MailedToken.purpose.in_(purposes),
            MailedToken.used_at.is_(None),
            MailedToken.expires_at > now,
        )
        .values(expires_at=now)
    )


def open_sessions(session: Session, user_id: int, now: datetime) -> Sequence[SignInSession]:
    """Return the remembered sign-ins of a person that still open the console, the newest first."""
    return list(
        session.scalars(
            select(SignInSession)
            .where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None), SignInSession.expires_at > now)
            .order_by(SignInSession.id.desc())
        )
    )


def keys_of(session: Session, user_id: int) -> Sequence[SshKey]:
    """Return the SSH keys of a person, oldest first."""
    return list(session.scalars(select(SshKey).where(SshKey.user_id == user_id).order_by(SshKey.id)))


def count_keys(session: Session, user_id: int) -> int:
    """Return how many SSH keys a person has."""
    return session.scalar(select(func.count()).select_from(SshKey).where(SshKey.user_id == user_id)) or 0


def key_of_fingerprint(session: Session, fingerprint: str) -> SshKey | None:
    """Return the SSH key with this fingerprint, whosever it is."""
    return session.scalar(select(SshKey).where(SshKey.fingerprint == fingerprint))


def authorized_keys(session: Session) -> Sequence[tuple[str, str]]:
    """Return public key and address of everybody with a confirmed address and a role, by person."""
    rows = session.execute(
        select(SshKey.public_key, User.email)
        .join(User, User.id == SshKey.user_id)
        .where(
            User.email_confirmed_at.is_not(None),
            select(Membership.id).where(Membership.user_id == User.id).exists(),
        )
        .order_by(User.id, SshKey.id)
    )
    return [(row.public_key, row.email) for row in rows]


def drop_keys(session: Session, user_id: int) -> int:
    """Delete every SSH key of a person; return how many there were."""
    count = count_keys(session, user_id)
    session.execute(delete(SshKey).where(SshKey.user_id == user_id))
    return count
