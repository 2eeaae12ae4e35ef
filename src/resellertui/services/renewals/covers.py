"""Who stands behind many products, asked of the database once for all of them instead of once for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from resellertui.domain.billing import ProductState
from resellertui.services.billing.covering import covering
from resellertui.services.billing.drafting import Item
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, Partnership, Product, ProgrammeMember
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries
from resellertui.store.queries.walks import state_of

AT_ONCE = 500
"""Ids in one statement."""

One = TypeVar("One")


class Covers:
    """What is known of the partnerships behind products, within one transaction that only reads."""

    def __init__(self, unit: Unit, products: Sequence[Product] = ()) -> None:
        self._unit = unit
        self._active: dict[int, list[tuple[Partnership, str]]] = {}
        self._held: dict[int, tuple[Partnership, str] | None] = {}
        self._kept: dict[int, tuple[Organisation | None, ProgrammeMember | None]] = {}
        """Rows that the session finds by their ids without asking, as long as somebody holds them."""
        self.take(products)

    def take(self, products: Sequence[Product]) -> None:
        """Learn what is behind some more products."""
        session = self._unit.session
        for ids in _parts(sorted({one.org_id for one in products} - self._active.keys())):
            found = partnership_queries.active_of_clients(session, ids)
            self._active |= {one: found.get(one, []) for one in ids}
            self._keep([*ids, *(row.partner_id for rows in found.values() for row, _name in rows)])
        for ids in _parts(sorted({one.id for one in products} - self._held.keys())):
            held = partnership_queries.holders_of(session, ids)
            self._held |= {one: held.get(one) for one in ids}

    def covering(self, holder_id: int) -> list[tuple[Partnership, str]]:
        """Return what `covering_partners` does."""
        return covering(self._unit, self._active[holder_id])

    def held(self, product_id: int) -> tuple[Partnership, str] | None:
        """Return the active partnership to which a product is entrusted, with its partner's name."""
        return self._held[product_id]

    def _keep(self, org_ids: Sequence[int]) -> None:
        new = sorted(set(org_ids) - self._kept.keys())
        orgs = organisation_queries.organisations(self._unit.session, new)
        members = organisation_queries.programme_members(self._unit.session, new)
        self._kept |= {one: (orgs.get(one), members.get(one)) for one in new}


class BilledTotals:
    """How many subscriptions of each degressive group payers are billed for, kept until something is changed."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, date], int] = {}
        self._version = -1

    def turn_to(self, unit: Unit) -> None:
        """Forget what another state of the database had."""
        version = state_of(unit.session)
        if version != self._version:
            self._known, self._version = {}, version

    def active(self, unit: Unit, items: Sequence[Item], payer_id: int) -> dict[str, int]:
        """Return what `count_active` does for renewals of today."""
        terms = unit.terms
        found: dict[str, int] = {}
        for item in items:
            group = terms.family(item.kind.family).degressive
            if group:
                counted = item.product.quantity if self._is_counted(unit, item.product, payer_id) else 0
                before = found[group] if group in found else self._total(unit, payer_id, group)
                found[group] = before + item.quantity - counted
        return found

    def _total(self, unit: Unit, payer_id: int, group: str) -> int:
        known = self._known
        place = (payer_id, group, unit.today)
        if place not in known:
            families = [one.id for one in unit.terms.families if one.degressive == group]
            known[place] = billing_queries.active_subscriptions(unit.session, payer_id, families, unit.today)
        return known[place]

    @staticmethod
    def _is_counted(unit: Unit, product: Product, payer_id: int) -> bool:
        billed_to = product.org_id if product.payer_id is None else product.payer_id
        return (
            billed_to == payer_id
            and product.state == ProductState.ACTIVE.value
            and (product.expires_on is None or product.expires_on > unit.today)
        )


def _parts(ones: Sequence[One]) -> Iterator[Sequence[One]]:
    for start in range(0, len(ones), AT_ONCE):
        yield ones[start : start + AT_ONCE]
