"""Offers on requests for quotes, with the routes that they answer."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from resellertui.store.models import QuoteOffer, QuoteOfferLine, QuoteRequest, QuoteRoute

Routed = tuple[QuoteOffer, QuoteRoute, QuoteRequest]
"""An offer, with the partner whose it is and the request that it answers."""


def request(session: Session, request_id: int) -> QuoteRequest | None:
    """Return a request."""
    return session.get(QuoteRequest, request_id)


def route(session: Session, request_id: int, partner_id: int) -> QuoteRoute | None:
    """Return how a request stands with a partner; None where it was not sent to it."""
    return session.scalar(
        select(QuoteRoute).where(QuoteRoute.request_id == request_id, QuoteRoute.partner_id == partner_id)
    )


def routes(session: Session, request_id: int) -> list[QuoteRoute]:
    """Return how a request stands with every partner that was sent it, in the order in which they were."""
    statement = select(QuoteRoute).where(QuoteRoute.request_id == request_id)
    return list(session.scalars(statement.order_by(QuoteRoute.id)))


def offer(session: Session, offer_id: int) -> Routed | None:
    """Return an offer, one that was replaced too."""
    found = session.execute(
        select(QuoteOffer, QuoteRoute, QuoteRequest)
        .join(QuoteRoute, QuoteRoute.id == QuoteOffer.route_id)
        .join(QuoteRequest, QuoteRequest.id == QuoteRoute.request_id)
        .where(QuoteOffer.id == offer_id)
    ).first()
    return None if found is None else (found[0], found[1], found[2])


def offers(session: Session, offer_ids: Collection[int]) -> dict[int, QuoteOffer]:
    """Return some offers."""
    return {one.id: one for one in session.scalars(select(QuoteOffer).where(QuoteOffer.id.in_(offer_ids)))}


def current_of(session: Session, route_id: int) -> QuoteOffer | None:
    """Return a partner's current offer."""
    return session.scalar(select(QuoteOffer).where(QuoteOffer.route_id == route_id, QuoteOffer.is_current))


def current_offers(session: Session, request_id: int) -> list[tuple[QuoteOffer, QuoteRoute]]:
    """Return the current offers on a request, oldest first."""
    statement = (
        select(QuoteOffer, QuoteRoute)
        .join(QuoteRoute, QuoteRoute.id == QuoteOffer.route_id)
        .where(QuoteRoute.request_id == request_id, QuoteOffer.is_current)
        .order_by(QuoteOffer.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def lines_of(session: Session, offer_ids: Collection[int]) -> dict[int, list[QuoteOfferLine]]:
    """Return the lines of some offers, each offer's in their order."""
    statement = select(QuoteOfferLine).where(QuoteOfferLine.offer_id.in_(offer_ids))
    found: dict[int, list[QuoteOfferLine]] = {one: [] for one in offer_ids}
    for one in session.scalars(statement.order_by(QuoteOfferLine.offer_id, QuoteOfferLine.position)):
        found[one.offer_id].append(one)
    return found


def replace(session: Session, route_id: int) -> None:
    """Let a partner's current offer be it no more."""
    session.execute(
        update(QuoteOffer).where(QuoteOffer.route_id == route_id, QuoteOffer.is_current).values(is_current=False)
    )
