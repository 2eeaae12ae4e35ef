"""Everything that is kept about a person besides the person's row: found, emptied, or deleted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, case, delete, func, null, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from resellertui.store.models import (
    AuditEntry,
    AuditValue,
    FailureCount,
    Invitation,
    MailedToken,
    NoticeChoice,
    OutboxAttachment,
    OutboxMail,
    SignInSession,
    SshKey,
)

PART = 500
"""How many numbers one statement names."""

_TEXT = type_coerce(AuditValue.values, String)


def _about(user_id: int) -> Any:
    """Return what holds for entries about the person: the subject, and one's own failed sign-ins."""
    own = and_(AuditEntry.user_id == user_id, AuditEntry.action.startswith("session.", autoescape=True))
    return or_(and_(AuditEntry.subject == "user", AuditEntry.subject_id == user_id), own)


def values_of_addresses(session: Session, user_id: int) -> list[tuple[str, Any]]:
    """Return actions and values of the entries about a person that tell of an address shown to be theirs."""
    rows = session.execute(
        select(AuditEntry.action, _TEXT)
        .join(AuditValue, AuditEntry.id == AuditValue.entry_id)
        .where(
            AuditValue.erased_at.is_(None),
            AuditEntry.subject == "user",
            AuditEntry.subject_id == user_id,
            AuditEntry.action.in_(("user.joined", "profile.email_confirmed")),
        )
    )
    return [(action, _parsed(values)) for action, values in rows]


def values_holding(session: Session, user_id: int, addresses: Collection[str]) -> Iterator[tuple[int, bool, Any]]:
    """Yield entries about a person, and those whose values may hold an address of theirs.

    With the number of each: whether it is about the person, and the values.
    """
    lowered = func.lower(_TEXT)
    held = [func.instr(lowered, _as_stored(one.lower())) > 0 for one in addresses]
    about = _about(user_id)
    rows = session.execute(
        select(AuditEntry.id, case((about, 1), else_=0), _TEXT)
        .join(AuditValue, AuditValue.entry_id == AuditEntry.id)
        .where(AuditValue.erased_at.is_(None), or_(about, *held))
        .order_by(AuditEntry.id)
        .execution_options(yield_per=1000)
    )
    for number, is_about, text in rows:
        yield number, bool(is_about), _parsed(text)


def _as_stored(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _parsed(text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text  # edited by hand: it is looked through as it stands


def erase_values(session: Session, entry_ids: Collection[int], at: datetime, *, kept: Collection[str]) -> None:
    """Empty the values of entries and date it, but for those of actions whose values are `kept`."""
    ids = sorted(entry_ids)
    proofs = select(AuditEntry.id).where(AuditEntry.action.in_(sorted(kept)))
    for start in range(0, len(ids), PART):
        session.execute(
            update(AuditValue)
            .where(AuditValue.entry_id.in_(ids[start : start + PART]), AuditValue.entry_id.not_in(proofs))
            .values(values=null(), erased_at=at)
            .execution_options(synchronize_session=False)
        )


def erase_mails(session: Session, user_id: int, addresses: Collection[str]) -> int:
    """Empty what was sent to a person and delete what was not; return how many mails it concerned.

    An address tells whose a mail is only where it was sent before anybody was known to have it.
    """
    keys = [one.lower() for one in addresses]
    to_address = and_(OutboxMail.user_id.is_(None), func.lower(OutboxMail.recipient).in_(keys))
    theirs = or_(OutboxMail.user_id == user_id, to_address)
    count = session.scalar(select(func.count()).select_from(OutboxMail).where(theirs)) or 0
    waiting = (theirs, OutboxMail.sent_at.is_(None))
    with_them = delete(OutboxAttachment).where(OutboxAttachment.mail_id.in_(select(OutboxMail.id).where(*waiting)))
    for statement in (with_them, delete(OutboxMail).where(*waiting)):
        session.execute(statement.execution_options(synchronize_session=False))
    session.execute(
        update(OutboxMail)
        .where(theirs)
        .values(recipient="", recipient_name="", subject="", body="", last_error="")
        .execution_options(synchronize_session=False)
    )
    return count


def drop_keys(session: Session, user_id: int, addresses: Collection[str]) -> None:
    """Delete what lets a person in (sessions, tokens, keys, invitations) and its choices, and others' tokens."""
    for model in (SignInSession, MailedToken, SshKey, NoticeChoice):
        session.execute(delete(model).where(model.user_id == user_id))
    keys = [one.lower() for one in addresses]
    session.execute(delete(MailedToken).where(func.lower(MailedToken.email).in_(keys)))
    session.execute(delete(Invitation).where(Invitation.email_key.in_(keys)))


def drop_counts(session: Session, keys: Collection[str]) -> None:
    """Delete counts of failures, and of mails that were asked for, by their keys."""
    session.execute(delete(FailureCount).where(FailureCount.key.in_(sorted(keys))))
