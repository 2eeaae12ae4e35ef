"""Offering on requests that one's organisation was sent, and comparing offers on one's own."""

from __future__ import annotations

from resellertui.services.actor import Actor
from resellertui.services.leads.lead_views import DraftView, OfferInput, OfferOutcome
from resellertui.services.leads.views import ComparisonView, OfferView
from resellertui.services.unit import Office


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
        """
        raise NotImplementedError

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
        raise NotImplementedError

    def compare(self, actor: Actor, request: str) -> ComparisonView:
        """Return the offers on a request of the actor's organisation side by side. Changes nothing.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: neither a legal representative nor an administrator.
        """
        raise NotImplementedError

    def show(self, actor: Actor, offer: str) -> OfferView:
        """Return one offer, for its partner and for the requester; one that was replaced too. Changes nothing.

        Raises:
            NotFound: none of the actor's business.
            Forbidden: neither a legal representative nor an administrator.
        """
        raise NotImplementedError
