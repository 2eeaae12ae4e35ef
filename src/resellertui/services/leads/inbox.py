"""What a partner does with the requests that it was sent: reading, declining; offers are beside it (rules, §7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.leads.clock import median_hours, win_rate
from resellertui.domain.leads.states import TO_ANSWER, UNDECIDED, RequestState, RouteState
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.domain.search import matches, terms_of
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.leads.filing import SUBJECT, check_is_open, check_version
from resellertui.services.leads.lead_views import LeadPage, LeadQuery, LeadRow, LeadTab, LeadView, PipelineView
from resellertui.services.leads.leaving import tell_if_nobody_is_left
from resellertui.services.leads.offer_reading import offer_view
from resellertui.services.leads.own_side import own_stance, shown
from resellertui.services.leads.reading import (
    clock_hours,
    contract_of,
    full_facts,
    is_running,
    lead_row,
    organisation_of,
    partner_texts,
    plain_texts,
    requesters,
    route_state,
    searched,
    state_of,
)
from resellertui.services.leads.reasons import reason_of
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import Organisation, QuoteRequest, QuoteRoute
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quote_offers, quotes
from resellertui.store.queries.quotes import Sent

_STATES: dict[LeadTab, tuple[RouteState, ...]] = {
    LeadTab.TO_ANSWER: tuple(sorted(TO_ANSWER)),
    LeadTab.ANSWERED: (RouteState.ANSWERED,),
    LeadTab.WON: (RouteState.WON,),
    LeadTab.LOST: (RouteState.LOST,),
    LeadTab.DECLINED: (RouteState.DECLINED,),
    LeadTab.ALL: (),
}

FILTERED = 1_000
"""How many requests that hold a text are found at most."""


class Leads:
    """A partner's pipeline of requests."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def pipeline(self, actor: Actor) -> PipelineView:
        """Return what stands above the pipeline: counts by tab, win rate, median time to answer. Changes nothing.

        An organisation that is no partner, or has not opted in, gets it too, and so is told why it has none.

        Raises:
            NotFound: the actor acts for no organisation.
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            partner_id = _partner(unit)
            member = organisation_queries.programme_member(unit.session, partner_id)
            counts = quotes.counts(unit.session, partner_id, unit.today)
            by_tab = {tab.value: sum(counts[one] for one in states or RouteState) for tab, states in _STATES.items()}
            return PipelineView(
                receives_quotes=member is not None and member.receives_quotes,
                is_member=member is not None,
                is_suspended=member is not None and is_suspended(member.state, member.suspend_on, unit.today),
                counts=by_tab,
                win_rate=win_rate(*quotes.awarded_offers(unit.session, partner_id)),
                median_hours=median_hours(quotes.answers_of(unit.session, partner_id)),
            )

    def page(self, actor: Actor, query: LeadQuery | None = None, offset: int = 0, limit: int = 100) -> LeadPage:
        """Return a part of the pipeline: those to answer that wait longest first, else newest first. Changes nothing.

        Of those that hold a text, the first `FILTERED` are all that is found: what is masked is worked out for each.

        Raises:
            NotFound, Forbidden: as for the pipeline.
        """
        asked = query or LeadQuery()
        with self._office.reading(actor) as unit:
            partner_id, is_more = _partner(unit), False
            if not asked.text:
                states = _STATES[asked.tab]
                total, found = quotes.pipeline(unit.session, partner_id, states, unit.today, offset, limit)
            else:
                listed = list(_filtered(unit, partner_id, asked, FILTERED + 1))
                total, is_more = min(len(listed), FILTERED), len(listed) > FILTERED
                found = listed[:FILTERED][offset : offset + limit]
            return LeadPage(total=total, offset=offset, rows=_rows(unit, found), is_more=is_more)

    def position(self, actor: Actor, request: str, query: LeadQuery | None = None) -> int | None:
        """Return the place of a request in a part of the pipeline, or None where it is not in it. Changes nothing.

        Raises:
            NotFound, Forbidden: as for the pipeline.
        """
        asked = query or LeadQuery()
        with self._office.reading(actor) as unit:
            partner_id = _partner(unit)
            number = parse_id(Kind.QUOTE, request)
            return None if number is None else _place(unit, partner_id, asked, number)

    def find(self, actor: Actor, text: str, query: LeadQuery | None = None) -> int | None:
        """Return the place of the request of this id, or else of the first that holds what was typed. Changes nothing.

        Raises:
            NotFound, Forbidden: as for the pipeline.
        """
        asked = query or LeadQuery()
        with self._office.reading(actor) as unit:
            partner_id = _partner(unit)
            number = parse_id(Kind.QUOTE, text)
            if number is not None and (place := _place(unit, partner_id, asked, number)) is not None:
                return place
            if not (terms := terms_of(text)):
                return None
            if not asked.text:
                return next((place for place, _one in _texts(unit, partner_id, asked.tab, terms)), None)
            orgs: dict[int, Organisation | None] = {}
            listed = enumerate(_filtered(unit, partner_id, asked))
            return next((place for place, one in listed if _holds(unit, one, terms, orgs)), None)

    def show(self, actor: Actor, request: str) -> LeadView:
        """Return a request as the partner reads it, and note that it was seen; a rehearsal keeps it unseen.

        Contact details, and the need as it was typed, only once the partner has answered with an offer.

        Raises:
            NotFound: the partner was not sent it.
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            sent = _sent(unit, request, Action.QUOTE_VIEW)
            if not _is_new(unit, sent):
                return _view(unit, sent)
        with self._office.writing(actor) as unit:
            sent = _sent(unit, request, Action.QUOTE_VIEW)
            if _is_new(unit, sent):
                sent.route.state = RouteState.VIEWED.value
                sent.route.viewed_at = unit.now
                unit.record("quote.viewed", SUBJECT, sent.request.id, {})
            return _view(unit, sent)

    def decline(self, actor: Actor, request: str, reason: str, version: int | None = None) -> LeadView:
        """Decline a request; where nobody is left who may answer, its requester and staff are mailed.

        Raises:
            NotFound: the partner was not sent it.
            Forbidden: neither a legal representative nor an administrator.
            Invalid: without a reason.
            Refused: the partner has answered already, or the request is not open any more.
            Conflict: it was changed since the version that was looked at.
        """
        with self._office.writing(actor) as unit:
            route, row = sent = _sent(unit, request, Action.QUOTE_ANSWER)
            given = reason_of(reason)
            _check_unanswered(unit, route, row)
            check_version(route, shown(row), version)
            route.state = RouteState.DECLINED.value
            route.answered_at = unit.now
            route.decline_reason = given
            route.version += 1
            unit.session.flush()  # whoever is left is read anew
            unit.record("quote.declined", SUBJECT, row.id, {"reason": given})
            tell_if_nobody_is_left(unit, row)
            return _view(unit, sent)


def _partner(unit: Unit) -> int:
    unit.allow(Action.QUOTE_VIEW, own_stance(unit))
    return unit.actor.org_id or 0


def _sent(unit: Unit, reference: str, action: Action) -> Sent:
    """Return a request that the actor's organisation was sent, having asked the policy."""
    unit.allow(action, own_stance(unit), missing=reference)
    number = parse_id(Kind.QUOTE, reference)
    found = None if number is None else quotes.sent(unit.session, number, unit.actor.org_id or 0)
    if found is None:
        raise not_found(reference)
    return found


def _is_new(unit: Unit, sent: Sent) -> bool:
    return route_state(sent.route, sent.request, unit.today) is RouteState.RECEIVED


def _check_unanswered(unit: Unit, route: QuoteRoute, row: QuoteRequest) -> None:
    state = route_state(route, row, unit.today)
    if state is RouteState.DECLINED:
        raise Refused(
            _("{id} was declined before.").format(id=shown(row)),
            _("Nothing was changed."),
            _("A request that was declined is not answered any more."),
        )
    check_is_open(unit, row)
    if state not in TO_ANSWER:
        raise Refused(
            _("{id} was answered with an offer before.").format(id=shown(row)),
            _("Nothing was changed."),
            _("A new offer can still take its place."),
        )


def _rows(unit: Unit, found: Sequence[Sent]) -> tuple[LeadRow, ...]:
    orgs = requesters(unit, [one.request for one in found])
    offers = quotes.current_offers(unit.session, [one.route.id for one in found])
    return tuple(lead_row(unit, one, orgs.get(one.request.org_id or 0), offers.get(one.route.id)) for one in found)


def _filtered(unit: Unit, partner_id: int, asked: LeadQuery, most: int | None = None) -> Iterator[Sent]:
    return (one for _place, one in islice(_texts(unit, partner_id, asked.tab, terms_of(asked.text)), most or FILTERED))


def _texts(unit: Unit, partner_id: int, tab: LeadTab, terms: Sequence[str]) -> Iterator[tuple[int, Sent]]:
    """Yield the requests of a tab in which the partner may find the terms, each with its place in the tab."""
    orgs: dict[int, Organisation | None] = {}
    listed = quotes.sent_to(unit.session, partner_id, _STATES[tab], unit.today)
    return ((place, one) for place, one in enumerate(listed) if _holds(unit, one, terms, orgs))


def _holds(unit: Unit, one: Sent, terms: Sequence[str], orgs: dict[int, Organisation | None]) -> bool:
    """Return whether what the partner reads of a request holds the terms; `orgs` keeps who asks, once it was read.

    What is masked finds nothing. Nothing is masked that would not match as it was typed, which is most of it.
    """
    if not matches(searched(unit, one.request, plain_texts(one.request)), terms):
        return False
    org_id = one.request.org_id or 0
    if org_id not in orgs:
        orgs[org_id] = organisation_of(unit, one.request)
    return matches(searched(unit, one.request, partner_texts(unit, *one, orgs[org_id])), terms)


def _place(unit: Unit, partner_id: int, asked: LeadQuery, number: int) -> int | None:
    if not asked.text:
        return quotes.place_in_pipeline(unit.session, partner_id, _STATES[asked.tab], unit.today, number)
    listed = enumerate(_filtered(unit, partner_id, asked))
    return next((place for place, one in listed if one.request.id == number), None)


def _view(unit: Unit, sent: Sent) -> LeadView:
    route, row = sent
    texts = partner_texts(unit, route, row, organisation_of(unit, row))
    offer = quote_offers.current_of(unit.session, route.id)
    state = route_state(route, row, unit.today)
    return LeadView(
        **full_facts(unit, row, texts),
        route_state=state,
        received_at=route.received_at,
        viewed_at=route.viewed_at,
        answered_at=route.answered_at,
        decline_reason=route.decline_reason,
        clock_hours=clock_hours(unit, route, row),
        is_running=is_running(unit, route, row),
        offer=None if offer is None else offer_view(unit, row, route, offer),
        contract=contract_of(unit, row) if state is RouteState.WON else "",
        may_answer=_may_answer(unit, state, row),
        version=route.version,
    )


def _may_answer(unit: Unit, state: RouteState, row: QuoteRequest) -> bool:
    """Return whether the actor may offer or decline now; a suspended partner takes no new clients."""
    member = organisation_queries.programme_member(unit.session, unit.actor.org_id or 0)
    return (
        state in UNDECIDED
        and state_of(row, unit.today) is RequestState.OPEN
        and member is not None
        and not is_suspended(member.state, member.suspend_on, unit.today)
        and bool(unit.may(Action.QUOTE_ANSWER, own_stance(unit)))
    )
