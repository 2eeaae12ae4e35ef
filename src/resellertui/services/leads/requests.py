"""Requests for quotes in the hands of whoever asks: an organisation's people, or a visitor with a token (rules, §7)."""

from __future__ import annotations

from resellertui.domain.leads.states import Source
from resellertui.services.actor import Actor
from resellertui.services.leads.views import (
    FiledView,
    OwnRequestPage,
    OwnRequestView,
    QuoteQuery,
    QuoteRequestInput,
)
from resellertui.services.unit import Office


class QuoteRequests:
    """Filing, following, withdrawing and claiming requests."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def file(self, actor: Actor, request: QuoteRequestInput, source: Source = Source.CONSOLE) -> FiledView:
        """File a request and send it to every partner that wants requests; all of them are mailed an extract.

        A legal representative or administrator files it for the organisation; a visitor, or the owner of the database
        for one, files it for a contact, who is mailed a token by which it is read, withdrawn and claimed.

        Raises:
            Forbidden: another role in the organisation.
            Invalid: everything that stands against the request, each with its field.
            Refused: the contact's address has five open requests.
            Conflict: the key was used for another request.
        """
        raise NotImplementedError

    def page(self, actor: Actor, query: QuoteQuery | None = None, offset: int = 0, limit: int = 100) -> OwnRequestPage:
        """Return a part of one's organisation's requests, newest first. Changes nothing.

        Raises:
            NotFound: the actor acts for no organisation.
            Forbidden: another role than legal representative or administrator.
        """
        raise NotImplementedError

    def position(self, actor: Actor, request: str, query: QuoteQuery | None = None) -> int | None:
        """Return the place of a request in the list, or None where it is not in it. Changes nothing.

        Raises:
            NotFound, Forbidden: as for the list.
        """
        raise NotImplementedError

    def show(self, actor: Actor, request: str) -> OwnRequestView:
        """Return one of one's organisation's requests with its offers, cheapest in a year first. Changes nothing.

        Raises:
            NotFound: none of the organisation's.
            Forbidden: another role than legal representative or administrator.
        """
        raise NotImplementedError

    def withdraw(self, actor: Actor, request: str, reason: str = "", version: int | None = None) -> OwnRequestView:
        """Withdraw a request, solved or not wanted any more; partners that were sent it are mailed.

        Raises:
            NotFound: none of the organisation's.
            Forbidden: another role than legal representative or administrator.
            Refused: it is not open any more.
            Conflict: it was changed since the version that was looked at.
        """
        raise NotImplementedError

    def by_token(self, actor: Actor, token: str) -> OwnRequestView:
        """Return the request that a token was mailed for; whoever has it may. Changes nothing but counts.

        Raises:
            NotFound: no such token, or it was used to claim the request.
            SlowedDown: too many wrong tokens.
        """
        raise NotImplementedError

    def withdraw_by_token(self, actor: Actor, token: str, reason: str = "") -> OwnRequestView:
        """Withdraw the request that a token was mailed for; whoever has it may.

        Raises:
            NotFound, SlowedDown: as for reading it.
            Refused: it is not open any more.
        """
        raise NotImplementedError

    def claim(self, actor: Actor, token: str) -> OwnRequestView:
        """Bind a visitor's request to one's organisation; the token ends, the contact stays as it was typed.

        Raises:
            NotFound: no such token, or the actor acts for no organisation.
            SlowedDown: too many wrong tokens.
            Forbidden: not a legal representative.
            Refused: the organisation was itself sent the request as a partner.
        """
        raise NotImplementedError
