"""Clients' products of other providers: noted, and where a contract binds the partner, settled by staff."""

from __future__ import annotations

from resellertui.services.actor import Actor
from resellertui.services.leads.contract_views import OutsideInput, OutsidePage, OutsideView
from resellertui.services.unit import Office


class OutsideProducts:
    """What clients have with other providers, as their own people, their partner's or staff know."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def note(self, actor: Actor, product: OutsideInput) -> OutsideView:
        """Note a product of another provider. Where a contract binds the client's partner, staff and partner get mails.

        Raises:
            NotFound: no such organisation, or none of the actor's business.
            Forbidden: a collaborator of the organisation, or a client that is not granted.
            Invalid: every field that can't be accepted.
        """
        raise NotImplementedError

    def page(self, actor: Actor, client: str = "", offset: int = 0, limit: int = 50) -> OutsidePage:
        """Return a part of what is noted on a client, or on one's own organisation where left out; the newest first.

        Raises:
            NotFound: no such organisation, or none of the actor's business.
            Forbidden: a collaborator of the organisation, or a client that is not granted.
        """
        raise NotImplementedError

    def breaches(self, actor: Actor, offset: int = 0, limit: int = 50, *, settled: bool = False) -> OutsidePage:
        """Return a part of the breaches that wait for staff, the oldest first; or of all, the newest first.

        Raises:
            NotFound: not a member of the provider's staff.
        """
        raise NotImplementedError

    def settle(self, actor: Actor, product: str, outcome: str) -> OutsideView:
        """Settle a breach, as staff, with what was agreed; the client's partner gets a mail.

        Raises:
            NotFound: not a member of the provider's staff, or no such breach.
            Refused: settled already.
            Invalid: no outcome.
        """
        raise NotImplementedError
