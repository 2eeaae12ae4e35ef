"""Which client a partner's person means, and whether that person reaches it."""

from __future__ import annotations

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.errors import Ambiguous
from resellertui.domain.identifiers import Kind, parse_id
from resellertui.domain.organisation import email_key_of
from resellertui.domain.partnership import LIVE, Side, State
from resellertui.domain.roles import reaches_every_client
from resellertui.domain.text import fold
from resellertui.services.partnerships.dossier import Dossier, dossier_of, standing_of
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import Partnership
from resellertui.store.queries import clients as queries
from resellertui.store.queries import partnerships as partnership_queries


def the_client(unit: Unit, who: str) -> Dossier:
    """Return the partnership through which the actor's organisation knows the client that the text names.

    By the partnership's id, or the client's id, exact name or e-mail as the partner may know them; the live
    partnership where there are several.

    Raises:
        NotFound: no client of this partner.
        Ambiguous: several.
    """
    if unit.actor.org_id is None or unit.role is None:
        raise not_found(who)
    rows = _named(unit, unit.actor.org_id, who)
    live = [row for row in rows if standing_of(row).on(unit.today) in LIVE] or rows[:1]
    if not live:
        raise not_found(who)
    dossiers = [dossier_of(unit, row, Side.PARTNER) for row in live]
    if len(dossiers) > 1:
        raise Ambiguous(who, [f"{one.id} {one.client_name}" for one in dossiers])
    return dossiers[0]


def readable_client(unit: Unit, who: str) -> Dossier:
    """Return the partnership with the client that the text names, if the actor may look at that client's page.

    Raises:
        NotFound: no client of this partner.
        Ambiguous: several.
        Forbidden: a collaborator to whom the client has not been granted, or an external user.
    """
    unit.allow(Action.CLIENT_LIST, Stance(relation=Relation.OWN))
    dossier = the_client(unit, who)
    is_open = dossier.state is State.ACTIVE and not dossier.standing.is_paused(unit.today)
    if is_open or unit.role is None or not reaches_every_client(unit.role):
        unit.allow(Action.CLIENT_VIEW, dossier.client_stance(), missing=who)
    return dossier


def active_client(unit: Unit, who: str) -> Dossier:
    """Return the active partnership with the client that the text names.

    Raises:
        NotFound: no active client of this partner.
        Ambiguous: several.
    """
    dossier = the_client(unit, who)
    if dossier.state is not State.ACTIVE:
        raise not_found(who)
    return dossier


def entered_client(unit: Unit) -> Dossier:
    """Return the partnership through which the actor is inside the client's organisation.

    Raises:
        NotFound: there is none any more.
    """
    client_id, org_id = unit.actor.for_client_id or 0, unit.actor.org_id or 0
    row = partnership_queries.active_of_partner(unit.session, org_id, client_id)
    if row is None or standing_of(row).on(unit.today) is not State.ACTIVE:
        raise not_found()
    return dossier_of(unit, row, Side.PARTNER)


def _named(unit: Unit, partner_id: int, who: str) -> list[Partnership]:
    number = parse_id(Kind.PARTNERSHIP, who)
    if number is not None and who.strip().upper().startswith(Kind.PARTNERSHIP.value):
        return queries.by_partnership_id(unit.session, partner_id, number)
    org_number = parse_id(Kind.ORGANISATION, who)
    if org_number is not None and (found := queries.by_client_id(unit.session, partner_id, org_number)):
        return found
    return queries.by_name_or_email(unit.session, partner_id, fold(who), email_key_of(who))
