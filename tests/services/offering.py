"""Requests for quotes with their offers: what tests of offers and contracts begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.builders import Builder, Org
from tests.services.billed import margin

from resellertui.domain.identifiers import Kind, parse_id
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.leads.lead_views import OfferInput, OfferOutcome
from resellertui.services.leads.views import QuoteRequestInput
from resellertui.store.models import ProgrammeMember

VISITOR = Actor()
HOSTING = {"sku": "web-hosting", "quantity": 35}
DOMAIN = {"sku": "domain-ch", "price": "12.00"}
NEED = "Thirty-five hostings for our branches, and a domain for each of them later on."


def opt_in(services: Services, *partners: Org) -> None:
    """Let partners take requests."""
    with services.office.filling() as session:
        for one in partners:
            member = session.get(ProgrammeMember, one.number)
            assert member is not None
            member.receives_quotes = True


@dataclass
class Market:
    """A client that asked, and the partners that were sent its request."""

    services: Services
    make: Builder
    client: Org
    partners: tuple[Org, ...]
    request: str = field(init=False)

    def __post_init__(self) -> None:
        opt_in(self.services, *self.partners)
        filed = self.services.quote_requests.file(self.client.owner, QuoteRequestInput.of(need=NEED))
        self.request = filed.request.id

    def offer(self, partner: Org, *lines: dict[str, Any], **more: Any) -> OfferOutcome:
        """Let a partner offer, thirty-five hostings at its own price where no lines are said."""
        given: Sequence[dict[str, Any]] = lines or (HOSTING | {"price": "8.00"},)
        return self.services.offers.answer(partner.owner, OfferInput.of(request=self.request, lines=given, **more))

    def accept(self, offer: OfferOutcome | str) -> str:
        """Let the client accept an offer; return the contract."""
        reference = offer if isinstance(offer, str) else offer.offer.id
        return self.services.quote_contracts.accept(self.client.owner, reference).contract


def number_of(kind: Kind, reference: str) -> int:
    """Return the number in an id."""
    found = parse_id(kind, reference)
    assert found is not None
    return found


__all__ = ("DOMAIN", "HOSTING", "NEED", "VISITOR", "Market", "margin", "number_of", "opt_in")
