"""Partnerships as answers: what a side may see of one, many at a time."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, show_id, show_optional_id
from resellertui.domain.partnership import Access, Payment, Side, State, is_asked
from resellertui.domain.roles import EVERYTHING
from resellertui.services.partnerships.dossier import Dossier, client_name_for, side_of
from resellertui.services.unit import Unit
from resellertui.services.views import ArrangementView, PartnershipView, ProposedProductView
from resellertui.store.models import ClientRecord, Partnership
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as queries
from resellertui.store.queries import people as people_queries

Products = dict[int, list[tuple[int, str]]]


def views_of(unit: Unit, rows: Sequence[Partnership]) -> list[PartnershipView]:
    """Return the rows as views for the actor; the caller has made sure that its organisation is a side of each."""
    names = organisation_queries.names(
        unit.session, {one for row in rows for one in (row.client_id, row.partner_id) if one is not None}
    )
    entrusted = queries.entrusted(unit.session, rows)
    requested = queries.requested(unit.session, rows)
    records = queries.records_of(unit.session, [row.id for row in rows])
    mine = my_products(unit)
    views = []
    for row in rows:
        side = side_of(unit, row)
        if side is None:
            continue
        dossier = Dossier(unit, row, side, client_name_for(row, side, names), names[row.partner_id])
        views.append(_view(dossier, entrusted, requested, records.get(row.id), mine))
    return views


def view_of(dossier: Dossier) -> PartnershipView:
    """Return one partnership as its reader sees it."""
    (view,) = views_of(dossier.unit, [dossier.row])
    return view


def my_products(unit: Unit) -> set[int] | None:
    """Return the products that the actor may see in its own organisation; None for all."""
    if unit.role in EVERYTHING or unit.actor.user_id is None or unit.actor.org_id is None:
        return None
    membership = people_queries.membership(unit.session, unit.actor.user_id, unit.actor.org_id)
    if membership is None:
        return set()
    return organisation_queries.granted_product_ids(unit.session, membership.id, unit.actor.org_id)


def _seen(dossier: Dossier, products: list[tuple[int, str]], mine: set[int] | None) -> list[tuple[int, str]]:
    if dossier.side is Side.PARTNER:
        return products if dossier.is_open_to_me else []
    return products if mine is None else [one for one in products if one[0] in mine]


def _view(
    dossier: Dossier, entrusted: Products, requested: Products, record: ClientRecord | None, mine: set[int] | None
) -> PartnershipView:
    row, side, state = dossier.row, dossier.side, dossier.state
    products = _seen(dossier, entrusted.get(row.id, []), mine) if row.active_since is not None else []
    granted = None
    if row.active_since is not None:
        granted = ArrangementView(
            access=dossier.access, payment=dossier.payment, products=tuple(name for _id, name in products)
        )
    return PartnershipView(
        id=dossier.id,
        state=state,
        side=side,
        client=dossier.client_name,
        client_id=None if dossier.is_unknown_to_me else show_optional_id(Kind.ORGANISATION, row.client_id),
        partner=dossier.partner_name,
        partner_id=show_id(Kind.ORGANISATION, row.partner_id),
        access=dossier.access,
        payment=dossier.payment,
        products=tuple(name for _id, name in products),
        product_ids=tuple(show_id(Kind.PRODUCT, number) for number, _name in products),
        requested=ArrangementView(
            access=Access(row.requested_access),
            payment=Payment(row.requested_payment) if row.requested_payment else None,
            products=_asked(dossier, requested.get(row.id, []), record, mine),
            families=row.requested_families,
        ),
        granted=granted,
        initiator=dossier.initiator,
        requested_at=row.requested_at,
        expires_on=row.expires_on if state in {State.PENDING, State.EXPIRED} else None,
        active_since=row.active_since,
        end_on=row.end_on,
        ended_at=row.ended_at,
        ended_by=row.ended_by if state is not State.ENDED or row.ended_by else "date",
        paused=dossier.standing.is_paused(dossier.unit.today),
        paused_until=dossier.standing.resumes_on(dossier.unit.today),
        paused_by=Side(row.paused_by) if row.paused_by and dossier.standing.is_paused(dossier.unit.today) else None,
        pause_reason=row.pause_reason if dossier.standing.is_paused(dossier.unit.today) else "",
        proposed_payment=Payment(row.proposed_payment) if row.proposed_payment else None,
        reason=row.reason,
        evidence=row.evidence,
        proposals=_proposals(dossier),
        mine_to_answer=is_asked(state, dossier.initiator, side),
        version=row.version,
    )


def _asked(
    dossier: Dossier, requested: list[tuple[int, str]], record: ClientRecord | None, mine: set[int] | None
) -> tuple[str, ...]:
    """Return the names of the products asked for: a partner reads back what it wrote itself, never the client's."""
    if dossier.side is Side.CLIENT:
        return tuple(name for number, name in requested if mine is None or number in mine)
    if dossier.initiator is Side.PARTNER:
        is_mine_to_read = dossier.unit.role in EVERYTHING or dossier.is_open_to_me
        return tuple(str(one["name"]) for one in record.data["products"]) if record and is_mine_to_read else ()
    return tuple(name for _id, name in _seen(dossier, requested, None))


def _proposals(dossier: Dossier) -> tuple[ProposedProductView, ...]:
    org_id = dossier.unit.actor.org_id
    if dossier.side is not Side.CLIENT or org_id is None:
        return ()
    if not dossier.unit.may(Action.PROPOSAL_ADOPT, dossier.stance()):
        return ()
    return tuple(
        ProposedProductView(
            name=one.name,
            sku=one.sku,
            family=one.family,
            period_months=one.period_months,
            expires_on=one.expires_on,
        )
        for one in queries.open_proposals(dossier.unit.session, org_id, dossier.row.id)
    )
