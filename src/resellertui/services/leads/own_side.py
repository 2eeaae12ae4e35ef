"""On which side of a request for quotes the actor's organisation stands, and whether the actor may act for it there."""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import Organisation, QuoteRequest, QuoteRoute
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import quote_offers as queries


def own_stance(unit: Unit) -> Stance:
    """Return the stance of the actor's own organisation; inside a client's there is none."""
    is_partner = organisation_queries.programme_member(unit.session, unit.actor.org_id or 0) is not None
    relation = Relation.OWN if unit.actor.for_client_id is None else Relation.NONE
    return Stance(relation=relation, is_partner=is_partner)


def own_organisation(unit: Unit) -> Organisation:
    """Return the organisation that the actor acts for.

    Raises:
        NotFound: none.
    """
    found = organisation_queries.organisation(unit.session, unit.actor.org_id or 0)
    if found is None:
        raise not_found()
    return found


def sent_request(unit: Unit, reference: str, action: Action) -> tuple[QuoteRequest, QuoteRoute]:
    """Return a request that the actor's organisation was sent as a partner, having asked the policy.

    Raises:
        NotFound: not sent to it.
        Forbidden: the actor's role does not do this.
    """
    unit.allow(action, own_stance(unit), missing=reference)
    number = parse_id(Kind.QUOTE, reference)
    request = None if number is None else queries.request(unit.session, number)
    route = None if request is None else queries.route(unit.session, request.id, unit.actor.org_id or 0)
    if request is None or route is None:
        raise not_found(reference)
    return request, route


def own_request(unit: Unit, reference: str, action: Action) -> QuoteRequest:
    """Return a request of the actor's organisation, having asked the policy.

    Raises:
        NotFound: none of its own.
        Forbidden: the actor's role does not do this.
    """
    unit.allow(action, own_stance(unit), missing=reference)
    number = parse_id(Kind.QUOTE, reference)
    request = None if number is None else queries.request(unit.session, number)
    if request is None or request.org_id is None or request.org_id != unit.actor.org_id:
        raise not_found(reference)
    return request


def shown(request: QuoteRequest) -> str:
    """Return the public id of a request."""
    return show_id(Kind.QUOTE, request.id)
