"""All requests, for the provider's staff: where they went, sending them on, taking abuse away (rules, §7)."""

from __future__ import annotations

from collections.abc import Iterator

from resellertui import formats
from resellertui.domain.access import Action
from resellertui.domain.errors import Invalid, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.leads.contact import extract_of
from resellertui.domain.leads.states import RequestState, Source
from resellertui.domain.money import Currency, Money
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.domain.search import matches, terms_of
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.leads import notices
from resellertui.services.leads.filing import SUBJECT, check_is_open, close_request, found_request, send_to
from resellertui.services.leads.reading import (
    contract_of,
    full_facts,
    place_words,
    plain_texts,
    route_state,
    searched,
    state_of,
)
from resellertui.services.leads.reasons import reason_of
from resellertui.services.leads.routing_views import CandidateView, RoutedPage, RoutedRow, RoutedView, RouteView
from resellertui.services.leads.views import QuoteQuery
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.who import the_organisation
from resellertui.store.models import Organisation, ProgrammeMember, QuoteOffer, QuoteRequest, QuoteRoute
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quotes
from resellertui.store.queries.directory import words_of
from resellertui.store.queries.quotes import NOBODY, Tally


class QuoteRouting:
    """Every organisation's and visitor's requests, for the provider's staff."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, query: QuoteQuery | None = None, offset: int = 0, limit: int = 100) -> RoutedPage:
        """Return a part of all requests, newest first. Changes nothing.

        The state may be `nobody` too: those open ones that no partner is left to answer.

        Raises:
            Forbidden: not of the provider's staff.
            Invalid: there is no such state.
        """
        asked = query or QuoteQuery()
        with self._office.reading(actor) as unit:
            unit.allow(Action.QUOTE_ROUTE)
            state = _state(asked.state)
            if not asked.text:
                total, rows = quotes.page(unit.session, None, state, unit.today, offset, limit)
            else:
                found = list(_matching(unit, state, asked.text))
                total, rows = len(found), found[offset : offset + limit]
            tallies = quotes.tallies(unit.session, [one.id for one in rows])
            return RoutedPage(
                total=total, offset=offset, rows=tuple(_row(unit, one, tallies.get(one.id, Tally())) for one in rows)
            )

    def position(self, actor: Actor, request: str, query: QuoteQuery | None = None) -> int | None:
        """Return the place of a request in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
        """
        asked = query or QuoteQuery()
        with self._office.reading(actor) as unit:
            unit.allow(Action.QUOTE_ROUTE)
            number, state = parse_id(Kind.QUOTE, request), _state(asked.state)
            if number is None:
                return None
            if not asked.text:
                return quotes.place(unit.session, None, state, unit.today, number)
            listed = enumerate(_matching(unit, state, asked.text))
            return next((place for place, one in listed if one.id == number), None)

    def show(self, actor: Actor, request: str) -> RoutedView:
        """Return a request with the partners that were sent it and those it can still be sent to. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is none of this id.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.QUOTE_ROUTE)
            return _view(unit, found_request(unit, request))

    def send(self, actor: Actor, request: str, partner: str) -> RoutedView:
        """Send an open request to one more partner that wants requests; the partner is mailed an extract.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is no request, or no partner, of this id.
            Refused: it is not open any more; the partner wants no requests, is suspended, asks itself, or has it.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.QUOTE_ROUTE)
            row = found_request(unit, request)
            check_is_open(unit, row)
            org, member = _the_partner(unit, partner)
            _check_takes(unit, row, org, member)
            send_to(unit, row, org.id, by_staff=True)
            unit.session.flush()  # what is answered reads it back
            unit.record("quote.sent", SUBJECT, row.id, {}, for_org_id=org.id)
            notices.tell_of_receipt(unit, row, [org.id])
            return _view(unit, row)

    def close(self, actor: Actor, request: str, reason: str) -> RoutedView:
        """Take an open request away as abuse; its requester is mailed the reason, partners that it is withdrawn.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is none of this id.
            Invalid: without a reason.
            Refused: it is not open any more.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.QUOTE_ROUTE)
            row = found_request(unit, request)
            given = reason_of(reason)
            check_is_open(unit, row)
            lost = close_request(unit, row, RequestState.WITHDRAWN, given)
            unit.record("quote.closed", SUBJECT, row.id, {"reason": given}, for_org_id=row.org_id)
            notices.tell_of_closing(unit, row)
            notices.tell_of_withdrawal(unit, row, lost)
            return _view(unit, row)


def _state(text: str) -> str:
    if text and text not in {*RequestState, NOBODY}:
        choices = ", ".join([*RequestState, NOBODY])
        raise Invalid({"state": _("Choose one of: {choices}.").format(choices=choices)})
    return text


def _matching(unit: Unit, state: str, text: str) -> Iterator[QuoteRequest]:
    terms = terms_of(text)
    for one in quotes.every(unit.session, None, state, unit.today):
        if matches(searched(unit, one, plain_texts(one)), terms):
            yield one


def _row(unit: Unit, row: QuoteRequest, tally: Tally) -> RoutedRow:
    return RoutedRow(
        id=show_id(Kind.QUOTE, row.id),
        extract=extract_of(row.need),
        requester=row.contact_organisation or row.contact_name,
        is_visitor=row.org_id is None,
        source=Source(row.source),
        state=state_of(row, unit.today),
        made_at=row.made_at,
        closes_on=row.closes_on,
        partners=tally.partners,
        answered=tally.offers,
        declined=tally.declined,
    )


def _view(unit: Unit, row: QuoteRequest) -> RoutedView:
    routes = quotes.routes_of(unit.session, row.id)
    names = organisation_queries.names(unit.session, [one.partner_id for one in routes])
    offers = quotes.current_offers(unit.session, [one.id for one in routes])
    return RoutedView(
        **full_facts(unit, row, plain_texts(row)),
        source=Source(row.source),
        requester_id=show_optional_id(Kind.ORGANISATION, row.org_id) or "",
        routes=tuple(_route(unit, row, one, names.get(one.partner_id, ""), offers.get(one.id)) for one in routes),
        candidates=_candidates(unit, row),
        contract=contract_of(unit, row),
        close_reason=row.close_reason,
        version=row.version,
    )


def _route(unit: Unit, row: QuoteRequest, route: QuoteRoute, partner: str, offer: QuoteOffer | None) -> RouteView:
    return RouteView(
        partner=partner,
        partner_id=show_id(Kind.ORGANISATION, route.partner_id),
        state=route_state(route, row, unit.today),
        received_at=route.received_at,
        viewed_at=route.viewed_at,
        answered_at=route.answered_at,
        decline_reason=route.decline_reason,
        offer_total="" if offer is None else str(Money(offer.total, Currency(offer.currency))),
        offer_currency="" if offer is None else offer.currency,
        by_staff=route.routed_by_id is not None,
    )


def _candidates(unit: Unit, row: QuoteRequest) -> tuple[CandidateView, ...]:
    """Return who can still be sent an open request: who speaks with the requester first, then by place and name."""
    if state_of(row, unit.today) is not RequestState.OPEN:
        return ()
    found = quotes.wanting_requests(unit.session, unit.today, row.org_id, not_sent=row.id)
    spoken = set(row.languages)
    near = {org.id: org.country == row.country for org, _member in found}
    views = [(near[org.id], _candidate(org, member, spoken)) for org, member in found]
    return tuple(view for _near, view in sorted(views, key=lambda one: (not one[1].speaks, not one[0])))


def _candidate(org: Organisation, member: ProgrammeMember, spoken: set[str]) -> CandidateView:
    languages = words_of(member.languages)
    return CandidateView(
        partner=org.name,
        partner_id=show_id(Kind.ORGANISATION, org.id),
        place=place_words(org.city, formats.country(org.country)),
        languages=languages,
        speaks=not spoken or not spoken.isdisjoint(languages),
        services=words_of(member.services),
    )


def _the_partner(unit: Unit, who: str) -> tuple[Organisation, ProgrammeMember]:
    def is_member(org: Organisation) -> bool:
        return organisation_queries.programme_member(unit.session, org.id) is not None

    org = the_organisation(unit, who, is_member)
    member = organisation_queries.programme_member(unit.session, org.id)
    if member is None:
        raise not_found(who)
    return org, member


def _check_takes(unit: Unit, row: QuoteRequest, org: Organisation, member: ProgrammeMember) -> None:
    """Go on only if a partner can be sent a request."""
    reason = ""
    if org.id == row.org_id:
        reason = _("{partner} asks itself: nobody makes an offer to itself.")
    elif any(one.partner_id == org.id for one in quotes.routes_of(unit.session, row.id)):
        reason = _("{partner} was sent this request before.")
    elif is_suspended(member.state, member.suspend_on, unit.today):
        reason = _("{partner} is suspended in the partner programme.")
    elif not member.receives_quotes:
        reason = _("{partner} wants no requests: its directory profile says so.")
    if reason:
        raise Refused(
            reason.format(partner=org.name), _("Nothing was sent."), _("The request's page lists who can be sent it.")
        )
