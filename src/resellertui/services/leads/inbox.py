"""What a partner does with the requests that it was sent: reading, declining; offers are beside it (rules, §7)."""

from __future__ import annotations

from resellertui.services.actor import Actor
from resellertui.services.leads.lead_views import LeadPage, LeadQuery, LeadView, PipelineView
from resellertui.services.unit import Office


class Leads:
    """A partner's pipeline of requests."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def pipeline(self, actor: Actor) -> PipelineView:
        """Return what stands above the pipeline: counts by tab, win rate, median time to answer. Changes nothing.

        An organisation that is no partner, or has not opted in, gets it too, and so is told why it has none.

        Raises:
            NotFound: the actor acts for no organisation.
            Forbidden: an external user or a collaborator.
        """
        raise NotImplementedError

    def page(self, actor: Actor, query: LeadQuery | None = None, offset: int = 0, limit: int = 100) -> LeadPage:
        """Return a part of the pipeline: those to answer that wait longest first, else newest first. Changes nothing.

        Raises:
            NotFound, Forbidden: as for the pipeline.
        """
        raise NotImplementedError

    def position(self, actor: Actor, request: str, query: LeadQuery | None = None) -> int | None:
        """Return the place of a request in a part of the pipeline, or None where it is not in it. Changes nothing.

        Raises:
            NotFound, Forbidden: as for the pipeline.
        """
        raise NotImplementedError

    def find(self, actor: Actor, text: str, query: LeadQuery | None = None) -> int | None:
        """Return the place of the first request whose extract begins with, or else holds, a text. Changes nothing.

        Raises:
            NotFound, Forbidden: as for the pipeline.
        """
        raise NotImplementedError

    def show(self, actor: Actor, request: str) -> LeadView:
        """Return a request as the partner reads it, and note that it was seen; a rehearsal keeps it unseen.

        Contact details, and the need as it was typed, only once the partner has answered with an offer.

        Raises:
            NotFound: the partner was not sent it.
            Forbidden: an external user or a collaborator.
        """
        raise NotImplementedError

    def decline(self, actor: Actor, request: str, reason: str, version: int | None = None) -> LeadView:
        """Decline a request; where nobody is left who may answer, its requester and staff are mailed.

        Raises:
            NotFound: the partner was not sent it.
            Forbidden: an external user or a collaborator.
            Invalid: without a reason.
            Refused: the partner has answered already, or the request is not open any more.
            Conflict: it was changed since the version that was looked at.
        """
        raise NotImplementedError
