"""Several acts on people and teams as one change, with who gains or loses access to what by all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TypeAlias

from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.consequence import enumerate_names
from resellertui.domain.moved_rights import Holding, Names, moved_clients, moved_sentences
from resellertui.domain.rights import Accounting, Given, accounting_of, product_sources, strongest
from resellertui.domain.roles import ProductRight, Role, may_be_granted_clients, reaches_every_product
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.models import Product
from resellertui.store.queries import holdings as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as people_queries
from resellertui.store.queries import teams as team_queries

OWN = Stance(relation=Relation.OWN)

RightsAct: TypeAlias = Callable[[Services, Actor], object]
"""One act of `services.people` or `services.teams`, to be done with the services that it is given."""


class Moved(View):
    """What a change of rights did, or in a rehearsal would do."""

    effects: tuple[str, ...]
    """Who gains or loses access to what, and who is told, a sentence each."""


class MovingRights:
    """Does acts of other services inside one transaction: all of them, or none."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def carry_out(self, actor: Actor, acts: Sequence[RightsAct]) -> Moved:
        """Do the acts in turn, and return what they change together; each asks the policy besides.

        Raises:
            Forbidden: the actor does not manage people.
            NotFound, Conflict, Refused, Invalid: an act raised it; none is done.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.PEOPLE_CHANGE, OWN)
            before, newest = _holdings(unit), queries.newest_mail(unit.session)
            inside = Services(_Inside.of(unit))
            for act in acts:
                act(inside, actor)
            unit.session.flush()  # what was written is read back
            after = _holdings(unit)
            told = queries.told_since(unit.session, newest)
            return Moved(effects=(*_sentences(unit, before, after), *_told(told)))


def _told(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    words = ngettext("{people} is told by e-mail.", "{people} are told by e-mail.", len(names))
    return [words.format(people=enumerate_names(names))]


@dataclass(frozen=True)
class _Inside(Office):
    """An office whose transactions are all the one that is open: it alone commits."""

    unit: Unit | None = None

    @classmethod
    def of(cls, unit: Unit) -> _Inside:
        return cls(**{one.name: getattr(unit.office, one.name) for one in fields(Office)}, unit=unit)

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Unit]:
        assert self.unit is not None  # noqa: S101  # as `of` makes it
        assert self.unit.actor == actor  # noqa: S101  # acts are done in the name of whoever opened the transaction
        yield self.unit

    reading = reading_lists = writing


def _holdings(unit: Unit) -> dict[int, Holding]:
    org_id = unit.actor.org_id or 0
    products = organisation_queries.products_of(unit.session, org_id)
    given = team_queries.given_products(unit.session, org_id)
    clients = queries.clients_reached(unit.session, org_id)
    found = {}
    for membership, user in people_queries.members_of(unit.session, org_id):
        role = Role(membership.role)
        accounting = accounting_of(role, granted=membership.accounting)
        grants = given.get(membership.id, [])
        found[user.id] = Holding(
            name=user.name,
            role=role,
            accounting=accounting in {Accounting.BY_ROLE, Accounting.GRANTED},
            products={} if reaches_every_product(role) else _rights(role, grants, products),
            families={} if reaches_every_product(role) else _families(grants),
            clients=clients.get(membership.id, set()) if may_be_granted_clients(role) else (),
        )
    return found


def _rights(role: Role, grants: Sequence[Given], products: Sequence[Product]) -> dict[int, ProductRight]:
    if not grants:
        return {}
    rights = ((one.id, strongest(product_sources(role, grants, one.id, one.family))) for one in products)
    return {product_id: right for product_id, right in rights if right is not None}


def _families(grants: Sequence[Given]) -> dict[str, ProductRight]:
    found: dict[str, ProductRight] = {}
    for one in grants:
        if one.family is not None and (one.family not in found or one.right is ProductRight.TECHNICAL):
            found[one.family] = one.right
    return found


def _sentences(unit: Unit, before: dict[int, Holding], after: dict[int, Holding]) -> tuple[str, ...]:
    org_id = unit.actor.org_id or 0
    names = Names(
        products={one.id: one.name for one in organisation_queries.products_of(unit.session, org_id)},
        clients=queries.client_names(unit.session, moved_clients(before, after)),
        families={one.id: one.label for one in unit.terms.families},
        has_clients=queries.has_clients(unit.session, org_id),
    )
    sentences = moved_sentences(before, after, names)
    return sentences or (_("Nobody gains or loses access to anything by this."),)
