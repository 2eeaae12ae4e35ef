"""What a margin would have changed on a year's charges: streamed client by client, so that many take no more room."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from resellertui.domain.calendar import add_months
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.money import Currency, Money
from resellertui.domain.reinvoicing.charged import LineState, Price
from resellertui.domain.reinvoicing.margin import ChargedLine, MarginRule
from resellertui.services.reinvoicing.margin_views import MarginPreview, PreviewSum
from resellertui.services.reinvoicing.pricing import margins_of
from resellertui.services.reinvoicing.streaming import batches
from resellertui.services.unit import Unit
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries.reinvoice_lines import Choice
from resellertui.store.queries.reinvoice_stream import Facts

MONTHS = 12


@dataclass
class Sum:
    """What some lines would have brought."""

    lines: int = 0
    affected: int = 0
    cost: int = 0
    before: int = 0
    after: int = 0

    def add(self, cost: int, before: int, after: int) -> None:
        """Add a line."""
        self.lines, self.affected = self.lines + 1, self.affected + (before != after)
        self.cost, self.before, self.after = self.cost + cost, self.before + before, self.after + after

    @property
    def rank(self) -> int:
        """How much changes."""
        return abs(self.after - self.before)


Key = tuple[int, str]
"""A client and a currency."""


@dataclass
class _Sums:
    totals: dict[str, Sum] = field(default_factory=dict)
    families: dict[tuple[str, str], Sum] = field(default_factory=dict)
    clients: int = 0


def preview(
    unit: Unit,
    partner_id: int,
    rule: MarginRule,
    words: tuple[str, str],
    window: tuple[int, int],
    is_wanted: Callable[[], bool],
) -> MarginPreview:
    """Return what a margin would have changed, had it held for all of the last twelve months.

    Waived lines are left out. What a person set, and what was charged before, stays on both sides; what is billed
    counts by the margins too.

    Args:
        unit: the open transaction.
        partner_id: whose charges they are.
        rule: the margin that is tried out.
        words: what it charges, and for which lines.
        window: from which client on, and how many.
        is_wanted: whether anybody still waits for it.
    """
    offset, limit = window
    since = add_months(unit.today, -MONTHS, unit.today.day) + timedelta(days=1)
    sums = _Sums()
    found = _clients(_compared(unit, partner_id, rule, since, is_wanted), sums)
    top = heapq.nsmallest(offset + limit, found, key=lambda one: (-one[1].rank, one[0]))[offset:]
    names = organisation_queries.names(unit.session, {client_id for (client_id, _code), _sum in top})
    labels = unit.terms.family_labels
    return MarginPreview(
        margin=words[0],
        lines=words[1],
        since=since,
        until=unit.today,
        totals=tuple(_view("", "", code, one) for code, one in sorted(sums.totals.items())),
        families=tuple(
            _view(family, labels.get(family, family), code, one)
            for (family, code), one in sorted(sums.families.items(), key=lambda item: (-item[1].rank, item[0]))
        ),
        clients=tuple(
            _view(show_id(Kind.ORGANISATION, client_id), names.get(client_id, ""), code, one)
            for (client_id, code), one in top
        ),
        clients_total=sums.clients,
        offset=offset,
    )


def _compared(
    unit: Unit, partner_id: int, rule: MarginRule, since: date, is_wanted: Callable[[], bool]
) -> Iterator[tuple[Facts, Price, Price]]:
    """Yield the lines of the time, a client's together, with what the margins say without and with the new one."""
    margins = margins_of(unit, partner_id)

    def tried(line: ChargedLine) -> MarginRule | None:
        return margins.trying(rule, line) if line.charged_on >= since else margins.rule_for(line)

    for batch in batches(unit, Choice(partner_id, unit.today, first=since, last=unit.today)):
        if not is_wanted():
            return
        before = batch.priced(margins.rule_for, as_billed=False)
        after = batch.priced(tried, as_billed=False)
        for (line, one), (_line, other) in zip(before, after, strict=True):
            if line.state != LineState.WAIVED.value:
                yield line, one, other


def _clients(compared: Iterator[tuple[Facts, Price, Price]], sums: _Sums) -> Iterator[tuple[Key, Sum]]:
    """Yield each client's sums once its lines are through; keep those of the whole and of the families."""
    client_id: int | None = None
    own: dict[str, Sum] = {}
    for line, before, after in compared:
        if line.client_id != client_id:
            yield from _closed(client_id, own, sums)
            client_id, own = line.client_id, {}
        for one in (
            own.setdefault(line.currency, Sum()),
            sums.totals.setdefault(line.currency, Sum()),
            sums.families.setdefault((line.family, line.currency), Sum()),
        ):
            one.add(line.cost, before.price, after.price)
    yield from _closed(client_id, own, sums)


def _closed(client_id: int | None, own: dict[str, Sum], sums: _Sums) -> Iterator[tuple[Key, Sum]]:
    if client_id is not None:
        sums.clients += len(own)
        yield from (((client_id, code), one) for code, one in own.items())


def _view(key: str, label: str, code: str, one: Sum) -> PreviewSum:
    currency = Currency(code)
    return PreviewSum(
        id=key,
        label=label,
        currency=code,
        lines=one.lines,
        affected=one.affected,
        cost=str(Money(one.cost, currency)),
        before=str(Money(one.before, currency)),
        after=str(Money(one.after, currency)),
        difference=str(Money(one.after - one.before, currency)),
    )
