"""All requests, for the provider's staff: where they went, sending them on, taking abuse away (rules, §7)."""

from __future__ import annotations

from resellertui.services.actor import Actor
from resellertui.services.leads.routing_views import RoutedPage, RoutedView
from resellertui.services.leads.views import QuoteQuery
from resellertui.services.unit import Office


class QuoteRouting:
    """Every organisation's and visitor's requests, for the provider's staff."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, actor: Actor, query: QuoteQuery | None = None, offset: int = 0, limit: int = 100) -> RoutedPage:
        """Return a part of all requests, newest first. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
        """
        raise NotImplementedError

    def position(self, actor: Actor, request: str, query: QuoteQuery | None = None) -> int | None:
        """Return the place of a request in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
        """
        raise NotImplementedError

    def show(self, actor: Actor, request: str) -> RoutedView:
        """Return a request with the partners that were sent it and those it can still be sent to. Changes nothing.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is none of this id.
        """
        raise NotImplementedError

    def send(self, actor: Actor, request: str, partner: str) -> RoutedView:
        """Send an open request to one more partner that wants requests; the partner is mailed an extract.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is no request, or no partner, of this id.
            Refused: it is not open any more; the partner wants no requests, is suspended, asks itself, or has it.
        """
        raise NotImplementedError

    def close(self, actor: Actor, request: str, reason: str) -> RoutedView:
        """Take an open request away as abuse; its requester is mailed the reason, partners that it is withdrawn.

        Raises:
            Forbidden: not of the provider's staff.
            NotFound: there is none of this id.
            Invalid: without a reason.
            Refused: it is not open any more.
        """
        raise NotImplementedError
