"""Requests as each side reads them. What a partner reads before it has answered is masked here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from resellertui import formats
from resellertui.domain.calendar import start_of
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.leads.clock import whole_hours
from resellertui.domain.leads.contact import Contact, extract_of, masked, reads_contact
from resellertui.domain.leads.states import TO_ANSWER, RequestState, RouteState, Source
from resellertui.domain.money import Currency, Money
from resellertui.domain.text import fold
from resellertui.domain.wording import _
from resellertui.services.leads.lead_views import LeadRow
from resellertui.services.leads.offer_reading import offers_of
from resellertui.services.leads.views import ContactView, ExtractView, FullView, OwnRequestRow, OwnRequestView
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, QuoteOffer, QuoteRequest, QuoteRoute
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quote_contracts, quotes
from resellertui.store.queries.quotes import Sent, Tally


@dataclass(frozen=True)
class Texts:
    """What was typed in a request, as one reader may read it."""

    need: str
    region: str
    contact: ContactView | None


def state_of(row: QuoteRequest, today: date) -> RequestState:
    """Return where a request stands on a day."""
    return RequestState(row.state).on(row.closes_on, today)


def route_state(route: QuoteRoute, row: QuoteRequest, today: date) -> RouteState:
    """Return how a request stands with a partner on a day: what expired undecided is lost."""
    return RouteState(route.state).on(state_of(row, today))


def is_answered(route: QuoteRoute, row: QuoteRequest, today: date) -> bool:
    """Return whether a partner has answered with an offer, and so reads all of a request."""
    return reads_contact(route_state(route, row, today), has_offered=route.answered_at is not None)


def plain_texts(row: QuoteRequest) -> Texts:
    """Return what was typed, for the requester and for staff."""
    return Texts(row.need, row.region, contact_view(row))


def partner_texts(unit: Unit, route: QuoteRoute, row: QuoteRequest, org: Organisation | None) -> Texts:
    """Return what a partner reads: all of it once it has answered, else nothing that tells who asks.

    Args:
        unit: the open transaction.
        route: how the request stands with the partner.
        row: the request.
        org: the organisation that asks, if one does: its own names are masked besides those that were typed.
    """
    if is_answered(route, row, unit.today):
        return plain_texts(row)
    return masked_texts(row, org)


def masked_texts(row: QuoteRequest, org: Organisation | None) -> Texts:
    """Return what anybody reads of a request who may not know who asks."""
    contacts = [Contact(row.contact_name, row.contact_organisation, row.contact_email, row.contact_phone)]
    if org is not None:
        contacts.append(Contact("", org.name, org.email, org.phone, org.website, f"{org.street} {org.house_number}"))
    return Texts(masked(row.need, contacts), masked(row.region, contacts), None)


def contact_view(row: QuoteRequest) -> ContactView:
    """Return who asks."""
    return ContactView(
        name=row.contact_name,
        organisation=row.contact_organisation,
        email=row.contact_email,
        phone=row.contact_phone,
    )


def requesters(unit: Unit, rows: Iterable[QuoteRequest]) -> dict[int, Organisation]:
    """Return the organisations that ask, by number."""
    wanted = sorted({one.org_id for one in rows if one.org_id is not None})
    return organisation_queries.organisations(unit.session, wanted) if wanted else {}


def organisation_of(unit: Unit, row: QuoteRequest) -> Organisation | None:
    """Return the organisation that asks; None for a visitor."""
    return None if row.org_id is None else organisation_queries.organisation(unit.session, row.org_id)


def facts_of(unit: Unit, row: QuoteRequest, texts: Texts) -> dict[str, Any]:
    """Return what every view of a request holds, by its fields."""
    labels = unit.terms.family_labels
    budget = None if row.budget is None else Money(row.budget, Currency(row.currency or ""))
    return {
        "id": show_id(Kind.QUOTE, row.id),
        "state": state_of(row, unit.today),
        "extract": extract_of(texts.need),
        "families": tuple(labels.get(one, one) for one in row.families),
        "budget": "" if budget is None else str(budget),
        "currency": row.currency or "",
        "languages": tuple(formats.language(one) for one in row.languages),
        "region": texts.region,
        "country": formats.country(row.country) if row.country else "",
        "deadline": row.deadline,
        "made_at": row.made_at,
        "closes_on": row.closes_on,
    }


def extract_view(unit: Unit, row: QuoteRequest, texts: Texts) -> ExtractView:
    """Return a request without its whole text."""
    return ExtractView(**facts_of(unit, row, texts))


def full_facts(unit: Unit, row: QuoteRequest, texts: Texts) -> dict[str, Any]:
    """Return what every view with the whole text holds, by its fields."""
    return {**facts_of(unit, row, texts), "need": texts.need, "contact": texts.contact}


def full_view(unit: Unit, row: QuoteRequest, texts: Texts) -> FullView:
    """Return a request with its text, as far as the reader may read it."""
    return FullView(**full_facts(unit, row, texts))


def own_view(unit: Unit, row: QuoteRequest) -> OwnRequestView:
    """Return a request as its requester reads it."""
    tally = quotes.tallies(unit.session, [row.id]).get(row.id, Tally())
    is_open = state_of(row, unit.today) is RequestState.OPEN
    return OwnRequestView(
        **full_facts(unit, row, plain_texts(row)),
        source=Source(row.source),
        partners=tally.partners,
        waiting=tally.waiting if is_open else 0,
        declined=tally.declined,
        offers=offers_of(unit, row),
        contract=contract_of(unit, row),
        close_reason=row.close_reason,
        version=row.version,
    )


def own_row(unit: Unit, row: QuoteRequest, tally: Tally) -> OwnRequestRow:
    """Return a request in its requester's list."""
    return OwnRequestRow(
        id=show_id(Kind.QUOTE, row.id),
        extract=extract_of(row.need),
        state=state_of(row, unit.today),
        made_at=row.made_at,
        closes_on=row.closes_on,
        partners=tally.partners,
        offers=tally.offers,
        declined=tally.declined,
    )


def contract_of(unit: Unit, row: QuoteRequest) -> str:
    """Return the id of the contract that came of a request; empty for none."""
    found = quote_contracts.of_request(unit.session, row.id)
    return "" if found is None else show_id(Kind.CONTRACT, found.id)


def clock_hours(unit: Unit, route: QuoteRoute, row: QuoteRequest) -> int:
    """Return the whole hours from a request's receipt to its answer, its end, or now."""
    running_to = min(unit.now, start_of(row.closes_on))
    return whole_hours(route.received_at, route.answered_at or route.decided_at or row.closed_at or running_to)


def is_running(unit: Unit, route: QuoteRoute, row: QuoteRequest) -> bool:
    """Return whether a request still waits for its partner."""
    return route_state(route, row, unit.today) in TO_ANSWER


def lead_row(unit: Unit, sent: Sent, org: Organisation | None, offer: QuoteOffer | None) -> LeadRow:
    """Return a request in a partner's pipeline."""
    route, row = sent
    texts = partner_texts(unit, route, row, org)
    facts = facts_of(unit, row, texts)
    return LeadRow(
        id=facts["id"],
        extract=facts["extract"],
        families=facts["families"],
        budget=facts["budget"],
        currency=facts["currency"],
        place=place_words(facts["region"], facts["country"]),
        languages=facts["languages"],
        state=route_state(route, row, unit.today),
        request_state=facts["state"],
        received_at=route.received_at,
        answered_at=route.answered_at,
        closes_on=row.closes_on,
        clock_hours=clock_hours(unit, route, row),
        is_running=is_running(unit, route, row),
        requester="" if texts.contact is None else texts.contact.organisation or texts.contact.name,
        offer_total="" if offer is None else str(Money(offer.total, Currency(offer.currency))),
        offer_currency="" if offer is None else offer.currency,
        valid_until=None if offer is None else offer.valid_until,
    )


def place_words(region: str, country: str) -> str:
    """Return where a requester is, as far as it was told."""
    if not region or not country:
        return region or country
    return _("{region}, {country}").format(region=region, country=country)


def searched(unit: Unit, row: QuoteRequest, texts: Texts) -> str:
    """Return the text in which a list looks for what was typed: what its reader may read, and no more."""
    labels = unit.terms.family_labels
    parts = [show_id(Kind.QUOTE, row.id), texts.need, texts.region]
    parts += [formats.country(row.country)] if row.country else []
    parts += [labels.get(one, one) for one in row.families]
    parts += [formats.language(one) for one in row.languages]
    if texts.contact is not None:
        parts += [texts.contact.name, texts.contact.organisation, texts.contact.email]
    return " ".join(map(fold, parts))  # one by one: what is ASCII folds much faster by itself
