"""What the coming renewals ask of a payer's money: the job's days simulated in memory, one after the other.

It is what the job will do if nothing else happens: no order, payment or change of terms, and no cashback coming in.
What clients may take within their monthly limit is asked, but counts as not paid by itself.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from resellertui.domain.calendar import add_months
from resellertui.domain.ledger import AccountKind
from resellertui.domain.money import Currency, Money
from resellertui.domain.partnership import Side
from resellertui.domain.renewal import WARRANTY_FAMILY, renewable_between, timeline
from resellertui.services.billing.drafting import Item, quote
from resellertui.services.billing.posting import balance
from resellertui.services.renewals.automatic import Renewal, renewals_of
from resellertui.services.renewals.covers import AT_ONCE, Covers
from resellertui.services.renewals.views import ForecastView, RunView, WeekView
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation, Product
from resellertui.store.queries import billing as billing_queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import renewal_board as queries
from resellertui.store.queries.renewal_board import BoardChoice


@dataclass
class Subscription:
    """A product as the simulation has it."""

    product: Product
    expires_on: date


@dataclass
class Waiting:
    """A pro forma that the balance could not pay yet."""

    due_on: date
    total: int
    parts: list[Subscription]
    by_itself: bool


@dataclass
class Run:
    """One day's money."""

    asked: int = 0
    paid: int = 0
    left: int = 0


Progress = Callable[[int, int], None]
"""Told how many days are simulated, of how many; what it raises stops the work."""


def forecast(unit: Unit, payer_id: int, progress: Progress) -> ForecastView:
    """Return what an organisation's coming renewals ask of it in the days that To pay shows; policy asked before."""
    payer = organisation_queries.organisation(unit.session, payer_id)
    assert payer is not None  # noqa: S101  # the actor acts for it
    simulation = Simulation(unit, payer, progress)
    simulation.run()
    days = unit.terms.days
    first = renewable_between(unit.today, days)[0]
    choice = BoardChoice(payer_id, unit.today, first, simulation.until)
    limit = replace(choice, last=unit.today + timedelta(days=days.auto_renewal_min - 1))
    cash, currency = simulation.cash, Currency(payer.currency)
    counted: dict[date, Counter[str]] = defaultdict(Counter)
    for one in queries.board_days(unit.session, choice):
        counted[monday(one.expires_on)][one.payer] += one.count
    needed: Counter[date] = Counter()
    for day, amount in cash.items():
        needed[monday(day)] += amount
    return ForecastView(
        until=simulation.until,
        currency=currency.value,
        balance=str(Money(simulation.start, currency)),
        needed=str(Money(sum(cash.values()), currency)),
        weeks=tuple(
            WeekView(
                week=week,
                partner=counted[week]["partner"] if week in counted else 0,
                client=counted[week]["client"] if week in counted else 0,
                cash=str(Money(needed[week], currency)),
            )
            for week in sorted({*counted, *needed})
        ),
        days=tuple(
            RunView(
                day=day,
                asked=str(Money(run.asked, currency)),
                paid=str(Money(run.paid, currency)),
                left=str(Money(run.left, currency)),
            )
            for day, run in sorted(simulation.runs.items())
            if run.asked or run.paid
        ),
        runs_out_on=simulation.runs_out_on,
        inside_limit=queries.by_hand_until(unit.session, limit),
    )


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


class Simulation:
    """The days from today to the last one that To pay shows, for one payer."""

    def __init__(self, unit: Unit, payer: Organisation, progress: Progress) -> None:
        self._unit = unit
        self._progress = progress
        self._payer = payer
        self._days = unit.terms.days
        self.until = unit.today + timedelta(days=self._days.renewal_visible)
        self.start = balance(unit, AccountKind.PREPAID, payer.id, Currency(payer.currency)).minor
        self.cash: Counter[date] = Counter()
        self.runs: dict[date, Run] = {}
        self.runs_out_on: date | None = None
        self._balance = self.start
        self._waiting: list[Waiting] = []
        self._due: dict[date, dict[tuple[date, int], list[Subscription]]] = defaultdict(dict)
        self._warranties: dict[int, date] = {}
        self._covers = Covers(unit)
        self._billed = _Billed(unit, payer.id, self.until + timedelta(days=self._days.renewal_first_attempt))

    def run(self) -> None:
        """Simulate every day."""
        self._take_waiting()
        self._take_coming()
        day = self._unit.today
        while day <= self.until:
            self._progress((day - self._unit.today).days, self._days.renewal_visible)
            self._billed.turn_to(day)
            self._retry(day)
            for _place, parts in sorted(self._due.pop(day, {}).items()):
                self._attempt(day, parts)
            self._warrant(day)
            gone = day - timedelta(days=self._days.terminated_after)
            self._waiting = [one for one in self._waiting if min(part.expires_on for part in one.parts) > gone]
            if day in self.runs:
                self.runs[day].left = self._balance
            day += timedelta(days=1)

    def _take_waiting(self) -> None:
        unit = self._unit
        automatic = {one.id: one for one in queries.automatic_waiting(unit.session, self._payer.id)}
        for document in billing_queries.to_pay(unit.session, self._payer.id):
            left = document.total - document.paid
            if document.due_on <= self.until:
                self.cash[max(document.due_on, unit.today)] += left
            if document.id in automatic:
                lines = billing_queries.lines_of(unit.session, document.id)
                products = [organisation_queries.product(unit.session, one.product_id or 0) for one in lines]
                parts = [Subscription(one, one.expires_on or unit.today) for one in products if one is not None]
                order = billing_queries.order(unit.session, document.order_id or 0)
                own = document.holder_id == self._payer.id or (order is not None and order.side == Side.PARTNER.value)
                self._covers.take([one.product for one in parts])
                self._waiting.append(Waiting(document.due_on, left, parts, own))

    def _take_coming(self) -> None:
        first, _last = renewable_between(self._unit.today, self._days)
        last = self.until + timedelta(days=self._days.renewal_first_attempt)
        coming = queries.billed_to(self._unit.session, self._payer.id, self._unit.today, first, last)
        while groups := list(islice(coming, AT_ONCE)):
            self._progress(0, self._days.renewal_visible)
            products = [one for group in groups for one in group]
            self._covers.take(products)
            orgs = {one.org_id for one in products}
            self._warranties |= queries.warranties(self._unit.session, WARRANTY_FAMILY, orgs)
            waiting = queries.waiting_for(self._unit.session, [one.id for one in products])
            for group in groups:
                free = [one for one in group if one.id not in waiting]
                self._schedule(Subscription(one, one.expires_on or first) for one in free if one.auto_renewal)
                self._note_by_hand([one for one in free if not one.auto_renewal])

    def _note_by_hand(self, products: Sequence[Product]) -> None:
        expires_on = products[0].expires_on if products else None
        if expires_on is None or expires_on > self.until:
            return
        day = max(expires_on, self._unit.today)
        for renewal in self._mine([Subscription(one, expires_on) for one in products]):
            self.cash[day] += self._price(renewal, self._unit.today)

    def _schedule(self, parts: Iterable[Subscription]) -> None:
        for one in parts:
            attempt_on = timeline(one.expires_on, one.product.period_months, self._days).attempt_on
            day = max(attempt_on, self._unit.today)
            self._due[day].setdefault((one.expires_on, one.product.org_id), []).append(one)

    def _retry(self, day: date) -> None:
        still: list[Waiting] = []
        for one in sorted(self._waiting, key=lambda waiting: waiting.due_on):
            if one.by_itself and one.total <= self._balance:
                self._pay(day, one.total, one.parts)
            else:
                still.append(one)
        self._waiting = still

    def _attempt(self, day: date, parts: list[Subscription]) -> None:
        for renewal in self._mine(parts):
            total = self._price(renewal, day)
            chosen = {item.product.id for item in renewal.items}
            some = [one for one in parts if one.product.id in chosen]
            own = renewal.stand.holder.id == self._payer.id or renewal.stand.side is Side.PARTNER
            self.cash[day] += total
            self.runs.setdefault(day, Run()).asked += total
            if own and total <= self._balance:
                self._pay(day, total, some)
                continue
            if own and self.runs_out_on is None:
                self.runs_out_on = day
            due_on = max(min(one.expires_on for one in some), day)
            self._waiting.append(Waiting(due_on, total, some, own))

    def _pay(self, day: date, total: int, parts: list[Subscription]) -> None:
        self._balance -= total
        self.runs.setdefault(day, Run()).paid += total
        self._extend(parts)

    def _warrant(self, day: date) -> None:
        """Let the Renewal Warranty renew what waits and has expired: it is then paid much later, and not by itself."""
        if not self._warranties:
            return
        still = []
        for one in self._waiting:
            expired = [part for part in one.parts if part.expires_on <= day]
            if any(self._warranties.get(part.product.org_id, date.min) > day for part in expired):
                self._extend(one.parts)
            else:
                still.append(one)
        self._waiting = still

    def _extend(self, parts: list[Subscription]) -> None:
        for one in parts:
            one.expires_on = add_months(one.expires_on, one.product.period_months, one.product.anchor_day)
            self._billed.extend(one.product, one.expires_on)
        self._schedule(one for one in parts if one.product.auto_renewal)

    def _mine(self, parts: list[Subscription]) -> list[Renewal]:
        """Return what renewing these parts charges to the payer, from where the simulation has them."""
        if not parts:
            return []
        expires_on = {one.product.id: one.expires_on for one in parts}
        return [
            replace(one, items=[replace(item, renews_on=expires_on[item.product.id]) for item in one.items])
            for one in renewals_of(
                self._unit, sorted((part.product for part in parts), key=lambda p: p.id), self._covers
            )
            if one.payer.id == self._payer.id
        ]

    def _price(self, renewal: Renewal, day: date) -> int:
        active = self._billed.count(renewal.items, day)
        return quote(self._unit, renewal.items, self._payer, active).total.minor


class _Billed:
    """How many subscriptions of each degressive group are billed to the payer, while they expire and renew."""

    def __init__(self, unit: Unit, payer_id: int, last: date) -> None:
        self._terms = unit.terms
        self._live: dict[int, tuple[str, int, date]] = {}
        self._heap: list[tuple[date, int]] = []
        self._counts: Counter[str] = Counter()
        groups: dict[str, list[str]] = defaultdict(list)
        for family in unit.terms.families:
            if family.degressive:
                groups[family.degressive].append(family.id)
        for group, families in groups.items():
            self._counts[group] = billing_queries.active_subscriptions(unit.session, payer_id, families, last)
            for number, quantity, expires_on in queries.billed_now(unit.session, payer_id, families, last):
                self._add(number, group, quantity, expires_on)

    def turn_to(self, day: date) -> None:
        """Leave out what has expired by a day."""
        while self._heap and self._heap[0][0] <= day:
            expires_on, number = heapq.heappop(self._heap)
            entry = self._live.get(number)
            if entry is not None and entry[2] == expires_on:
                del self._live[number]
                self._counts[entry[0]] -= entry[1]

    def extend(self, product: Product, expires_on: date) -> None:
        """Count a product that the payer has renewed until then."""
        group = self._terms.family(product.family).degressive
        if group:
            self._drop(product.id)
            self._add(product.id, group, product.quantity, expires_on)

    def count(self, items: Sequence[Item], _day: date) -> dict[str, int]:
        """Return the active subscriptions of each group once these are renewed; a renewal adds nothing."""
        found: dict[str, int] = {}
        for item in items:
            group = self._terms.family(item.kind.family).degressive
            if group:
                here = self._live.get(item.product.id)
                found[group] = found.get(group, self._counts[group]) + item.quantity - (here[1] if here else 0)
        return found

    def _add(self, number: int, group: str, quantity: int, expires_on: date) -> None:
        self._live[number] = (group, quantity, expires_on)
        self._counts[group] += quantity
        heapq.heappush(self._heap, (expires_on, number))

    def _drop(self, number: int) -> None:
        entry = self._live.pop(number, None)
        if entry is not None:
            self._counts[entry[0]] -= entry[1]
