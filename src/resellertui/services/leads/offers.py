"""Offering on requests that one's organisation was sent, and comparing offers on one's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from resellertui import formats
from resellertui.domain.access import Action
from resellertui.domain.errors import Conflict, FieldProblem, Invalid, Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.leads.offer import HIGHEST_TOTAL
from resellertui.domain.leads.states import UNDECIDED, RequestState, RouteState
from resellertui.domain.money import Currency, Money
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.domain.reinvoicing.margin import margin_percent
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.posting import done_before, remember
from resellertui.services.leads.comparing import comparison_of
from resellertui.services.leads.costing import Costing, costed
from resellertui.services.leads.filing import SUBJECT
from resellertui.services.leads.lead_views import DraftView, OfferInput, OfferOutcome
from resellertui.services.leads.offer_drafting import draft_view, read_offer
from resellertui.services.leads.offer_notices import tell_of_offer
from resellertui.services.leads.offer_reading import offer_view, offers_of, readable_offer, state_today
from resellertui.services.leads.own_side import own_organisation, own_request, sent_request, shown
from resellertui.services.leads.views import ComparisonView, OfferView
from resellertui.services.unit import Office, Unit
from resellertui.store.models import Organisation, QuoteOffer, QuoteOfferLine, QuoteRequest, QuoteRoute
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quote_offers as queries

OFFERED = "quote.offered"


class Offers:
    """A partner's offers, and the requester's view of them side by side."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def draft(self, actor: Actor, offer: OfferInput) -> DraftView:
        """Return what an offer in the making comes to: costs, prices, margins, and why. Changes nothing.

        Lines that can't be priced yet are left out of it, so that it works while the offer is being typed; `answer`
        refuses what is missing or wrong. An empty day gives the usual one.

        Raises:
            NotFound: not sent to the actor's organisation.
            Forbidden: neither a legal representative nor an administrator of a partner.
            Refused: the provider has no price or no VAT rate for the partner.
        """
        with self._office.reading(actor) as unit:
            request, _route = sent_request(unit, offer.request, Action.QUOTE_ANSWER)
            partner = own_organisation(unit)
            lines, until, _problems = read_offer(unit, partner, offer)
            return draft_view(unit, partner, shown(request), costed(unit, partner, lines), until)

    def answer(self, actor: Actor, offer: OfferInput) -> OfferOutcome:
        """Answer a request with an offer, or put a new one in the place of the current one; the requester gets a mail.

        Done once under its key.

        Raises:
            NotFound: not sent to the actor's organisation.
            Forbidden: neither a legal representative nor an administrator of a partner.
            Refused: the request is closed, was declined or is decided, or the partner is suspended.
            Invalid: every field that can't be accepted: `lines.1.sku`, `lines.1.price`, `valid_until` and so on.
            Conflict: someone answered meanwhile, or the key was used for something else.
        """
        with self._office.writing(actor) as unit:
            request, route = sent_request(unit, offer.request, Action.QUOTE_ANSWER)
            content = offer.model_dump(mode="json", exclude={"key", "version"})
            if found := done_before(unit, offer.key, OFFERED, content):
                return _again(unit, request, route, found["offer"])
            partner = own_organisation(unit)
            _check_open(unit, request, route)
            if offer.version is not None and offer.version != route.version:
                raise _meanwhile(request)
            costing, until = _checked(unit, partner, offer)
            before = queries.current_of(unit.session, route.id)
            row, lines = _write(unit, route, partner, costing, (until, offer.note))
            _move(unit, request, route, row, before)
            tell_of_offer(unit, partner, request, row, lines, replaces=before is not None)
            remember(unit, offer.key, OFFERED, content, {"offer": row.id})
            unit.session.flush()  # the view reads back what was written
            sentences = _sentences(row, before, costing)
            return OfferOutcome(offer=offer_view(unit, request, route, row), sentences=sentences)

    def compare(self, actor: Actor, request: str) -> ComparisonView:
        """Return the offers on a request of the actor's organisation side by side. Changes nothing.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: neither a legal representative nor an administrator.
        """
        with self._office.reading(actor) as unit:
            row = own_request(unit, request, Action.QUOTE_FOLLOW)
            return comparison_of(offers_of(unit, row))

    def show(self, actor: Actor, offer: str) -> OfferView:
        """Return one offer, for its partner, the requester and staff; one that was replaced too. Changes nothing.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: neither a legal representative nor an administrator.
        """
        with self._office.reading(actor) as unit:
            row, route, request = readable_offer(unit, offer)
            return offer_view(unit, request, route, row)


def _check_open(unit: Unit, request: QuoteRequest, route: QuoteRoute) -> None:
    """Go on only while the partner may still offer on a request.

    Raises:
        Refused: with why it can't.
    """
    nothing = _("Nothing was changed.")
    state = RouteState(route.state)
    if state is RouteState.DECLINED:
        raise Refused(_("Your organisation has declined {id}.").format(id=shown(request)), nothing)
    if state not in UNDECIDED or state_today(unit, request) is not RequestState.OPEN:
        raise Refused(_("{id} is closed: nothing can be offered any more.").format(id=shown(request)), nothing)
    member = organisation_queries.programme_member(unit.session, route.partner_id)
    if member is None or is_suspended(member.state, member.suspend_on, unit.today):
        raise Refused(
            _("Your organisation can't make offers now: it is not, or no longer, a partner in good standing."),
            nothing,
            _("The page Programme says what is missing."),
        )


def _meanwhile(request: QuoteRequest) -> Conflict:
    return Conflict(
        _("{id} was answered or changed while you were looking at it.").format(id=shown(request)),
        _("Nothing was changed."),
        _("Look at it again, then repeat."),
    )


def _checked(unit: Unit, partner: Organisation, offer: OfferInput) -> tuple[Costing, date]:
    """Return what an offer comes to, and its last day.

    Raises:
        Invalid: every field that can't be accepted.
    """
    lines, until, problems = read_offer(unit, partner, offer)
    if problems:
        raise Invalid(problems)
    costing = costed(unit, partner, lines)
    if sum(one.amount for one in costing.lines) > HIGHEST_TOTAL:
        raise Invalid([FieldProblem("lines", _("The total is too high."))])
    return costing, until


def _write(
    unit: Unit, route: QuoteRoute, partner: Organisation, costing: Costing, said: tuple[date, str]
) -> tuple[QuoteOffer, list[QuoteOfferLine]]:
    """Write the offer in the place of the current one."""
    queries.replace(unit.session, route.id)
    until, note = said
    row = QuoteOffer(
        route_id=route.id,
        is_current=True,
        currency=partner.currency,
        valid_until=until,
        note=note,
        terms_version=unit.terms.version,
        total=sum(one.amount for one in costing.lines),
        made_at=unit.now,
        made_by_id=unit.actor.user_id,
    )
    unit.session.add(row)
    unit.session.flush()  # its lines refer to it
    lines = [
        QuoteOfferLine(
            offer_id=row.id,
            position=one.line.position,
            sku=one.line.kind.sku,
            family=one.line.kind.family,
            label=one.line.kind.label,
            name=one.line.name,
            quantity=one.line.quantity,
            periods=one.line.periods,
            period_months=one.line.kind.period_months,
            unit_price=_plain(one.unit_price),
            amount=one.amount,
            by_margin=None if one.by_margin is None else _plain(one.by_margin),
            margin_id=None if one.rule is None else one.rule.id,
        )
        for one in costing.lines
    ]
    unit.session.add_all(lines)
    return row, lines


def _plain(price: Decimal) -> str:
    return f"{price:f}"


def _move(unit: Unit, request: QuoteRequest, route: QuoteRoute, offer: QuoteOffer, before: QuoteOffer | None) -> None:
    """Note on the route that its partner has answered."""
    route.state = RouteState.ANSWERED.value
    route.viewed_at = route.viewed_at or unit.now
    route.answered_at = route.answered_at or unit.now
    route.version += 1
    values = {
        "request": shown(request),
        "offer": show_id(Kind.OFFER, offer.id),
        "replaces": None if before is None else show_id(Kind.OFFER, before.id),
        "valid_until": offer.valid_until.isoformat(),
    }
    unit.record(OFFERED, SUBJECT, request.id, values, for_org_id=request.org_id)


def _again(unit: Unit, request: QuoteRequest, route: QuoteRoute, number: int) -> OfferOutcome:
    """Answer what was offered under the same key before."""
    found = queries.offer(unit.session, number)
    assert found is not None  # noqa: S101  # offers are never deleted
    sentence = _("This was offered before: nothing was done again.")
    return OfferOutcome(offer=offer_view(unit, request, route, found[0]), sentences=(sentence,))


def _sentences(row: QuoteOffer, before: QuoteOffer | None, costing: Costing) -> tuple[str, ...]:
    currency = Currency(row.currency)
    cost = sum(one.cost for one in costing.lines)
    percent = margin_percent(cost, row.total)
    margin = Money(row.total - cost, currency)
    said = [
        _("You offer {total} {currency} without VAT, until {day}.").format(
            total=Money(row.total, currency), currency=currency.value, day=formats.day(row.valid_until)
        ),
        _("At today's prices it costs you {cost} {currency}: your margin is {margin} ({percent} %).").format(
            cost=Money(cost, currency), currency=currency.value, margin=margin, percent=percent
        )
        if percent is not None
        else _("It costs you nothing: your margin is {margin} {currency}.").format(
            margin=margin, currency=currency.value
        ),
    ]
    if before is not None:
        said.append(_("It takes the place of {id}.").format(id=show_id(Kind.OFFER, before.id)))
    else:
        said.append(_("From then on the requester knows you, and you read the whole request and who asks."))
    said.append(
        _(
            "If it is accepted, you are asked for full access with your payment method: the provider charges you, and "
            "your re-invoicing bills these prices."
        )
    )
    return tuple(said)
