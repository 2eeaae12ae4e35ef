"""What a person reaches, and why: products of its own organisation, clients of it as a partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resellertui.domain.access import Action, Relation, Stance, decide
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.partnership import Access, State
from resellertui.domain.rights import (
    Given,
    Source,
    client_sources,
    product_sources,
    source_label,
    strongest,
    why_not_client,
)
from resellertui.domain.roles import Role, reaches_every_client
from resellertui.domain.search import terms_of
from resellertui.services.people.views import ReachedClientView, ReachedProductView, SourceView
from resellertui.services.unit import Unit
from resellertui.store.models import Membership, Product
from resellertui.store.queries import clients as client_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import teams as queries
from resellertui.store.queries.portfolio import finding
from resellertui.store.queries.portfolio.windows import Window


class Reached(NamedTuple):
    """A page of the clients that a person reaches."""

    total: int
    clients: tuple[ReachedClientView, ...]


def source_views(unit: Unit, sources: Iterable[Source]) -> tuple[SourceView, ...]:
    """Return reasons as they are shown."""
    labels = unit.terms.family_labels
    return tuple(
        SourceView(kind=one.kind, right=one.right, team=one.team, family=one.family, label=source_label(one, labels))
        for one in sources
    )


def reached_products(unit: Unit, membership: Membership) -> tuple[ReachedProductView, ...]:
    """Return the products of its organisation that a person reaches, by family and name."""
    products = organisation_queries.products_of(unit.session, membership.org_id)
    given = queries.given_products(unit.session, membership.org_id, membership.id)[membership.id]
    found = (reached_product(unit, Role(membership.role), given, one) for one in products)
    return tuple(one for one in found if one is not None)


def reached_product(unit: Unit, role: Role, given: Sequence[Given], product: Product) -> ReachedProductView | None:
    """Return how a person reaches a product of its organisation, or None where it does not."""
    sources = product_sources(role, given, product.id, product.family)
    right = strongest(sources)
    if right is None:
        return None
    return ReachedProductView(
        id=show_id(Kind.PRODUCT, product.id),
        name=product.name,
        family=product.family,
        right=right,
        sources=source_views(unit, sources),
    )


def reached_clients(unit: Unit, membership: Membership, text: str = "", offset: int = 0, limit: int = 100) -> Reached:
    """Return the active clients that a person of a partner reaches, by name; paused ones are among them, marked."""
    role = Role(membership.role)
    if role is Role.EXTERNAL:
        return Reached(0, ())
    everything = reaches_every_client(role)
    total, rows = clients_page(unit, membership.org_id, text, offset, limit, None if everything else membership.id)
    ids = [one.id for one in rows]
    own = queries.own_clients(unit.session, membership.org_id, ids)
    names = {one.id: one.name for one in queries.teams_of(unit.session, membership.org_id)}
    places = queries.places_of(unit.session, membership.id)
    given = queries.team_clients(unit.session, membership.org_id, ids)
    views = []
    for row in rows:
        mine = [name for one, name in names.items() if one in places and (one, row.id) in given]
        sources = client_sources(role, own=(membership.id, row.id) in own, teams=mine)
        paused = row.standing.is_paused(unit.today)
        views.append(
            ReachedClientView(
                partnership_id=show_id(Kind.PARTNERSHIP, row.id),
                client=row.name,
                paused=paused,
                access=reaches_client(unit, role, row, granted=bool(sources)),
                sources=source_views(unit, sources),
                why_not=why_not_client(role, sources, paused=paused),
            )
        )
    return Reached(total, tuple(views))


def clients_page(
    unit: Unit, partner_id: int, text: str, offset: int, limit: int, membership_id: int | None = None
) -> tuple[int, list[client_queries.Row]]:
    """Return how many active clients match a text, and some of them by name; only those granted to a membership."""
    window = Window(partner_id=partner_id, tab="active", terms=terms_of(text), membership_id=membership_id)
    order = finding.order_of(unit.session, window)
    rows = client_queries.rows(unit.session, order.part(unit.session, max(offset, 0), max(limit, 0)))
    total = order.total if order.is_exact else finding.exact_total(unit.session, window)
    return total, rows


def reaches_client(unit: Unit, role: Role, row: client_queries.Row, *, granted: bool) -> bool:
    """Return what the policy answers to a person of the partner who wants to look at a client."""
    active = row.standing.on(unit.today) is State.ACTIVE
    stance = Stance(
        role=role,
        relation=Relation.PARTNER_SIDE,
        access=Access(row.access) if active else None,
        paused=row.standing.is_paused(unit.today),
        client_granted=active and granted,
    )
    return bool(decide(Action.CLIENT_VIEW, stance))
