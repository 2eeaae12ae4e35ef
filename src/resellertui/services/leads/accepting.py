"""Accepting an offer: what becomes of the request, the partnership and the partner's prices, in one transaction.

Decided here, where the rules are silent:

- Accepting an offer that was accepted already changes nothing more.
- Where the partner itself waits for the client's answer to a request for a partnership, accepting the offer answers it:
  the partnership is active at once, with what the offer takes. The client's own pending request is withdrawn, and one
  for full access with the partner's payment method takes its place.
- A partnership that is active is changed in place where it gives something else: the client may.
- The contract goes on under a later partnership of the same two, if the first one comes to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from resellertui import formats
from resellertui.domain.access import Action
from resellertui.domain.errors import Conflict, Refused
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.leads.states import UNDECIDED, RequestState, RouteState
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Access, Arrangement, Payment, Side, State
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.domain.reinvoicing.margin import Method, Scope
from resellertui.domain.wording import _, ngettext
from resellertui.services.leads.filing import SUBJECT
from resellertui.services.leads.offer_notices import tell_losers, tell_of_acceptance, tell_ready
from resellertui.services.leads.offer_reading import offer_named, state_today
from resellertui.services.leads.own_side import own_organisation, own_stance, shown
from resellertui.services.leads.views import AcceptView
from resellertui.services.partnerships import notices
from resellertui.services.partnerships.agreements import rearrange
from resellertui.services.partnerships.dossier import Dossier, dossier_of, settle
from resellertui.services.partnerships.endings import close_request
from resellertui.services.partnerships.sending import ask_as_client, effects_of, put_in_force
from resellertui.services.partnerships.sentences import write_event
from resellertui.services.reinvoicing.pricing import OF_OFFER
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import (
    Organisation,
    QuoteContract,
    QuoteOffer,
    QuoteOfferLine,
    QuoteRequest,
    QuoteRoute,
    ReinvoiceRule,
)
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import quote_contracts as contract_queries
from resellertui.store.queries import quote_offers as queries

WANTED = Arrangement(Access.FULL, Payment.PARTNER, frozenset())
"""What accepting an offer gives or asks for."""


def accept_within(unit: Unit, reference: str, version: int | None) -> AcceptView:
    """Accept an offer in the actor's name, having asked the policy.

    Raises:
        ResellerError: as `QuoteContracts.accept`.
    """
    unit.allow(Action.QUOTE_ACCEPT, own_stance(unit), missing=reference)
    found = offer_named(unit, reference)
    if found is None or found[2].org_id is None or found[2].org_id != unit.actor.org_id:
        raise not_found(reference)
    offer, route, request = found
    client = own_organisation(unit)
    partner = organisation_queries.organisation(unit.session, route.partner_id)
    assert partner is not None  # noqa: S101  # the route refers to it
    before = contract_queries.of_request(unit.session, request.id)
    if before is not None and before.offer_id == offer.id:
        return _view(before, [_("This offer was accepted before: nothing was done again.")])
    _check_request(unit, request, before)
    _check_offer(unit, offer, route, partner, version)
    dossier, words = _partnership(unit, client, partner)
    contract = _contract(unit, offer, request, client, dossier)
    losers = _decide(unit, request, route)
    _set_prices(unit, contract, offer)

    def effects() -> list[str]:
        """Say what the partnership becomes and what comes next, in the language in force."""
        return [*words(), *_what_comes_next(dossier)]

    _record(unit, request, contract)
    names = {client.id: client.name, partner.id: partner.name}
    tell_of_acceptance(unit, request, contract, names, effects)
    tell_losers(unit, request, losers)
    if dossier.state is State.ACTIVE:
        tell_ready(unit, contract, client.name, dossier.standing.resumes_on(unit.today))
    return _view(contract, [_accepted_words(offer, partner), *effects(), _closing(losers)])


def _check_request(unit: Unit, request: QuoteRequest, contract: QuoteContract | None) -> None:
    """Go on only while a request is open.

    Raises:
        Refused: with what became of it, and the remedy.
    """
    state = state_today(unit, request)
    if state is RequestState.OPEN:
        return
    title = {
        RequestState.AWARDED: _("{id} is awarded: another offer was accepted."),
        RequestState.WITHDRAWN: _("{id} was withdrawn."),
        RequestState.EXPIRED: _("{id} has expired."),
    }[state].format(id=shown(request))
    remedy = (
        _("Look at the contract {id}.").format(id=show_id(Kind.CONTRACT, contract.id))
        if contract is not None
        else _("Ask again: partners then make new offers.")
    )
    raise Refused(title, _("Nothing was changed."), remedy)


def _check_offer(unit: Unit, offer: QuoteOffer, route: QuoteRoute, partner: Organisation, version: int | None) -> None:
    """Go on only if an offer can be accepted today.

    Raises:
        Refused: with why not, and the remedy.
        Conflict: its partner did something since it was looked at.
    """
    reference, nothing = show_id(Kind.OFFER, offer.id), _("Nothing was changed.")
    if not offer.is_current:
        current = queries.current_of(unit.session, route.id)
        later = reference if current is None else show_id(Kind.OFFER, current.id)
        raise Refused(
            _("{partner} has replaced the offer {id} by another one.").format(partner=partner.name, id=reference),
            nothing,
            _("Look at {id}, and accept that.").format(id=later),
        )
    if RouteState(route.state) is not RouteState.ANSWERED:
        raise Refused(
            _("{partner} does not stand by the offer {id} any more.").format(partner=partner.name, id=reference),
            nothing,
            _("Accept the offer of another partner."),
        )
    if version is not None and version != route.version:
        raise Conflict(
            _("The offer {id} was changed while you were looking at it.").format(id=reference),
            nothing,
            _("Look at it again, then repeat."),
        )
    if offer.valid_until < unit.today:
        raise Refused(
            _("The offer {id} was valid until {day}.").format(id=reference, day=formats.day(offer.valid_until)),
            nothing,
            _("Ask {partner} to offer again, or accept another offer.").format(partner=partner.name),
        )
    member = organisation_queries.programme_member(unit.session, partner.id)
    if member is None or is_suspended(member.state, member.suspend_on, unit.today):
        raise Refused(
            _("{partner} can't take new clients now.").format(partner=partner.name),
            _("It is not, or no longer, an approved partner in good standing."),
            _("Accept the offer of another partner."),
        )


def _partnership(unit: Unit, client: Organisation, partner: Organisation) -> tuple[Dossier, Callable[[], list[str]]]:
    """Give or ask for full access with the partner's payment method; return what stands then, and what says so.

    Raises:
        Conflict: another active partner stands in the way.
    """
    settle(unit, client.id)
    between = partnership_queries.between
    active = between(unit.session, client.id, partner.id, State.ACTIVE.value)
    if active is not None:
        dossier = dossier_of(unit, active, Side.CLIENT)
        if (dossier.access, dossier.payment) == (WANTED.access, WANTED.payment):
            return dossier, lambda: [_stands(dossier)]
        dossier.allow(Action.PARTNERSHIP_CHANGE_ACCESS)
        rearrange(dossier, WANTED, [])
        return dossier, lambda: effects_of(dossier, [])
    pending = between(unit.session, client.id, partner.id, State.PENDING.value)
    if pending is not None:
        dossier = dossier_of(unit, pending, Side.CLIENT)
        if dossier.initiator is Side.PARTNER:
            dossier.allow(Action.PARTNERSHIP_ANSWER)
            fresh = put_in_force(dossier, WANTED, [])
            return fresh, lambda: effects_of(fresh, [])
        dossier.allow(Action.PARTNERSHIP_WITHDRAW)
        close_request(dossier, State.WITHDRAWN)
        write_event(unit, dossier.row, "withdrawn", dossier.side, {})
        notices.tell_of_withdrawal(dossier)
        unit.session.flush()  # the pair's pending slot must be free for the new request
    unit.allow(Action.PARTNERSHIP_REQUEST_AS_CLIENT, own_stance(unit))
    asked = ask_as_client(unit, client, partner.id, WANTED, [])
    return asked, lambda: [_asked(asked), *effects_of(asked, [])]


def _contract(
    unit: Unit, offer: QuoteOffer, request: QuoteRequest, client: Organisation, dossier: Dossier
) -> QuoteContract:
    contract = QuoteContract(
        request_id=request.id,
        offer_id=offer.id,
        partner_id=dossier.row.partner_id,
        client_id=client.id,
        partnership_id=dossier.row.id,
        order_id=None,
        accepted_at=unit.now,
        accepted_by_id=unit.actor.user_id,
        ordered_at=None,
    )
    unit.session.add(contract)
    unit.session.flush()  # its number is told
    return contract


def _decide(unit: Unit, request: QuoteRequest, winner: QuoteRoute) -> list[QuoteRoute]:
    """Award the request; return the routes that have lost it by that."""
    request.state = RequestState.AWARDED.value
    request.closed_at = unit.now
    request.version += 1
    losers = []
    for one in queries.routes(unit.session, request.id):
        if one.id == winner.id:
            one.state = RouteState.WON.value
        elif RouteState(one.state) in UNDECIDED:
            one.state = RouteState.LOST.value
            losers.append(one)
        else:
            continue
        one.decided_at = unit.now
        one.version += 1
    return losers


def _set_prices(unit: Unit, contract: QuoteContract, offer: QuoteOffer) -> None:
    """Let the offer's prices be the partner's margins for this client, from today on: one for each product.

    What the contract's own order brings is priced by them whatever comes after (see `domain/reinvoicing/margin.py`).
    """
    lines = queries.lines_of(unit.session, [offer.id])[offer.id]
    for one in {line.sku: line for line in lines}.values():
        unit.session.add(_margin(unit, contract, offer, one))


def _margin(unit: Unit, contract: QuoteContract, offer: QuoteOffer, line: QuoteOfferLine) -> ReinvoiceRule:
    return ReinvoiceRule(
        partner_id=contract.partner_id,
        client_id=contract.client_id,
        scope=Scope.PRODUCT.value,
        target=line.sku,
        method=Method.PRICE.value,
        value=line.unit_price,
        currency=offer.currency,
        starts_on=unit.today,
        note=show_id(Kind.OFFER, offer.id),
        origin=OF_OFFER,
        made_at=unit.now,
        made_by_id=None,
    )


def _record(unit: Unit, request: QuoteRequest, contract: QuoteContract) -> None:
    values = {
        "request": shown(request),
        "offer": show_id(Kind.OFFER, contract.offer_id),
        "contract": show_id(Kind.CONTRACT, contract.id),
        "partnership": show_id(Kind.PARTNERSHIP, contract.partnership_id),
    }
    unit.record("quote.accepted", SUBJECT, request.id, values, for_org_id=contract.partner_id)


def _view(contract: QuoteContract, sentences: Sequence[str]) -> AcceptView:
    return AcceptView(
        contract=show_id(Kind.CONTRACT, contract.id),
        partnership=show_id(Kind.PARTNERSHIP, contract.partnership_id),
        sentences=tuple(sentences),
    )


def _accepted_words(offer: QuoteOffer, partner: Organisation) -> str:
    currency = Currency(offer.currency)
    return _("You accept the offer {id} of {partner}: {total} {currency} without VAT.").format(
        id=show_id(Kind.OFFER, offer.id),
        partner=partner.name,
        total=Money(offer.total, currency),
        currency=currency.value,
    )


def _stands(dossier: Dossier) -> str:
    return _("{partner} has full access with its own payment method already: {id}.").format(
        partner=dossier.partner_name, id=dossier.id
    )


def _asked(dossier: Dossier) -> str:
    return _(
        "{partner} is asked for full access with its own payment method: {id}. Until it accepts, it reaches nothing."
    ).format(partner=dossier.partner_name, id=dossier.id)


def _what_comes_next(dossier: Dossier) -> list[str]:
    """Say when the partner orders, and that it does not for long where the partnership ends."""
    names = {"partner": dossier.partner_name, "id": dossier.id}
    if dossier.state is not State.ACTIVE:
        text = _(
            "Once {partner} has accepted, it orders what it has offered: the provider charges it, and it bills you at "
            "these prices."
        )
        return [text.format(**names)]
    paused, end = dossier.standing.resumes_on(dossier.unit.today), dossier.row.end_on
    if paused is None:
        text = _(
            "{partner} can order what it has offered now: the provider charges it, and it bills you at these prices."
        )
        said = [text.format(**names)]
    else:
        text = _(
            "{id} is paused: {partner} can order what it has offered from {day} on, or once you end the pause. The "
            "provider charges it, and it bills you at these prices."
        )
        said = [text.format(**names, day=formats.day(paused))]
    if end is not None:
        text = _("{id} ends on {day}: take the end date away if {partner} is to serve you for longer.")
        said.append(text.format(**names, day=formats.day(end)))
    return said


def _closing(losers: Sequence[QuoteRoute]) -> str:
    if not losers:
        return _("The request is closed.")
    return ngettext(
        "The request is closed, and {count} other partner is told that it has lost.",
        "The request is closed, and {count} other partners are told that they have lost.",
        len(losers),
    ).format(count=len(losers))
