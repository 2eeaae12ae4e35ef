"""The global search: whatever record is meant by a few letters, as far as the actor may see it."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.partnership import Side
from resellertui.domain.roles import Role, role_label
from resellertui.domain.search import Closeness, closeness, matches, searchable, terms_of
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.clients import limiting_membership
from resellertui.services.leads.named import request_named
from resellertui.services.partnerships.dossier import my_address_keys
from resellertui.services.partnerships.views import my_products, views_of
from resellertui.services.products import Products, label_of
from resellertui.services.unit import Office, Unit
from resellertui.services.views import Found
from resellertui.store.queries import clients as client_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import search as queries
from resellertui.store.queries.search import Reader

MOST = 12
"""How many records of a kind are found unless somebody asks for more."""

_OWN = Stance(relation=Relation.OWN)


class Search:
    """What everyone may look for: only what they could see in a list is found."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def find(self, actor: Actor, text: str, *, most: int = MOST) -> tuple[Found, ...]:
        """Return the best matches of each kind: clients, products, partners, people. Changes nothing.

        A request for quotes is found by its id, an offer's or a contract's alone, since what may be read differs.
        The kinds stand in the order of their best match; inside a kind the closest names come first. While acting
        inside a client's organisation only its products are looked through. Nothing typed finds nothing.

        Raises:
            NotFound: the client is not, or no longer, open to the actor.
            Forbidden: the partnership is paused, or the client not granted.
        """
        terms = terms_of(text)
        if not terms:
            return ()
        if actor.for_client_id is not None:
            groups = [self._inside(actor, terms)]
        else:
            with self._office.reading_lists(actor) as unit:
                unit.allow(Action.ORG_VIEW, _OWN)
                reader = _reader(unit)
                groups = [
                    _clients(unit, reader, text, terms, most),
                    _products(unit, reader, terms, most),
                    _partners(unit, text, terms),
                    _people(unit, terms),
                    request_named(unit, text),
                ]
        ranked = [sorted(group, key=lambda one: one.closeness)[:most] for group in groups if group]
        return tuple(one for group in sorted(ranked, key=lambda group: group[0].closeness) for one in group)

    def _inside(self, actor: Actor, terms: Sequence[str]) -> list[Found]:
        return [
            Found(
                kind="product", id=one.id, name=one.name, detail=one.label, closeness=closeness(fold(one.name), terms)
            )
            for one in Products(self._office).list(actor)
            if matches(fold(one.name), terms)
        ]


def _reader(unit: Unit) -> Reader:
    org_id = unit.actor.org_id or 0
    is_partner = organisation_queries.programme_member(unit.session, org_id) is not None
    has_clients = is_partner and bool(unit.may(Action.CLIENT_LIST, _OWN))
    return Reader(
        org_id,
        unit.today,
        has_clients,
        membership_id=limiting_membership(unit) if has_clients else None,
        own_products=my_products(unit),
    )


def _clients(unit: Unit, reader: Reader, text: str, terms: Sequence[str], most: int) -> list[Found]:
    if not reader.has_clients:
        return []
    ranks = {one.partnership_id: (one.closeness, one.tab) for one in queries.clients(unit.session, reader, terms, most)}
    named = _named(text)
    if named is not None and queries.is_client(unit.session, reader, named):
        ranks[named] = (Closeness.SAME, "")
    return [
        Found(
            kind="client",
            id=show_id(Kind.PARTNERSHIP, row.id),
            name=row.name,
            detail=ranks[row.id][1],
            owner=row.city if row.standing.shows_client(unit.today) else "",
            closeness=ranks[row.id][0],
        )
        for row in client_queries.rows(unit.session, list(ranks))
    ]


def _products(unit: Unit, reader: Reader, terms: Sequence[str], most: int) -> list[Found]:
    found = queries.products(unit.session, reader, terms, most)
    owners = organisation_queries.names(unit.session, {one.org_id for one in found})
    return [
        Found(
            kind="product",
            id=show_id(Kind.PRODUCT, one.id),
            name=one.name,
            detail=label_of(unit, one.sku),
            owner="" if one.partnership_id is None else owners.get(one.org_id, ""),
            through=None if one.partnership_id is None else show_id(Kind.PARTNERSHIP, one.partnership_id),
            closeness=one.closeness,
        )
        for one in found
    ]


def _partners(unit: Unit, text: str, terms: Sequence[str]) -> list[Found]:
    rows = partnership_queries.concerning(unit.session, unit.actor.org_id or 0, my_address_keys(unit), Side.CLIENT)
    named = _named(text)
    return [
        Found(
            kind="partner",
            id=one.id,
            name=one.partner,
            detail=one.state.value,
            closeness=Closeness.SAME if is_meant else closeness(fold(one.partner), terms),
        )
        for row, one in zip(rows, views_of(unit, rows), strict=True)
        if (is_meant := row.id == named) or matches(fold(one.partner), terms)
    ]


def _people(unit: Unit, terms: Sequence[str]) -> list[Found]:
    if not unit.may(Action.PEOPLE_VIEW, _OWN):
        return []
    return [
        Found(
            kind="person",
            id=show_id(Kind.USER, user.id),
            name=user.name,
            detail=f"{user.email} · {role_label(Role(membership.role))}",
            closeness=closeness(fold(user.name), terms),
        )
        for membership, user in people_queries.members_of(unit.session, unit.actor.org_id or 0)
        if matches(searchable((user.name, user.email)), terms)
    ]


def _named(text: str) -> int | None:
    """Return the partnership that is named by its id, as `PTN-7`."""
    return parse_id(Kind.PARTNERSHIP, text) if text.strip().upper().startswith(Kind.PARTNERSHIP.value) else None
