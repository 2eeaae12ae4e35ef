"""Offers as their requester and their own partner read them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from resellertui import formats
from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.leads.offer import line_yearly
from resellertui.domain.leads.states import RequestState, RouteState
from resellertui.domain.money import Currency, Money
from resellertui.services.leads.own_side import own_stance
from resellertui.services.leads.views import OfferLineView, OfferView
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import (
    Organisation,
    ProgrammeMember,
    QuoteOffer,
    QuoteOfferLine,
    QuoteRequest,
    QuoteRoute,
)
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quote_offers as queries
from resellertui.store.queries.directory import words_of


class _Behind(NamedTuple):
    """What some offers are made of, and whose they are."""

    lines: dict[int, list[QuoteOfferLine]]
    partners: dict[int, Organisation]
    members: dict[int, ProgrammeMember]


def offers_of(unit: Unit, request: QuoteRequest) -> tuple[OfferView, ...]:
    """Return the current offers on a request, cheapest in a year first, for the requester."""
    found = queries.current_offers(unit.session, request.id)
    return tuple(sorted(views_of(unit, request, found), key=_rank))


def offer_view(unit: Unit, request: QuoteRequest, route: QuoteRoute, offer: QuoteOffer) -> OfferView:
    """Return one offer, for the requester and for its own partner."""
    return views_of(unit, request, [(offer, route)])[0]


def views_of(
    unit: Unit, request: QuoteRequest, offers: Sequence[tuple[QuoteOffer, QuoteRoute]]
) -> tuple[OfferView, ...]:
    """Return some offers on a request, in the same order; a constant number of queries."""
    partner_ids = [route.partner_id for _offer, route in offers]
    behind = _Behind(
        queries.lines_of(unit.session, [one.id for one, _route in offers]),
        organisation_queries.organisations(unit.session, partner_ids),
        organisation_queries.programme_members(unit.session, partner_ids),
    )
    return tuple(_view(unit, request, route, one, behind) for one, route in offers)


def line_views(lines: Sequence[QuoteOfferLine], currency: Currency) -> tuple[OfferLineView, ...]:
    """Return the lines of an offer."""
    return tuple(
        OfferLineView(
            sku=one.sku,
            label=one.label,
            name=one.name,
            quantity=one.quantity,
            periods=one.periods,
            period_months=one.period_months,
            unit_price=price_text(price_of(one)),
            amount=str(Money(one.amount, currency)),
        )
        for one in lines
    )


def price_text(price: Decimal) -> str:
    """Return the price of a unit with two decimals, or as many more as it has."""
    whole, _point, decimals = f"{price.normalize():f}".partition(".")
    return f"{whole}.{decimals:0<2}"


def price_of(line: QuoteOfferLine) -> Decimal:
    """Return the price of one unit and period of a line."""
    return Decimal(line.unit_price)


def offer_named(unit: Unit, reference: str) -> queries.Routed | None:
    """Return the offer of this id with its route and its request; None where there is none. Asks no policy."""
    number = parse_id(Kind.OFFER, reference)
    return None if number is None else queries.offer(unit.session, number)


def readable_offer(unit: Unit, reference: str) -> queries.Routed:
    """Return an offer with its route and its request, for its partner, the requester and the provider's staff.

    Raises:
        NotFound: none of the actor's business.
        Forbidden: neither a legal representative nor an administrator.
    """
    found = offer_named(unit, reference)
    is_staff = bool(unit.may(Action.QUOTE_ROUTE))
    if found is None or (not is_staff and unit.actor.org_id not in (found[1].partner_id, found[2].org_id)):
        raise not_found(reference)
    if not is_staff:
        action = Action.QUOTE_VIEW if found[1].partner_id == unit.actor.org_id else Action.QUOTE_FOLLOW
        unit.allow(action, own_stance(unit), missing=reference)
    return found


def is_valid(unit: Unit, request: QuoteRequest, route: QuoteRoute, offer: QuoteOffer) -> bool:
    """Return whether an offer can be accepted today, as far as it and its request go."""
    return (
        offer.is_current
        and offer.valid_until >= unit.today
        and RouteState(route.state) is RouteState.ANSWERED
        and state_today(unit, request) is RequestState.OPEN
    )


def state_today(unit: Unit, request: QuoteRequest) -> RequestState:
    """Return where a request stands today."""
    return RequestState(request.state).on(request.closes_on, unit.today)


def _view(unit: Unit, request: QuoteRequest, route: QuoteRoute, offer: QuoteOffer, behind: _Behind) -> OfferView:
    currency = Currency(offer.currency)
    lines, partner = behind.lines[offer.id], behind.partners[route.partner_id]
    member = behind.members.get(route.partner_id)
    yearly = sum(line_yearly(price_of(one), one.quantity, one.period_months) for one in lines)
    place = (partner.city, formats.country(partner.country))
    return OfferView(
        id=show_id(Kind.OFFER, offer.id),
        request=show_id(Kind.QUOTE, request.id),
        partner=partner.name,
        partner_id=show_id(Kind.ORGANISATION, partner.id),
        state=RouteState(route.state).on(state_today(unit, request)),
        currency=currency.value,
        lines=line_views(lines, currency),
        total=str(Money(offer.total, currency)),
        yearly=str(Money(yearly, currency)),
        valid_until=offer.valid_until,
        is_valid=is_valid(unit, request, route, offer),
        note=offer.note,
        made_at=offer.made_at,
        verified_since=None if member is None else local_date(member.approved_at),
        partner_place=", ".join(one for one in place if one),
        partner_website=partner.website,
        partner_languages=() if member is None else tuple(map(formats.language, words_of(member.languages))),
        version=route.version,
    )


def _rank(offer: OfferView) -> tuple[bool, str, Decimal, Decimal, str]:
    return not offer.is_valid, offer.currency, Decimal(offer.yearly), Decimal(offer.total), offer.id
