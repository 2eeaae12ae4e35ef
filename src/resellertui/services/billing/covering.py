"""Who is charged for a line and what it earns: the partnership that covers it, looked up in the table of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resellertui.domain.partnership import Access, Payment, Side, State
from resellertui.domain.pricing import Benefit, Charging, Reach, charge, charge_own_order
from resellertui.domain.programme.terms import ProductKind
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.services.billing.drafting import Item
from resellertui.services.partnerships.dossier import standing_of
from resellertui.services.unit import Unit
from resellertui.store.models import Order, Organisation, Partnership, Product
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import partnerships as partnership_queries


@dataclass(frozen=True)
class Cover:
    """What decides who is charged for one line: the partnership that covers it, or none."""

    reach: str
    method: Payment | None
    charging: Charging
    partner_id: int | None = None
    partnership_id: int | None = None
    entrust_id: int | None = None


@dataclass
class Stand:
    """Who orders, for whom, on which side."""

    unit: Unit
    holder: Organisation
    side: Side
    through: Partnership | None
    """The partnership through which a partner orders for its client."""
    _covering: list[tuple[Partnership, str]] | None = None

    def cover(self, entrusted_to: Partnership | None = None) -> Cover:
        """Look up who is charged for a line, and what its partner earns.

        Raises:
            Refused: the partner may not order this.
        """
        unit = self.unit
        row = self.through if self.through is not None else self.full_partner()
        if row is not None:
            method = None if row.payment is None else Payment(row.payment)
            reach = Reach(row.access)
            earning = self._earns(row.partner_id)
            charging = charge(reach, method, self.side, entrusted=False, earning=earning)
            if self.through is None and charging.charged_to is Side.CLIENT and self._earns(self.holder.id):
                return Cover("own", None, charge_own_order())
            return Cover(reach.value, method, charging, row.partner_id, row.id)
        if organisation_queries.programme_member(unit.session, self.holder.id) is not None:
            return Cover("own", None, charge_own_order(earning=self._earns(self.holder.id)))
        if entrusted_to is not None:
            earning = self._earns(entrusted_to.partner_id)
            charging = charge(Reach.LIMITED, None, Side.CLIENT, entrusted=True, earning=earning)
            return Cover("limited", None, charging, entrusted_to.partner_id, entrusted_to.id)
        return Cover("none", None, charge(Reach.NONE, None, Side.CLIENT, entrusted=False))

    def limited_partners(self) -> list[tuple[Partnership, str]]:
        """Return the limited partners that may be given a product today, with their names."""
        return [one for one in self._active() if one[0].access == Access.LIMITED.value]

    def full_partner(self) -> Partnership | None:
        """Return the partnership with full access that covers the holder today, or None."""
        return next((row for row, _name in self._active() if row.access == Access.FULL.value), None)

    def _active(self) -> list[tuple[Partnership, str]]:
        if self._covering is None:
            self._covering = covering_partners(self.unit, self.holder.id)
        return self._covering

    def _earns(self, org_id: int) -> bool:
        member = organisation_queries.programme_member(self.unit.session, org_id)
        return member is not None and not is_suspended(member.state, member.suspend_on, self.unit.today)

    def payer(self, cover: Cover) -> Organisation:
        """Return who is charged."""
        if cover.reach == "own" or cover.charging.charged_to is Side.CLIENT:
            return self.holder
        payer = organisation_queries.organisation(self.unit.session, cover.partner_id or 0)
        assert payer is not None  # noqa: S101  # a partnership refers to it
        return payer


def covering_partners(unit: Unit, client_id: int) -> list[tuple[Partnership, str]]:
    """Return the partnerships that cover an organisation today, with their partners' names: active, and not paused."""
    return covering(unit, partnership_queries.active_of_client(unit.session, client_id))


def covering(unit: Unit, active: Sequence[tuple[Partnership, str]]) -> list[tuple[Partnership, str]]:
    """Return those of an organisation's active partnerships that cover it today."""
    return [
        (row, name)
        for row, name in active
        if standing_of(row).on(unit.today) is State.ACTIVE and not standing_of(row).is_paused(unit.today)
    ]


def item_of(kind: ProductKind, product: Product, quantity: int, periods: int, cover: Cover) -> Item:
    """Return a line to be charged as its cover says."""
    earns = cover.charging.benefit is Benefit.CASHBACK
    return Item(
        kind=kind,
        product=product,
        quantity=quantity,
        periods=periods,
        reach=cover.reach,
        method=cover.method,
        benefit=cover.charging.benefit,
        partnership_id=cover.partnership_id,
        beneficiary_id=cover.partner_id if earns else None,
    )


def order_of(stand: Stand, kind: str, payer_id: int) -> Order:
    """Return what is ordered or renewed, and on which side; it is written with its document."""
    unit = stand.unit
    return Order(
        kind=kind,
        state="open",
        org_id=unit.actor.org_id or stand.holder.id,
        holder_id=stand.holder.id,
        payer_id=payer_id,
        side=stand.side.value,
        placed_at=unit.now,
        placed_by_id=unit.actor.user_id,
    )
