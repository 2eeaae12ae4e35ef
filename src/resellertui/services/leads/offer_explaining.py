"""How an offer's amounts came about: to its partner with the margins behind its prices, to others its sums only."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from resellertui import formats
from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.leads.offer import line_amount
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.margin_words import margin_words
from resellertui.domain.wording import _
from resellertui.services.billing.explanation import Explanation, ExplanationPart, again_words
from resellertui.services.billing.rights import accounting_stance
from resellertui.services.leads.offer_drafting import line_words, total_words
from resellertui.services.leads.offer_reading import price_of, price_text, readable_offer
from resellertui.services.leads.own_side import own_stance
from resellertui.services.leads.reordering import given_up_words, is_ordered
from resellertui.services.reinvoicing.pricing import margins_of
from resellertui.services.unit import Unit
from resellertui.store.models import QuoteOffer, QuoteOfferLine, QuoteRequest, QuoteRoute
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quote_contracts as contract_queries
from resellertui.store.queries import quote_offers as queries


def explain_offer(unit: Unit, reference: str) -> Explanation:
    """Explain an offer to its partner, to the requester and to staff.

    Raises:
        NotFound: none, or none of the actor's business.
        Forbidden: neither a legal representative nor an administrator.
    """
    offer, route, request = readable_offer(unit, reference)
    lines = queries.lines_of(unit.session, [offer.id])[offer.id]
    currency, amounts = Currency(offer.currency), [one.amount for one in lines]
    same = sum(amounts) == offer.total and all(
        one.amount == line_amount(price_of(one), one.quantity, one.periods) for one in lines
    )
    sums = [
        line_words(one.label, one.name, price_of(one), one.quantity, one.periods, Money(one.amount, currency))
        for one in lines
    ]
    parts = [
        ExplanationPart(title=_("The offer"), sentences=_offer_words(unit, offer, route, request)),
        *([_prices(unit, route, offer, lines)] if _knows_margins(unit, route) else []),
        ExplanationPart(title=_("Amounts"), sentences=(*sums, total_words(amounts, currency), again_words(same=same))),
        *_contract_part(unit, offer, request),
    ]
    shown = show_id(Kind.OFFER, offer.id)
    return Explanation(id=shown, title=_("Offer {id}").format(id=shown), agrees=same, parts=tuple(parts))


def _knows_margins(unit: Unit, route: QuoteRoute) -> bool:
    """Return whether the reader may look at the partner's margins: its own people with a right to the accounting."""
    if route.partner_id != unit.actor.org_id:
        return False
    return bool(unit.may(Action.REINVOICE_VIEW, accounting_stance(unit, own_stance(unit))))


def _offer_words(unit: Unit, offer: QuoteOffer, route: QuoteRoute, request: QuoteRequest) -> tuple[str, ...]:
    partner = organisation_queries.names(unit.session, [route.partner_id])[route.partner_id]
    made = _("{id} is what {partner} offered on {request} on {day}; it can be accepted until {until}.").format(
        id=show_id(Kind.OFFER, offer.id),
        partner=partner,
        request=show_id(Kind.QUOTE, request.id),
        day=formats.day(local_date(offer.made_at)),
        until=formats.day(offer.valid_until),
    )
    if offer.is_current:
        return (made,)
    return made, _("A later offer has taken its place.")


def _prices(unit: Unit, route: QuoteRoute, offer: QuoteOffer, lines: Sequence[QuoteOfferLine]) -> ExplanationPart:
    """Say where the unit prices come from, for the partner only."""
    margins = margins_of(unit, route.partner_id)
    first = {one.sku: one for one in lines}
    sentences = [
        _("Costs were those of the programme terms {version}.").format(version=offer.terms_version),
    ]
    for one in first.values():
        rule = None if one.margin_id is None else margins.rule(one.margin_id)
        price = price_text(price_of(one))
        if one.by_margin is None or rule is None:
            text = _("{product}, {price} each: no margin held.")
            sentences.append(text.format(product=one.label, price=price))
            continue
        facts = {
            "product": one.label,
            "price": price,
            "margin": margin_words(rule),
            "id": show_id(Kind.MARGIN, rule.id),
            "gave": price_text(Decimal(one.by_margin)),
        }
        is_margins = Decimal(one.by_margin) == price_of(one)
        text = (
            _("{product}, {price} each: by the margin {id}, {margin}.")
            if is_margins
            else _("{product}, {price} each: your own figure; the margin {id}, {margin}, gave {gave}.")
        )
        sentences.append(text.format(**facts))
    return ExplanationPart(title=_("Prices"), sentences=tuple(sentences))


def _contract_part(unit: Unit, offer: QuoteOffer, request: QuoteRequest) -> list[ExplanationPart]:
    contract = contract_queries.of_request(unit.session, request.id)
    if contract is None or contract.offer_id != offer.id:
        return []
    sentences = [
        _("It was accepted on {day}: it is the contract {id}.").format(
            day=formats.day(local_date(contract.accepted_at)), id=show_id(Kind.CONTRACT, contract.id)
        )
    ]
    if contract.order_id is not None and is_ordered(unit, contract):
        sentences.append(_("Its lines were ordered by {id}.").format(id=show_id(Kind.ORDER, contract.order_id)))
    names = organisation_queries.names(unit.session, [contract.partner_id])
    if former := given_up_words(unit, contract, names[contract.partner_id]):
        sentences.append(former)
    if contract.partner_id == unit.actor.org_id:
        sentences.append(
            _("Re-invoicing bills what the contract orders at these prices, whatever margins say; renewals by margins.")
        )
    return [ExplanationPart(title=_("Contract"), sentences=tuple(sentences))]
