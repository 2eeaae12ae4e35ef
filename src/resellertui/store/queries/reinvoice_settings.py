"""How partners bill their clients, and which organisations are clients for it."""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from resellertui.store.models import (
    Organisation,
    Partnership,
    ReinvoiceClient,
    ReinvoiceDocument,
    ReinvoiceLine,
    ReinvoiceSettings,
)


def settings_of(session: Session, partner_id: int) -> ReinvoiceSettings | None:
    """Return how a partner bills its clients; None where it never said so."""
    return session.get(ReinvoiceSettings, partner_id)


def client_settings(session: Session, partner_id: int, client_id: int) -> ReinvoiceClient | None:
    """Return how a partner bills one client, where that is kept."""
    return session.get(ReinvoiceClient, (partner_id, client_id))


def has_issued(session: Session, partner_id: int) -> bool:
    """Return whether a partner has issued an invoice of its own."""
    statement = select(ReinvoiceDocument.id).where(
        ReinvoiceDocument.partner_id == partner_id, ReinvoiceDocument.kind == "invoice"
    )
    return session.scalar(statement.limit(1)) is not None


def is_billed_client(session: Session, partner_id: int, client_id: int) -> bool:
    """Return whether an organisation is or was a partner's client, or the partner was charged for it."""
    was_client = exists().where(
        Partnership.client_id == client_id,
        Partnership.partner_id == partner_id,
        Partnership.active_since.is_not(None),
    )
    was_charged = exists().where(ReinvoiceLine.partner_id == partner_id, ReinvoiceLine.client_id == client_id)
    return bool(session.scalar(select(or_(was_client, was_charged))))


def clients_beginning(session: Session, partner_id: int, beginning: str, limit: int) -> list[str]:
    """Return names of a partner's clients that begin, folded, with a text, in their order."""
    if not beginning:
        return []
    statement = (
        select(Organisation.name)
        .where(
            Organisation.name_folded >= beginning,
            Organisation.name_folded < beginning[:-1] + chr(ord(beginning[-1]) + 1),
            Organisation.id != partner_id,
            exists().where(
                Partnership.client_id == Organisation.id,
                Partnership.partner_id == partner_id,
                Partnership.active_since.is_not(None),
            ),
        )
        .order_by(Organisation.name_folded)
        .limit(limit)
    )
    return list(session.scalars(statement))
