"""Leakage: what was charged is billed, waived or flagged, to the cent; and what is flagged where, and since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from resellertui.domain.access import Action
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money, round_half_up
from resellertui.domain.reinvoicing.charged import FLAGGED, LATE_AFTER, LineState
from resellertui.services.actor import Actor
from resellertui.services.reinvoicing.line_views import LeakageBy, LeakagePage, LeakageRow, LeakageTotal, LeakageView
from resellertui.services.reinvoicing.pricing import margins_of
from resellertui.services.reinvoicing.rights import allowed_partner
from resellertui.services.reinvoicing.streaming import batches
from resellertui.services.unit import Office, Unit
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries import reinvoice_stream as queries
from resellertui.store.queries.reinvoice_lines import Choice

Wanted = Callable[[], bool]


@dataclass
class Sum:
    """What some flagged lines add up to."""

    oldest: date
    lines: int = 0
    cost: int = 0
    resale: int = 0


@dataclass
class Late:
    """What of the flagged lines of a currency is late, and what all of them are worth."""

    resale: int = 0
    lines: int = 0
    cost: int = 0


@dataclass(frozen=True)
class Counted:
    """How many lines there are, and what they cost, by how they stand."""

    lines: dict[str, int] = field(default_factory=dict)
    cost: dict[str, int] = field(default_factory=dict)

    def of(self, *states: LineState) -> tuple[int, int]:
        """Return count and cost of the lines in some states."""
        return sum(self.lines.get(one, 0) for one in states), sum(self.cost.get(one, 0) for one in states)


class Leakage:
    """Where money leaks that was charged and not billed; for those with the right to the accounting."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> LeakageView:
        """Return, a currency each, what was charged and what became of it. Changes nothing.

        What the provider's documents say is added up beside what the lines say: the difference is what was lost.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            counted: dict[str, Counted] = {}
            for one in queries.standings(unit.session, Choice(partner_id, unit.today)):
                found = counted.setdefault(one.currency, Counted())
                found.lines[one.state], found.cost[one.state] = one.lines, one.cost
            said = {code: (lines, cost) for code, lines, cost in queries.charged_by_provider(unit.session, partner_id)}
            late = _late(unit, partner_id)
            return LeakageView(
                totals=tuple(
                    _total(
                        code,
                        counted.get(code, Counted()),
                        said.get(code, (0, 0)),
                        late.get(code, Late()),
                        queries.oldest_open(unit.session, partner_id, code, unit.today),
                    )
                    for code in sorted({*counted, *said})
                )
            )

    def sums(
        self, actor: Actor, by: LeakageBy, offset: int = 0, limit: int = 50, is_wanted: Wanted = lambda: True
    ) -> LeakagePage:
        """Return what is flagged by client, what is worth most first, or by month, the newest first. Changes nothing.

        Raises:
            NotFound: inside a client's organisation.
            Forbidden: no right to the accounting.
        """
        with self._office.reading(actor) as unit:
            partner_id = allowed_partner(unit, Action.REINVOICE_VIEW)
            found = _summed(unit, partner_id, by, is_wanted)
            if by is LeakageBy.CLIENT:
                order = sorted(found.items(), key=lambda one: (-one[1].resale, one[0]))
            else:
                order = sorted(found.items(), key=lambda one: one[0], reverse=True)
            window = order[offset : offset + limit]
            clients = {int(key) for (key, _code), _sum in window} if by is LeakageBy.CLIENT else set()
            names = organisation_queries.names(unit.session, clients)
            rows = tuple(_row(by, key, code, one, names) for (key, code), one in window)
            return LeakagePage(total=len(order), offset=offset, rows=rows)


def _summed(unit: Unit, partner_id: int, by: LeakageBy, is_wanted: Wanted) -> dict[tuple[str, str], Sum]:
    margins, found = margins_of(unit, partner_id), dict[tuple[str, str], Sum]()
    for batch in batches(unit, Choice(partner_id, unit.today, state="flagged", by_client=False)):
        if not is_wanted():
            break
        for line, price in batch.priced(margins.rule_for):
            group = str(line.client_id) if by is LeakageBy.CLIENT else line.charged_on.isoformat()[:7]
            one = found.setdefault((group, line.currency), Sum(oldest=line.charged_on))
            one.lines, one.cost, one.resale = one.lines + 1, one.cost + line.cost, one.resale + price.price
            one.oldest = min(one.oldest, line.charged_on)
    return found


def _late(unit: Unit, partner_id: int) -> dict[str, Late]:
    margins, found = margins_of(unit, partner_id), dict[str, Late]()
    last = unit.today - timedelta(days=LATE_AFTER)
    for batch in batches(unit, Choice(partner_id, unit.today, state="flagged", by_client=False)):
        for line, price in batch.priced(margins.rule_for):
            one = found.setdefault(line.currency, Late())
            one.resale += price.price
            if line.charged_on <= last:
                one.lines, one.cost = one.lines + 1, one.cost + line.cost
    return found


def _total(code: str, counted: Counted, said: tuple[int, int], late: Late, oldest: date | None) -> LeakageTotal:
    currency = Currency(code)

    def text(minor: int) -> str:
        return str(Money(minor, currency))

    billed, waived = counted.of(LineState.BILLED), counted.of(LineState.WAIVED)
    is_open, held, flagged = counted.of(LineState.OPEN), counted.of(LineState.HELD), counted.of(*FLAGGED)
    share = round_half_up(Decimal(late.lines) * 100 / flagged[0]) if flagged[0] else Decimal(0)
    return LeakageTotal(
        currency=code,
        charged=text(said[1]),
        charged_lines=said[0],
        billed=text(billed[1]),
        billed_lines=billed[0],
        waived=text(waived[1]),
        waived_lines=waived[0],
        flagged=text(flagged[1]),
        flagged_lines=flagged[0],
        open=text(is_open[1]),
        open_lines=is_open[0],
        held=text(held[1]),
        held_lines=held[0],
        resale=text(late.resale),
        lost=text(said[1] - billed[1] - waived[1] - flagged[1]),
        oldest_open=oldest,
        late_lines=late.lines,
        late=text(late.cost),
        late_percent=str(share),
    )


def _row(by: LeakageBy, key: str, code: str, one: Sum, names: dict[int, str]) -> LeakageRow:
    is_client = by is LeakageBy.CLIENT
    currency = Currency(code)
    return LeakageRow(
        id=show_id(Kind.ORGANISATION, int(key)) if is_client else key,
        label=names.get(int(key), "") if is_client else key,
        currency=code,
        lines=one.lines,
        cost=str(Money(one.cost, currency)),
        resale=str(Money(one.resale, currency)),
        oldest=one.oldest,
    )
