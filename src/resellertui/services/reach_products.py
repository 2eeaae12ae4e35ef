"""The products of one's own organisation against its people and teams: who may change or look at which, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.rights import Given, Source, product_sources, strongest
from resellertui.domain.roles import ProductRight, Role, reaches_every_product
from resellertui.domain.search import matches, searchable, terms_of
from resellertui.services.people.person import Person, own_org
from resellertui.services.reach_views import ProductCellView, ProductMatrixRow
from resellertui.services.reached import source_views
from resellertui.services.unit import Unit
from resellertui.store.models import Product, Team
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import teams as queries


class ProductGrid:
    """People and teams against the products of their organisation, everything it is made of read once."""

    def __init__(self, unit: Unit, people: Sequence[Person], teams: Sequence[Team], *, is_whole: bool) -> None:
        """Read the products and all that is granted on them.

        Args:
            unit: the open transaction.
            people: whose reach is shown.
            teams: those that are shown.
            is_whole: every product is a row; else only what somebody shown reaches.
        """
        self._people = [(Role(one.role), one.id) for one, _user in people]
        self._unit = unit
        self._given = queries.given_products(unit.session, own_org(unit))
        rows = queries.products_by_team(unit.session, [one.id for one in teams])
        self._team_given = [
            [Given(ProductRight(one.product_right), one.product_id, one.family) for one, _name in rows[team.id]]
            for team in teams
        ]
        self._known: dict[tuple[Source, ...], ProductCellView] = {}
        products = organisation_queries.products_of(unit.session, own_org(unit))
        self._products = [one for one in products if is_whole or self._is_reached(one)]

    @property
    def total(self) -> int:
        """How many products there are to show."""
        return len(self._products)

    def matching(self, text: str) -> list[Product]:
        """Return the products whose name or family matches a text, by family and name."""
        terms = terms_of(text)
        if not terms:
            return self._products
        return [one for one in self._products if matches(searchable([one.name, one.family]), terms)]

    def row(self, product: Product) -> ProductMatrixRow:
        """Return a product with everyone's reach of it."""
        return ProductMatrixRow(
            id=show_id(Kind.PRODUCT, product.id),
            name=product.name,
            family=product.family,
            cells=tuple(self._cell(self._sources(role, member, product)) for role, member in self._people),
            teams=tuple(_right(given, product) for given in self._team_given),
        )

    def counts(self) -> tuple[int, ...]:
        """Return how many of the products each person reaches."""
        return tuple(
            self.total if reaches_every_product(role) else self._count(self._given.get(member, ()))
            for role, member in self._people
        )

    def team_counts(self) -> tuple[int, ...]:
        """Return on how many of the products each team has a right."""
        return tuple(self._count(given) for given in self._team_given)

    def _count(self, given: Sequence[Given]) -> int:
        return sum(_right(given, one) is not None for one in self._products) if given else 0

    def _is_reached(self, product: Product) -> bool:
        return any(self._sources(role, member, product) for role, member in self._people)

    def _sources(self, role: Role, membership_id: int, product: Product) -> tuple[Source, ...]:
        given: Mapping[int, Sequence[Given]] = self._given
        return product_sources(role, given.get(membership_id, ()), product.id, product.family)

    def _cell(self, sources: tuple[Source, ...]) -> ProductCellView:
        if sources not in self._known:
            self._known[sources] = ProductCellView(right=strongest(sources), sources=source_views(self._unit, sources))
        return self._known[sources]


def _right(given: Sequence[Given], product: Product) -> ProductRight | None:
    return strongest(one.source for one in given if one.covers(product.id, product.family))
