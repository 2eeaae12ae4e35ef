"""What a change of rights is told from: the clients that people reach, their names, and who is written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resellertui.store.effective import effective_clients
from resellertui.store.models import Membership, Organisation, OutboxMail, Partnership


def clients_reached(session: Session, org_id: int) -> dict[int, set[int]]:
    """Return the partnerships that are active or were until their date, granted to each membership or to its teams."""
    rows = session.execute(
        select(effective_clients.c.membership_id, effective_clients.c.partnership_id)
        .join(Membership, Membership.id == effective_clients.c.membership_id)
        .join(Partnership, Partnership.id == effective_clients.c.partnership_id)
        .where(Membership.org_id == org_id, Partnership.state == "active")
    )
    found: dict[int, set[int]] = defaultdict(set)
    for membership_id, partnership_id in rows:
        found[membership_id].add(partnership_id)
    return found


def client_names(session: Session, partnership_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of the clients of active partnerships."""
    rows = session.execute(
        select(Partnership.id, Organisation.name)
        .join(Organisation, Organisation.id == Partnership.client_id)
        .where(Partnership.id.in_(list(partnership_ids)))
    )
    return {row[0]: row[1] for row in rows}


def has_clients(session: Session, org_id: int) -> bool:
    """Return whether the organisation is the partner of an active partnership."""
    found = session.scalar(
        select(Partnership.id).where(Partnership.partner_id == org_id, Partnership.state == "active").limit(1)
    )
    return found is not None


def newest_mail(session: Session) -> int:
    """Return the number of the newest mail of the outbox, 0 where there is none."""
    return session.scalar(select(func.max(OutboxMail.id))) or 0


def told_since(session: Session, mail_id: int) -> list[str]:
    """Return the names of those to whom later mails than this one go, each once."""
    names = session.scalars(select(OutboxMail.recipient_name).where(OutboxMail.id > mail_id).order_by(OutboxMail.id))
    return list(dict.fromkeys(names))
