"""Accepting an offer, the contract that comes of it, and ordering its basket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Conflict, Invalid, NotFound, Refused
from resellertui.domain.identifiers import Kind, parse_id, show_id, show_optional_id
from resellertui.domain.partnership import State
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.billing.orders import place_within
from resellertui.services.billing.views import OrderInput, OrderOutcome
from resellertui.services.leads.accepting import accept_within
from resellertui.services.leads.contract_reading import (
    contract_view,
    offer_of,
    partnership_of,
    readable_contract,
    readiness,
    rows_of,
)
from resellertui.services.leads.contract_views import ContractPage, ContractRow, ContractView
from resellertui.services.leads.offer_notices import tell_of_order
from resellertui.services.leads.own_side import own_stance
from resellertui.services.leads.reordering import given_up, is_ordered, key_of_order
from resellertui.services.leads.views import AcceptView
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.reach import readable_client
from resellertui.services.unit import Office, Unit, not_found
from resellertui.store.models import QuoteContract, QuoteOfferLine
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import quote_contracts as queries
from resellertui.store.queries import quote_offers as offer_queries


class QuoteContracts:
    """What comes of requests: for the requester, and for the partner that won."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def accept(self, actor: Actor, offer: str, *, version: int | None = None) -> AcceptView:
        """Accept an offer, as the legal representative of the organisation that asked. A rehearsal says what it does.

        The request is awarded, the contract and the prices for re-invoicing are written, and the partner is given or
        asked for full access with its own payment method; both sides and those that lost get mails.

        Args:
            actor: who accepts.
            offer: its id.
            version: the offer's version that was looked at; None accepts whatever it is.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: not a legal representative.
            Refused: not valid any more, replaced by a later one, the request is closed, or the partner can't take it.
            Conflict: another active partner stands in the way, or the partner changed it meanwhile.
        """
        with self._office.writing(actor) as unit:
            return accept_within(unit, offer, version)

    def page(self, actor: Actor, offset: int = 0, limit: int = 50) -> ContractPage:
        """Return a part of the contracts of the actor's organisation, as partner or as client, the newest first.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: neither a partner's person, nor one that answers for the organisation.
        """
        with self._office.reading(actor) as unit:
            stance, org_id = own_stance(unit), unit.actor.org_id or 0
            sides = {
                "partner": bool(unit.may(Action.QUOTE_VIEW, stance)),
                "client": bool(unit.may(Action.QUOTE_FOLLOW, stance)),
            }
            if not any(sides.values()):
                unit.allow(Action.QUOTE_VIEW, stance)
            rows = queries.concerning(unit.session, org_id, offset, limit, **sides)
            total = queries.count_concerning(unit.session, org_id, **sides)
            return ContractPage(total=total, offset=offset, rows=rows_of(unit, rows))

    def show(self, actor: Actor, contract: str) -> ContractView:
        """Return a contract with its basket, and whether it can be ordered now. Changes nothing.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: as for the list.
        """
        with self._office.reading(actor) as unit:
            return contract_view(unit, readable_contract(unit, contract))

    def order(
        self,
        actor: Actor,
        contract: str,
        names: Mapping[int, str] | None = None,
        *,
        pay: bool = False,
        billing_address: str = "",
    ) -> OrderOutcome:
        """Order the whole basket of a contract for its client, as its partner: once, at the provider's prices.

        Where an order of it came to nothing, since its pro forma was declined, it is ordered anew.

        Args:
            actor: who orders.
            contract: its id.
            names: what names subscriptions, a domain say, by the position of their line, from 1; the offer's where
                left out.
            pay: whether to pay at once from the prepaid account.
            billing_address: as for an order.

        Raises:
            NotFound: not a contract of the actor's organisation as partner.
            Forbidden: no right to the accounting, or the client is not granted.
            Refused: the partnership is not active with full access by the partner's payment method, or paused; what was
                offered is not sold any more; too little in the prepaid account.
            Invalid: a name or billing address that can't be accepted.
            Conflict: it was ordered already, with other names, or the client has this domain.
        """
        with self._office.writing(actor) as unit:
            row = readable_contract(unit, contract)
            if row.partner_id != unit.actor.org_id:
                raise not_found(contract)
            was_ordered = is_ordered(unit, row)
            if not was_ordered:
                _check_ready(unit, row)
            outcome = _place(unit, row, dict(names or {}), pay, billing_address)
            if not was_ordered:
                _link(unit, row, outcome)
            return outcome

    def of_client(self, actor: Actor, client: str) -> tuple[ContractRow, ...]:
        """Return the contracts of a client that bind the actor's organisation, its partner; for the client's page.

        Raises:
            NotFound: no client of this partner.
            Forbidden: a client that is not granted.
        """
        with self._office.reading(actor) as unit:
            dossier = readable_client(unit, client)
            if dossier.is_unknown_to_me or dossier.row.client_id is None:
                return ()
            return rows_of(unit, queries.of_pair(unit.session, dossier.row.partner_id, dossier.row.client_id))

    def bound(self, actor: Actor, clients: Sequence[str]) -> frozenset[str]:
        """Return which of these clients, by id (`ORG-7`), a contract binds the actor's organisation to; for lists.

        Raises:
            Forbidden: an external user.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
            numbers = [number for one in clients if (number := parse_id(Kind.ORGANISATION, one)) is not None]
            won = queries.bound(unit.session, unit.actor.org_id or 0, numbers)
            active = partnership_queries.active_of_clients(unit.session, sorted(won))
            return frozenset(
                show_id(Kind.ORGANISATION, client_id)
                for client_id, rows in active.items()
                for row, _name in rows
                if row.partner_id == unit.actor.org_id and standing_of(row).on(unit.today) is State.ACTIVE
            )


def _check_ready(unit: Unit, contract: QuoteContract) -> None:
    """Go on only if the basket can be ordered now.

    Raises:
        Refused: with why not, and the remedy.
    """
    found = readiness(unit, contract)
    if found.remedy:
        raise Refused(found.why_not, _("Nothing was changed."), found.remedy)


def _place(unit: Unit, contract: QuoteContract, names: dict[int, str], pay: bool, billing_address: str) -> OrderOutcome:
    """Order the basket, or answer what was ordered before.

    Raises:
        Conflict: it was ordered with other names.
        ResellerError: as `Orders.place`.
    """
    offer = offer_of(unit, contract)
    lines = offer_queries.lines_of(unit.session, [offer.id])[offer.id]
    positions = {one.position for one in lines}
    if unknown := sorted(names.keys() - positions):
        raise Invalid({f"names.{one}": _("The offer has no line {number}.").format(number=one) for one in unknown})
    shown = show_id(Kind.CONTRACT, contract.id)
    wish = OrderInput.of(
        lines=[
            {
                "sku": one.sku,
                "quantity": one.quantity,
                "periods": one.periods,
                "name": names.get(one.position, one.name),
            }
            for one in lines
        ],
        client=show_id(Kind.PARTNERSHIP, partnership_of(unit, contract).id),
        pay=pay,
        billing_address=billing_address,
        key=key_of_order(unit, contract),
    )
    if not is_ordered(unit, contract):
        _check_catalogue(unit, lines)
        return place_within(unit, wish)
    try:
        outcome = place_within(unit, wish)
    except (Conflict, NotFound):
        outcome = None
    if outcome is None or not outcome.repeated:
        raise Conflict(
            _("{id} is ordered already: {order}.").format(
                id=shown, order=show_optional_id(Kind.ORDER, contract.order_id)
            ),
            _("Nothing was changed."),
            _("Order what is still missing by itself."),
        )
    return outcome


def _check_catalogue(unit: Unit, lines: Sequence[QuoteOfferLine]) -> None:
    """Go on only while everything that was offered is still sold, for the same period.

    Raises:
        Refused: something is not.
    """
    for one in lines:
        kind = unit.terms.resolve(one.sku)
        if kind is None or (kind.sku, kind.period_months) != (one.sku, one.period_months):
            raise Refused(
                _("“{product}” is not in the catalogue any more as it was offered.").format(product=one.label),
                _("Nothing was changed."),
                _("Agree with the client on something else, and order that by itself."),
            )


def _link(unit: Unit, contract: QuoteContract, outcome: OrderOutcome) -> None:
    """Note on the contract by which order its basket was ordered, and tell the client."""
    former = given_up(unit, contract)
    contract.order_id = parse_id(Kind.ORDER, outcome.order_id)
    contract.ordered_at = unit.now
    values = {"contract": show_id(Kind.CONTRACT, contract.id), "order": outcome.order_id}
    if former:
        values["instead_of"] = show_id(Kind.ORDER, former[-1].id)
    unit.record("quote.ordered", "quote_contract", contract.id, values, for_org_id=contract.client_id)
    names = organisation_queries.names(unit.session, [contract.partner_id, contract.client_id])
    tell_of_order(unit, contract, names)
