"""Contracts that came of requests, as their partner, their client and staff read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Access, Payment, Side, State, state_label
from resellertui.domain.wording import _
from resellertui.services.billing.rights import accounting_stance
from resellertui.services.leads.contract_views import ContractRow, ContractView
from resellertui.services.leads.offer_reading import line_views
from resellertui.services.leads.own_side import own_stance
from resellertui.services.leads.reordering import given_up_words, is_ordered
from resellertui.services.partnerships.dossier import dossier_of, standing_of
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import Partnership, QuoteContract, QuoteOffer
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import quote_contracts as queries
from resellertui.store.queries import quote_offers as offer_queries


@dataclass(frozen=True)
class Readiness:
    """Whether the basket of a contract can be ordered by whoever looks at it."""

    why_not: str
    """In words; empty where it can."""
    remedy: str = ""
    """What is to be done first; empty where it is the reader's own rights that are missing."""


def readable_contract(unit: Unit, reference: str) -> QuoteContract:
    """Return a contract, for its partner, its client and the provider's staff, having asked the policy.

    Raises:
        NotFound: none of the actor's business.
        Forbidden: an external user, or on the client's side someone who does not answer for the organisation.
    """
    number = parse_id(Kind.CONTRACT, reference)
    found = None if number is None else queries.contract(unit.session, number)
    if unit.may(Action.QUOTE_ROUTE):
        if found is None:
            raise not_found(reference)
        return found
    is_partner = found is not None and found.partner_id == unit.actor.org_id
    unit.allow(Action.QUOTE_VIEW if is_partner else Action.QUOTE_FOLLOW, own_stance(unit), missing=reference)
    if found is None or unit.actor.org_id not in (found.partner_id, found.client_id):
        raise not_found(reference)
    return found


class _Behind(NamedTuple):
    """What some contracts are about."""

    names: dict[int, str]
    breaches: dict[int, int]
    offers: dict[int, QuoteOffer]
    partnerships: dict[int, Partnership]


def rows_of(unit: Unit, contracts: Sequence[QuoteContract]) -> tuple[ContractRow, ...]:
    """Return some contracts as a list shows them, in the same order; a constant number of queries."""
    behind = _behind(unit, contracts)
    return tuple(ContractRow(**_facts(unit, one, behind)) for one in contracts)


def contract_view(unit: Unit, contract: QuoteContract) -> ContractView:
    """Return a contract with its basket, and whether the reader can order it now."""
    behind = _behind(unit, [contract])
    offer = behind.offers[contract.offer_id]
    lines = offer_queries.lines_of(unit.session, [offer.id])[offer.id]
    found = readiness(unit, contract)
    return ContractView(
        **_facts(unit, contract, behind),
        lines=line_views(lines, Currency(offer.currency)),
        may_order=not found.why_not,
        why_not=found.why_not,
        given_up=given_up_words(unit, contract, behind.names[contract.partner_id]),
    )


def _behind(unit: Unit, contracts: Sequence[QuoteContract]) -> _Behind:
    active = partnership_queries.active_of_clients(unit.session, [one.client_id for one in contracts])
    pairs = {(row.partner_id, row.client_id): row for rows in active.values() for row, _name in rows}
    made_with = partnership_queries.partnerships(unit.session, [one.partnership_id for one in contracts])
    return _Behind(
        organisation_queries.names(unit.session, {one for row in contracts for one in (row.partner_id, row.client_id)}),
        queries.breaches_of(unit.session, contracts),
        offer_queries.offers(unit.session, [one.offer_id for one in contracts]),
        {one.id: pairs.get((one.partner_id, one.client_id)) or made_with[one.partnership_id] for one in contracts},
    )


def offer_of(unit: Unit, contract: QuoteContract) -> QuoteOffer:
    """Return the offer that was accepted."""
    found = offer_queries.offer(unit.session, contract.offer_id)
    assert found is not None  # noqa: S101  # offers are never deleted
    return found[0]


def partnership_of(unit: Unit, contract: QuoteContract) -> Partnership:
    """Return the partnership under which a contract runs: the pair's active one, or else the one it was made with."""
    active = partnership_queries.active_of_partner(unit.session, contract.partner_id, contract.client_id)
    found = active or partnership_queries.partnership(unit.session, contract.partnership_id)
    assert found is not None  # noqa: S101  # partnerships are never deleted
    return found


def readiness(unit: Unit, contract: QuoteContract) -> Readiness:
    """Say whether the reader can order the basket of a contract today."""
    if unit.actor.org_id != contract.partner_id:
        return Readiness(_why_not_yet(unit, contract) or _("Only its partner orders it."))
    if is_ordered(unit, contract):
        return Readiness(_("It is ordered already: {id}.").format(id=show_optional_id(Kind.ORDER, contract.order_id)))
    row = partnership_of(unit, contract)
    shown, state = show_id(Kind.PARTNERSHIP, row.id), standing_of(row).on(unit.today)
    if state is not State.ACTIVE:
        remedy = (
            _("Accept {id} first.").format(id=shown)
            if state is State.PENDING
            else _("Agree on a new partnership with full access and your payment method.")
        )
        return Readiness(_("The partnership {id} is {state}.").format(id=shown, state=state_label(state)), remedy)
    if row.access != Access.FULL.value or row.payment != Payment.PARTNER.value:
        return Readiness(
            _("The partnership {id} gives no full access with your payment method any more.").format(id=shown),
            _("The client can change that again."),
        )
    if standing_of(row).is_paused(unit.today):
        return Readiness(
            _("The partnership {id} is paused.").format(id=shown), _("Order it once the partnership goes on.")
        )
    decision = unit.may(
        Action.ORDER_PLACE, accounting_stance(unit, dossier_of(unit, row, Side.PARTNER).client_stance())
    )
    return Readiness("" if decision else decision.reason or _("You can't order for this client."))


def _why_not_yet(unit: Unit, contract: QuoteContract) -> str:
    """Say to a client and to staff what keeps the partner from ordering, where only the client can mend it."""
    row = partnership_of(unit, contract)
    state = standing_of(row).on(unit.today)
    if is_ordered(unit, contract) or state in (State.ACTIVE, State.PENDING):
        return ""
    text = _("The partnership {id} is {state}: it takes a new one before the partner can order, or another request.")
    return text.format(id=show_id(Kind.PARTNERSHIP, row.id), state=state_label(state))


def _facts(unit: Unit, contract: QuoteContract, behind: _Behind) -> dict[str, Any]:
    offer, row, names = behind.offers[contract.offer_id], behind.partnerships[contract.id], behind.names
    return {
        "id": show_id(Kind.CONTRACT, contract.id),
        "request": show_id(Kind.QUOTE, contract.request_id),
        "offer": show_id(Kind.OFFER, contract.offer_id),
        "partner": names[contract.partner_id],
        "client": names[contract.client_id],
        "client_id": show_id(Kind.ORGANISATION, contract.client_id),
        "partnership": show_id(Kind.PARTNERSHIP, row.id),
        "partnership_state": standing_of(row).on(unit.today).value,
        "accepted_at": contract.accepted_at,
        "order": show_optional_id(Kind.ORDER, contract.order_id) or "",
        "ordered_at": contract.ordered_at,
        "total": str(Money(offer.total, Currency(offer.currency))),
        "currency": offer.currency,
        "breaches": behind.breaches.get(contract.id, 0),
    }
