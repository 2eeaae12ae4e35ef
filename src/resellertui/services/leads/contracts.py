"""Accepting an offer, the contract that comes of it, and ordering its basket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resellertui.services.actor import Actor
from resellertui.services.billing.views import OrderOutcome
from resellertui.services.leads.contract_views import ContractPage, ContractRow, ContractView
from resellertui.services.leads.views import AcceptView
from resellertui.services.unit import Office


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
        raise NotImplementedError

    def page(self, actor: Actor, offset: int = 0, limit: int = 50) -> ContractPage:
        """Return a part of the contracts of the actor's organisation, as partner or as client, the newest first.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: neither a partner's person, nor one that answers for the organisation.
        """
        raise NotImplementedError

    def show(self, actor: Actor, contract: str) -> ContractView:
        """Return a contract with its basket, and whether it can be ordered now. Changes nothing.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: as for the list.
        """
        raise NotImplementedError

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

        Args:
            actor: who orders.
            contract: its id.
            names: what names subscriptions, a domain say, by the position of their line, from 1; the offer's where
                left out.
            pay: whether to pay at once from the prepaid account.
            billing_address: as for an order.

        Raises:
            NotFound: not a contract of the actor's organisation as partner.
            Forbidden: no right to the accounting, or the client is paused or not granted.
            Refused: the partnership is not active with full access by the partner's payment method, or too little in
                the prepaid account.
            Invalid: a name or billing address that can't be accepted.
            Conflict: it was ordered already, with other names, or the client has this domain.
        """
        raise NotImplementedError

    def of_client(self, actor: Actor, client: str) -> tuple[ContractRow, ...]:
        """Return the contracts of a client that bind the actor's organisation, its partner; for the client's page.

        Raises:
            NotFound: no client of this partner.
            Forbidden: a client that is not granted.
        """
        raise NotImplementedError

    def bound(self, actor: Actor, clients: Sequence[str]) -> frozenset[str]:
        """Return which of these clients, by id (`ORG-7`), a contract binds the actor's organisation to; for lists.

        Raises:
            Forbidden: an external user.
        """
        raise NotImplementedError
