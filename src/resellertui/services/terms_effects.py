"""What a new version of the terms changes for those who hold products: a year's price for each client, a year's
benefit for each partner.

It goes by who pays and who earns today. A client whose partner is charged is priced with all that the partner is
charged for, as the degressive tier goes by the payer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Payment, Side
from resellertui.domain.pricing import Charging, Reach, charge, charge_own_order
from resellertui.domain.pricing.yearly import Holding, Yearly, affected_kinds, price_year
from resellertui.domain.programme import Terms
from resellertui.domain.programme_membership.standing import is_suspended
from resellertui.services.unit import Unit
from resellertui.services.views import View
from resellertui.store.queries import terms as queries
from resellertui.store.queries.terms import Held


class ClientEffect(View):
    """What a year of a client's products costs before and after, without VAT, in its payer's currency."""

    id: str
    name: str
    charged_to: Side
    currency: str
    price_before: str
    price_after: str
    benefit_before: str
    benefit_after: str


class PartnerEffect(View):
    """What a partner earns in a year before and after, in one currency."""

    id: str
    name: str
    currency: str
    clients: int
    """For how many clients it changes; the partner itself counts as one."""
    benefit_before: str
    benefit_after: str


class Effects(View):
    """Everybody for whom a year's price or benefit changes."""

    clients: tuple[ClientEffect, ...]
    partners: tuple[PartnerEffect, ...]


NO_EFFECTS = Effects(clients=(), partners=())


@dataclass
class _Sum:
    """One partner's benefits in one currency."""

    before: int = 0
    after: int = 0
    clients: int = 0


@dataclass
class _Comparison:
    """Both versions, with what each payer has of each family."""

    today: date
    before: Terms
    after: Terms
    affected: frozenset[str]
    active: Mapping[int, Mapping[str, int]]
    payers: Mapping[int, tuple[str, str]]
    partners: dict[tuple[int, Currency], _Sum] = field(default_factory=dict)

    def of_client(self, held: list[Held]) -> ClientEffect | None:
        """Return the effect on one client, or None where there is none."""
        if not any(one.sku in self.affected for one in held):
            return None
        payer_id, charged_to = _payer(held[0])
        currency = Currency(self.payers[payer_id][1])
        holdings = [
            Holding(one.sku, one.quantity, _charging(one, self.today).benefit, one.partner_id or one.client_id)
            for one in held
        ]
        before = price_year(holdings, self.before, currency, self._groups(payer_id, self.before))
        after = price_year(holdings, self.after, currency, self._groups(payer_id, self.after))
        if before == after:
            return None
        self._add(before, after, currency)
        return ClientEffect(
            id=show_id(Kind.ORGANISATION, held[0].client_id),
            name=held[0].client,
            charged_to=charged_to,
            currency=currency.value,
            price_before=str(before.price),
            price_after=str(after.price),
            benefit_before=str(before.benefit),
            benefit_after=str(after.benefit),
        )

    def of_partners(self) -> Iterator[PartnerEffect]:
        """Give what each partner earns more or less, all its clients together."""
        for (partner_id, currency), one in sorted(self.partners.items()):
            if one.before != one.after:
                yield PartnerEffect(
                    id=show_id(Kind.ORGANISATION, partner_id),
                    name=self.payers[partner_id][0],
                    currency=currency.value,
                    clients=one.clients,
                    benefit_before=str(Money(one.before, currency)),
                    benefit_after=str(Money(one.after, currency)),
                )

    def _add(self, before: Yearly, after: Yearly, currency: Currency) -> None:
        for partner_id, amount in before.benefits.items():
            if not isinstance(partner_id, int) or after.benefits[partner_id] == amount:
                continue
            found = self.partners.setdefault((partner_id, currency), _Sum())
            found.before += amount.minor
            found.after += after.benefits[partner_id].minor
            found.clients += 1

    def _groups(self, payer_id: int, terms: Terms) -> dict[str, int]:
        """Return a payer's active subscriptions by degressive group, as these terms group families."""
        counts: Counter[str] = Counter()
        for sku, quantity in self.active[payer_id].items():
            counts[terms.family(terms.kind(sku).family).degressive] += quantity
        return counts


def effects_of(unit: Unit, before: Terms, after: Terms) -> Effects:
    """Return for whom a year's price or benefit changes, and how; every kind held is in both versions."""
    affected = affected_kinds(before, after)
    if not affected:
        return NO_EFFECTS
    active: dict[int, Counter[str]] = {}
    partner_ids = set()
    for one in queries.holdings(unit.session, unit.today):
        active.setdefault(_payer(one)[0], Counter())[one.sku] += one.quantity
        if one.partner_id is not None:
            partner_ids.add(one.partner_id)
    comparison = _Comparison(
        unit.today, before, after, affected, active, queries.payers(unit.session, {*active, *partner_ids})
    )
    clients = [
        effect
        for _client, held in groupby(queries.holdings(unit.session, unit.today), key=lambda one: one.client_id)
        if (effect := comparison.of_client(list(held))) is not None
    ]
    return Effects(clients=tuple(clients), partners=tuple(comparison.of_partners()))


def _payer(held: Held) -> tuple[int, Side]:
    """Return who is charged: with full access one side for every product, otherwise the holder."""
    if held.payment == Payment.PARTNER.value and held.partner_id is not None:
        return held.partner_id, Side.PARTNER
    return held.client_id, Side.CLIENT


def _charging(held: Held, today: date) -> Charging:
    """Return how a renewal is charged: by the partner where its method pays, else by the client."""
    state = held.partner_state
    earning = state is not None and not is_suspended(state, held.partner_suspend_on, today)
    if held.partner_id is None:
        if held.own_state is not None:
            return charge_own_order(earning=not is_suspended(held.own_state, held.own_suspend_on, today))
        return charge(Reach.NONE, None, Side.CLIENT, entrusted=False)
    method = Payment(held.payment) if held.payment is not None else None
    orders = Side.PARTNER if method is Payment.PARTNER else Side.CLIENT
    return charge(Reach(held.access or ""), method, orders, entrusted=True, earning=earning)
