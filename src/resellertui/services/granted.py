"""Writing rights on products, to a person or to a team alike: on one product, on a family, on its present products."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resellertui.domain.errors import Refused
from resellertui.domain.roles import ProductRight
from resellertui.domain.wording import _
from resellertui.services.unit import Unit, not_found
from resellertui.store.models import Membership, Product, ProductGrant, Team, TeamProduct
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import people as queries
from resellertui.store.queries import teams as team_queries

Row = ProductGrant | TeamProduct


@dataclass(frozen=True)
class Holder:
    """Whoever holds rights on products."""

    unit: Unit
    find: Callable[[int | None, str | None], Row | None]
    """Returns the grant on exactly this product or family."""
    make: Callable[[int | None, str | None], Row]

    def put(self, right: ProductRight, *, product_id: int | None = None, family: str | None = None) -> None:
        """Give the right; one that is there already is changed to it."""
        grant = self.find(product_id, family)
        if grant is None:
            grant = self.make(product_id, family)
            self.unit.session.add(grant)
        grant.product_right = right.value
        self.unit.session.flush()  # the answer reads it back

    def put_present(self, org_id: int, family: str, right: ProductRight) -> Sequence[Product]:
        """Give the right on each product of the family that there is today, and on none that comes later.

        What was asked are the present ones only: a grant on the family with its future ones is taken back, and a right
        on one of the products that was there before becomes the one given.

        Raises:
            Refused: the organisation has no product of the family today.
        """
        present = [
            one
            for one in organisation_queries.products_of(self.unit.session, org_id)
            if one.family == family and one.state in {"active", "pending"}
        ]
        if not present:
            raise Refused(
                _("There is no product of this family today."),
                _("Nothing was changed."),
                _("Grant the family with its future products instead."),
            )
        if (whole := self.find(None, family)) is not None:
            self.unit.session.delete(whole)
        for one in present:
            self.put(right, product_id=one.id)
        return present

    def drop(self, typed: str, *, product_id: int | None = None, family: str | None = None) -> None:
        """Take the right back.

        Raises:
            NotFound: there is no such grant.
        """
        grant = self.find(product_id, family)
        if grant is None:
            raise not_found(typed)
        self.unit.session.delete(grant)
        self.unit.session.flush()  # the answer reads it back


def rights_of_person(unit: Unit, membership: Membership) -> Holder:
    """Return a person as a holder of rights."""
    return Holder(
        unit,
        lambda product_id, family: queries.product_grant(
            unit.session, membership.id, product_id=product_id, family=family
        ),
        lambda product_id, family: ProductGrant(
            membership_id=membership.id, product_id=product_id, family=family, product_right="", granted_at=unit.now
        ),
    )


def rights_of_team(unit: Unit, team: Team) -> Holder:
    """Return a team as a holder of rights."""
    return Holder(
        unit,
        lambda product_id, family: team_queries.team_product(
            unit.session, team.id, product_id=product_id, family=family
        ),
        lambda product_id, family: TeamProduct(
            team_id=team.id, product_id=product_id, family=family, product_right="", granted_at=unit.now
        ),
    )
