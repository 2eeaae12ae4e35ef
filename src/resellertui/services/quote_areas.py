"""The areas of quote requests in the façade: `console.Services` has them beside all others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resellertui.services.leads.contracts import QuoteContracts
    from resellertui.services.leads.inbox import Leads
    from resellertui.services.leads.offers import Offers
    from resellertui.services.leads.outside import OutsideProducts
    from resellertui.services.leads.requests import QuoteRequests
    from resellertui.services.leads.routing import QuoteRouting
    from resellertui.services.unit import Office


class QuoteAreas:
    """What screens and commands call for quote requests, each area made when it is first asked for."""

    office: Office

    @cached_property
    def quote_requests(self) -> QuoteRequests:
        """Asking for quotes, and following what was asked."""
        from resellertui.services.leads.requests import QuoteRequests

        return QuoteRequests(self.office)

    @cached_property
    def leads(self) -> Leads:
        """What a partner was sent."""
        from resellertui.services.leads.inbox import Leads

        return Leads(self.office)

    @cached_property
    def quote_routing(self) -> QuoteRouting:
        """What staff do with requests."""
        from resellertui.services.leads.routing import QuoteRouting

        return QuoteRouting(self.office)

    @cached_property
    def offers(self) -> Offers:
        """Offering, and comparing offers."""
        from resellertui.services.leads.offers import Offers

        return Offers(self.office)

    @cached_property
    def quote_contracts(self) -> QuoteContracts:
        """Accepting an offer, and what comes of it."""
        from resellertui.services.leads.contracts import QuoteContracts

        return QuoteContracts(self.office)

    @cached_property
    def outside_products(self) -> OutsideProducts:
        """Clients' products of other providers."""
        from resellertui.services.leads.outside import OutsideProducts

        return OutsideProducts(self.office)
